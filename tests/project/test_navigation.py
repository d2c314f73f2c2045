"""Which entry of the main navigation a page lies under."""

from typing import Any

import pytest
from django.test import RequestFactory
from django.urls import resolve
from tests.factories import person

from loa.organizations.enums import Role
from loa.project.navigation import navigation

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("path", "entry"),
    [
        ("/", "/"),
        ("/search/", "/"),
        ("/plans/", "/plans/"),
        ("/standing/grid/", "/standing/"),
        ("/evidence/unmatched/", "/evidence/"),
        ("/near-copies/", "/evidence/"),
        ("/disputes/", "/evidence/"),
        ("/watches/add/", "/evidence/"),
        ("/letters/", "/reminders/"),
        ("/inspections/findings/", "/reminders/"),
        ("/calendar/links/", None),
    ],
)
def test_a_page_lies_under_one_entry_at_most(rf: RequestFactory, path: str, entry: str | None) -> None:
    request: Any = rf.get(path)
    request.user, request.resolver_match = person(Role.COORDINATOR), resolve(path)
    current = [way.url for way in navigation(request)["navigation"] if way.current]
    assert current == ([entry] if entry else [])
