"""The Atom feed of what changed: under a private link, for who may see it, cheap to ask again."""

from datetime import date
from typing import Any

import feedparser
import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.factories import agency, person
from tests.monitoring.proving import Proving, stay

from loa.monitoring.actions.disputing import decide, open_dispute
from loa.monitoring.actions.feeds import make, revoke
from loa.organizations.enums import Role
from loa.organizations.models import Agency, Person

pytestmark = pytest.mark.django_db

APRIL = date(2026, 4, 1)
FEBRUARY = ["missed", "overdue"]
"""Nothing was shown for the month before."""


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Proving:
    stay(monkeypatch)
    return Proving()


def link(who: Person, at: Agency | None = None) -> str:
    who.language = "en"
    who.save()
    return make(by=who, agency=at, on=timezone.localdate())[1]


def asked(token: str, **headers: str) -> Any:
    return Client().get(reverse("monitoring:changes-feed", args=[token]), headers=headers)


def entries(token: str) -> list[Any]:
    found = feedparser.parse(asked(token).content)
    assert not found.bozo
    listed: list[Any] = found.entries
    return listed


def kinds(token: str) -> list[str]:
    return sorted(entry.tags[0].term for entry in entries(token))


def test_what_was_done_stands_in_the_feed_of_the_agency(here: Proving) -> None:
    token = link(here.officer, here.home)
    assert kinds(token) == FEBRUARY
    for _ in range(5):
        here.prove()
    entry, *earlier = entries(token)
    assert len(earlier) == 2
    assert entry.tags[0].term == "met"
    assert entry.link.endswith(reverse("monitoring:behind", args=[here.window().pk, here.home.key]))
    assert entry.id.startswith("tag:")
    assert here.home.name in entry.title


def test_what_became_overdue_or_is_missed_stands_there_from_its_day(
    here: Proving, monkeypatch: pytest.MonkeyPatch
) -> None:
    token = link(here.officer, here.home)
    stay(monkeypatch, APRIL)
    found = entries(token)
    assert sorted(entry.tags[0].term for entry in found) == ["missed", "overdue"]
    assert all(entry.updated_parsed[:3] in ((2026, 3, 31), (2026, 4, 1)) for entry in found)
    stay(monkeypatch, date(2026, 5, 2))
    assert [entry.id.split("/")[1] for entry in entries(token)] == [str(here.window(4).pk)] * 2


def test_a_superior_sees_those_below_and_an_officer_does_not(here: Proving, monkeypatch: pytest.MonkeyPatch) -> None:
    superior, clerk = link(here.coordinator, here.top), link(person(Role.OFFICER, here.top), here.top)
    neighbour, stranger = link(here.neighbour), link(person(Role.OFFICER, agency("Sở khác")))
    stay(monkeypatch, APRIL)
    assert len(kinds(superior)) == 4
    assert kinds(clerk) == []
    assert {entry.author for entry in entries(neighbour)} == {here.communes[1].name}
    assert kinds(stranger) == []


def test_a_dispute_that_was_decided_stands_there(here: Proving) -> None:
    dispute = open_dispute(here.rejected(), text="Bài đúng chủ đề", by=here.officer, on=date(2026, 3, 20))
    token = link(here.officer, here.home)
    assert kinds(token) == FEBRUARY
    decide(dispute, upheld=False, because="Bài đăng lại", by=here.leader, on=date(2026, 3, 20))
    entry = entries(token)[0]
    assert (entry.tags[0].term, entry.summary) == ("dismissed", "Bài đăng lại")


def test_nothing_is_sent_again_while_nothing_changed(here: Proving, monkeypatch: pytest.MonkeyPatch) -> None:
    token = link(here.officer, here.home)
    first = asked(token)
    etag = first.headers["ETag"]
    assert asked(token).content == first.content
    assert asked(token, if_none_match=etag).status_code == 304
    here.prove()
    assert asked(token, if_none_match=etag).status_code == 200
    second = asked(token).headers["ETag"]
    stay(monkeypatch, APRIL)  # with the day things become overdue
    assert asked(token, if_none_match=second).status_code == 200


def test_a_link_that_was_revoked_leads_nowhere(here: Proving) -> None:
    feed, token = make(by=here.officer, agency=here.home, on=date(2026, 3, 20))
    revoke(feed, by=here.officer, on=date(2026, 3, 20))
    assert asked(token).status_code == 404
    assert asked("none").status_code == 404


def test_it_takes_the_same_queries_for_one_change_and_for_many(here: Proving, monkeypatch: pytest.MonkeyPatch) -> None:
    token = link(here.coordinator, here.top)
    counts = []
    for day in (APRIL, date(2026, 5, 1)):
        stay(monkeypatch, day)
        with CaptureQueriesContext(connection) as queries:
            assert asked(token).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]
