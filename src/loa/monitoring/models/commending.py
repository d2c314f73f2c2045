"""Praise, criticism and good models."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from loa.monitoring.enums import CommendationKind, CommendationState
from loa.monitoring.models.evidence import Evidence
from loa.organizations.models import Agency, Person

__all__ = ["Commendation", "GoodModel"]


class Commendation(models.Model):
    """Praise or criticism of an agency for a time (khen thưởng, phê bình), proposed from standing, decided by people.

    `reasons` holds the figures it was proposed for, as codes with values.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    by = models.ForeignKey(Agency, models.PROTECT, related_name="commendations_made")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="commendations")
    kind = models.CharField(_("kind"), max_length=20, choices=CommendationKind)
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("to"))
    reasons = models.JSONField(default=list)
    state = models.CharField(_("state"), max_length=20, choices=CommendationState, default=CommendationState.PROPOSED)
    proposed_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)
    decision = models.CharField(_("decision"), max_length=500, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-last_day", "kind", "pk"]
        verbose_name = _("commendation or criticism")
        verbose_name_plural = _("commendations and criticisms")
        constraints = [
            models.UniqueConstraint(
                fields=["by", "agency", "kind", "first_day", "last_day"],
                condition=~Q(state="declined"),
                name="commended_once_for_a_time",
            )
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.get_kind_display()}"


class GoodModel(models.Model):
    """A good model or initiative (mô hình hay, sáng kiến) worth showing to others."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="good_models")
    title = models.CharField(_("heading"), max_length=300)
    summary = models.TextField(_("what it is and what it brings"))
    areas = models.JSONField(_("reform areas"), default=list, blank=True)
    link = models.URLField(_("link"), max_length=1000, blank=True)
    evidence = models.ManyToManyField(Evidence, blank=True, related_name="good_models")
    since = models.DateField(_("applied since"), null=True, blank=True)
    publishable = models.BooleanField(_("may be published"), default=False)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    approved_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-added_at", "-pk"]
        verbose_name = _("good model")
        verbose_name_plural = _("good models")

    def __str__(self) -> str:
        return self.title
