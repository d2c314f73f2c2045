"""What an agency owes: by due date what is due, and beside it what is never overdue."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any, overload

from django.db.models import Q, QuerySet

from loa.monitoring.models import Occurrence
from loa.monitoring.proof import what_counts_as_proof
from loa.monitoring.queries.held import Waiver, Waivers, dated_held_by, undated_held_by, waiver_of, waivers
from loa.monitoring.saying import said, unit_words
from loa.monitoring.taken_over import Told
from loa.monitoring.window_names import window_name
from loa.organizations.folding import folded
from loa.organizations.models import Agency
from loa.plans.models import Obligation, Plan
from loa.schedule import Kind

__all__ = ["ALL", "Duties", "Duty", "Filters", "continuous", "duties", "elsewhere", "open_on", "plans_of"]

_HEAVY = (
    "explanation", "rule__read_as", "rule__doubts", "rule__searched", "plan__introduction", "plan__searched",
)  # fmt: skip
"""Fields no list shows."""
_LONGEST = timedelta(days=2 * 366)
"""No window that is looked at is longer."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What narrows a list of duties. `leads` False are those an agency only coordinates; `text` is blind to marks."""

    plan: int | None = None
    obligation: int | None = None
    kind: str = ""
    leads: bool | None = None
    text: str = ""


ALL = Filters()


@dataclass(frozen=True, slots=True)
class Duty:
    """An occurrence as one agency owes it. `amount` is what is required after exemptions, `stated` by the plan."""

    occurrence: Occurrence
    agency_id: int
    leads: bool
    asked: bool
    waiver: Waiver | None
    rule: Obligation = field(repr=False)
    plan: Plan = field(repr=False)

    @property
    def due_on(self) -> date | None:
        return self.occurrence.due_on

    @property
    def kind(self) -> Kind:
        """How it is met; what is only asked for is tracked and never escalated, whatever it is."""
        return Kind.REQUESTED if self.asked else Kind(self.occurrence.kind)

    @property
    def waived(self) -> bool:
        """Whether an exemption lets the agency off altogether."""
        return self.waiver is not None and self.waiver.lets_off

    @property
    def amount(self) -> int | None:
        """How many are required of this agency; None where nothing is counted or nothing is required."""
        if self.waiver is None or self.occurrence.amount is None:
            return self.occurrence.amount
        return self.waiver.amount

    @property
    def stated(self) -> int | None:
        return self.occurrence.amount

    @property
    def unit(self) -> str:
        """What is counted, in the language of who reads; empty where nothing is."""
        return unit_words(self.occurrence)

    @property
    def window_name(self) -> str:
        """How evidence names it; what was taken over goes by the duty that it was taken over from."""
        one = self.occurrence
        return window_name(one.key, Kind(one.kind), self.rule.derived_from_id or one.obligation_id)

    def told(self) -> Told:
        """What decides whether it is told beside the one it was taken over from."""
        alike = (self.agency_id, self.due_on, self.amount, self.occurrence.unit)
        return Told((self.occurrence.obligation_id, self.rule.pk), self.rule.derived_from_id, alike)

    @property
    def proofs(self) -> list[str]:
        """What counts as proof, in the language of who reads."""
        rule = self.rule
        found = what_counts_as_proof(kinds=rule.kinds, channels=rule.channels, unit=self.occurrence.unit)
        return [said(wording) for wording in found]


class Duties(Sequence[Duty]):
    """Duties of a query, fetched page by page: one query for their number, two for a slice of them."""

    def __init__(self, rows: QuerySet[Any], agencies: Collection[int]) -> None:
        self._rows = rows
        self._agencies = agencies
        self._count: int | None = None

    def __len__(self) -> int:
        if self._count is None:
            self._count = self._rows.order_by().count()
        return self._count

    @overload
    def __getitem__(self, index: int) -> Duty: ...
    @overload
    def __getitem__(self, index: slice) -> list[Duty]: ...
    def __getitem__(self, index: int | slice) -> Duty | list[Duty]:
        if isinstance(index, slice):
            return _as_duties(self._rows[index.start or 0 : index.stop], self._agencies)
        return _as_duties(self._rows[index : index + 1], self._agencies)[0]


def duties(
    agencies: Agency | int | Collection[int],
    first: date,
    last: date,
    *,
    filters: Filters = ALL,
    latest_first: bool = False,
) -> Duties:
    """What falls due in the time for one agency, or for several, by due date. Three queries for a page of them."""
    keys = _keys(agencies)
    rows = _narrowed(dated_held_by(keys, first, last), filters)
    day = "-owed_on" if latest_first else "owed_on"
    return Duties(rows.order_by(day, "plan", "rule__position", "pk", "held_by"), keys)


def open_on(agencies: Agency | int | Collection[int], day: date) -> Duties:
    """What is due some time and can be done on the day, in time or late, by due date."""
    keys = _keys(agencies)
    rows = _narrowed(dated_held_by(keys, day - _LONGEST, day + _LONGEST), ALL)
    rows = rows.filter(window_from__lte=day, closes_on__gte=day)
    return Duties(rows.order_by("owed_on", "plan", "rule__position", "pk", "held_by"), keys)


def continuous(agencies: Agency | int | Collection[int], first: date, last: date, *, filters: Filters = ALL) -> Duties:
    """What is never overdue, or has no day yet, among what one agency or several are held to in the time."""
    keys = _keys(agencies)
    rows = _narrowed(undated_held_by(keys, first, last), filters)
    return Duties(rows.order_by("plan", "rule__position", "window_from", "pk", "held_by"), keys)


def elsewhere(agencies: Agency | int | Collection[int], first: date, last: date) -> list[Obligation]:
    """Obligations that agencies hold in the time and whose windows stand in another programme or plan. One query."""
    held = Q(assignments__agency__in=_keys(agencies), assignments__held_from__lte=last, assignments__held_to__gte=first)
    rows = Obligation.objects.filter(held, occurrences=None).distinct().select_related("plan")
    return list(rows.defer("read_as", "doubts").order_by("plan", "position", "pk"))


def plans_of(agency: Agency) -> list[Plan]:
    """The plans that lay anything on an agency, the latest first."""
    rows = Plan.objects.filter(occurrences__obligation__assignments__agency=agency).distinct()
    return list(rows.only("pk", "number", "title", "period_from").order_by("-period_from", "pk"))


def _keys(agencies: Agency | int | Collection[int]) -> Collection[int]:
    if isinstance(agencies, Agency):
        return (agencies.pk,)
    return (agencies,) if isinstance(agencies, int) else agencies


def _narrowed(rows: QuerySet[Any], filters: Filters) -> QuerySet[Any]:
    rows = rows.select_related("rule", "plan__issuer").defer(*_HEAVY)
    wanted: dict[str, object] = {"plan": filters.plan, "obligation": filters.obligation}
    rows = rows.filter(**{name: value for name, value in wanted.items() if value is not None})
    if filters.leads is not None:
        rows = rows.filter(leads=filters.leads)
    if filters.kind == Kind.REQUESTED:
        rows = rows.filter(Q(asked=True) | Q(kind=Kind.REQUESTED))
    elif filters.kind:
        rows = rows.filter(kind=filters.kind, asked=False)
    for word in folded(filters.text).split():
        rows = rows.filter(rule__searched__contains=word)
    return rows


def _as_duties(rows: Iterable[Occurrence], agencies: Collection[int]) -> list[Duty]:
    found = list(rows)
    obligations = {key for one in found for key in (one.obligation_id, one.rule_id)}
    known = waivers(obligations=obligations, agencies=agencies)
    return [_duty(one, known) for one in found]


def _duty(one: Occurrence, known: Waivers) -> Duty:
    agency_id, leads, asked = (getattr(one, name) for name in ("held_by", "leads", "asked"))
    return Duty(one, agency_id, leads, asked, waiver_of(one, agency_id, known), one.rule, one.plan)
