"""What is owed, asked from all sides."""

from datetime import date
from typing import Any

import pytest
from django.utils import translation
from pytest_django import DjangoAssertNumQueries
from tests.factories import agency, person
from tests.monitoring.calendars import FIRST, LAST, REFORM, commune, day, duty, end, items, laid, plan_of, province

from loa.monitoring.queries.duties import Filters, continuous, duties
from loa.monitoring.queries.owed import (
    Part,
    agencies_under,
    due_between,
    explanation,
    holders_of,
    months_of,
    never_due,
    owed,
    owed_by_plan,
    plan_due,
)
from loa.organizations.changes import Change, Share
from loa.organizations.effects import effects
from loa.organizations.enums import AgencyKind, SuccessionKind
from loa.organizations.models import Agency
from loa.plans.models import Exemption, Obligation, Plan
from loa.schedule import Kind

pytestmark = pytest.mark.django_db
JANUARY = (FIRST, day("2026-01-31"))


@pytest.fixture
def top() -> Agency:
    return province()


@pytest.fixture
def plan(top: Agency) -> Plan:
    return plan_of(top)


def exempt(
    one: Obligation, who: Agency, *, amount: int | None = None, first: date = FIRST, last: date | None = None
) -> None:
    Exemption.objects.create(
        obligation=one, agency=who, amount=amount, valid_from=first, valid_to=last, reason="Thiên tai",
        authority="Công văn 5/UBND-NC", made_by=person(),
    )  # fmt: skip


class TestDuties:
    def test_they_come_by_due_date_with_what_is_required_and_what_proves_it(self, plan: Plan) -> None:
        home = agency()
        duty(plan, home)
        duty(plan, home, cadences=["once"], quotas=[], deadline="2026-01-20", kinds=["make-plan"])
        laid(plan)
        found = duties(home, *JANUARY)[:]
        assert [(one.due_on, one.kind, one.amount) for one in found] == [
            (day("2026-01-20"), Kind.ONCE, None),
            (day("2026-01-31"), Kind.QUOTA, 5),
        ]
        assert found[0].proofs == ["Kế hoạch có số, ký hiệu, ngày ban hành và đã ký."]
        assert found[1].unit == "tin, bài"

    def test_continuous_ones_stand_apart(self, plan: Plan) -> None:
        home = agency()
        duty(plan, home, cadences=["continuous"], quotas=[])
        laid(plan)
        assert len(duties(home, FIRST, LAST)) == 0
        assert [one.kind for one in continuous(home, *JANUARY)[:]] == [Kind.CONTINUOUS]

    def test_who_held_a_continuous_duty_for_a_time_is_seen_at_that_time(self, plan: Plan) -> None:
        home = agency()
        end(home, day("2026-06-30"))
        duty(plan, home, cadences=["continuous"], quotas=[])
        laid(plan)
        assert len(continuous(home, *JANUARY)) == 1
        assert len(continuous(home, REFORM, LAST)) == 0

    def test_an_exemption_lets_off_or_changes_the_number_on_its_days(self, plan: Plan) -> None:
        home, other = agency(), agency()
        five = duty(plan, home, other)
        laid(plan)
        exempt(five, home, amount=2, last=day("2026-02-28"))
        exempt(five, home, first=day("2026-03-01"), last=day("2026-03-31"))
        found = duties(home, FIRST, day("2026-04-30"))[:]
        assert [(one.amount, one.stated, one.waived) for one in found] == [
            (2, 5, False), (2, 5, False), (None, 5, True), (5, 5, False)
        ]  # fmt: skip
        assert found[2].waiver is not None
        assert (found[2].waiver.reason, found[2].waiver.authority) == ("Thiên tai", "Công văn 5/UBND-NC")
        assert [one.amount for one in duties(other, FIRST, day("2026-04-30"))[:]] == [5] * 4

    def test_filters_narrow(self, plan: Plan) -> None:
        home, union = agency(), agency(kind=AgencyKind.MASS_ORGANISATION)
        five = duty(plan, home, union, text="Đăng tin, bài")
        duty(plan, agency(), beside=[home], text="Phát thanh")
        laid(plan)

        def count(who: Agency, **chosen: object) -> int:
            return len(duties(who, *JANUARY, filters=Filters(**chosen)))  # type: ignore[arg-type]

        assert count(home) == 2
        assert [count(home, leads=leads) for leads in (True, False)] == [1, 1]
        assert [count(home, text=text) for text in ("phat thanh", "đăng BÀI", "xyz")] == [1, 1, 0]
        assert [count(home, obligation=five.pk), count(home, plan=plan.pk), count(home, plan=0)] == [1, 2, 0]
        assert [count(home, kind="quota"), count(home, kind="report"), count(home, kind="requested")] == [2, 0, 0]
        assert [count(union, kind="quota"), count(union, kind="requested")] == [0, 1]

    @pytest.mark.parametrize("number", [1, 12])
    def test_a_page_costs_three_queries(
        self, plan: Plan, number: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        home = agency()
        for _ in range(number):
            duty(plan, home)
        laid(plan)
        found = duties(home, FIRST, LAST)
        with django_assert_num_queries(3):
            assert len(found) == 12 * number
            assert [one.plan.issuer.name for one in found[:10]] == [plan.issuer.name] * 10


class TestOwed:
    def test_a_coordinator_sees_how_many_owe_what_is_due(self, plan: Plan, top: Agency) -> None:
        communes = [commune(f"Ủy ban nhân dân xã {number}", top) for number in range(3)]
        end(communes[2], day("2026-06-30"))
        five = duty(plan, "all-communes")
        laid(plan)
        exempt(five, communes[0], last=day("2026-01-31"))
        found = [(one.occurrence.due_on, one.count, one.waived) for one in due_between([top.pk], FIRST, LAST)]
        assert found[0] == (day("2026-01-31"), 3, 1)
        assert found[5:7] == [(day("2026-06-30"), 3, 0), (day("2026-07-31"), 2, 0)]
        assert due_between([agency().pk], FIRST, LAST) == []

    @pytest.mark.parametrize("number", [1, 8])
    def test_counting_costs_four_queries(
        self, plan: Plan, top: Agency, number: int, django_assert_num_queries: DjangoAssertNumQueries
    ) -> None:
        for place in range(number):
            exempt(duty(plan, "all-communes"), commune(f"Ủy ban nhân dân xã {place}", top))
        laid(plan)
        with django_assert_num_queries(4):
            assert len(due_between([top.pk], *JANUARY)) == number

    def test_who_owes_an_occurrence_are_those_of_its_day(self, plan: Plan, top: Agency) -> None:
        old = commune("Ủy ban nhân dân xã Cũ", top, until=day("2026-06-30"))
        new = commune("Ủy ban nhân dân xã Mới", top, since=REFORM)
        duty(plan, "all-communes")
        laid(plan)
        in_june, in_july = plan.occurrences.filter(owed_on__month__in=(6, 7)).order_by("owed_on")
        assert [row.agency for row in owed(in_june)] == [old]
        assert [holder.agency for holder in holders_of(in_july, list(owed(in_july)))] == [new]

    def test_by_agency_and_month_without_what_one_is_let_off(self, plan: Plan, top: Agency) -> None:
        one, two = (commune(f"Ủy ban nhân dân xã {number}", top) for number in range(2))
        five = duty(plan, "all-communes")
        duty(plan, one, quotas=items(1, "week"), cadences=["weekly"])
        laid(plan)
        exempt(five, two, first=FIRST, last=day("2026-01-31"))
        found = {row.agency_id: row for row in owed_by_plan(plan, FIRST, day("2026-02-28"))}
        # Sundays of January and February 2026: 4, 11, 18, 25 and 1, 8, 15, 22.
        assert dict(found[one.pk].months) == {day("2026-01-01"): 5, day("2026-02-01"): 5}
        assert dict(found[two.pk].months) == {day("2026-02-01"): 1}
        assert [row.name for row in agencies_under(plan).order_by("name")] == [one.name, two.name]
        assert len(months_of(plan)) == 12

    def test_parts_of_a_plan(self, plan: Plan, top: Agency) -> None:
        one = commune("Ủy ban nhân dân xã Đồng Tiến", top)
        two = commune("Ủy ban nhân dân xã Hòa Bình", top)
        five = duty(plan, "all-communes")
        duty(plan, two, cadences=["quarterly"], quotas=[], kinds=["report"])
        duty(plan, one, cadences=["continuous"], quotas=[])
        laid(plan)
        assert len(plan_due(plan, FIRST, LAST)) == 12 + 4
        assert len(plan_due(plan, FIRST, LAST, part=Part(kind="report"))) == 4
        assert len(plan_due(plan, FIRST, LAST, part=Part(obligation=five.pk))) == 12
        assert {one.count for one in plan_due(plan, FIRST, LAST, part=Part(words="dong tien"))} == {1}
        assert len(plan_due(plan, FIRST, LAST, part=Part(words="dong tien"))) == 12
        assert len(plan_due(plan, FIRST, LAST, part=Part(agencies=[two.pk]))) == 16
        assert [len(never_due(plan, FIRST, LAST, part=Part(agencies=[who.pk]))) for who in (one, two)] == [1, 0]

    def test_an_explanation_comes_back_as_it_was_made(self, plan: Plan) -> None:
        report = duty(
            plan, agency(), cadences=["quarterly"], quotas=[], kinds=["report"], text="Báo cáo trước ngày 15",
            deadline="day 15 of the last month of the reporting period",
        )  # fmt: skip
        laid(plan)
        told = explanation(report.occurrences.get(key="2026-Q1/report"))
        assert told.vi.splitlines()[:2] == [
            "Hạn: ngày 15 của tháng cuối kỳ báo cáo.", "Kế hoạch ghi: “Báo cáo trước ngày 15”."
        ]  # fmt: skip
        assert "15/03/2026: Chủ nhật." in told.vi
        assert "15 March 2026 is a day off (Sunday)" in told.en


class TestEffects:
    def change(self, *shares: Share, **options: Any) -> list[str]:
        return effects(Change(SuccessionKind.MERGE, REFORM, shares, **options))

    def test_open_obligations_go_to_who_takes_them_over(self, plan: Plan) -> None:
        old, heir = agency("Phòng Cũ"), agency("Phòng Mới")
        duty(plan, old), duty(plan, old), duty(plan, old, cadences=["once"], quotas=[], deadline="2026-03-01")
        laid(plan)
        with translation.override("en"):
            assert self.change(Share(old, heir)) == ["2 open obligations of Phòng Cũ go to Phòng Mới."]
            assert self.change(Share(old, None)) == [
                "2 open obligations of Phòng Cũ end with it: nobody takes them over."
            ]
            assert self.change(Share(old, heir, takes_obligations=False), lasting=frozenset({old.pk})) == [
                "Phòng Cũ keeps its open obligations: 2."
            ]

    def test_who_owes_nothing_is_not_spoken_of(self) -> None:
        assert self.change(Share(agency(), agency())) == []
