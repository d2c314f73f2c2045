"""The interface under fire: whatever fits its description, and much that does not, gets an answer it describes."""

import os
from collections.abc import Iterator
from itertools import cycle
from typing import Any

import pytest
import schemathesis
from django.core.cache import cache
from django.core.signals import request_finished, request_started
from django.core.wsgi import get_wsgi_application
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, Phase, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)
from tests.project.api_world import bearer, token_of, world

_STRICTER = os.environ.get("LOA_TEST_DATABASE") == "postgresql"  # refuses numbers and letters that SQLite takes
EXAMPLES = int(os.environ.get("LOA_TEST_API_EXAMPLES", "12" if _STRICTER else "8"))
"""For each operation, with a token; more of them find more and take longer."""

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
PLAIN = {"Accept-Encoding": "identity"}  # the package reads answers as they come
FUZZ = settings(
    max_examples=EXAMPLES,
    phases=[Phase.explicit, Phase.generate],
    suppress_health_check=list(HealthCheck),
    deadline=None,
)


schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


@pytest.fixture(autouse=True)
def _one_connection() -> Iterator[None]:
    """Requests share the transaction of the test, as with Django's own client."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)


@pytest.fixture
def keys() -> dict[str, Iterator[Any]]:
    """Keys that lead somewhere, in turn with those that were made up."""
    cache.clear()
    here = world()
    return {
        "organizations": cycle([here.department.key, None, here.province.key]),
        "plans": cycle([here.draft.key, here.issued.key, None]),
        "obligations": cycle([here.drafted.key, None, here.duty.key]),
        "occurrences": cycle([here.occurrence.pk, None]),
        "evidence": cycle([here.evidence.key, None]),
        "matches": cycle([here.match.pk, None]),
        "disputes": cycle([here.dispute.key, None]),
        "agencies": cycle([here.department.key, None]),
        "token": cycle([token_of(here.coordinator)]),
    }


def _lead_somewhere(case: Any, keys: dict[str, Iterator[Any]]) -> None:
    room = case.operation.path.removeprefix("/api/v1/").split("/")[0]
    parameters = case.path_parameters or {}
    known = {name: next(keys[room]) for name in ("id", "key") if name in parameters}
    if len(known) > 1:
        known["key"] = next(keys["agencies"])  # of an agency, for an occurrence
    parameters.update({name: str(key) for name, key in known.items() if key is not None})


@pytest.mark.django_db
@schema.parametrize()
@FUZZ
def test_every_operation_answers_as_described_and_is_closed_without_a_token(
    case: Any, keys: dict[str, Iterator[Any]]
) -> None:
    _lead_somewhere(case, keys)
    closed = case.call_and_validate(headers=PLAIN, checks=CHECKS)
    assert closed.status_code in (401, 404, 405)
    case.call_and_validate(headers={**PLAIN, **bearer(next(keys["token"]))}, checks=CHECKS)


@pytest.mark.django_db
def test_the_description_is_open_and_says_what_each_operation_does(client: Client) -> None:
    told = client.get("/api/v1/openapi.json").json()
    operations = [operation for methods in told["paths"].values() for operation in methods.values()]
    assert len(operations) >= 46
    for operation in operations:
        assert operation["summary"]
        assert "Scope `" in operation["description"], operation["summary"]
        assert operation["security"]
        assert {"application/problem+json"} == set(operation["responses"]["404"]["content"])


def test_the_foot_of_the_interface_leads_to_its_description(client: Client) -> None:
    assert client.get("/api/v1/").headers["Location"] == "/api/v1/openapi.json"
