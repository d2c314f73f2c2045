"""How far a plan has come on its way into the calendar."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from loa.monitoring.enums import LayingState
from loa.plans.models import Plan

__all__ = ["Laying"]


class Laying(models.Model):
    """The work of laying a plan and its amendments on agencies and days; one row for each plan first issued.

    `asked` counts how often it was asked for, `laid` how much of that is done: a worker that dies leaves them apart,
    and the next one goes on. `since` is the day from which what was laid has to be laid anew, None when nothing has.
    `match_since` is the day from which evidence has still to be matched anew with what was laid, None when it is.
    `problems` lists obligations whose time could not be understood, as `{"obligation", "vi", "en"}`.
    """

    plan = models.OneToOneField(Plan, models.CASCADE, related_name="laying")
    state = models.CharField(_("state"), max_length=20, choices=LayingState, default=LayingState.WAITING)
    since = models.DateField(null=True)
    match_since = models.DateField(null=True)
    asked = models.PositiveIntegerField(default=0)
    laid = models.PositiveIntegerField(default=0)
    progress = models.PositiveSmallIntegerField(_("progress"), default=0)
    problems = models.JSONField(default=list)
    asked_at = models.DateTimeField(null=True)
    changed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("laying out of a plan")
        verbose_name_plural = _("laying out of plans")

    def __str__(self) -> str:
        return f"{self.plan_id} {self.state} {self.progress} %"

    @property
    def is_pending(self) -> bool:
        """Whether the calendar of the plan is not yet as it should be."""
        return self.laid < self.asked
