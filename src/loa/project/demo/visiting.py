"""A round through every page, as every role, that tells what it met."""

import time
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.db import connection, reset_queries
from django.test import Client
from django.test.utils import CaptureQueriesContext

from loa.organizations.enums import Role
from loa.organizations.models import Person
from loa.project.demo.people import account
from loa.project.demo.places import Place

__all__ = ["Visit", "never_opened", "visits"]

_SLOW = 3000
"""Milliseconds of the processor after which a page counts as broken, whatever else the machine is busy with."""

_MOST_QUERIES = 120
"""The desk of somebody at two agencies comes nearest to it; no list does, however long."""
_GET_NOT_ALLOWED = 405
_FINE = frozenset({200, 302, 401, 403, 404, _GET_NOT_ALLOWED})


@dataclass(frozen=True, slots=True)
class Visit:
    """What one visit met."""

    role: str
    place: Place
    status: int
    queries: int
    milliseconds: float
    problem: str = ""


def visits(places: Iterable[Place], roles: Iterable[Role] = tuple(Role)) -> Iterator[Visit]:
    """Visits every place as a visitor and as the account of each role."""
    all_places = list(places)
    yield from (_visited(Client(raise_request_exception=False), "–", place) for place in all_places)
    for role in roles:
        person = Person.objects.get(email=account(role))
        for place in all_places:
            client = Client(raise_request_exception=False)
            client.force_login(person)
            yield _visited(client, role.value, place)


def _visited(client: Client, role: str, place: Place) -> Visit:
    reset_queries()
    began = time.thread_time()
    with CaptureQueriesContext(connection) as queries:
        response = client.get(place.url, headers={"host": "localhost"})
        body = b"" if response.streaming else response.content
        if response.streaming:
            response.close()  # a file stays open until then
    took = (time.thread_time() - began) * 1000
    visit = Visit(role, place, response.status_code, len(queries), took)
    told = _problem(visit, response.headers.get("Location", ""), body)
    return Visit(role, place, response.status_code, len(queries), took, told)


def _problem(visit: Visit, location: str, body: bytes) -> str:
    if visit.status not in _FINE:
        return f"status {visit.status}"
    if visit.role != "–" and "/accounts/login" in location:
        return "signed in, and sent to sign in"
    if visit.milliseconds > _SLOW:
        return "slow"
    if visit.queries > _MOST_QUERIES:
        return f"{visit.queries} queries"
    if b"<html" in body[:300] and b'lang="vi"' not in body[:300]:
        return "not in Vietnamese"
    return ""


def never_opened(seen: Iterable[Visit]) -> list[str]:
    """Names of addresses that showed no page to any role: each must be somebody's, or take no GET."""
    opened: dict[str, bool] = {}
    for visit in seen:
        fine = visit.status in (200, 302, _GET_NOT_ALLOWED)
        opened[visit.place.name] = opened.get(visit.place.name, False) or (fine and visit.role != "–")
    return sorted(name for name, ever in opened.items() if not ever)
