"""Who owes a plan of its own under a superior plan, by when, who has one, and what it leaves uncovered."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from django.db.models import Q

from loa.organizations.models import Agency
from loa.organizations.queries.kinship import guides_of, line_above
from loa.plans.enums import BINDING, NUMBERED, Change, PartyRole, State
from loa.plans.models import Obligation, Plan
from loa.plans.queries.bound import Circle
from loa.plans.queries.strength import Weakness, weaknesses
from loa.plans.queries.versions import amendments_of, first_plan, obligations_in_force, versions_of
from loa.schedule import ScheduleError, occurrences

__all__ = [
    "Covered", "Owed", "coverage", "held_against", "is_about_work", "sub_plans", "superiors_owing",
]  # fmt: skip

MAKE_PLAN = "make-plan"
"""The kind of an obligation to make a plan, by the annotation guide."""


@dataclass(frozen=True, slots=True)
class Covered:
    """One duty of the superior plan that binds the agency, and what the agency's plan has in answer to it."""

    duty: Obligation
    answers: tuple[Obligation, ...]
    weak_in: tuple[Weakness, ...] = ()

    @property
    def is_covered(self) -> bool:
        return bool(self.answers) and not self.weak_in


@dataclass(frozen=True, slots=True)
class Owed:
    """An agency that owes a plan, or has made one without owing it (`due_on` and `duty` None)."""

    agency: Agency
    duty: Obligation | None
    due_on: date | None
    plan: Plan | None
    covered: tuple[Covered, ...] = field(default=())

    @property
    def is_issued(self) -> bool:
        return self.plan is not None and self.plan.state in NUMBERED and self.plan.state != State.WITHDRAWN

    @property
    def is_late(self) -> bool:
        """Whether it was issued after its day."""
        issued_on = self.plan.issued_on if self.plan and self.is_issued else None
        return bool(issued_on and self.due_on and issued_on > self.due_on)

    def is_overdue(self, on: date) -> bool:
        """Whether its day has passed without a plan."""
        return not self.is_issued and self.due_on is not None and self.due_on < on

    @property
    def uncovered(self) -> tuple[Covered, ...]:
        return tuple(one for one in self.covered if not one.is_covered)


def is_about_work(duty: Obligation) -> bool:
    """Whether the duty asks for more than a plan: what a plan of one's own has to take up."""
    return set(duty.kinds) != {MAKE_PLAN}


def sub_plans(plan: Plan, on: date) -> list[Owed]:
    """Every agency that owes a plan of its own under this one on the day, and those that made one, by day and name.

    What each leaves uncovered is another question: `held_against`.
    """
    owing, made = _owing(plan, obligations_in_force(plan, on), Circle(plan.issuer, on)), _made(plan)
    agencies = Agency.objects.in_bulk({*owing, *made})
    rows = []
    for key, agency in agencies.items():
        duty, due_on = owing.get(key, (None, None))
        rows.append(Owed(agency, duty, due_on, made.get(key)))
    return sorted(rows, key=lambda row: (row.due_on or date.max, row.agency.name))


def held_against(plan: Plan, rows: Sequence[Owed], on: date) -> list[Owed]:
    """The rows of `sub_plans`, each plan held against the duties of this one that bind its agency on the day.

    The number of queries does not grow with rows or obligations.
    """
    circle = Circle(plan.issuer, on, among=[row.agency.pk for row in rows if row.plan])
    bound = [(duty, circle.bound_by(duty)) for duty in obligations_in_force(plan, on) if is_about_work(duty)]
    answers = _answers([row.plan for row in rows if row.plan])
    lines = _lines(plan)

    def held(row: Owed) -> Owed:
        if row.plan is None:
            return row
        asked = [duty for duty, agencies in bound if row.agency.pk in agencies]
        return replace(row, covered=_coverage(asked, answers.get(row.plan.pk, []), lines))

    return [held(row) for row in rows]


def coverage(sub_plan: Plan, on: date) -> tuple[Covered, ...]:
    """Each duty of the superior plan that binds the issuer on the day, with what the sub-plan has in answer."""
    if sub_plan.superior is None:
        return ()
    superior = sub_plan.superior
    circle = Circle(superior.issuer, on, among=[sub_plan.issuer_id])
    duties = _binding(obligations_in_force(superior, on), sub_plan.issuer_id, circle)
    return _coverage(duties, _answers([sub_plan]).get(sub_plan.pk, []), _lines(superior))


def superiors_owing(agency: Agency, on: date) -> list[tuple[Plan, Owed]]:
    """The plans in force under which the agency owes a plan of its own on the day and has not issued it."""
    found: list[tuple[Plan, Owed]] = []
    plans = Plan.objects.binding().filter(amends=None, period_to__gte=on).exclude(issuer=agency)
    # A group reaches downwards only: whoever is neither over the agency nor names it asks nothing of it.
    above = {*line_above(agency.pk, on), *guides_of(agency.pk, on)}
    near = Q(issuer__in=above) | Q(obligations__parties__agency=agency)
    for plan in plans.filter(near, obligations__kinds__icontains=MAKE_PLAN).select_related("issuer").distinct():
        own = _made(plan, of=agency).get(agency.pk)
        if own is not None and own.state in NUMBERED:
            continue
        circle = Circle(plan.issuer, on, among=[agency.pk])
        duty, due_on = _owing(plan, obligations_in_force(plan, on), circle).get(agency.pk, (None, None))
        if duty is not None:
            found.append((plan, Owed(agency, duty, due_on, own)))
    return found


def _binding(duties: Iterable[Obligation], agency_id: int, circle: Circle) -> list[Obligation]:
    return [duty for duty in duties if is_about_work(duty) and agency_id in circle.bound_by(duty)]


def _owing(plan: Plan, duties: Iterable[Obligation], circle: Circle) -> dict[int, tuple[Obligation, date | None]]:
    """The agencies that have to make a plan, each with the duty that asks first and its day."""
    found: dict[int, tuple[Obligation, date | None]] = {}
    for duty in duties:
        if MAKE_PLAN not in duty.kinds:
            continue
        due_on = _due_on(duty, plan)
        for key in circle.bound_by(duty, {PartyRole.LEAD}) - {plan.issuer_id}:
            known = found.get(key)
            if known is None or (due_on or date.max) < (known[1] or date.max):
                found[key] = (duty, due_on)
    return found


def _due_on(duty: Obligation, plan: Plan) -> date | None:
    """The first day the schedule has for it; None where the plan states none."""
    if not duty.deadline and not duty.cadences:
        return None
    try:
        days = [one.due_on for one in occurrences(duty.terms(), plan.period) if one.due_on]
    except ScheduleError:
        return None
    return min(days, default=None)


def _made(plan: Plan, *, of: Agency | None = None) -> dict[int, Plan]:
    """The plan of each agency, or of one, under this one or an amendment: issued before drafts, the newest first."""
    first = first_plan(plan)
    family = [first.pk, *(one.pk for one in amendments_of(first))]
    rows = Plan.objects.filter(superior__in=family, amends=None).exclude(state=State.WITHDRAWN)
    rows = rows.filter(issuer=of) if of else rows
    rows = rows.only("key", "issuer", "number", "issued_on", "state", "title")
    found: dict[int, Plan] = {}
    for row in sorted(rows.order_by("-pk"), key=lambda row: row.state not in NUMBERED):
        found.setdefault(row.issuer_id, row)
    return found


def _answers(plans: Iterable[Plan]) -> dict[int, list[Obligation]]:
    """What each plan, as its amendments in force left it, has in answer to duties of the superior plan."""
    base = {plan.pk: plan.pk for plan in plans}
    base.update({one.pk: one.amends_id or 0 for one in Plan.objects.filter(amends__in=[*base], state__in=BINDING)})
    rows = Obligation.objects.standing().filter(plan__in=[*base]).exclude(derived_from=None)
    rows = rows.exclude(change=Change.END).exclude(replaced_by__plan__state__in=BINDING)
    found: dict[int, list[Obligation]] = defaultdict(list)
    for row in rows.only("key", "plan", "derived_from", "ref", "position", "cadences", "quotas", "deadline"):
        found[base[row.plan_id]].append(row)
    return found


def _lines(plan: Plan) -> Mapping[int, int]:
    """For each version of a duty of the plan its first version."""
    found = {}
    for root, line in versions_of(plan).items():
        for version in line:
            found[version.obligation.pk if version.obligation else root.pk] = root.pk
    return found


def _coverage(
    duties: Sequence[Obligation], answers: Sequence[Obligation], lines: Mapping[int, int]
) -> tuple[Covered, ...]:
    by_root: dict[int, list[Obligation]] = defaultdict(list)
    for answer in answers:
        source = answer.derived_from_id or 0
        by_root[lines.get(source, source)].append(answer)
    return tuple(_covered(duty, by_root.get(lines.get(duty.pk, duty.pk), [])) for duty in duties)


def _covered(duty: Obligation, answers: list[Obligation]) -> Covered:
    """Held against the strongest of the answers."""
    weak = min((weaknesses(duty, answer) for answer in answers), key=len, default=[])
    return Covered(duty, tuple(answers), tuple(weak))
