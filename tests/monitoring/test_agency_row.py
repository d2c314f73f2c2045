"""An agency's own row: how its duties stand, what is cheapest to do next, what its forecast hangs on, who sees it."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone
from tests.factories import agency, person
from tests.monitoring.calendars import commune, duty, items, laid, plan_of, province

from loa.monitoring.actions.recording import record_evidence
from loa.monitoring.enums import EvidenceKind, Source, Standing
from loa.monitoring.happening import Happening
from loa.monitoring.models import Evidence, EvidenceRule
from loa.monitoring.queries import remedies
from loa.monitoring.queries.agency_row import Row, row_of, trend
from loa.monitoring.queries.remedies import Deed, Remedy, Waiting, announce_waiting, remedies_of
from loa.organizations.enums import Role
from loa.organizations.models import Agency, Person
from loa.plans.models import Obligation

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 20)
JUNE = (date(2026, 6, 1), date(2026, 6, 30))


class Place:
    """A commune under a province whose plan asks for five articles a month on its own site, and for a report."""

    def __init__(self) -> None:
        self.top = province()
        self.mine = commune("Ủy ban nhân dân xã Hữu Lũng", self.top)
        self.plan = plan_of(self.top)
        self.news = duty(self.plan, "all-communes", channels=["agency-site"], quotas=items(5, "month"))
        self.report = duty(
            self.plan, "all-communes", kinds=["report"], cadences=["quarterly"], quotas=[],
            deadline="day 15 of the last month of the reporting period",
        )  # fmt: skip
        laid(self.plan)
        self.officer: Person = person(Role.OFFICER, self.mine)

    def article(self, day: date, *, at: Agency | None = None, channel: str = "agency-site", **told: Any) -> Evidence:
        at = at or self.mine
        by = self.officer if at == self.mine else person(Role.OFFICER, at)
        known = {"link": f"https://xa.example/{Evidence.objects.count()}", **told}
        happening = Happening(
            agency=at, kind=EvidenceKind.ARTICLE, happened_on=day, title=f"Tin {day:%d/%m}", source=Source.PERSON,
            channel=channel, **known,
        )  # fmt: skip
        return record_evidence(happening, by=by, on=max(day, TODAY))

    def row(self, *, today: date = TODAY) -> Row:
        return row_of(self.mine, *JUNE, today=today)

    def next(self, *, today: date = TODAY) -> list[Remedy]:
        return remedies_of(self.mine, self.row(today=today).lines, today=today)


@pytest.fixture
def here() -> Place:
    return Place()


def standings(row: Row, obligation: Obligation) -> list[tuple[Standing, int]]:
    return [(line.standing, line.counted) for line in row.lines if line.duty.occurrence.obligation_id == obligation.pk]


def deeds(found: Sequence[Remedy], obligation: Obligation) -> list[Deed]:
    return [one.deed for one in found if one.line.duty.occurrence.obligation_id == obligation.pk]


# ---------------------------------------------------------------------------------------------------------------- row


def test_the_row_shows_what_the_period_asks_for_and_how_it_stands(here: Place) -> None:
    here.article(date(2026, 6, 3))
    here.article(date(2026, 5, 3))
    row = here.row()
    assert standings(row, here.news) == [(Standing.AT_RISK, 1)]
    assert standings(row, here.report) == [(Standing.OVERDUE, 0)]
    assert row.lines[0].duty.occurrence.obligation_id == here.report.pk  # what is overdue comes first


def test_what_is_overdue_from_before_the_period_stays_in_sight_until_it_is_done(here: Place) -> None:
    july = (date(2026, 7, 1), date(2026, 7, 31))
    assert [line.standing for line in row_of(here.mine, *july, today=date(2026, 7, 5)).overdue] == [Standing.OVERDUE]
    happening = Happening(
        agency=here.mine, kind=EvidenceKind.REPORT, happened_on=date(2026, 7, 4), title="Báo cáo quý II",
        source=Source.PERSON, about="2026-Q2", link="https://xa.example/bc",
    )  # fmt: skip
    record_evidence(happening, by=here.officer, on=date(2026, 7, 4))
    assert not row_of(here.mine, *july, today=date(2026, 7, 5)).overdue
    in_june = row_of(here.mine, *JUNE, today=date(2026, 7, 5))
    assert (Standing.LATE, 1) in standings(in_june, here.report)


def test_the_trend_counts_months_by_what_fell_due_in_them(here: Place) -> None:
    for day in range(1, 6):
        here.article(date(2026, 5, day))
    months = {month.first: month for month in trend(here.mine, today=TODAY)}
    assert (months[date(2026, 5, 1)].owed, months[date(2026, 5, 1)].met) == (1, 1)
    assert (months[date(2026, 3, 1)].owed, months[date(2026, 3, 1)].missed) == (2, 2)
    assert date(2026, 6, 1) not in months


def test_the_past_of_a_duty_decides_what_is_foretold_of_it(here: Place) -> None:
    other = commune("Ủy ban nhân dân xã Tuấn Sơn", here.top)
    laid(here.plan)
    for month in (2, 3, 4, 5):
        for day in (4, 8, 12, 16, 24):
            here.article(date(2026, month, day))
    for agency_ in (here.mine, other):
        here.article(date(2026, 6, 2), at=agency_)
    chances = []
    for one in (here.mine, other):
        lines = row_of(one, *JUNE, today=date(2026, 6, 10)).lines
        chances += [line.forecast for line in lines if line.duty.occurrence.obligation_id == here.news.pk]
    assert chances[0] is not None
    assert chances[1] is not None
    assert chances[0].percent < 50 < chances[1].percent
    past = {reason.code: reason.numbers for reason in chances[0].reasons}
    assert past["past"] == (1, 5)  # January was missed


def test_a_duty_copied_from_last_years_plan_knows_how_it_went_then(here: Place) -> None:
    last_year = plan_of(
        here.top, since=date(2025, 1, 1), period_from=date(2025, 1, 1), period_to=date(2025, 12, 31), number="1/KH"
    )
    former = duty(last_year, "all-communes", channels=["agency-site"], quotas=items(5, "month"))
    laid(last_year, date(2025, 1, 1))
    Obligation._base_manager.filter(pk=here.news.pk).update(derived_from=former)
    lines = row_of(here.mine, date(2026, 1, 1), date(2026, 1, 31), today=date(2026, 1, 12)).lines
    (told,) = [line.forecast for line in lines if line.duty.occurrence.obligation_id == here.news.pk]
    assert told is not None
    assert {reason.code: reason.numbers for reason in told.reasons}["past"] == (12, 12)
    other_way = row_of(here.mine, date(2025, 2, 1), date(2025, 2, 28), today=date(2025, 2, 12)).lines
    (then,) = [line.forecast for line in other_way if line.duty.occurrence.obligation_id == former.pk]
    assert then is not None
    assert {reason.code: reason.numbers for reason in then.reasons}["past"] == (1, 1)


def test_nothing_is_foretold_of_what_is_done_or_over(here: Place) -> None:
    for day in range(1, 6):
        here.article(date(2026, 6, day))
    assert all(line.forecast is None for line in here.row().lines)


# ----------------------------------------------------------------------------------------------------------- remedies


def test_evidence_that_only_lacks_its_link_comes_before_work_to_be_done_anew(here: Place) -> None:
    held = here.article(date(2026, 6, 3), link="")
    found = here.next()
    assert deeds(found, here.news) == [Deed.SHOW, Deed.MAKE]
    assert (found[0].evidence, found[0].codes, found[0].brings) == (held, ("no-proof",), 1)
    assert found[-1].brings == 5


def test_what_only_has_to_be_said_is_cheaper_than_what_has_to_be_shown(here: Place) -> None:
    EvidenceRule.objects.create(obligation=here.news, own_work=True)
    here.article(date(2026, 6, 3), link="", own_work=True)
    here.article(date(2026, 6, 4))
    assert deeds(here.next(), here.news)[:2] == [Deed.SAY, Deed.SHOW]


def test_an_article_on_another_channel_is_offered_for_the_one_that_is_asked_for(here: Place) -> None:
    piece = here.article(date(2026, 6, 3), channel="social")
    found = [one for one in here.next() if one.deed is Deed.CHANNEL]
    assert [(one.evidence, one.codes) for one in found] == [(piece, ("channel-other",))]


def test_news_of_a_superior_may_be_printed_again_unless_own_work_is_asked_for(here: Place) -> None:
    piece = here.article(date(2026, 6, 12), at=here.top, channel="portal")
    here.article(date(2026, 6, 12), at=commune("Ủy ban nhân dân xã Vân Nham", here.top))
    found = [one for one in here.next() if one.deed is Deed.REPRINT]
    assert [one.evidence for one in found] == [piece]  # not that of a neighbour
    EvidenceRule.objects.create(obligation=here.news, own_work=True)
    assert Deed.REPRINT not in deeds(here.next(), here.news)


def test_work_that_waits_in_a_room_is_offered(here: Place, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(remedies, "_announced", {})
    announce_waiting("newsroom", lambda _agency, _duties, _on: [Waiting(here.news.pk, "Bài chờ duyệt", "/bai/1/")])
    found = here.next()
    assert [(one.words, one.url) for one in found if one.deed is Deed.WAITING] == [("Bài chờ duyệt", "/bai/1/")]


def test_nothing_is_to_be_done_where_everything_is(here: Place) -> None:
    for day in range(1, 6):
        here.article(date(2026, 6, day))
    assert deeds(here.next(), here.news) == []


# --------------------------------------------------------------------------------------------------------------- page


@pytest.fixture
def today_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(timezone, "localdate", lambda *_: TODAY)


def page(client: Client, here: Place, who: Person, **asked: str) -> str:
    client.force_login(who)
    answer = client.get(f"/standing/agencies/{here.mine.key}/", asked)
    assert answer.status_code == 200, answer.content
    return answer.content.decode()


def test_the_officer_finds_figures_that_open_to_their_evidence(here: Place, client: Client, today_is: None) -> None:
    here.article(date(2026, 6, 3))
    shown = page(client, here, here.officer)
    occurrence = here.row().at_risk[0].duty.occurrence
    assert f'href="/evidence/behind/{occurrence.pk}/{here.mine.key}/"' in shown
    assert f"?occurrence={occurrence.pk}&amp;agency={here.mine.key}" in shown
    assert "quá hạn" in shown


def test_a_standing_and_a_period_narrow_the_page_and_its_file(here: Place, client: Client, today_is: None) -> None:
    assert "Nhiệm vụ" in page(client, here, here.officer, period="2026-Q2", standing="overdue")
    client.force_login(here.officer)
    address = f"/standing/agencies/{here.mine.key}/"
    asked = {"period": "2026", "standing": "missed", "format": "csv"}
    lines = b"".join(client.get(address, asked)).decode().splitlines()
    assert len(lines) - 1 == 5 + 1  # five months of news and a report of the first quarter


@pytest.mark.parametrize("period", ["", "2026-13", "²026", "9999", "2026-Q5", "\0", "0001-01", "2026-01-01"])
def test_a_period_that_is_none_gives_the_month(here: Place, client: Client, today_is: None, period: str) -> None:
    assert "tháng 6/2026" in page(client, here, here.officer, period=period)


def test_another_agency_of_the_same_tier_may_not_look(here: Place, client: Client) -> None:
    neighbour = commune("Ủy ban nhân dân xã Vân Nham", here.top)
    client.force_login(person(Role.LEADER, neighbour))
    assert client.get(f"/standing/agencies/{here.mine.key}/").status_code == 403
    client.force_login(person(Role.COORDINATOR, here.top))
    assert client.get(f"/standing/agencies/{here.mine.key}/").status_code == 200


@pytest.mark.parametrize("busy", [False, True])
def test_the_page_costs_the_same_however_much_there_is(
    here: Place, client: Client, today_is: None, busy: bool, django_assert_max_num_queries: Any
) -> None:
    if busy:
        for number in range(4):
            duty(here.plan, "all-communes", channels=["agency-site"], quotas=items(2 + number, "month"))
            commune(f"Ủy ban nhân dân xã {number}", here.top)
        laid(here.plan)
        for day in range(1, 18):
            here.article(date(2026, 6, day), link="" if day % 2 else f"https://xa.example/{day}")
            here.article(TODAY - timedelta(days=40 + day), channel="social")
    client.force_login(here.officer)
    with django_assert_max_num_queries(45):
        client.get(f"/standing/agencies/{here.mine.key}/")


def test_an_agency_without_duties_has_a_page_too(here: Place, client: Client) -> None:
    lone = agency("Sở Tài chính", under=here.top)
    client.force_login(person(Role.OFFICER, lone))
    assert client.get(f"/standing/agencies/{lone.key}/").status_code == 200
