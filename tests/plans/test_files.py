"""Plans, and who made one under them, as files."""

import csv
import io
import json

import pytest
from lxml import etree
from tests.factories import PlanFactory, agency, person
from tests.plans.lives import Office, duty, office, page, plan_in, signed_in

from loa.organizations.enums import Role
from loa.plans.enums import State
from loa.writing.plan_json import from_json

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Office:
    return office()


@pytest.mark.parametrize("kind", ["csv", "xlsx", "json", "xml"])
def test_a_plan_is_taken_along_in_every_form(at: Office, kind: str) -> None:
    plan = plan_in(State.IN_FORCE, at, introduction="Căn cứ\nMục đích")
    duty(plan, at.department, group="all-communes", ref="II.2")
    answer = signed_in(person(Role.OFFICER, agency())).get(page(plan, "export", kind))
    content = b"".join(answer) if answer.streaming else answer.content
    assert answer.status_code == 200
    if kind == "csv":
        rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"))))
        assert [len(rows), rows[2][0], rows[1][2]] == [3, "II.2", "Sở Nội vụ"]
    elif kind == "json":
        draft = from_json(json.loads(content))
        assert (draft.document.number, len(draft.obligations)) == ("12/KH-UBND", 2)
        assert draft.source.text[draft.obligations[1].place.start : draft.obligations[1].place.end].startswith("II.2")
    elif kind == "xml":
        assert etree.fromstring(content).tag.endswith("akomaNtoso")
    else:
        assert content.startswith(b"PK")
    assert signed_in(at.leader).get(page(plan, "export", "exe")).status_code == 404


def test_who_has_made_a_plan_is_exported(at: Office) -> None:
    plan = plan_in(State.IN_FORCE, at)
    duty(plan, at.department, kinds=["make-plan"], deadline="2026-03-01", cadences=["once"], quotas=[])
    answer = signed_in(at.coordinator).get(page(plan, "tab", "sub-plans") + "?format=csv")
    rows = list(csv.reader(io.StringIO(b"".join(answer).decode("utf-8-sig"))))
    assert [row[:3] for row in rows[1:]] == [["Sở Nội vụ", "01/03/2026", "chưa bắt đầu"]]


def test_drafts_of_others_are_not_told_among_the_sub_plans(at: Office) -> None:
    plan = plan_in(State.IN_FORCE, at)
    duty(plan, at.department, kinds=["make-plan"])
    PlanFactory(issuer=at.department, superior=plan)
    stranger = signed_in(person(Role.OFFICER, at.commune)).get(page(plan, "tab", "sub-plans"))
    assert list(stranger.context["listing"]) == []
    drafting = signed_in(person(Role.OFFICER, at.department)).get(page(plan, "tab", "sub-plans"))
    assert [row.agency for row in drafting.context["listing"]] == [at.department]
    assert len(signed_in(at.leader).get(page(plan, "tab", "sub-plans")).context["listing"]) == 1
