"""Assignments and occurrences.

The windows of an obligation are the same for all its agencies, so they are stored once. An agency owes an occurrence
when it holds an assignment of the obligation on the day the occurrence is owed. Thirty obligations on four thousand
agencies over a year are then some thousand rows of windows and a hundred thousand of assignments, not a million of
pairs (docs/decisions/0014).
"""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from loa.organizations.models import Agency
from loa.plans.models import Obligation, Plan
from loa.schedule import Kind, Unit

__all__ = ["Assignment", "Occurrence"]


class Assignment(models.Model):
    """An obligation laid on one agency (phân công), from a day to a day, the last included.

    `obligation` is the one of the plan first issued; amendments change its occurrences, not its identity. `requested`:
    the agency stands outside the executive, so that it is asked and not ordered. No two rows of one agency and
    obligation share a day: who leads does not also coordinate.
    """

    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="assignments")
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="assignments")
    leads = models.BooleanField(_("leads"), default=True)
    requested = models.BooleanField(_("asked, not ordered"), default=False)
    held_from = models.DateField(_("held from"))
    held_to = models.DateField(_("held to"))

    class Meta:
        ordering = ["obligation", "agency", "held_from"]
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        constraints = [
            models.UniqueConstraint(fields=["obligation", "agency", "leads", "held_from"], name="assigned_once"),
            models.CheckConstraint(condition=Q(held_to__gte=F("held_from")), name="assignment_ends_after_it_begins"),
        ]
        indexes = [
            models.Index(fields=["agency", "obligation", "held_from", "held_to"], name="assignment_of_agency"),
            # Counting who holds an obligation when reads this index and no row.
            models.Index(fields=["obligation", "leads", "held_from", "held_to"], name="assignment_counted"),
        ]

    def __str__(self) -> str:
        return f"{self.agency_id}: {self.obligation_id}"


class _Owed(models.Manager["Occurrence"]):
    """Windows that are owed, without those kept for the record only."""

    def get_queryset(self) -> models.QuerySet["Occurrence"]:
        return super().get_queryset().filter(dropped_at=None)


class Occurrence(models.Model):
    """One window of an obligation (kỳ thực hiện), for every agency that holds it on `owed_on`.

    `plan` is the plan first issued. `rule` is the obligation in whose words it is owed: that of the plan first
    issued, or of an amendment. `owed_on` is the due date, or the end of the window where nothing is ever due; never
    before the first day the plan binds. `closes_on` is the last day on which what comes late is still done late,
    and not missed: the end of the window where so many things are owed within it, else the day before the next of
    the kind falls due, or the end of the plan. `unit` is empty where nothing is counted. `explanation` holds rule,
    steps and days off as codes with their values (`loa.monitoring.explained`).

    `dropped_at`: a change of the plan took it from the calendar, but a letter, a reminder or what a person decided
    refers to it. Nobody owes it, nothing is counted for it; `objects` leaves it out, `everything` does not.
    """

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="occurrences")
    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="occurrences")
    rule = models.ForeignKey(Obligation, models.CASCADE, related_name="+")
    key = models.CharField(max_length=80)
    kind = models.CharField(_("kind"), max_length=20, choices=[(kind.value, kind.value) for kind in Kind])
    name_vi = models.CharField(max_length=120)
    name_en = models.CharField(max_length=120)
    window_from = models.DateField(_("from"))
    window_to = models.DateField(_("to"))
    due_on = models.DateField(_("due on"), null=True)
    owed_on = models.DateField()
    closes_on = models.DateField()
    amount = models.PositiveIntegerField(_("amount required"), null=True)
    unit = models.CharField(max_length=20, blank=True, choices=[(unit.value, unit.value) for unit in Unit])
    amount_stated = models.BooleanField(default=False)
    explanation = models.JSONField(default=dict)
    dropped_at = models.DateTimeField(null=True)

    objects = _Owed()
    everything = models.Manager["Occurrence"]()

    class Meta:
        ordering = ["owed_on", "obligation", "pk"]
        verbose_name = _("occurrence")
        verbose_name_plural = _("occurrences")
        constraints = [models.UniqueConstraint(fields=["obligation", "key"], name="occurrence_once")]
        indexes = [
            models.Index(fields=["plan", "owed_on"], name="occurrence_of_plan"),
            models.Index(fields=["obligation", "owed_on"], name="occurrence_owed"),
            models.Index(fields=["obligation", "window_from", "closes_on"], name="occurrence_taking"),
        ]

    def __str__(self) -> str:
        return f"{self.obligation_id} {self.key}"

    @property
    def name(self) -> str:
        """What people call the window, in the language of who reads."""
        return self.name_en if get_language() == "en" else self.name_vi
