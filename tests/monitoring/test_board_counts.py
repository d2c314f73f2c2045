"""What boards count, against the pure function asked of every pair."""

import random
from collections import Counter
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

import pytest
from tests.factories import agency, person
from tests.monitoring.calendars import commune, duty, items, laid, plan_of, province

from loa.monitoring.enums import Done
from loa.monitoring.models import Assignment, BranchTally, Occurrence, Tally
from loa.monitoring.queries.board import agencies
from loa.monitoring.queries.board.agencies import agency_counts
from loa.monitoring.queries.board.branches import branch_counts
from loa.monitoring.queries.board.counts import Counts, counted, total
from loa.monitoring.queries.board.question import Question
from loa.monitoring.queries.board.sight import one_by_one, seen_by, seen_of
from loa.monitoring.queries.held import Waivers, waiver_of, waivers
from loa.monitoring.standing import NOTHING, Owed, Shown, Thing, count, standing
from loa.organizations.enums import AgencyKind, Role, Tier
from loa.organizations.models import Agency, Relation
from loa.plans.models import Exemption, Obligation
from loa.schedule import Kind

pytestmark = pytest.mark.django_db

FIRST, LAST = date(2026, 1, 1), date(2026, 12, 31)
Rows = list[tuple[int, int, int, date, tuple[str, ...]]]
"""Branch, agency, obligation, day owed and names, for every pair."""


class Country:
    """Two provinces under a government, one commune moving between them, and duties of every sort."""

    def __init__(self, chance: random.Random) -> None:
        self.chance = chance
        self.top = agency("Chính phủ", kind=AgencyKind.MINISTRY, tier=Tier.CENTRAL)
        self.provinces = [province(f"Ủy ban nhân dân tỉnh {name}", under=self.top) for name in ("Lạng Sơn", "Cao Bằng")]
        self.communes = [commune(f"Xã {number}", self.provinces[number % 2]) for number in range(6)]
        self.front = agency("Mặt trận tỉnh", kind=AgencyKind.MASS_ORGANISATION, under=self.provinces[0])
        self.plan = plan_of(self.top)
        everybody = (*self.communes, self.front)
        duty(self.plan, *everybody, quotas=items(5, "month"))
        duty(self.plan, *everybody[:4], beside=everybody[4:], cadences=["weekly"], quotas=items(2, "week"))
        duty(self.plan, *everybody, kinds=["report"], cadences=["quarterly"], quotas=[],
             deadline="day 15 of the last month of the reporting period")  # fmt: skip
        duty(self.plan, *self.communes, cadences=["once"], quotas=[], kinds=["make-plan"], deadline="2026-03-01")
        duty(self.plan, *everybody, cadences=["continuous"], quotas=[])
        laid(self.plan)
        self._excuse()
        self._show()

    def _excuse(self) -> None:
        """Some are let off, some owe another number, for a while."""
        by = person(Role.LEADER, at=self.top)
        for obligation in Obligation.objects.filter(plan=self.plan)[:3]:
            for one, amount in ((self.communes[0], None), (self.communes[1], 1), (self.communes[2], 9)):
                start = date(2026, self.chance.randrange(1, 10), 1)
                Exemption.objects.create(
                    obligation=obligation, agency=one, amount=amount, reason="Lũ quét", authority="Công văn 3",
                    made_by=by, valid_from=start, valid_to=start + timedelta(days=self.chance.randrange(20, 200)),
                )  # fmt: skip

    def branch_of(self, agency_id: int) -> int:
        place = next((place for place, one in enumerate(self.communes) if one.pk == agency_id), 0)
        return self.provinces[place % 2].pk

    def _show(self) -> None:
        """Tallies of everybody who holds a duty, leading or not, and the counters of branches over those who lead."""
        BranchTally.objects.all().delete()
        known = waivers()
        branches: dict[tuple[int, int], Counter[str]] = {}
        for one, held in _pairs():
            shown = self._random(one, held, known)
            branch = self.branch_of(held.agency_id)
            if shown.counted or self.chance.random() < 0.1:
                Tally.objects.create(
                    occurrence=one, agency_id=held.agency_id, obligation_id=one.obligation_id, branch_id=branch,
                    required=_required(one, held.agency_id, known), counted=shown.counted, in_time=shown.in_time,
                    done=shown.done, done_on=shown.done_on, last_on=shown.last_on,
                )  # fmt: skip
            if held.leads:
                waiver = waiver_of(one, held.agency_id, known)
                column = "waived" if waiver and waiver.lets_off else shown.done.value if shown.counted else "none"
                branches.setdefault((one.pk, branch), Counter()).update(["owed", column])
        for (pk, branch), numbers in branches.items():
            del numbers["none"]
            BranchTally.objects.create(occurrence_id=pk, branch_id=branch, **numbers)

    def _random(self, one: Occurrence, held: Assignment, known: Waivers) -> Shown:
        required = _required(one, held.agency_id, known)
        days = (one.closes_on - one.window_from).days + 1
        number = self.chance.choice((0, 0, 1, required, required, required - 1, required + 2))
        things = [Thing(one.window_from + timedelta(days=self.chance.randrange(days))) for _ in range(max(number, 0))]
        return count(_owed(one, held, known), things)


def _pairs() -> Iterable[tuple[Occurrence, Assignment]]:
    assignments = list(Assignment.objects.all())
    for one in Occurrence.objects.filter(due_on__isnull=False).exclude(kind=Kind.CONTINUOUS):
        for held in assignments:
            if held.obligation_id == one.obligation_id and held.held_from <= one.owed_on <= held.held_to:
                yield one, held


def _required(one: Occurrence, agency_id: int, known: Waivers) -> int:
    waiver = waiver_of(one, agency_id, known)
    return (one.amount if waiver is None or waiver.amount is None or one.amount is None else waiver.amount) or 1


def _owed(one: Occurrence, held: Assignment, known: Waivers) -> Owed:
    waiver = waiver_of(one, held.agency_id, known)
    days = (one.window_from, one.window_to, one.due_on, one.closes_on)
    return Owed(Kind(one.kind), *days, _required(one, held.agency_id, known), bool(waiver and waiver.lets_off))


def _brute(country: Country, today: date) -> Rows:
    """Every pair, one by one."""
    known = waivers()
    tallies = {(row.occurrence_id, row.agency_id): row for row in Tally.objects.all()}
    rows: Rows = []
    for one, held in _pairs():
        if not held.leads:
            continue
        row = tallies.get((one.pk, held.agency_id))
        shown = Shown(row.counted, row.in_time, Done(row.done), row.done_on, row.last_on) if row else NOTHING
        name = standing(_owed(one, held, known), shown, today=today).value
        early = name == "met" and one.due_on is not None and one.due_on >= today
        names = (name, "early") if early else (name,)
        rows.append((country.branch_of(held.agency_id), held.agency_id, one.obligation_id, one.owed_on, names))
    return rows


def _summed(rows: Iterable[tuple[Any, tuple[str, ...]]]) -> dict[Any, Counts]:
    found: dict[Any, Counter[str]] = {}
    for key, names in rows:
        found.setdefault(key, Counter()).update(names)
    return {key: counted(numbers) for key, numbers in found.items()}


@pytest.mark.parametrize(("seed", "many"), [(0, 300), (1, 0)], ids=["of few agencies", "of many agencies"])
def test_counters_groups_and_the_pure_function_agree_pair_by_pair(
    seed: int, many: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agencies, "MANY", many)
    country = Country(random.Random(seed))  # noqa: S311 - a history, not a secret
    leader = person(Role.LEADER, at=country.top)
    for today in (date(2026, 3, 1), date(2026, 6, 27), date(2026, 11, 20)):
        question = Question(FIRST, LAST, today)
        truth = _brute(country, today)
        sight = seen_by(leader, on=today)
        scope = seen_of(sight, question).scope()
        assert branch_counts(question, scope.branches) == _summed(((row[0],), row[4]) for row in truth)
        by_day = branch_counts(question, scope.branches, by=("branch", "owed_on"))
        assert by_day == _summed(((row[0], row[3]), row[4]) for row in truth)
        found = agency_counts(question, one_by_one(sight, question), by=lambda one: one.obligation_id)
        assert {(key, duty): counts for key, row in found.items() for duty, counts in row.items()} == _summed(
            ((row[1], row[2]), row[4]) for row in truth
        )
        one_branch = one_by_one(sight, question, country.provinces[1].pk)
        assert (
            total(part for row in agency_counts(question, one_branch).values() for part in row.values())
            == (branch_counts(question, [country.provinces[1].pk])[country.provinces[1].pk,])
        )


def test_a_commune_that_moved_is_counted_where_it_stood_on_the_day_owed() -> None:
    top = agency("Chính phủ", kind=AgencyKind.MINISTRY, tier=Tier.CENTRAL)
    one, other = (province(f"Tỉnh {name}", under=top) for name in ("Hòa Bình", "Phú Thọ"))
    moved = commune("Xã Mai Châu", one)
    Relation.objects.filter(agency=moved).update(valid_to=date(2026, 6, 30))
    Relation.objects.create(agency=moved, to=other, kind="line", valid_from=date(2026, 7, 1))
    laid_out = plan_of(top)
    duty(laid_out, moved)
    laid(laid_out)
    question = Question(FIRST, LAST, date(2027, 3, 1))
    sight = seen_by(person(Role.LEADER, at=top), on=question.today)

    def missed_under(branch: Agency) -> int:
        found = agency_counts(question, one_by_one(sight, question, branch.pk))
        return sum(counts.missed for row in found.values() for counts in row.values())

    assert (missed_under(one), missed_under(other)) == (6, 6)
    assert agency_counts(question, one_by_one(sight, question))[moved.pk][None] == Counts(missed=12)


def test_what_an_agency_owes_is_not_seen_from_beside_it() -> None:
    here, beside = province("Tỉnh Lạng Sơn"), province("Tỉnh Cao Bằng")
    inside = commune("Xã A", here)
    leader, officer = person(Role.LEADER, at=here), person(Role.OFFICER, at=here)
    question = Question(FIRST, LAST, date(2026, 6, 1))
    assert set(one_by_one(seen_by(leader, on=question.today), question)) == {here.pk, inside.pk}
    assert set(one_by_one(seen_by(officer, on=question.today), question)) == {here.pk}
    assert not seen_by(officer, on=question.today).oversees
    assert not seen_by(person(), on=question.today)
    assert beside.pk not in one_by_one(seen_by(leader, on=question.today), question)
