"""A plan: an issued document with a number, an issuer and the time it covers."""

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from loa.organizations.folding import folded
from loa.organizations.models import Agency, Person
from loa.plans.enums import BINDING, EDITABLE, STEPS, PlanKind, State
from loa.plans.errors import IllegalStep
from loa.schedule import Window

__all__ = ["Plan"]


class PlanQuerySet(models.QuerySet["Plan"]):
    """Plans by what can be done with them."""

    def binding(self) -> "PlanQuerySet":
        """Those whose obligations bind."""
        return self.filter(state__in=BINDING)

    def published(self) -> "PlanQuerySet":
        """Those that were issued, whatever became of them; everybody who can sign in may read them."""
        return self.exclude(issued_on=None)


class Plan(models.Model):
    """A plan (kế hoạch) of one agency for a time, perhaps under a superior plan.

    `revision` goes up with every change: who saves with an older one is told, and nothing is lost.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    issuer = models.ForeignKey(Agency, models.PROTECT, related_name="plans", verbose_name=_("issuer"))
    superior = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="sub_plans", verbose_name=_("superior plan")
    )
    amends = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="amendments", verbose_name=_("amends")
    )
    replaces = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="replacements", verbose_name=_("replaces")
    )
    copied_from = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="copies")
    kind = models.CharField(_("kind"), max_length=20, choices=PlanKind, default=PlanKind.YEARLY)
    title = models.CharField(_("title"), max_length=500)
    period_from = models.DateField(_("covers from"))
    period_to = models.DateField(_("covers to"))
    introduction = models.TextField(_("introduction"), blank=True)
    number = models.CharField(_("number and symbol"), max_length=60, blank=True)
    issue_place = models.CharField(_("place of issue"), max_length=80, blank=True)
    issued_on = models.DateField(_("issued on"), null=True, blank=True)
    effective_from = models.DateField(_("effective from"), null=True, blank=True)
    signer_authority = models.CharField(_("signing authority"), max_length=120, blank=True)
    signer_capacity = models.CharField(_("signer's capacity"), max_length=120, blank=True)
    signer_name = models.CharField(_("signer"), max_length=120, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.DRAFT)
    revision = models.PositiveIntegerField(default=1)
    drafted_by = models.ForeignKey(Person, models.PROTECT, related_name="drafted_plans")
    created_at = models.DateTimeField(auto_now_add=True)
    updated_at = models.DateTimeField(auto_now=True)
    searched = models.CharField(max_length=700, editable=False, db_index=True)

    objects = PlanQuerySet.as_manager()

    class Meta:
        ordering = ["-period_from", "issuer", "pk"]
        verbose_name = _("plan")
        verbose_name_plural = _("plans")
        constraints = [
            models.CheckConstraint(condition=Q(period_to__gte=F("period_from")), name="plan_ends_after_it_begins"),
            models.UniqueConstraint(
                fields=["issuer", "number", "issued_on"],
                condition=~Q(number="") & Q(issued_on__isnull=False),
                name="plan_number_once_a_day",
            ),
        ]
        indexes = [models.Index(fields=["state", "period_from"], name="plan_state")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    def save(self, *args: object, **kwargs: object) -> None:
        self.searched = folded(f"{self.number} {self.title}")[:700]
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came

    @property
    def year(self) -> int:
        """The year the plan is for; of one over several years, the first."""
        return self.period_from.year

    @property
    def period(self) -> Window:
        """The days the plan covers."""
        return Window(self.period_from, self.period_to)

    @property
    def is_editable(self) -> bool:
        """Whether its content can still be written."""
        return self.state in EDITABLE

    @property
    def is_binding(self) -> bool:
        """Whether its obligations bind."""
        return self.state in BINDING

    def reference_day(self, today: date) -> date:
        """The day as of which its names are understood: that of issue, before it today."""
        return self.issued_on or today

    def step_to(self, state: State) -> str:
        """Takes a legal step and gives the verb that makes it. Raises IllegalStep."""
        verb = STEPS[State(self.state)].get(state)
        if verb is None:
            raise IllegalStep(State(self.state), state)
        self.state = state
        return verb
