"""Evidence by the programming interface: recorded once, found, corrected, judged, as far as one may reach."""

import io
import json
from datetime import date
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from PIL import Image
from tests.factories import agency, person
from tests.monitoring.proving import Proving, stay
from tests.project.api_world import bearer, token_of

from loa.audit.models import Entry
from loa.monitoring.models import Evidence, EvidenceFile, Match, Tally
from loa.organizations.enums import Role
from loa.organizations.models import Person
from loa.organizations.scopes import Scope

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Proving:
    stay(monkeypatch)
    return Proving()


class Program:
    """A program with a token of somebody."""

    def __init__(self, who: Person, *scopes: str) -> None:
        self._client = Client(headers={**bearer(token_of(who, *scopes)), "accept-language": "en"})

    def get(self, path: str, **query: Any) -> Any:
        return self._client.get(f"/api/v1{path}", query)

    def send(self, path: str, told: Any = None, *, method: str = "post", **headers: str) -> Any:
        call = getattr(self._client, method)
        return call(f"/api/v1{path}", json.dumps(told or {}), content_type="application/json", headers=headers)

    def upload(self, path: str, file: SimpleUploadedFile) -> Any:
        return self._client.post(f"/api/v1{path}", {"file": file})


@pytest.fixture
def officer(here: Proving) -> Program:
    return Program(here.officer)


def told(here: Proving, **more: Any) -> dict[str, Any]:
    return {
        "agency": str(here.home.key), "kind": "article", "happened_on": "2026-03-05", "title": "Xã số hóa hồ sơ",
        "link": f"https://xa.example/{len(more)}", **more,
    }  # fmt: skip


# ----------------------------------------------------------------------------------------------------------- recording


def test_what_is_recorded_is_matched_and_counted_at_once(here: Proving, officer: Program) -> None:
    response = officer.send("/evidence", told(here, reference="a-1"))
    assert response.status_code == 201
    made = Evidence.objects.get()
    assert response.json()["key"] == str(made.key)
    assert (made.source, made.reference, made.recorded_by) == ("api", "a-1", here.officer)
    assert Tally.objects.get(agency=here.home).counted == 1
    assert Entry.objects.filter(verb="evidence.record").count() == 1


@pytest.mark.parametrize("by_header", [False, True])
def test_the_same_sent_twice_is_recorded_once(here: Proving, officer: Program, by_header: bool) -> None:
    headers = {"Idempotency-Key": "a-1"} if by_header else {}
    given = told(here) if by_header else told(here, reference="a-1")
    first, second = (officer.send("/evidence", given, **headers) for _ in range(2))
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json() == second.json()
    assert Evidence.objects.count() == 1
    assert Tally.objects.get(agency=here.home).counted == 1


def test_without_a_name_each_is_another(here: Proving, officer: Program) -> None:
    assert {officer.send("/evidence", told(here, link="")).status_code for _ in range(2)} == {201}
    assert Evidence.objects.count() == 2


def test_every_fault_is_told_by_its_field(here: Proving, officer: Program) -> None:
    response = officer.send("/evidence", told(here, happened_on="2026-04-01", channel="nonsense", link="x"))
    assert response.status_code == 422
    assert {error["field"] for error in response.json()["errors"]} == {"happened_on", "channel", "link"}
    assert response.headers["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize(
    "wrong",
    [
        {"kind": "x"}, {"happened_on": "0001-01-01"}, {"happened_on": "9999-12-31"}, {"items": 0}, {"items": 10**30},
        {"title": "a\x00b"}, {"areas": ["x"]}, {"minutes": "²"}, {"agency": "x"}, {"placement_of": "x"}, {"title": 5},
        {"reference": "a\x00"}, {"words": -1}, {"own_work": "perhaps"},
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_and_breaks_nothing(here: Proving, officer: Program, wrong: dict[str, Any]) -> None:
    assert officer.send("/evidence", told(here, **wrong)).status_code == 422
    assert not Evidence.objects.exists()


def test_nobody_records_for_another_agency(here: Proving, officer: Program) -> None:
    other = told(here, agency=str(here.communes[1].key))
    assert officer.send("/evidence", other).status_code == 403
    assert Program(here.coordinator).send("/evidence", told(here)).status_code == 403
    assert Program(here.officer, Scope.READ_EVIDENCE).send("/evidence", told(here)).status_code == 403
    assert officer.send("/evidence", told(here, agency="7b3f2c6e-0000-4000-8000-000000000000")).status_code == 404
    assert not Evidence.objects.exists()


def test_of_many_each_is_taken_by_itself(here: Proving, officer: Program) -> None:
    items = [
        told(here, reference="a"),
        told(here, reference="b", happened_on="2027-01-01"),
        told(here, reference="a"),
        told(here, reference="c", agency=str(here.communes[1].key)),
        told(here, reference="d", agency="7b3f2c6e-0000-4000-8000-000000000000"),
    ]
    found = officer.send("/evidence/batch", {"items": items}).json()
    assert [row["status"] for row in found["items"]] == [201, 422, 200, 403, 404]
    assert found["recorded"] == 1
    assert "future" in found["items"][1]["detail"]
    again = officer.send("/evidence/batch", {"items": items}).json()
    assert [row["status"] for row in again["items"]] == [200, 422, 200, 403, 404]
    assert officer.send("/evidence/batch", {"items": []}).status_code == 422
    assert officer.send("/evidence/batch", {"items": items * 50}).status_code == 422


def test_recording_takes_a_fixed_number_of_queries(here: Proving, officer: Program) -> None:
    counts = []
    for number in range(3):
        with CaptureQueriesContext(connection) as queries:
            assert officer.send("/evidence", told(here, reference=f"r{number}", link="")).status_code == 201
        counts.append(len(queries))
    assert counts[1] == counts[2]


# ------------------------------------------------------------------------------------------------------------- looking


def test_evidence_is_found_as_far_as_one_may_see_it(here: Proving, officer: Program) -> None:
    mine, theirs = here.prove("Tin một cửa"), here.prove("Tin của xã khác", agency=here.communes[1])
    assert [row["key"] for row in officer.get("/evidence").json()["items"]] == [str(mine.key)]
    superior = Program(here.reviewer)
    assert superior.get("/evidence").json()["total"] == 2
    assert superior.get("/evidence", agency=here.top.key).json()["total"] == 0
    assert superior.get("/evidence", agency=here.top.key, below=True).json()["total"] == 2
    assert superior.get("/evidence", agency=theirs.agency.key, q="xa khac").json()["total"] == 1
    assert superior.get("/evidence", since="2026-03-06").json()["total"] == 0
    assert officer.get("/evidence", agency=theirs.agency.key).status_code == 403
    assert officer.get(f"/evidence/{theirs.key}").status_code == 404
    stranger = Program(person(Role.OFFICER, agency("Sở khác")))
    assert stranger.get("/evidence").json()["total"] == 0


def test_those_below_are_told_only_to_who_sees_them(here: Proving) -> None:
    """Officers see their own agency and not those under it."""
    here.prove()
    own = Program(person(Role.OFFICER, here.top))
    assert own.get("/evidence", agency=here.top.key, below=True).json()["total"] == 0


def test_one_piece_tells_what_it_is_worth_and_why(here: Proving, officer: Program) -> None:
    found = officer.get(f"/evidence/{here.prove().key}").json()
    (match,) = found["matches"]
    assert match["state"] == "counted"
    assert match["reasons"]
    assert len(match["codes"]) == len(match["reasons"])
    assert (match["decided"], match["amount"]) == (False, 1)


def test_lists_take_the_same_queries_for_one_and_for_many(here: Proving, officer: Program) -> None:
    counts = list[int]()
    officer.get("/evidence")  # notes that the token is used
    for number in (1, 5):
        for _ in range(number):
            here.prove()
        with CaptureQueriesContext(connection) as queries:
            officer.get("/evidence")
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_what_counts_for_nothing_is_offered_its_likely_duties(here: Proving, officer: Program) -> None:
    stray = here.prove(kind="training", link="")
    listed = officer.get("/evidence/unmatched", agency=here.home.key).json()
    assert [row["key"] for row in listed["items"]] == [str(stray.key)]
    likely = officer.get(f"/evidence/{stray.key}/likely").json()
    assert here.window().pk in [row["occurrence"] for row in likely]
    assert all(row["agency"] == str(here.home.key) for row in likely)
    assert likely[0]["lacks"]


# ------------------------------------------------------------------------------------------------------------ changing


def test_a_correction_changes_what_is_given_and_nothing_else(here: Proving, officer: Program) -> None:
    one = here.prove("Tiêu đề sai")
    response = officer.send(f"/evidence/{one.key}", {"revision": 1, "title": "Tiêu đề đúng"}, method="patch")
    assert response.status_code == 200
    one.refresh_from_db()
    assert (one.title, one.happened_on, one.revision) == ("Tiêu đề đúng", date(2026, 3, 5), 2)
    stale = officer.send(f"/evidence/{one.key}", {"revision": 1, "title": "x"}, method="patch")
    assert (stale.status_code, stale.json()["type"]) == (409, "urn:loa:problem:changed-meanwhile")
    assert Program(here.reviewer).send(f"/evidence/{one.key}", {"revision": 2}, method="patch").status_code == 403


def test_withdrawn_evidence_counts_no_more_and_is_withdrawn_once(here: Proving, officer: Program) -> None:
    one = here.prove()
    gone = officer.send(f"/evidence/{one.key}/withdraw", {"because": "Ghi nhầm"})
    assert (gone.status_code, gone.json()["state"]) == (200, "withdrawn")
    assert Tally.objects.get(agency=here.home).counted == 0
    assert officer.send(f"/evidence/{one.key}/withdraw", {"because": "Ghi nhầm"}).status_code == 409


def test_a_file_is_kept_once_with_its_hash(here: Proving, officer: Program) -> None:
    one = here.prove()
    picture = io.BytesIO()
    Image.new("RGB", (40, 30), "red").save(picture, "PNG")
    for _ in range(2):
        file = SimpleUploadedFile("lop-tap-huan.png", picture.getvalue())
        response = officer.upload(f"/evidence/{one.key}/files", file)
        assert response.status_code == 201, response.content
    (kept,) = EvidenceFile.objects.all()
    assert [row["sha256"] for row in response.json()] == [kept.sha256]
    nonsense = SimpleUploadedFile("x.exe", b"MZ\x90\x00\x03")
    assert officer.upload(f"/evidence/{one.key}/files", nonsense).status_code == 422


# ------------------------------------------------------------------------------------------------------------- judging


def test_a_superior_rejects_accepts_and_gives_to_another_duty(here: Proving, officer: Program) -> None:
    one = here.prove()
    match, judge = Match.objects.get(), Program(here.reviewer)
    assert officer.send(f"/matches/{match.pk}/reject", {"because": "x"}).status_code == 403
    rejected = judge.send(f"/matches/{match.pk}/reject", {"because": "Sai chủ đề", "revision": match.revision})
    assert (rejected.status_code, rejected.json()["state"], rejected.json()["decided"]) == (200, "rejected", True)
    assert Tally.objects.get(agency=here.home).counted == 0
    stale = judge.send(f"/matches/{match.pk}/accept", {"because": "x", "revision": match.revision})
    assert stale.status_code == 409
    assert judge.send(f"/matches/{match.pk}/accept", {"because": "Đúng chủ đề"}).json()["state"] == "counted"
    moved = {"occurrence": here.window(4).pk, "agency": str(here.home.key), "because": "Cho tháng 4"}
    assert judge.send(f"/evidence/{one.key}/rematch", moved).json()["occurrence"] == here.window(4).pk
    assert judge.send(f"/evidence/{one.key}/rematch", {**moved, "occurrence": 2**40}).status_code == 404
    other = {**moved, "agency": str(here.communes[1].key)}
    assert judge.send(f"/evidence/{one.key}/rematch", other).status_code == 422


@pytest.fixture
def rejected(here: Proving) -> Match:
    return here.rejected()


def test_a_dispute_is_opened_spoken_in_and_decided_once(here: Proving, officer: Program, rejected: Match) -> None:
    opened = officer.send(f"/matches/{rejected.pk}/disputes", {"text": "Bài đúng chủ đề"})
    assert opened.status_code == 201
    key = opened.json()["key"]
    assert officer.send(f"/matches/{rejected.pk}/disputes", {"text": "Nữa"}).status_code == 409
    leader = Program(here.leader)
    spoken = leader.send(f"/disputes/{key}/messages", {"text": "Xin bổ sung bản chụp"})
    assert [row["text"] for row in spoken.json()["messages"]] == ["Bài đúng chủ đề", "Xin bổ sung bản chụp"]
    decision = {"upheld": True, "because": "Chấp nhận"}
    assert officer.send(f"/disputes/{key}/decide", decision).status_code == 403
    decided = leader.send(f"/disputes/{key}/decide", decision).json()
    assert (decided["state"], decided["match"]["state"]) == ("upheld", "counted")
    late = Program(here.coordinator).send(f"/disputes/{key}/decide", {**decision, "upheld": False})
    assert (late.status_code, late.json()["type"]) == (409, "urn:loa:problem:over")
    assert here.leader.full_name in late.json()["detail"]


def test_disputes_are_found_by_who_may_see_them(here: Proving, officer: Program, rejected: Match) -> None:
    key = officer.send(f"/matches/{rejected.pk}/disputes", {"text": "Bài đúng chủ đề"}).json()["key"]
    assert officer.get("/disputes", state="open").json()["total"] == 1
    assert officer.get("/disputes", state="upheld").json()["total"] == 0
    assert Program(here.leader).get("/disputes", agency=here.home.key).json()["total"] == 1
    neighbour = Program(here.neighbour)
    assert neighbour.get("/disputes").json()["total"] == 0
    assert neighbour.get(f"/disputes/{key}").status_code == 404
    assert neighbour.send(f"/disputes/{key}/messages", {"text": "x"}).status_code == 404
    assert officer.send(f"/disputes/{key}/withdraw").json()["state"] == "withdrawn"
