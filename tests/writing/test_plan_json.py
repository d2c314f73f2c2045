import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests.writing.factory import make_obligation, make_plan

from loa.reading.model import Obligation, OutlineItem, Party, Place, PlanDraft
from loa.writing.plan_json import MalformedPlan, dumps, from_json, to_json

_words = st.text(max_size=12)
_parties = st.one_of(st.builds(Party, name=_words), st.builds(Party, group=_words))
_leaves = st.builds(OutlineItem, children=st.just(()))
_items = st.builds(OutlineItem, children=st.lists(_leaves, max_size=2).map(tuple))
st.register_type_strategy(Party, _parties)
st.register_type_strategy(OutlineItem, _items)
st.register_type_strategy(float, st.floats(0, 1))


@settings(max_examples=40, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large], deadline=None)
@given(st.builds(PlanDraft))
def test_every_draft_comes_back_as_it_was(draft: PlanDraft) -> None:
    assert from_json(json.loads(dumps(draft))) == draft


def test_keys_stand_as_in_the_annotation_guide() -> None:
    plan = to_json(make_plan())
    assert list(plan) == [
        *("document", "citations", "unnumbered_laws", "outline", "objectives", "requirements", "audiences", "topics"),
        *("channels", "obligations", "not_obligations", "funding", "doubts", "notes", "not_a_plan", "source"),
    ]
    assert list(plan["obligations"][0])[:16] == [
        *("id", "ref", "quote", "text", "lead", "coordinate", "kind", "cadence", "quotas", "deadline", "window"),
        *("channels", "reports_to", "via", "topic", "place"),
    ]


@pytest.mark.parametrize(
    ("codes", "written"),
    [((), None), (("weekly",), "weekly"), (("monthly", "quarterly"), ["monthly", "quarterly"])],
)
def test_cadence_is_null_a_code_or_a_list(codes: tuple[str, ...], written: object) -> None:
    assert to_json(_plan_with(make_obligation(cadence=codes)))["obligations"][0]["cadence"] == written


def test_bodies_are_names_and_groups_are_objects() -> None:
    lead = (Party(name="Sở Nội vụ"), Party(group="all-communes"))
    written = to_json(_plan_with(make_obligation(lead=lead, via=Party(name="Văn phòng"))))["obligations"][0]
    assert written["lead"] == ["Sở Nội vụ", {"group": "all-communes"}]
    assert written["via"] == "Văn phòng"


def test_only_topics_tell_an_audience() -> None:
    plan = to_json(make_plan())
    assert set(plan["topics"][0]) == {"ref", "text", "place", "audience"}
    assert set(plan["objectives"][0]) == {"ref", "text", "place"}


def test_text_keeps_its_marks_and_ends_with_a_line_break() -> None:
    text = dumps(make_plan())
    assert "Ủy ban nhân dân" in text
    assert text.endswith("}\n")


@pytest.mark.parametrize(
    ("change", "complaint"),
    [
        ({"surprise": 1}, "plan: unknown key 'surprise'"),
        ({"source": None}, "plan.source: an object is needed"),
        ({"source": {}}, "plan.source: 'name' is missing"),
        ({"citations": {}}, "plan.citations: a list is needed"),
        ({"document": {"year": "2025"}}, "plan.document.year: int is needed, not str"),
        ({"document": {"year": True}}, "plan.document.year: int is needed, not bool"),
    ],
)
def test_malformed_json_is_refused_with_its_place(change: dict[str, Any], complaint: str) -> None:
    with pytest.raises(MalformedPlan) as refused:
        from_json(to_json(make_plan()) | change)
    assert str(refused.value) == complaint


def test_a_party_is_a_name_or_a_group() -> None:
    plan = to_json(make_plan())
    plan["obligations"][0]["lead"] = [{"name": "Sở Nội vụ"}]
    with pytest.raises(MalformedPlan, match=r"lead\[0\]: a name or a group is needed"):
        from_json(plan)


def test_whole_numbers_are_good_confidences() -> None:
    plan = to_json(make_plan())
    plan["obligations"][0]["confidence"] = 1
    assert from_json(plan).obligations[0].confidence == 1.0


def _plan_with(obligation: Obligation) -> PlanDraft:
    return PlanDraft(source=make_plan().source, obligations=(obligation,))


def test_places_are_kept() -> None:
    place = Place(3, 9, 1, 2)
    written = to_json(_plan_with(make_obligation(place=place)))["obligations"][0]["place"]
    assert written == {"start": 3, "end": 9, "line": 1, "page": 2}
