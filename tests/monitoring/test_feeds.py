"""Calendar links: private, revocable, rotated, and cheap to fetch again."""

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar
from tests.factories import agency, person
from tests.monitoring.calendars import duty, items, laid, plan_of, province

from loa.audit.models import Entry
from loa.monitoring.actions.feeds import make, revoke
from loa.monitoring.models import Feed, Laying
from loa.organizations.enums import Role
from loa.organizations.models import Agency, Post
from loa.organizations.policy import Forbidden
from loa.plans.models import Exemption, Obligation

pytestmark = pytest.mark.django_db


@pytest.fixture
def home() -> Agency:
    return agency("Sở Nội vụ")


@pytest.fixture
def monthly(home: Agency) -> Obligation:
    """Five items in each month of this year and the next: a feed reaches about the present day."""
    today = timezone.localdate()
    first, last = date(today.year, 1, 1), date(today.year + 1, 12, 31)
    made = duty(plan_of(province(), since=first, period_from=first, period_to=last), home, topic="Đăng tin, bài")
    laid(made.plan, first)
    return made


def fetched(token: str, **headers: str) -> Any:
    response = Client().get(reverse("monitoring:feed", args=[token]), headers=headers)
    assert response.status_code == 200
    return Calendar.from_ical(response.content)


def events(calendar: Any) -> list[date]:
    return sorted(event["dtstart"].dt for event in calendar.walk("VEVENT"))


def test_a_link_carries_the_due_dates_of_its_agency_without_signing_in(home: Agency, monthly: Obligation) -> None:
    _, token = make(by=person(Role.OFFICER, home), agency=home, on=timezone.localdate())
    days = events(fetched(token))
    expected = monthly.occurrences.filter(
        owed_on__gte=timezone.localdate() - timedelta(days=62), owed_on__lte=timezone.localdate() + timedelta(days=400)
    )
    assert days == sorted(one.due_on for one in expected if one.due_on)
    assert len(days) >= 12


def test_each_event_is_a_day_with_an_alarm_and_what_counts_as_proof(home: Agency, monthly: Obligation) -> None:
    _, token = make(by=person(Role.OFFICER, home, language="en"), agency=home, on=timezone.localdate())
    event = fetched(token).walk("VEVENT")[0]
    assert event["summary"] == "Đăng tin, bài"
    assert type(event["dtstart"].dt) is date
    assert [alarm["trigger"].dt for alarm in event.walk("VALARM")] == [timedelta(days=-3, hours=8)]
    assert "The link to each item" in event["description"]
    assert event["url"].endswith(reverse("monitoring:occurrence", args=[event["url"].rstrip("/").split("/")[-1]]))


def test_continuous_duties_and_those_let_off_are_left_out(home: Agency, monthly: Obligation) -> None:
    always = duty(plan_of(province(), number="2/KH"), home, cadences=["continuous"], quotas=[])
    laid(always.plan)
    Exemption.objects.create(
        obligation=monthly, agency=home, valid_from=date(2010, 1, 1), reason="Thiên tai", authority="Công văn",
        made_by=person(),
    )  # fmt: skip
    _, token = make(by=person(Role.OFFICER, home), agency=home, on=timezone.localdate())
    assert events(fetched(token)) == []


def test_the_link_of_a_person_carries_all_agencies_of_the_posts(home: Agency, monthly: Obligation) -> None:
    other = agency("Sở Y tế")
    second = duty(
        plan_of(province(), number="3/KH", period_from=monthly.plan.period_from, period_to=monthly.plan.period_to),
        other,
    )
    laid(second.plan, monthly.plan.period_from)
    officer = person(Role.OFFICER, home)
    Post.objects.create(person=officer, agency=other, role=Role.OFFICER, valid_from=date(2010, 1, 1))
    _, token = make(by=officer, on=timezone.localdate())
    names = {event["summary"].split(":")[0] for event in fetched(token).walk("VEVENT")}
    assert names == {"Sở Nội vụ", "Sở Y tế"}


def test_only_the_hash_of_a_token_is_kept(home: Agency) -> None:
    feed, token = make(by=person(Role.OFFICER, home), agency=home, on=timezone.localdate())
    assert token not in str(Feed.objects.values().get())
    assert len(feed.hash) == 64
    assert token not in str(list(Entry.objects.values("before", "after")))


def test_the_log_does_not_hold_the_token(home: Agency, caplog: pytest.LogCaptureFixture) -> None:
    _, token = make(by=person(Role.OFFICER, home), agency=home, on=timezone.localdate())
    with caplog.at_level("INFO"):
        fetched(token)
    assert "/calendar/feeds/….ics" in caplog.text
    assert token not in caplog.text


def test_nobody_makes_a_link_to_another_agency(home: Agency) -> None:
    for who in (person(), person(Role.OFFICER, agency())):
        with pytest.raises(Forbidden):
            make(by=who, agency=home, on=timezone.localdate())
    with pytest.raises(Forbidden):
        make(by=person(), on=timezone.localdate())


def test_a_new_link_takes_the_place_of_the_old(home: Agency, monthly: Obligation) -> None:
    officer = person(Role.OFFICER, home)
    _, old = make(by=officer, agency=home, on=timezone.localdate())
    feed, new = make(by=officer, agency=home, on=timezone.localdate())
    assert Client().get(reverse("monitoring:feed", args=[old])).status_code == 404
    assert events(fetched(new))
    assert feed.version == 2
    assert [entry.verb for entry in Entry.objects.all()] == ["feeds.make", "feeds.make"]


def test_a_revoked_link_leads_nowhere(home: Agency, monthly: Obligation) -> None:
    officer = person(Role.OFFICER, home)
    feed, token = make(by=officer, agency=home, on=timezone.localdate())
    revoke(feed, by=officer, on=timezone.localdate())
    revoke(feed, by=officer, on=timezone.localdate())
    assert Client().get(reverse("monitoring:feed", args=[token])).status_code == 404
    assert [entry.verb for entry in Entry.objects.all()] == ["feeds.make", "feeds.revoke"]


def test_the_agency_may_revoke_the_links_to_it_and_a_colleague_may_not(home: Agency) -> None:
    feed, _ = make(by=person(Role.OFFICER, home), agency=home, on=timezone.localdate())
    with pytest.raises(Forbidden):
        revoke(feed, by=person(Role.OFFICER, home), on=timezone.localdate())
    with pytest.raises(Forbidden):
        revoke(feed, by=person(Role.ADMINISTRATOR, agency()), on=timezone.localdate())
    assert revoke(feed, by=person(Role.ADMINISTRATOR, home), on=timezone.localdate()).revoked_at


def test_a_link_carries_nothing_once_its_person_has_left(home: Agency, monthly: Obligation) -> None:
    officer = person(Role.OFFICER, home)
    _, token = make(by=officer, agency=home, on=timezone.localdate())
    Post.objects.filter(person=officer).update(valid_to=timezone.localdate() - timedelta(days=1))
    assert events(fetched(token)) == []
    type(officer).objects.update(is_active=False)
    assert Client().get(reverse("monitoring:feed", args=[token])).status_code == 404


def test_what_did_not_change_is_not_sent_again(home: Agency, monthly: Obligation) -> None:
    _, token = make(by=person(Role.OFFICER, home), agency=home, on=timezone.localdate())
    url = reverse("monitoring:feed", args=[token])
    first = Client().get(url)
    assert Client().get(url, headers={"if-none-match": first.headers["ETag"]}).status_code == 304
    assert Client().get(url, headers={"if-modified-since": first.headers["Last-Modified"]}).status_code == 304
    assert Client().get(url).content == first.content
    Laying.objects.update(changed_at=timezone.now())
    assert Client().get(url, headers={"if-none-match": first.headers["ETag"]}).status_code == 200


def test_a_file_costs_the_same_for_few_and_many_duties(home: Agency, monthly: Obligation) -> None:
    _, token = make(by=person(Role.OFFICER, home), agency=home, on=timezone.localdate())
    costs = []
    for _ in range(2):
        with CaptureQueriesContext(connection) as queries:
            fetched(token)
        costs.append(len(queries))
        for _ in range(5):
            duty(monthly.plan, home, quotas=items(1, "week"), cadences=["weekly"])
        laid(monthly.plan, monthly.plan.period_from)
    assert costs[0] == costs[1]


def test_the_page_shows_a_new_link_once_and_all_there_are(home: Agency) -> None:
    officer = person(Role.OFFICER, home, language="en")
    client = Client()
    client.force_login(officer)
    made = client.post(reverse("monitoring:make-feed"), {"agency": str(home.key)}).content.decode()
    assert made.count(".ics") >= 1
    page = client.get(reverse("monitoring:feeds")).content.decode()
    assert ".ics" not in page
    assert home.name in page
    client.post(reverse("monitoring:revoke-feed", args=[Feed.objects.get().key]))
    assert "You have no calendar link yet." in client.get(reverse("monitoring:feeds")).content.decode()
    assert client.get(reverse("monitoring:make-feed")).status_code == 405


def test_a_key_that_is_none_names_no_agency(client: Client, home: Agency) -> None:
    client.force_login(person(Role.OFFICER, home))
    for key in ("abc", "\x00", str(home.pk)):
        assert client.post(reverse("monitoring:make-feed"), {"agency": key}).status_code == 404
