"""Counters: what the matches of an agency come to for an occurrence, and how many agencies of a branch are done.

They are a cache of `loa.monitoring.standing`, written in the transaction of what changes them.
"""

from django.db import models
from django.utils.translation import gettext_lazy as _

from loa.monitoring.enums import Done
from loa.monitoring.models.calendar import Occurrence
from loa.organizations.models import Agency
from loa.plans.models import Obligation

__all__ = ["BranchTally", "Tally"]


class Tally(models.Model):
    """What one agency has to show for one occurrence; no row where nothing was ever matched.

    `counted` is the sum of its counted matches, `in_time` of those up to the due day. `done_on` is the day on which
    the number required was reached, None before; `required` that number as it was when last counted. `branch` is the
    agency under whose head it stands on the map of the day owed: its province, or itself.
    """

    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="tallies", db_index=False)
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="tallies", db_index=False)
    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="+", db_index=False)
    branch = models.ForeignKey(Agency, models.CASCADE, related_name="+", db_index=False)
    required = models.PositiveIntegerField(default=1)
    counted = models.PositiveIntegerField(default=0)
    in_time = models.PositiveIntegerField(default=0)
    done = models.CharField(max_length=10, choices=Done, default=Done.PART)
    done_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("tally")
        verbose_name_plural = _("tallies")
        constraints = [models.UniqueConstraint(fields=["occurrence", "agency"], name="tally_once")]
        indexes = [
            models.Index(fields=["agency", "occurrence"], name="tally_of_agency"),
            models.Index(fields=["-changed_at", "-id"], name="tally_by_change"),
        ]

    def __str__(self) -> str:
        return f"{self.occurrence_id} {self.agency_id}: {self.counted}/{self.required}"


class BranchTally(models.Model):
    """How many agencies of a branch owe an occurrence as leads, are let off, and are done in time or late.

    `owed` counts those let off too; `part` those that have something to show but not enough.
    """

    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="branch_tallies", db_index=False)
    branch = models.ForeignKey(Agency, models.CASCADE, related_name="+", db_index=False)
    owed = models.PositiveIntegerField(default=0)
    waived = models.PositiveIntegerField(default=0)
    met = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    part = models.PositiveIntegerField(default=0)

    class Meta:
        verbose_name = _("tally of a branch")
        verbose_name_plural = _("tallies of branches")
        constraints = [models.UniqueConstraint(fields=["occurrence", "branch"], name="branch_tally_once")]
        indexes = [models.Index(fields=["branch", "occurrence"], name="tally_of_branch")]

    def __str__(self) -> str:
        return f"{self.occurrence_id} {self.branch_id}: {self.met + self.late}/{self.owed}"
