"""Ledgers that were asked for."""

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from loa.monitoring.enums import LedgerState
from loa.organizations.models import Agency, Person

__all__ = ["LedgerExport"]


class LedgerExport(models.Model):
    """The ledger of an agency and those under it for a time (sổ chứng thực), as a file that is kept until a day.

    `agencies` of `whole` are written. What the file holds is known by its hash when the file itself is gone.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="ledgers")
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("to"))
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(auto_now_add=True)
    state = models.CharField(_("state"), max_length=20, choices=LedgerState, default=LedgerState.WAITING)
    agencies = models.PositiveIntegerField(default=0)
    whole = models.PositiveIntegerField(default=0)
    file = models.FileField(upload_to="ledgers/", max_length=200, blank=True)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    counts = models.JSONField(default=dict)
    ended_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("ledger")
        verbose_name_plural = _("ledgers")
        constraints = [models.CheckConstraint(condition=Q(last_day__gte=F("first_day")), name="ledger_has_days")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.first_day}-{self.last_day}"
