"""What plans ask of how many agencies, and of which."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet

from loa.monitoring.explained import explanation_of
from loa.monitoring.models import Assignment, Occurrence
from loa.monitoring.queries.held import Waiver, Waivers, holding, waiver_of, waivers
from loa.monitoring.queries.order import sort_key_of
from loa.monitoring.saying import unit_words
from loa.organizations.folding import folded
from loa.organizations.models import Agency, Designation
from loa.plans.models import Obligation, Plan
from loa.schedule import Explanation

__all__ = [
    "WHOLE",
    "AgencyOwes",
    "Asked",
    "Holder",
    "Part",
    "agencies_under",
    "done_elsewhere",
    "due_between",
    "explanation",
    "holders_of",
    "holds",
    "months_of",
    "named",
    "never_due",
    "obligations_of",
    "owed",
    "owed_by_plan",
    "plan_due",
]  # fmt: skip

_LIGHT = ("explanation", "rule__read_as", "rule__doubts", "rule__searched", "plan__introduction", "plan__searched")


@dataclass(frozen=True, slots=True)
class Asked:
    """An occurrence of a plan with how many agencies owe it; `waived` of them are let off."""

    occurrence: Occurrence
    count: int
    waived: int
    coordinating: int
    rule: Obligation = field(repr=False)
    plan: Plan = field(repr=False)

    @property
    def unit(self) -> str:
        """What is counted, in the language of who reads."""
        return unit_words(self.occurrence)


@dataclass(frozen=True, slots=True)
class Part:
    """What part of a plan's calendar is asked about: one duty, one kind, agencies by words of their names or by key."""

    obligation: int | None = None
    kind: str = ""
    words: str = ""
    agencies: Collection[int] | None = None


WHOLE = Part()


def plan_due(plan: Plan, first: date, last: date, *, part: Part = WHOLE) -> list[Asked]:
    """What a plan lets fall due in the time, by day, in four queries."""
    rows = Occurrence.objects.filter(plan=plan, due_on__isnull=False, owed_on__range=(first, last))
    return _asked(_of(rows, part), _among(part))


def never_due(plan: Plan, first: date, last: date, *, part: Part = WHOLE) -> list[Asked]:
    """What a plan asks for all the time, or for no day that is known yet."""
    rows = Occurrence.objects.filter(plan=plan, due_on=None, window_from__lte=last, window_to__gte=first)
    return _asked(_of(rows, part), _among(part))


def done_elsewhere(plan: Plan) -> list[Obligation]:
    """Obligations of a plan and its amendments whose windows stand in another programme or plan. One query."""
    family = Q(plan=plan) | Q(plan__amends=plan) | Q(plan__amends__amends=plan)
    held = Exists(Assignment.objects.filter(obligation=OuterRef("pk")))
    rows = Obligation.objects.filter(family, held, occurrences=None)
    return list(rows.defer("read_as", "doubts").order_by("plan", "position", "pk"))


def due_between(issuers: Collection[int], first: date, last: date) -> list[Asked]:
    """What the plans of these agencies let fall due in the time, by day, and how many agencies owe it."""
    rows = Occurrence.objects.filter(plan__issuer__in=issuers, due_on__isnull=False, owed_on__range=(first, last))
    return _asked(rows, None)


def _of(rows: QuerySet[Occurrence], part: Part) -> QuerySet[Occurrence]:
    if part.obligation is not None:
        rows = rows.filter(obligation=part.obligation)
    return rows.filter(kind=part.kind) if part.kind else rows


def _among(part: Part) -> QuerySet[Assignment] | None:
    """The assignments that count; None for all."""
    rows = None
    if part.agencies is not None:
        rows = Assignment.objects.filter(agency__in=part.agencies)
    if folded(part.words):
        named = Assignment.objects.all() if rows is None else rows
        rows = named.filter(agency__in=_agencies_called(part.words))
    return rows


def _agencies_called(words: str) -> QuerySet[Designation, int]:
    named = Q()
    for word in folded(words).split():
        named &= Q(searched__contains=word)
    return Designation.objects.filter(named).order_by().values_list("agency_id", flat=True)


def _asked(rows: QuerySet[Occurrence], among: QuerySet[Assignment] | None) -> list[Asked]:
    rows = rows.select_related("rule", "plan__issuer").defer(*_LIGHT)
    found = list(rows.order_by("owed_on", "plan", "rule__position", "pk"))
    held = holding(found, among=among)
    asked = (
        Asked(one, held.leading(one), held.waived(one), held.coordinating(one), one.rule, one.plan) for one in found
    )
    return [one for one in asked if one.count or one.coordinating or among is None]


# ------------------------------------------------------------------------------------------------------- one occurrence


@dataclass(frozen=True, slots=True)
class Holder:
    """An agency that owes an occurrence."""

    agency: Agency
    leads: bool
    asked: bool
    waiver: Waiver | None


def owed(one: Occurrence) -> QuerySet[Assignment]:
    """The assignments under which it is owed, with their agencies, leads first. Pass a page to `holders_of`."""
    start, end = (one.owed_on, one.owed_on) if one.due_on else (one.window_from, one.window_to)
    rows = Assignment.objects.filter(obligation=one.obligation_id, held_from__lte=end, held_to__gte=start)
    rows = rows.select_related("agency").annotate(sort_key=sort_key_of("agency"))
    return rows.order_by("-leads", "sort_key", "pk")


def named(assignments: QuerySet[Assignment], words: str) -> QuerySet[Assignment]:
    """Those of agencies whose name has every one of the words, marks or not."""
    return assignments.filter(agency__in=_agencies_called(words)) if folded(words) else assignments


def holders_of(one: Occurrence, assignments: Sequence[Assignment]) -> list[Holder]:
    """The agencies of some assignments with their exemptions, in one query."""
    known = waivers(
        obligations={one.obligation_id, one.rule_id}, agencies={assignment.agency_id for assignment in assignments}
    )
    return [Holder(row.agency, row.leads, row.requested, waiver_of(one, row.agency_id, known)) for row in assignments]


def explanation(one: Occurrence) -> Explanation:
    """Why it is due when it is: rule, words of the plan, steps, days off; `.vi` and `.en` are lines of text."""
    return explanation_of(one.explanation, words=one.rule.text)


def holds(agencies: Collection[int], plan: Plan, one: Occurrence | None = None) -> bool:
    """Whether one of the agencies ever holds a duty of the plan, or owes this occurrence."""
    rows = owed(one) if one is not None else Assignment.objects.filter(obligation__occurrences__plan=plan)
    return rows.filter(agency__in=agencies).exists()


# ------------------------------------------------------------------------------------------------- agencies and months


@dataclass(frozen=True, slots=True)
class AgencyOwes:
    """How many occurrences of a plan an agency owes as lead, month by month; those it is let off are not counted."""

    agency_id: int
    months: Mapping[date, int]

    @property
    def total(self) -> int:
        return sum(self.months.values())


def months_of(plan: Plan) -> list[date]:
    """The first days of the months in which something of the plan falls due."""
    return list(Occurrence.objects.filter(plan=plan, due_on__isnull=False).dates("owed_on", "month"))


def obligations_of(plan: Plan) -> list[tuple[str, str]]:
    """The duties of a plan that have windows, as choices of a form: key and words."""
    rows = Obligation.objects.filter(occurrences__plan=plan).distinct().order_by("plan", "position", "pk")
    return [(str(row.pk), str(row)) for row in rows.only("ref", "topic", "text", "position", "plan")]


def agencies_under(plan: Plan, *, part: Part = WHOLE) -> QuerySet[Agency]:
    """The agencies that lead something in a plan, or in a part of it, in the order of the alphabet (`sort_key`)."""
    duties = _of(Occurrence.objects.filter(plan=plan), part).order_by().values("obligation")
    among = _among(part)
    rows = Assignment.objects.all() if among is None else among
    # Asked of each agency: a list of all that lead something would be put together from every assignment first.
    named = Agency.objects.annotate(sort_key=sort_key_of("pk")).order_by("sort_key", "pk")
    return named.filter(Exists(rows.filter(agency=OuterRef("pk"), obligation__in=duties, leads=True)))


def owed_by_plan(plan: Plan, first: date, last: date, *, part: Part = WHOLE) -> list[AgencyOwes]:
    """How much of a plan each agency owes as lead in each month of the time, in three queries."""
    dated = Occurrence.objects.filter(plan=plan, due_on__isnull=False, owed_on__range=(first, last))
    windows = _by_obligation(_of(dated, part))
    among = _among(part)
    rows = Assignment.objects.all() if among is None else among
    rows = rows.filter(obligation__in=windows, leads=True).order_by()
    known = waivers(obligations={key for rules in windows.values() for one in rules for key in _keys(one)})
    tally = _Tally(windows, known)
    for held in rows.values_list("agency_id", "obligation_id", "held_from", "held_to").iterator():
        tally.add(*held)
    return [AgencyOwes(agency, months) for agency, months in tally.counts.items()]


def _keys(one: Occurrence) -> tuple[int, int]:
    return one.obligation_id, one.rule_id


class _Tally:
    """Counts by agency and month. Agencies with the same days under a duty share the search for its windows."""

    def __init__(self, windows: Mapping[int, list[Occurrence]], known: Waivers) -> None:
        self.counts: dict[int, dict[date, int]] = {}
        self._windows = windows
        self._known = known
        self._exempt = {agency for _, agency in known}
        self._held: dict[tuple[int, date, date], list[Occurrence]] = {}

    def add(self, agency_id: int, obligation_id: int, first: date, last: date) -> None:
        months = self.counts.setdefault(agency_id, {})
        for one in self._found(obligation_id, first, last):
            if agency_id in self._exempt and self._is_let_off(one, agency_id):
                continue
            month = one.owed_on.replace(day=1)
            months[month] = months.get(month, 0) + 1

    def _found(self, obligation_id: int, first: date, last: date) -> list[Occurrence]:
        key = (obligation_id, first, last)
        if key not in self._held:
            self._held[key] = [one for one in self._windows[obligation_id] if first <= one.owed_on <= last]
        return self._held[key]

    def _is_let_off(self, one: Occurrence, agency_id: int) -> bool:
        waiver = waiver_of(one, agency_id, self._known)
        return waiver is not None and waiver.lets_off


def _by_obligation(rows: QuerySet[Occurrence]) -> dict[int, list[Occurrence]]:
    found: dict[int, list[Occurrence]] = defaultdict(list)
    for one in rows.order_by("owed_on"):
        found[one.obligation_id].append(one)
    return found
