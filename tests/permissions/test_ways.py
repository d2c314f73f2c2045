"""The permission matrix: every page, operation and verb, for every kind of caller."""

import ast
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from tests.permissions.table import API, ELSEWHERE, WAYS, Call, Way, book
from tests.permissions.world import CALLERS, NOBODY, Caller, World, caller, world

from loa.organizations.enums import Role

Asked = Mapping[Caller, Client]
SOURCES = Path(__file__).parents[2] / "src" / "loa"


def _names(patterns: list[URLPattern | URLResolver], room: str = "") -> Iterator[str]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from _names(pattern.url_patterns, pattern.namespace or room)
        else:
            yield f"{room}:{pattern.name}" if room else pattern.name or "nothing here"


def _all_names() -> set[str]:
    return set(_names(get_resolver().url_patterns))


def test_every_address_stands_in_the_table_once() -> None:
    listed = [way.name for way in WAYS] + list(ELSEWHERE) + [f"api:{call.name}" for call in API]
    assert sorted(listed) == sorted(set(listed))
    assert {"not in the table": _all_names() - set(listed), "left over": set(listed) - _all_names()} == {
        "not in the table": set(),
        "left over": set(),
    }


# ------------------------------------------------------------------------------------------------------------- asking


def _clients(here: World, **headers: str) -> Asked:
    made = {}
    for who in CALLERS:
        made[who] = Client(headers=headers, raise_request_exception=True)
        if (person := caller(who, here)) is not None:
            made[who].force_login(person)
    return made


def _answer(client: Client, way: Way, url: str) -> Any:
    """What is answered; nothing of it stays."""
    kept = transaction.savepoint()
    try:
        if isinstance(way, Call):
            return _called(client, way, url)
        return client.post(url) if way.post else client.get(url)
    finally:
        transaction.savepoint_rollback(kept)


def _called(client: Client, call: Call, url: str) -> Any:
    if call.method == "get":
        return client.get(url, call.body or {})
    return getattr(client, call.method)(url, call.body, content_type="application/json")


def _status(response: Any) -> int:
    """302 where one is sent to sign in; 401, 403, 404, 405; 200 for every other answer but a fault of the server."""
    if response.status_code in (301, 302) and response.headers["Location"].startswith("/accounts/login/"):
        return 302
    if response.streaming:
        b"".join(response.streaming_content)  # to its end, so that its file is closed
    assert response.status_code < 500
    assert response.status_code != 422 or response.request["REQUEST_METHOD"] != "GET"
    return response.status_code if response.status_code in (401, 403, 404, 405) else 200


@pytest.mark.django_db
@pytest.mark.parametrize("room", sorted({way.name.partition(":")[0] for way in WAYS}))
def test_every_page_answers_each_caller_by_the_book(room: str) -> None:
    here = world()
    asked = _clients(here)
    wrong = {}
    for way in (way for way in WAYS if way.name.startswith(f"{room}:")):
        url = reverse(way.name, args=way.args(here))
        for who, client in asked.items():
            expected = (200 if way.open else 302) if who == NOBODY else way.expected(who)
            found = _status(_answer(client, way, url))
            if found != expected:
                wrong[f"{way.name} {who}"] = f"{found}, expected {expected}"
    assert wrong == {}


def _with_bodies(call: Call, here: World) -> Call:
    """The same call with the keys it can only know now."""
    mine = str(here.mine.key)
    more: dict[str, dict[str, Any]] = {
        "begin_plan": {"issuer": mine},
        "record_one": {"agency": mine},
        "get_unmatched": {"agency": mine},
        "rematch_one": {"agency": mine, "occurrence": here.occurrence.pk},
    }
    return replace(call, body={**(call.body or {}), **more[call.name]}) if call.name in more else call


_UPLOADS = frozenset({"upload_document", "add_files"})


@pytest.mark.django_db
def test_every_operation_answers_each_caller_by_the_book() -> None:
    here = world()
    asked = _clients(here)
    wrong = {}
    for plain in (call for call in API if call.name not in _UPLOADS):
        call = _with_bodies(plain, here)
        url = reverse(f"api:{call.name}", args=call.args(here))
        for who, client in asked.items():
            expected = 401 if who == NOBODY else call.expected(who)
            found = _status(_answer(client, call, url))
            if found != expected:
                wrong[f"{call.name} {who}"] = f"{found}, expected {expected}"
    assert wrong == {}


@pytest.mark.django_db
@pytest.mark.parametrize("name", sorted(_UPLOADS))
def test_a_file_is_taken_from_those_who_may_write_only(name: str) -> None:
    here = world()
    (call,) = (call for call in API if call.name == name)
    for who, client in _clients(here).items():
        file = SimpleUploadedFile("a.txt", f"KẾ HOẠCH {who}".encode())
        kept = transaction.savepoint()
        url = reverse(f"api:{name}", args=call.args(here))
        found = client.post(url, {"file": file, "issuer": str(here.mine.key)})
        transaction.savepoint_rollback(kept)
        assert _status(found) == (401 if who == NOBODY else call.expected(who)), who


# -------------------------------------------------------------------------------------------------------------- verbs


def _spoken() -> set[str]:
    """Every text in the code that could be a verb."""
    verb = re.compile(r"[a-z]+\.[a-z]+(-[a-z]+)*")
    return {
        node.value
        for file in SOURCES.rglob("*.py")
        for node in ast.walk(ast.parse(file.read_text("utf-8")))
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and verb.fullmatch(node.value)
    }


def test_every_verb_of_the_book_is_asked_for_in_the_code() -> None:
    assert set(book()) - _spoken() == set()


def test_every_verb_of_the_book_guards_an_address() -> None:
    """The verbs that no single address stands for are named here with the test that tries them."""
    guarded = {verb for way in (*WAYS, *API) for verb in (way.needs, way.sees) if verb}
    elsewhere = {
        "people.see": "tests/organizations/views",
        "people.delegate": "tests/organizations",
        "plans.consult": "tests/plans/test_life.py",
        "plans.answer-consultation": "tests/plans/test_life.py",
        "tokens.make": "tests/organizations/test_tokens.py",
        "letters.write": "tests/monitoring/test_letters.py",
        "letters.send": "tests/monitoring/test_letters.py",
        "explanations.answer": "tests/monitoring/test_explaining.py",
        "commendations.decide": "tests/monitoring/test_commending.py",
    }
    assert set(book()) - guarded - set(elsewhere) == set()
    assert guarded & set(elsewhere) == set()


def test_the_book_knows_roles_only() -> None:
    named = {role for entry in book().values() for roles in entry.values() for role in roles}
    assert named <= set(Role)
