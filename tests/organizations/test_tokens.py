"""Access tokens: shown once, kept as a hash, the person's own, and no longer than a year."""

from datetime import date, timedelta

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.factories import agency, person

from loa.audit.models import Entry
from loa.organizations.actions.tokens import LONGEST, make_token, revoke_token, touch
from loa.organizations.enums import Role
from loa.organizations.models import AccessToken, Agency, Person
from loa.organizations.policy import Forbidden
from loa.organizations.queries.tokens import live_token
from loa.organizations.scopes import Scope

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 2)


@pytest.fixture
def home() -> Agency:
    return agency()


@pytest.fixture
def officer(home: Agency) -> Person:
    return person(Role.OFFICER, home)


def _made(by: Person, *, last: date = TODAY, scopes: tuple[str, ...] = (Scope.READ_PLANS,)) -> tuple[AccessToken, str]:
    return make_token(by=by, name="báo cáo tuần", scopes=scopes, expires_on=last, on=TODAY)


def test_only_the_hash_of_a_token_is_kept(officer: Person, home: Agency) -> None:
    token, secret = _made(officer)
    assert secret not in str(AccessToken.objects.values())
    assert secret not in str(Entry.objects.values())
    assert live_token(secret, on=TODAY) == token
    assert [(row.verb, row.agency_id) for row in Entry.objects.all()] == [("tokens.make", home.pk)]


def test_who_holds_no_post_makes_none() -> None:
    with pytest.raises(Forbidden):
        _made(person())


@pytest.mark.parametrize(
    ("last", "scopes"),
    [
        (TODAY - timedelta(days=1), (Scope.READ_PLANS,)),
        (TODAY + LONGEST + timedelta(days=1), (Scope.READ_PLANS,)),
        (TODAY, ()),
        (TODAY, ("write:everything",)),
    ],
)
def test_what_cannot_be_is_refused(officer: Person, last: date, scopes: tuple[str, ...]) -> None:
    with pytest.raises(ValidationError):
        _made(officer, last=last, scopes=scopes)


def test_a_token_dies_with_its_day_its_revocation_and_its_person(officer: Person) -> None:
    token, secret = _made(officer)
    assert live_token(secret, on=TODAY + timedelta(days=1)) is None
    Person.objects.update(is_active=False)
    assert live_token(secret, on=TODAY) is None
    Person.objects.update(is_active=True)
    revoke_token(token, by=officer, on=TODAY)
    revoke_token(token, by=officer, on=TODAY)
    assert live_token(secret, on=TODAY) is None
    assert Entry.objects.filter(verb="tokens.revoke").count() == 1


def test_nobody_revokes_the_token_of_another(officer: Person, home: Agency) -> None:
    token, _secret = _made(officer)
    with pytest.raises(Forbidden):
        revoke_token(token, by=person(Role.ADMINISTRATOR, home), on=TODAY)


def test_use_is_noted_once_a_minute(officer: Person, django_assert_num_queries: DjangoAssertNumQueries) -> None:
    token, _secret = _made(officer)
    touch(token)
    token.refresh_from_db()
    assert token.used_at is not None
    with django_assert_num_queries(0):
        touch(token)


def test_the_page_shows_the_secret_once(client: Client, officer: Person) -> None:
    client.force_login(officer)
    entered = {"name": "lịch", "scopes": [Scope.READ_OCCURRENCES], "expires_on": f"{timezone.localdate():%d/%m/%Y}"}
    page = client.post(reverse("organizations:tokens"), entered)
    assert "<code>loa_" in page.content.decode()
    assert page.headers["Cache-Control"] != ""
    assert "<code>loa_" not in client.get(reverse("organizations:tokens")).content.decode()


def test_the_page_says_what_is_missing(client: Client, officer: Person) -> None:
    client.force_login(officer)
    client.post(reverse("organizations:tokens"), {"name": "", "expires_on": "01/01/2020"})
    assert not AccessToken.objects.exists()


def test_the_page_ends_a_token_of_ones_own_only(client: Client, officer: Person) -> None:
    token, _secret = _made(officer)
    other = person(Role.OFFICER, agency())
    client.force_login(other)
    assert client.post(reverse("organizations:revoke-token", args=[token.pk])).status_code == 404
    client.force_login(officer)
    client.post(reverse("organizations:revoke-token", args=[token.pk]))
    token.refresh_from_db()
    assert token.revoked_at is not None


@pytest.mark.parametrize("rows", [1, 5])
def test_the_page_costs_the_same_however_many_there_are(
    client: Client, officer: Person, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        _made(officer)
    client.force_login(officer)
    with django_assert_num_queries(5):
        client.get(reverse("organizations:tokens"))
