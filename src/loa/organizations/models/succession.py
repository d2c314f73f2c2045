"""What became of agencies: who followed whom, and with what weight."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from loa.organizations.enums import SuccessionKind
from loa.organizations.models.agency import Agency

__all__ = ["Succession", "SuccessionShare"]


class Succession(models.Model):
    """One change of the organisation on one day (sáp nhập, chia tách, đổi tên, giải thể).

    `effective_on` is the first day of the new order. `basis` is the act that ordered it. `journal` tells which rows
    were made and ended, so that it can be undone; it is empty for what was loaded from tables.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    kind = models.CharField(_("kind"), max_length=20, choices=SuccessionKind)
    effective_on = models.DateField(_("effective on"))
    basis = models.CharField(_("legal basis"), max_length=300, blank=True)
    recorded_at = models.DateTimeField(auto_now_add=True)
    journal = models.JSONField(default=dict, editable=False)

    class Meta:
        ordering = ["-effective_on", "-pk"]
        verbose_name = _("succession")
        verbose_name_plural = _("successions")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.effective_on:%d/%m/%Y}"


class SuccessionShare(models.Model):
    """How much of a predecessor a successor took over; no successor where nobody followed.

    `weight` is the part of the predecessor's figures that goes over, 0 to 1.
    """

    succession = models.ForeignKey(Succession, models.CASCADE, related_name="shares")
    predecessor = models.ForeignKey(Agency, models.CASCADE, related_name="shares_given")
    successor = models.ForeignKey(Agency, models.CASCADE, null=True, blank=True, related_name="shares_taken")
    weight = models.DecimalField(_("weight"), max_digits=7, decimal_places=6, default=1)
    takes_obligations = models.BooleanField(_("takes over open obligations"), default=True)
    takes_history = models.BooleanField(_("takes over history"), default=True)

    class Meta:
        ordering = ["succession", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["succession", "predecessor", "successor"], name="share_once"),
            models.CheckConstraint(condition=Q(weight__gte=0, weight__lte=1), name="share_weight_is_a_part"),
            models.CheckConstraint(
                condition=Q(successor=None) | ~Q(successor=F("predecessor")), name="share_between_two"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id} ({self.weight})"
