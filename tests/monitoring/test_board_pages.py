"""The boards of superiors: what they show, to whom, and where their figures open."""

import csv
import io
import re
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.factories import person
from tests.monitoring.calendars import commune, duty, laid, plan_of, province

from loa.monitoring.enums import Done
from loa.monitoring.models import Assignment, BranchTally, Occurrence, Tally
from loa.monitoring.queries.became_overdue import became_overdue
from loa.monitoring.queries.board.question import Question
from loa.monitoring.queries.board.sight import Scope, one_by_one, seen_by
from loa.monitoring.queries.board.trend import before, counts_in, month_start, trend, week_start
from loa.organizations.enums import Role
from loa.organizations.models import Agency, Person
from loa.plans.models import Plan

pytestmark = pytest.mark.django_db

TODAY = date(2026, 4, 10)
BOARDS = ("standing", "standing-grid", "standing-ranking", "standing-trend", "standing-overdue", "standing-list")


class Province:
    """Three communes with a monthly duty: one does everything in time, one is late once, one does nothing."""

    def __init__(self, name: str = "Lạng Sơn", communes: int = 3) -> None:
        self.top: Agency = province(f"Ủy ban nhân dân tỉnh {name}")
        words = ("An", "Bình", "Chi", "Đức", "Em")[:communes]
        self.communes = [commune(f"Xã {word} {name}", self.top) for word in words]
        self.plan: Plan = plan_of(self.top, number=f"{name}/KH")
        self.duty = duty(self.plan, *self.communes)
        laid(self.plan)
        self.leader = person(Role.LEADER, at=self.top)
        for one in Occurrence.objects.filter(plan=self.plan):
            self._show(one)

    def _show(self, one: Occurrence) -> None:
        """Up to March An and Bình did it, Bình in February late; in April An is on its way."""
        done: dict[str, int] = {}
        if one.owed_on < TODAY:
            later = Done.LATE if one.owed_on.month == 2 else Done.MET
            self._tally(one, self.communes[0], Done.MET, 5)
            self._tally(one, self.communes[1], later, 5)
            done = {"met": 1, "late": 1} if later is Done.LATE else {"met": 2}
        elif one.window_from <= TODAY:
            self._tally(one, self.communes[0], Done.PART, 3)
            done = {"part": 1}
        owed = {"owed": len(self.communes), **done}
        BranchTally.objects.update_or_create(occurrence=one, branch=self.top, defaults=owed)

    def _tally(self, one: Occurrence, agency: Agency, done: Done, counted: int) -> None:
        Tally.objects.create(
            occurrence=one, agency=agency, obligation=self.duty, branch=self.top, required=5, counted=counted,
            in_time=counted if done is not Done.LATE else 0, done=done,
        )  # fmt: skip


@pytest.fixture(autouse=True)
def _on_the_day(monkeypatch: pytest.MonkeyPatch) -> None:
    noon = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=timezone.get_default_timezone())
    monkeypatch.setattr(timezone, "now", lambda: noon)


@pytest.fixture
def here() -> Province:
    return Province()


Get = Callable[..., Any]


@pytest.fixture
def get(client: Client) -> Get:
    def ask(who: Person, board: str, query: str = "") -> Any:
        client.force_login(who)
        return client.get(reverse(f"monitoring:{board}") + query)

    return ask


def _text(response: Any) -> str:
    words = re.sub(r"<[^>]+>", " ", response.content.decode())
    return " ".join(words.split())


def test_the_overview_says_how_much_of_what_is_due_was_done_in_time(here: Province, get: Get) -> None:
    response = get(here.leader, "standing")
    counts = response.context["counts"]
    # Nine duties were due up to March: An did three, Bình two and one late, Chi none. In April one is on its way.
    assert (counts.kept, counts.due, counts.late, counts.failed) == (5, 9, 1, 3)
    assert (counts.on_track, counts.at_risk, counts.owed) == (1, 2, 12)
    assert "55,6" in _text(response)
    assert "5/9" in _text(response)


def test_the_grid_says_the_same_cell_by_cell(here: Province, get: Get) -> None:
    listing = get(here.leader, "standing-grid", "?by=month").context["listing"]
    cells = {row.name: [(cell.counts.kept, cell.counts.due) for cell in row.cells] for row in listing}
    assert cells == {
        "Xã An Lạng Sơn": [(1, 1), (1, 1), (1, 1), (0, 0)],
        "Xã Bình Lạng Sơn": [(1, 1), (0, 1), (1, 1), (0, 0)],
        "Xã Chi Lạng Sơn": [(0, 1), (0, 1), (0, 1), (0, 0)],
    }
    by_duty = get(here.leader, "standing-grid").context["listing"]
    assert [len(row.cells) for row in by_duty] == [1, 1, 1]
    assert [row.counts.kept for row in by_duty] == [3, 2, 0]


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("?sort=share", ["Chi", "Bình", "An"]),
        ("?sort=-share", ["An", "Bình", "Chi"]),
        ("?sort=-failed", ["Chi", "An", "Bình"]),
        ("?sort=-name", ["Chi", "Bình", "An"]),
        ("?standing=late", ["Bình"]),
        ("?standing=failed", ["Chi"]),
        ("?standing=on_track", ["An"]),
        ("?q=binh", ["Bình"]),
        ("?group=communes", ["An", "Bình", "Chi"]),
        ("?group=departments", []),
    ],
)
def test_the_grid_is_narrowed_and_sorted_by_its_address(here: Province, get: Get, query: str, names: list[str]) -> None:
    assert [row.name.split()[1] for row in get(here.leader, "standing-grid", query).context["listing"]] == names


def test_a_number_opens_to_the_evidence_in_three_clicks(here: Province, get: Get, client: Client) -> None:
    grid = get(here.leader, "standing-grid")
    row = next(one for one in grid.context["listing"] if one.name.startswith("Xã Bình"))
    listed = client.get(row.cells[0].url)
    lines = listed.context["listing"]
    assert [(line.agency, line.standing.value) for line in lines if line.occurrence.owed_on < TODAY] == [
        (here.communes[1], "met"),
        (here.communes[1], "late"),
        (here.communes[1], "met"),
    ]
    behind = reverse("monitoring:behind", args=[lines.rows[-1].occurrence.pk, here.communes[1].key])
    assert behind in listed.content.decode()
    assert client.get(behind).status_code == 200


def test_every_figure_opens_to_as_many_duties_as_it_counts(here: Province, get: Get, client: Client) -> None:
    page = get(here.leader, "standing")
    figures = r'href="([^"]*standing/list/[^"]*)"[^>]*>(?:<b>)?(?:<span[^>]*>[^<]*</span>)?([\d.]+)<'
    links = re.findall(figures, page.content.decode())
    assert len(links) > 6
    for url, number in links:
        assert client.get(url.replace("&amp;", "&")).context["listing"].total == int(number.replace(".", "")), url


def test_the_ranking_shares_ranks_within_a_group(here: Province, get: Get) -> None:
    response = get(here.leader, "standing-ranking")
    rows = [(row.rank, row.who.name, row.few) for row in response.context["listing"]]
    assert rows == [(1, "Xã An Lạng Sơn", True), (2, "Xã Bình Lạng Sơn", True), (3, "Xã Chi Lạng Sơn", True)]
    found = get(here.leader, "standing-ranking", "?q=chi").context["listing"]
    assert [(row.rank, row.who.name) for row in found] == [(3, "Xã Chi Lạng Sơn")]


def test_what_became_overdue_on_a_day(here: Province, get: Get) -> None:
    fell = became_overdue([one.pk for one in here.communes], date(2026, 3, 1), today=TODAY)
    assert [(line.agency.name, line.standing.value) for line in fell[:]] == [
        ("Xã Bình Lạng Sơn", "late"),
        ("Xã Chi Lạng Sơn", "missed"),
    ]
    assert len(became_overdue([here.communes[0].pk], date(2026, 3, 1))) == 0
    page = get(here.leader, "standing-overdue", "?day=01/04/2026").context["listing"]
    assert [line.agency.name for line in page] == ["Xã Chi Lạng Sơn"]
    week = get(here.leader, "standing-overdue", "?day=03/04/2026&span=week").context
    assert (week["first"], week["last"], week["listing"].total) == (date(2026, 3, 30), date(2026, 4, 5), 1)
    assert get(here.leader, "standing-overdue").context["listing"].total == 0
    kept = get(here.leader, "standing-overdue", "?day=01/04/2026&time=year").content.decode()
    assert 'type="hidden" name="time"' in kept
    assert 'name="day" value="01/04/2026"' in kept


def test_over_time_beside_the_time_before(here: Province, get: Get) -> None:
    response = get(here.leader, "standing-trend", "?time=month&month=2026-02")
    assert [(one.point.first.month, one.point.counts.kept) for one in response.context["stretches"]] == [(2, 1)]
    # A third in February, two thirds in January.
    assert (response.context["former"].percent, response.context["change"]) == (66.7, -33.3)
    whole = Question(date(2026, 1, 1), date(2026, 4, 30), TODAY)
    scope = Scope((here.top.pk,))
    weeks = trend(whole, scope, week_start)
    assert (weeks[0].first, weeks[0].last) == (date(2026, 1, 1), date(2026, 1, 4))
    assert weeks[-1].last == date(2026, 4, 30)
    one_each = Scope((), one_by_one(seen_by(here.leader, on=TODAY), whole))
    assert counts_in(whole, scope) == counts_in(whole, one_each) == sum_of(trend(whole, one_each, month_start))


def sum_of(points: list[Any]) -> Any:
    found = points[0].counts
    for point in points[1:]:
        found += point.counts
    return found


def test_the_time_before_has_as_many_months_or_days() -> None:
    quarter = before(Question(date(2026, 1, 1), date(2026, 3, 31), TODAY))
    assert (quarter.first, quarter.last) == (date(2025, 10, 1), date(2025, 12, 31))
    days = before(Question(date(2026, 3, 10), date(2026, 3, 19), TODAY))
    assert (days.first, days.last) == (date(2026, 2, 28), date(2026, 3, 9))
    for last, end in ((date(2026, 11, 30), date(2025, 11, 30)), (date(2026, 12, 31), date(2025, 12, 31))):
        year = before(Question(date(2026, 1, 1), last, TODAY))
        assert (year.first, year.last) == (date(2025, 1, 1), end)


def test_files_hold_what_the_pages_show(here: Province, get: Get) -> None:
    for board in BOARDS:
        found = get(here.leader, board, "?format=csv&day=01/04/2026")
        rows = list(csv.reader(io.StringIO(b"".join(found.streaming_content).decode("utf-8-sig"))))
        assert len(rows) > 1, board
        book = get(here.leader, board, "?format=xlsx")
        assert book.headers["Content-Type"].endswith("sheet")
        assert b"".join(book.streaming_content)[:2] == b"PK"
    missed = get(here.leader, "standing-list", "?format=csv&standing=missed")
    rows = list(csv.reader(io.StringIO(b"".join(missed.streaming_content).decode("utf-8-sig"))))
    assert [row[1] for row in rows[1:]] == ["Xã Chi Lạng Sơn"] * 3


# ---------------------------------------------------------------------------------------------------------------- sight


def test_a_superior_sees_their_own_tree_and_no_other(here: Province, get: Get) -> None:
    beside = Province("Cao Bằng")
    for board in BOARDS:
        seen = get(here.leader, board, f"?plan=all&branch={beside.top.pk}&agency={beside.communes[0].key}")
        assert "Cao Bằng" not in _text(seen), board
    assert "Cao Bằng" in _text(get(beside.leader, "standing-grid"))


def test_an_officer_is_sent_to_the_own_agency_and_sees_no_neighbour(here: Province, get: Get) -> None:
    officer = person(Role.OFFICER, at=here.communes[0])
    sent = get(officer, "standing")
    assert sent.url == reverse("monitoring:standing-agency", args=[here.communes[0].key])
    rows = get(officer, "standing-list", "?plan=all").context["listing"]
    assert {line.agency for line in rows} == {here.communes[0]}
    assert "Xã Bình" not in _text(get(officer, "standing-ranking"))


def test_nobody_else_sees_a_board(here: Province, get: Get, client: Client) -> None:
    for board in BOARDS:
        assert get(person(), board).status_code == 403
    client.logout()
    assert client.get(reverse("monitoring:standing")).status_code == 302


def test_a_plan_of_another_issuer_is_not_offered(here: Province, get: Get) -> None:
    beside = Province("Cao Bằng")
    offered = {key for key, _ in get(here.leader, "standing").context["filter_form"].fields["plan"].choices}
    assert offered == {str(here.plan.pk), "all"}
    asked = get(here.leader, "standing", f"?plan={beside.plan.pk}")
    assert asked.context["plan"] == here.plan


# ------------------------------------------------------------------------------------------------------------- the rest


@pytest.mark.parametrize("board", BOARDS)
def test_a_board_costs_the_same_whatever_there_is(board: str, get: Get) -> None:
    def cost(where: Province) -> int:
        get(where.leader, board)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert get(where.leader, board, "?plan=all").status_code == 200
        return len([one for one in queries.captured_queries if "session" not in one["sql"]])

    one, several = Province("Lạng Sơn", communes=2), Province("Cao Bằng", communes=5)
    duty(several.plan, *several.communes, cadences=["weekly"])
    laid(several.plan)
    assert Assignment.objects.filter(agency__in=several.communes).count() == 10
    assert cost(one) == cost(several)


NONSENSE = (
    "?time=dates&since=30/11/2026&until=01/01/2026", "?time=dates&since=x", "?month=0000-00", "?month=9999-12",
    "?plan=99999999999999999999", "?plan=²", "?branch=x&obligation=-1", "?agency=%00", "?q=%00&standing=none",
    "?page=²&sort=%00", "?day=01/01/0001", "?day=31/12/9999&span=week", "?month=2000-01", "?month=2000-01&time=quarter",
    "?time=dates&since=01/01/1900&until=31/12/2200", "?month=2100-12&time=year", "?by=%00&group=none",
)  # fmt: skip


@pytest.mark.parametrize("board", BOARDS)
def test_nonsense_in_the_address_gives_a_page(here: Province, get: Get, board: str) -> None:
    for query in NONSENSE:
        assert get(here.leader, board, query).status_code == 200, query


def test_where_nothing_is_due_the_boards_say_so(get: Get) -> None:
    leader = person(Role.LEADER, at=province("Ủy ban nhân dân tỉnh Điện Biên"))
    for board in BOARDS:
        assert "empty" in get(leader, board).content.decode()
