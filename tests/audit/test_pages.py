"""The trail on screen: who may read which rows, filters, pages, one row, files, and whether it is whole."""

from datetime import date, timedelta

import pytest
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.factories import agency, person, put_under

from loa.audit.actions import record
from loa.audit.models import Entry
from loa.organizations.enums import Role
from loa.organizations.models import Agency, Person

pytestmark = pytest.mark.django_db
LIST = "audit:list"


@pytest.fixture
def top() -> Agency:
    cache.clear()
    return agency("Ủy ban nhân dân tỉnh")


@pytest.fixture
def below(top: Agency) -> Agency:
    return agency("Sở Nội vụ", under=top)


@pytest.fixture
def auditor(client: Client, top: Agency) -> Person:
    made = person(Role.AUDITOR, top)
    client.force_login(made)
    return made


def _row(where: Agency | None, *, by: Person | None = None, verb: str = "people.change", **told: object) -> Entry:
    with transaction.atomic():
        return record(verb, person(), by=by, agency_id=where.pk if where else None, after=told)


def _page(client: Client, **query: str) -> str:
    return client.get(reverse(LIST), query).content.decode()


def _links(page: str) -> list[int]:
    return [number for number in range(1, 200) if f'href="{reverse("audit:entry", args=[number])}"' in page]


# ------------------------------------------------------------------------------------------------------------ who may


@pytest.mark.parametrize("role", [role for role in Role if role not in (Role.AUDITOR, Role.ADMINISTRATOR)])
def test_others_may_not_read_it(client: Client, top: Agency, role: Role) -> None:
    row = _row(top)
    client.force_login(person(role, top))
    assert client.get(reverse(LIST)).status_code == 403
    assert client.get(reverse("audit:entry", args=[row.number])).status_code == 403
    assert client.post(reverse("audit:verify")).status_code == 403


def test_nobody_is_sent_to_sign_in(client: Client) -> None:
    assert client.get(reverse(LIST)).status_code == 302


def test_an_auditor_reads_own_rows_those_below_and_at_the_top_those_of_nobody(
    client: Client, auditor: Person, top: Agency, below: Agency
) -> None:
    rows = [_row(top), _row(below), _row(agency()), _row(None)]
    assert _links(_page(client)) == [1, 2, 4]
    answers = [client.get(reverse("audit:entry", args=[row.number])).status_code for row in rows]
    assert answers == [200, 200, 404, 200]


def test_an_administrator_reads_own_rows_only(client: Client, top: Agency, below: Agency) -> None:
    _row(top), _row(below), _row(None)
    client.force_login(person(Role.ADMINISTRATOR, top))
    assert _links(_page(client)) == [1]


def test_rows_of_an_agency_that_ended_stay_with_those_above_it(client: Client, auditor: Person, top: Agency) -> None:
    last = timezone.localdate() - timedelta(days=100)
    ended = agency("Huyện cũ", until=last)
    put_under(ended, top, until=last)
    _row(ended)
    assert _links(_page(client)) == [1]


def test_rows_of_an_agency_that_went_elsewhere_go_with_it(client: Client, auditor: Person, top: Agency) -> None:
    moved = agency("Trung tâm")
    put_under(moved, top, until=date(2020, 1, 1))
    _row(moved)
    assert _links(_page(client)) == []


# ------------------------------------------------------------------------------------------------------------ filters


def test_rows_are_narrowed(client: Client, auditor: Person, top: Agency, below: Agency) -> None:
    clerk = person(full_name="Đỗ Thị Hằng")
    _row(top, by=clerk), _row(below, verb="plans.issue")
    assert _links(_page(client, q="do thi hang")) == [1]
    assert _links(_page(client, verb="plans.issue")) == [2]
    assert _links(_page(client, agency="so noi vu")) == [2]
    assert _links(_page(client, actor=str(clerk.pk))) == [1]
    assert _links(_page(client, subject=f"organizations.person:{Entry.objects.get(number=2).subject_id}")) == [2]
    today = timezone.localdate()
    assert _links(_page(client, since=f"{today:%d/%m/%Y}", until=f"{today:%d/%m/%Y}")) == [1, 2]
    assert _links(_page(client, until=f"{today - timedelta(days=1):%d/%m/%Y}")) == []


def test_what_is_no_filter_narrows_nothing(client: Client, auditor: Person, top: Agency) -> None:
    _row(top)
    nonsense = {"since": "không phải ngày", "actor": "x", "before": "-1", "after": "١", "verb": "no.such"}
    assert _links(_page(client, **nonsense)) == [1]


def test_pages_lead_on(client: Client, auditor: Person, top: Agency) -> None:
    for _ in range(60):
        _row(top)
    first = _page(client)
    assert _links(first) == list(range(11, 61))
    assert 'rel="next"' in first
    assert 'rel="prev"' not in first
    second = _page(client, before="11")
    assert _links(second) == list(range(1, 11))
    assert 'rel="next"' not in second


@pytest.mark.parametrize("rows", [1, 40])
def test_the_list_costs_the_same(
    client: Client, auditor: Person, top: Agency, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        _row(top)
    client.get(reverse(LIST))
    with django_assert_num_queries(9):
        client.get(reverse(LIST))


# ------------------------------------------------------------------------------------------------------- row and file


def test_a_row_shows_before_and_after_and_its_neighbours(client: Client, auditor: Person, top: Agency) -> None:
    _row(top)
    with transaction.atomic():
        record(
            "people.change", person(), by=auditor, agency_id=top.pk, before={"phone": "0903"}, after={"phone": "0904"}
        )
    _row(agency())
    page = client.get(reverse("audit:entry", args=[2])).content.decode()
    assert "<del>0903</del>" in page
    assert "<ins>0904</ins>" in page
    assert Entry.objects.get(number=2).hash in page
    assert _links(page) == [1]


def test_what_was_written_is_never_markup(client: Client, auditor: Person, top: Agency) -> None:
    _row(top, full_name="<script>alert(1)</script>")
    assert "<script>alert" not in client.get(reverse("audit:entry", args=[1])).content.decode()


def test_the_file_holds_what_the_list_shows(client: Client, auditor: Person, top: Agency) -> None:
    _row(top, phone="0905")
    _row(agency(), phone="0906")
    response = client.get(reverse(LIST), {"format": "csv"})
    text = b"".join(getattr(response, "streaming_content", ())).decode()
    assert ("0905" in text, "0906" in text) == (True, False)


# -------------------------------------------------------------------------------------------------------------- whole


def test_a_whole_trail_is_said_to_be_whole(client: Client, auditor: Person, top: Agency) -> None:
    _row(top)
    page = client.post(reverse("audit:verify"), follow=True).content.decode()
    assert "notice-success" in page


def test_a_changed_row_is_found(client: Client, auditor: Person, top: Agency) -> None:
    _row(top), _row(top)
    with connection.cursor() as past_loa:
        past_loa.execute("UPDATE audit_entry SET actor_name = 'x' WHERE number = 1")
    page = client.post(reverse("audit:verify"), follow=True).content.decode()
    assert "notice-danger" in page


def test_a_long_trail_is_checked_by_the_queue(
    client: Client, auditor: Person, top: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    _row(top)
    monkeypatch.setattr("loa.project.trail.checking._AT_ONCE", 0)
    queued: list[str] = []
    monkeypatch.setattr("loa.project.trail.checking.async_task", queued.append)
    page = client.post(reverse("audit:verify"), follow=True).content.decode()
    assert queued == ["loa.project.trail.checking.check"]
    assert "notice-info" in page
