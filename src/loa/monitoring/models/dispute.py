"""Disputes about what evidence is worth: a dialogue on record with a decision."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from loa.monitoring.enums import DisputeState
from loa.monitoring.models.matching import Match
from loa.organizations.models import Agency, Person

__all__ = ["Dispute", "DisputeMessage"]


class Dispute(models.Model):
    """An agency does not accept how a piece of its evidence was matched (ý kiến không đồng ý), and what was decided."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    match = models.ForeignKey(Match, models.CASCADE, related_name="disputes")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="disputes")
    state = models.CharField(_("state"), max_length=20, choices=DisputeState, default=DisputeState.OPEN)
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    opened_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.TextField(_("decision"), blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-opened_at", "-pk"]
        verbose_name = _("dispute")
        verbose_name_plural = _("disputes")
        constraints = [
            models.UniqueConstraint(fields=["match"], condition=Q(state="open"), name="one_open_dispute_of_match")
        ]

    def __str__(self) -> str:
        return str(self.match_id)


class DisputeMessage(models.Model):
    """What somebody said in a dispute. Never changed."""

    dispute = models.ForeignKey(Dispute, models.CASCADE, related_name="messages")
    author = models.ForeignKey(Person, models.PROTECT, related_name="+")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="+")
    text = models.TextField(_("text"))
    said_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["said_at", "pk"]
        verbose_name = _("message in a dispute")
        verbose_name_plural = _("messages in disputes")

    def __str__(self) -> str:
        return self.text[:80]
