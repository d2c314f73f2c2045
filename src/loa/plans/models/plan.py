"""A plan: an issued document with a number, an issuer and the time it covers."""

import uuid
from collections.abc import Iterable
from datetime import date
from typing import Any

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from loa.organizations.folding import folded
from loa.organizations.models import Agency, Person
from loa.plans.enums import BINDING, EDITABLE, NUMBERED, STEPS, PlanKind, State
from loa.plans.errors import IllegalStep, NotEditable
from loa.schedule import Window

__all__ = ["Plan"]


_CONTENT = (
    "issuer_id", "amends_id", "replaces_id", "kind", "title", "period_from", "period_to", "introduction",
)  # fmt: skip
_ISSUED = ("number", "issue_place", "issued_on", "signer_authority", "signer_capacity", "signer_name")


def _closed_fields(state: str) -> tuple[str, ...]:
    """The fields of a plan that can no longer change in a state."""
    if state in EDITABLE:
        return ()
    if state not in NUMBERED:
        return _CONTENT
    return (*_CONTENT, *_ISSUED) if state == State.ISSUED else (*_CONTENT, *_ISSUED, "effective_from")


class PlanQuerySet(models.QuerySet["Plan"]):
    """Plans by what can be done with them."""

    def update(self, **kwargs: Any) -> int:
        self._refuse_closed(kwargs)
        return super().update(**kwargs)

    def delete(self) -> tuple[int, dict[str, int]]:
        if self.exclude(state__in=EDITABLE).exists():
            raise NotEditable
        return super().delete()

    def _refuse_closed(self, names: Iterable[str]) -> None:
        wanted = {name if name.endswith("_id") or f"{name}_id" not in _CONTENT else f"{name}_id" for name in names}
        shut = [state for state in State if wanted.intersection(_closed_fields(state))]
        if "state" in wanted:
            shut = [*NUMBERED]
        if shut and self.filter(state__in=shut).exists():
            raise NotEditable

    def binding(self) -> "PlanQuerySet":
        """Those whose obligations bind."""
        return self.filter(state__in=BINDING)

    def published(self) -> "PlanQuerySet":
        """Those that were issued, whatever became of them; everybody who can sign in may read them."""
        return self.filter(state__in=NUMBERED)


class Plan(models.Model):
    """A plan (kế hoạch) of one agency for a time, perhaps under a superior plan.

    `revision` goes up with every change: who saves with an older one is told, and nothing is lost. `signed_by` and
    `signed_at` tell of a signature given in Loa; a plan that came signed has neither. `ended_on` is the last day on
    which the plan bound, empty for one that never did.
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
    signed_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    return_reason = models.TextField(_("reason for the return"), blank=True)
    ended_on = models.DateField(_("last day in force"), null=True, blank=True)
    end_reason = models.CharField(_("reason for the end"), max_length=500, blank=True)
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
                condition=~Q(number="") & Q(state__in=sorted(NUMBERED)),
                name="plan_number_once_a_day",
            ),
        ]
        indexes = [models.Index(fields=["state", "period_from"], name="plan_state")]

    def __str__(self) -> str:
        return f"{self.number} {self.title}".strip()

    def save(self, *args: object, **kwargs: object) -> None:
        """Raises NotEditable where what is closed would change, IllegalStep where the state would leap."""
        self._refuse_change()
        self.searched = folded(f"{self.number} {self.title}")[:700]
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        """Raises NotEditable unless it is a draft."""
        if not self.is_editable or Plan.objects.filter(pk=self.pk).exclude(state__in=EDITABLE).exists():
            raise NotEditable
        return super().delete(*args, **kwargs)

    def _refuse_change(self) -> None:
        stored = Plan.objects.filter(pk=self.pk).values("state", "effective_from", *_CONTENT, *_ISSUED).first()
        if stored is None:
            return
        if stored["state"] != self.state and self.state not in STEPS[State(stored["state"])]:
            raise IllegalStep(State(stored["state"]), State(self.state))
        if any(stored[name] != getattr(self, name) for name in _closed_fields(stored["state"])):
            raise NotEditable

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

    @property
    def was_in_force(self) -> bool:
        """Whether its obligations bind or once did."""
        return self.is_binding or self.ended_on is not None

    @property
    def came_signed(self) -> bool:
        """Whether it was recorded as issued, from a document that was signed outside Loa."""
        return self.state in NUMBERED and self.signed_at is None

    def binds_on(self, day: date) -> bool:
        """Whether its obligations bound on the day, as far as is known now."""
        if not self.was_in_force or self.effective_from is None or day < self.effective_from:
            return False
        return self.ended_on is None or day <= self.ended_on

    def step_to(self, state: State) -> str:
        """Takes a legal step and gives the verb that makes it. Raises IllegalStep."""
        verb = STEPS[State(self.state)].get(state)
        if verb is None:
            raise IllegalStep(State(self.state), state)
        self.state = state
        return verb
