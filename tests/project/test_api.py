"""The programming interface: who may call, what they read and write, and what an error looks like."""

import uuid
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries
from tests.factories import ObligationFactory, PlanFactory, agency, person
from tests.project.api_world import World, bearer, token_of, world

from loa.audit.models import Entry
from loa.organizations.enums import Role, Tier
from loa.organizations.models import AccessToken, Person
from loa.organizations.scopes import Scope
from loa.plans.enums import State
from loa.plans.models import Obligation, Plan

pytestmark = pytest.mark.django_db
API = "/api/v1"
JSON = "application/json"


@pytest.fixture
def here() -> World:
    cache.clear()
    return world()


@pytest.fixture
def caller(here: World) -> Client:
    return Client(headers={**bearer(token_of(here.coordinator)), "Accept-Language": "en"})


def _problem(response: Any) -> tuple[int, str]:
    assert response.headers["Content-Type"] == "application/problem+json"
    told = response.json()
    assert told["status"] == response.status_code
    return response.status_code, told["type"].removeprefix("urn:loa:problem:")


# ---------------------------------------------------------------------------------------------------------- who calls


def test_nobody_gets_nothing(client: Client, here: World) -> None:
    response = client.get(f"{API}/plans")
    assert _problem(response) == (401, "unauthorized")
    assert response.headers["WWW-Authenticate"].startswith("Bearer")


@pytest.mark.parametrize("header", ["Bearer loa_falsch", "Bearer", "Bearer ", "Basic YTpi", "loa_x"])
def test_a_wrong_token_opens_nothing_even_beside_a_session(client: Client, here: World, header: str) -> None:
    client.force_login(here.coordinator)
    assert _problem(client.get(f"{API}/plans", headers={"Authorization": header})) == (401, "unauthorized")


def test_a_token_of_somebody_who_may_not_sign_in_opens_nothing(caller: Client) -> None:
    Person.objects.update(is_active=False)
    assert _problem(caller.get(f"{API}/plans")) == (401, "unauthorized")


def test_a_token_past_its_day_opens_nothing(caller: Client) -> None:
    AccessToken.objects.update(expires_on=timezone.localdate() - timedelta(days=1))
    assert _problem(caller.get(f"{API}/plans")) == (401, "unauthorized")


def test_use_of_a_token_is_noted(caller: Client) -> None:
    caller.get(f"{API}/plans")
    assert AccessToken.objects.get().used_at is not None


@pytest.mark.parametrize(
    ("scope", "method", "path"),
    [
        (Scope.READ_ORGANIZATIONS, "get", "/organizations"),
        (Scope.READ_PLANS, "get", "/plans"),
        (Scope.WRITE_PLANS, "post", "/plans/{plan}/submit"),
        (Scope.READ_OCCURRENCES, "get", "/occurrences/{occurrence}"),
    ],
)
def test_a_token_does_what_its_scope_names_and_nothing_else(
    client: Client, here: World, scope: Scope, method: str, path: str
) -> None:
    url = API + path.format(plan=here.draft.key, occurrence=here.occurrence.pk)
    others = [other for other in Scope.values if other != scope]
    call = getattr(client, method)
    assert _problem(call(url, headers=bearer(token_of(here.coordinator, *others)))) == (403, "scope")
    allowed = call(url, headers=bearer(token_of(here.coordinator, scope)))
    assert allowed.status_code == 200 or _problem(allowed)[1] != "scope"


def test_who_is_signed_in_may_read_and_writes_with_the_token_of_the_page(here: World) -> None:
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(here.coordinator)
    assert browser.get(f"{API}/plans").status_code == 200
    assert _problem(browser.delete(f"{API}/plans/{here.draft.key}")) == (403, "csrf")
    browser.get("/accounts/2fa/")
    secret = browser.cookies["csrftoken"].value
    gone = browser.delete(f"{API}/plans/{here.draft.key}", headers={"X-CSRFToken": secret})
    assert gone.status_code == 204


def test_sentences_come_in_the_language_asked_for(client: Client, here: World) -> None:
    told = client.get(f"{API}/plans", headers={"Accept-Language": "vi"}).json()
    assert told["title"] == "Ai đang hỏi?"
    assert client.get(f"{API}/plans", headers={"Accept-Language": "en"}).json()["title"] == "Who is asking?"


# ------------------------------------------------------------------------------------------------------ organisations


def test_agencies_are_found_blind_to_marks_with_their_superior(caller: Client, here: World) -> None:
    told = caller.get(f"{API}/organizations", {"q": "so noi vu"}).json()
    assert told["total"] == 1
    (found,) = told["items"]
    assert (found["name"], found["superior"]["key"]) == ("Sở Nội vụ", str(here.province.key))


def test_agencies_are_narrowed_by_class_and_superior(caller: Client, here: World) -> None:
    under = {"under": str(here.province.key)}
    names = [row["name"] for row in caller.get(f"{API}/organizations", under).json()["items"]]
    assert names == ["Sở Nội vụ", "Ủy ban nhân dân xã Đông"]
    communes = caller.get(f"{API}/organizations", {**under, "tier": Tier.COMMUNE}).json()
    assert [row["key"] for row in communes["items"]] == [str(here.commune.key)]


def test_an_agency_is_told_as_of_a_day(caller: Client, here: World) -> None:
    url = f"{API}/organizations/{here.department.key}"
    told = caller.get(url).json()
    assert [row["name"] for row in told["designations"]] == ["Sở Nội vụ"]
    assert [(row["kind"], row["to"]["key"]) for row in told["relations"]] == [("line", str(here.province.key))]
    assert caller.get(url, {"on": "2005-01-01"}).json()["superior"] is None
    assert caller.get(f"{API}/organizations", {"on": "2005-01-01"}).json()["total"] == 0


def test_the_tree_says_where_it_was_cut_off(caller: Client, here: World) -> None:
    url = f"{API}/organizations/{here.province.key}/tree"
    whole, cut = caller.get(url).json(), caller.get(url, {"depth": 0}).json()
    assert [child["name"] for child in whole["children"]] == ["Sở Nội vụ", "Ủy ban nhân dân xã Đông"]
    assert (cut["children"], cut["more"]) == ([], True)


def test_successions_name_both_sides(caller: Client, here: World) -> None:
    (told,) = caller.get(f"{API}/organizations/{here.department.key}/successions").json()
    assert [(share["predecessor"]["name"], share["weight"]) for share in told["shares"]] == [("Sở cũ", 1.0)]


@pytest.mark.parametrize("rows", [1, 30])
def test_a_list_of_agencies_costs_the_same(
    caller: Client, here: World, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    for _ in range(rows):
        agency(under=here.province)
    caller.get(f"{API}/plans")  # the token is touched
    with django_assert_num_queries(6):
        caller.get(f"{API}/organizations", {"limit": 200})


# -------------------------------------------------------------------------------------------------------------- plans


def test_drafts_of_others_do_not_exist(here: World) -> None:
    other = Client(headers=bearer(token_of(person(Role.COORDINATOR, agency()))))
    keys = [row["key"] for row in other.get(f"{API}/plans").json()["items"]]
    assert keys == [str(here.issued.key)]
    for path in ("", "/obligations", "/in-force", "/versions", "/reading", "/document"):
        assert _problem(other.get(f"{API}/plans/{here.draft.key}{path}")) == (404, "not-found")
    assert _problem(other.post(f"{API}/plans/{here.draft.key}/submit")) == (404, "not-found")


def test_a_plan_carries_its_revision(caller: Client, here: World) -> None:
    response = caller.get(f"{API}/plans/{here.draft.key}")
    assert response.headers["ETag"] == f'"{response.json()["revision"]}"'
    assert response.json()["superior"] == str(here.issued.key)


def test_obligations_come_with_their_parties(caller: Client, here: World) -> None:
    told = caller.get(f"{API}/plans/{here.issued.key}/obligations").json()
    (row,) = told["items"]
    assert row["quotas"] == [{"min": 5, "unit": "news item", "per": "month"}]
    assert [party["agency"]["name"] for party in row["parties"]] == ["Sở Nội vụ"]
    (bound,) = caller.get(f"{API}/plans/{here.issued.key}/in-force", {"on": "2026-03-01"}).json()
    assert bound["key"] == row["key"]
    (line,) = caller.get(f"{API}/plans/{here.issued.key}/versions").json()
    assert [version["since"] for version in line["versions"]] == ["2026-01-05"]


@pytest.mark.parametrize("rows", [1, 30])
def test_a_list_of_obligations_costs_the_same(
    caller: Client, here: World, rows: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    ObligationFactory.create_batch(rows, plan=here.draft)
    caller.get(f"{API}/plans")
    with django_assert_num_queries(6):
        caller.get(f"{API}/plans/{here.draft.key}/obligations", {"limit": 200})


def _head(**other: Any) -> dict[str, Any]:
    return {"title": "Kế hoạch mới", "period_from": "2026-01-01", "period_to": "2026-12-31", **other}


def _post(caller: Client, path: str, body: dict[str, Any], **headers: str) -> Any:
    return caller.post(f"{API}{path}", body, content_type=JSON, headers=headers)


def test_a_draft_is_begun_once_however_often_it_is_asked_for(caller: Client, here: World) -> None:
    body = _head(issuer=str(here.department.key), superior=str(here.issued.key))
    first, again = (_post(caller, "/plans", body, **{"Idempotency-Key": "a"}) for _ in range(2))
    assert (first.status_code, first.json()["key"]) == (201, again.json()["key"])
    assert _post(caller, "/plans", body, **{"Idempotency-Key": "b"}).json()["key"] != first.json()["key"]
    assert Entry.objects.filter(verb="plans.write").count() == 2


def test_a_draft_of_another_agency_is_refused(caller: Client, here: World) -> None:
    assert _problem(_post(caller, "/plans", _head(issuer=str(here.province.key)))) == (403, "forbidden")


def test_an_impossible_head_is_refused_in_words(caller: Client, here: World) -> None:
    body = _head(issuer=str(here.department.key), period_to="2025-01-01")
    response = _post(caller, "/plans", body)
    assert _problem(response) == (422, "period")
    assert response.json()["detail"] == "The plan ends before it begins. Correct the days it covers."
    wrong = _post(caller, "/plans", {"title": "x", "issuer": "no"}).json()["errors"]
    assert {error["field"] for error in wrong} == {"issuer", "period_from", "period_to"}


def test_who_saves_over_another_is_told(caller: Client, here: World) -> None:
    url = f"{API}/plans/{here.draft.key}"
    body = _head(revision=here.draft.revision)
    assert caller.put(url, body, content_type=JSON).status_code == 200
    assert _problem(caller.put(url, body, content_type=JSON)) == (409, "changed-meanwhile")


def test_a_document_is_taken_in_once(caller: Client, here: World) -> None:
    def send() -> HttpResponse:
        file = SimpleUploadedFile("ke-hoach.txt", "KẾ HOẠCH\nTuyên truyền cải cách hành chính năm 2026".encode())
        answer: Any = caller.post(f"{API}/plans/documents", {"file": file, "issuer": str(here.department.key)})
        return answer  # type: ignore[no-any-return]  # the test client's kind

    first: Any = send()
    assert first.status_code == 202
    key = first.json()["key"]
    assert caller.get(f"{API}/plans/{key}/reading").json()["name"] == "ke-hoach.txt"
    document: Any = caller.get(f"{API}/plans/{key}/document")
    assert b"".join(document.streaming_content).startswith("KẾ HOẠCH".encode())
    assert _problem(send()) == (409, "already-uploaded")


def test_an_empty_document_is_refused_in_words(caller: Client, here: World) -> None:
    file = SimpleUploadedFile("rong.txt", b"")
    response = caller.post(f"{API}/plans/documents", {"file": file, "issuer": str(here.department.key)})
    assert _problem(response) == (422, "empty-document")


def test_an_obligation_is_added_corrected_accepted_and_rejected(caller: Client, here: World) -> None:
    content = {
        "text": "Mỗi quý phát ít nhất 03 tin.",
        "kinds": ["publish"],
        "cadences": ["quarterly"],
        "quotas": [{"min": 3, "unit": "news item", "per": "quarter"}],
        "parties": [{"role": "lead", "agency": str(here.commune.key)}],
    }
    added = _post(caller, f"/plans/{here.draft.key}/obligations", content)
    assert added.status_code == 201
    url = f"/obligations/{added.json()['key']}"
    changed = caller.put(API + url, {**content, "topic": "Tin", "revision": 1}, content_type=JSON).json()
    assert (changed["topic"], changed["parties"][0]["agency"]["key"]) == ("Tin", str(here.commune.key))
    assert _problem(_post(caller, f"{url}/accept", {"revision": 1})) == (409, "changed-meanwhile")
    assert _post(caller, f"{url}/accept", {"revision": changed["revision"]}).json()["review"] == "accepted"
    last = Obligation.objects.get(key=changed["key"]).revision
    assert _post(caller, f"{url}/reject", {"revision": last, "reason": "trùng"}).json()["review"] == "rejected"


@pytest.mark.parametrize(
    ("wrong", "code"),
    [
        ({"cadences": ["now and then"]}, "invalid"),
        ({"deadline": "some day"}, "wrong-content"),
        ({"parties": [{"role": "lead"}]}, "nobody"),
        ({"parties": [{"role": "lead", "agency": str(uuid.uuid4())}]}, "unknown-agency"),
    ],
)
def test_an_obligation_that_makes_no_sense_is_refused(
    caller: Client, here: World, wrong: dict[str, Any], code: str
) -> None:
    answer = _post(caller, f"/plans/{here.draft.key}/obligations", {"text": "Đăng tin.", **wrong})
    assert _problem(answer) == (422, code)


def test_a_plan_lives_through_its_life(caller: Client, here: World) -> None:
    url, today = f"/plans/{here.draft.key}", f"{timezone.localdate():%Y-%m-%d}"
    Obligation.objects.filter(plan=here.draft).delete()
    ObligationFactory(plan=here.draft)
    steps: list[tuple[str, dict[str, Any], State]] = [
        ("submit", {}, State.SUBMITTED),
        ("return", {"reason": "thiếu chỉ tiêu"}, State.DRAFT),
        ("submit", {}, State.SUBMITTED),
        ("sign", {"authority": "", "capacity": "GIÁM ĐỐC", "name": "Trần Thị B"}, State.SIGNED),
        ("issue", {"number": "7/KH-SNV", "issued_on": today}, State.ISSUED),
        ("put-in-force", {"effective_from": today}, State.IN_FORCE),
        ("close", {"last_day": today}, State.CLOSED),
    ]
    for step, body, state in steps:
        answer = _post(caller, f"{url}/{step}", body)
        assert (step, answer.status_code, answer.json().get("state")) == (step, 200, state.value), answer.json()
    assert _problem(_post(caller, f"{url}/submit", {})) == (409, "illegal-step")


def test_a_step_of_another_agency_is_forbidden(caller: Client, here: World) -> None:
    body = {"last_day": "2026-12-31", "reason": "x"}
    assert _problem(_post(caller, f"/plans/{here.issued.key}/withdraw", body)) == (403, "forbidden")
    assert Plan.objects.get(pk=here.issued.pk).state == State.IN_FORCE


def test_a_draft_is_thrown_away_and_an_issued_plan_is_not(caller: Client, here: World) -> None:
    assert caller.delete(f"{API}/plans/{here.draft.key}").status_code == 204
    assert not Plan.objects.filter(pk=here.draft.pk).exists()
    mine = PlanFactory(issuer=here.department, in_force=True, number="8/KH-SNV")
    assert _problem(caller.delete(f"{API}/plans/{mine.key}"))[0] == 409


# -------------------------------------------------------------------------------------------------------- occurrences

MARCH = {"since": "2026-03-01", "until": "2026-03-31"}


def test_what_an_agency_owes_between_days(caller: Client, here: World) -> None:
    url = f"{API}/organizations/{here.department.key}/occurrences"
    (duty,) = caller.get(url, MARCH).json()["items"]
    assert (duty["due_on"], duty["required"], duty["unit"], duty["name"]) == (
        "2026-03-31", 5, "news item", "March 2026",
    )  # fmt: skip
    assert caller.get(url, {"since": "2026-04-01", "until": "2026-04-30"}).json()["total"] == 0
    assert caller.get(url, {**MARCH, "plan": str(here.issued.key)}).json()["total"] == 1
    assert caller.get(f"{API}/organizations/{here.department.key}/continuous", MARCH).json()["total"] == 0


def test_what_another_agency_owes_is_not_shown(here: World) -> None:
    other = Client(headers=bearer(token_of(person(Role.OFFICER, agency()))))
    url = f"{API}/organizations/{here.department.key}/occurrences"
    assert _problem(other.get(url, MARCH)) == (403, "forbidden")
    assert _problem(other.get(f"{API}/occurrences/{here.occurrence.pk}")) == (403, "forbidden")


def test_what_a_plan_asks_for(caller: Client, here: World) -> None:
    (asked,) = caller.get(f"{API}/plans/{here.issued.key}/occurrences", MARCH).json()["items"]
    assert (asked["id"], asked["agencies"]) == (here.occurrence.pk, 1)


def test_an_occurrence_explains_itself_and_names_who_owes_it(caller: Client, here: World) -> None:
    told = caller.get(f"{API}/occurrences/{here.occurrence.pk}").json()
    assert told["explanation"][0].startswith("The plan states no deadline")
    holders = caller.get(f"{API}/occurrences/{here.occurrence.pk}/agencies").json()
    assert [row["agency"]["name"] for row in holders["items"]] == ["Sở Nội vụ"]


def test_a_question_over_too_many_days_is_refused(caller: Client, here: World) -> None:
    url = f"{API}/organizations/{here.department.key}/occurrences"
    for days in ({"since": "2020-01-01", "until": "2026-01-01"}, {"since": "2026-02-01", "until": "2026-01-01"}):
        assert _problem(caller.get(url, days)) == (422, "days")
