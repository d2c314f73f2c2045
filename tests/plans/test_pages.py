"""The pages of plans: who sees which, what they cost, and what forms do."""

from collections.abc import Callable

import pytest
from django.core.files.base import ContentFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from tests.factories import ObligationFactory, PlanFactory, agency, person
from tests.plans.lives import Office, duty, office, page, plan_in, signed_in

from loa.organizations.enums import Role
from loa.plans.actions.amending import Chosen, start_amendment
from loa.plans.actions.consulting import consult
from loa.plans.actions.signing import return_to_draft
from loa.plans.enums import NUMBERED, ReadingState, State
from loa.plans.models import Exemption, Plan, Source
from loa.plans.policy import DEEDS

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Office:
    return office()


TABS = ("obligations", "sub-plans", "exemptions", "history")


# ------------------------------------------------------------------------------------------------------- who sees what


@pytest.mark.parametrize("state", State)
def test_drafts_are_there_for_the_own_agency_only_and_issued_plans_for_all(at: Office, state: State) -> None:
    plan = plan_in(state, at)
    stranger = person(Role.OFFICER, agency())
    assert signed_in(person(Role.OFFICER, at.province)).get(page(plan)).status_code == 200
    assert signed_in(stranger).get(page(plan)).status_code == (200 if state in NUMBERED else 404)
    assert signed_in(person(Role.ADMINISTRATOR, at.province)).get(page(plan)).status_code == (
        200 if state in NUMBERED else 404
    )
    assert Client().get(page(plan)).status_code == 302


def test_an_agency_that_is_asked_sees_the_draft_and_its_own_question_only(at: Office) -> None:
    plan = plan_in(State.DRAFT, at)
    today = timezone.localdate()
    consult(plan, [at.department, at.commune], answer_by=today, by=at.coordinator, on=today)
    asked = signed_in(person(Role.OFFICER, at.department)).get(page(plan, "tab", "consultation"))
    assert [row.agency for row, _ in asked.context["consultations"]] == [at.department]
    own = signed_in(at.leader).get(page(plan, "tab", "consultation"))
    assert {row.agency for row, _ in own.context["consultations"]} == {at.department, at.commune}


def test_the_list_holds_what_a_person_may_see(at: Office) -> None:
    issued, draft = plan_in(State.IN_FORCE, at), plan_in(State.DRAFT, at)
    asked = PlanFactory(state=State.CONSULTING)
    asked.consultations.create(agency=at.province, asked_on="2026-01-01", answer_by="2026-01-02")
    hidden = PlanFactory()
    shown = {plan.pk for plan in signed_in(at.leader).get(reverse("plans:list")).context["listing"]}
    assert shown == {issued.pk, draft.pk, asked.pk}
    everybody = signed_in(person(Role.OFFICER, agency())).get(reverse("plans:list")).context["listing"]
    assert [plan.pk for plan in everybody] == [issued.pk]
    assert hidden.pk not in shown


VIEWS: dict[str, tuple[Callable[[Plan], str], frozenset[Role]]] = {
    "new": (lambda _plan: reverse("plans:new"), frozenset({Role.COORDINATOR})),
    "edit": (lambda plan: page(plan, "edit"), frozenset({Role.COORDINATOR})),
    "copy": (lambda plan: page(plan, "copy"), frozenset({Role.COORDINATOR})),
    "amend": (lambda plan: page(plan, "amend"), frozenset({Role.COORDINATOR})),
    "amend-more": (lambda plan: page(plan, "amend-more"), frozenset({Role.COORDINATOR})),
    "draft-own": (lambda plan: page(plan, "draft-own"), frozenset({Role.COORDINATOR})),
    "exempt": (lambda plan: reverse("plans:exempt", args=[plan.obligations.get().key]), frozenset({Role.LEADER})),
    "submit": (lambda plan: page(plan, "deed", "submit"), frozenset({Role.COORDINATOR})),
    "return": (lambda plan: page(plan, "deed", "return"), frozenset({Role.LEADER})),
    "sign": (lambda plan: page(plan, "deed", "sign"), frozenset({Role.LEADER})),
    "issue": (lambda plan: page(plan, "deed", "issue"), frozenset({Role.COORDINATOR, Role.RECORDS_CLERK})),
    "record": (lambda plan: page(plan, "deed", "record"), frozenset({Role.COORDINATOR, Role.RECORDS_CLERK})),
    "force": (lambda plan: page(plan, "deed", "put-in-force"), frozenset({Role.COORDINATOR, Role.LEADER})),
    "consult": (lambda plan: page(plan, "deed", "consult"), frozenset({Role.COORDINATOR})),
    "end-consultation": (lambda plan: page(plan, "deed", "end-consultation"), frozenset({Role.COORDINATOR})),
    "close": (lambda plan: page(plan, "deed", "close"), frozenset({Role.COORDINATOR, Role.LEADER})),
    "withdraw": (lambda plan: page(plan, "deed", "withdraw"), frozenset({Role.LEADER})),
    "superior": (lambda plan: page(plan, "deed", "superior"), frozenset({Role.COORDINATOR})),
    "discard": (lambda plan: page(plan, "deed", "discard"), frozenset({Role.COORDINATOR})),
}


@pytest.mark.parametrize("name", VIEWS)
def test_a_form_opens_for_those_who_may_and_for_no_other_role(at: Office, name: str) -> None:
    address, allowed = VIEWS[name]
    url = address(plan_in(State.IN_FORCE, at))
    answers = {role: signed_in(person(role, at.province)).get(url).status_code for role in Role}
    assert answers == {role: 200 if role in allowed else 403 for role in Role}
    assert Client().get(url).status_code == 302


@pytest.mark.parametrize("name", sorted(set(VIEWS) - {"new", "copy", "draft-own"}))
def test_a_form_does_not_open_for_another_agency(at: Office, name: str) -> None:
    address, allowed = VIEWS[name]
    stranger = signed_in(person(min(allowed), at.department))
    assert stranger.get(address(plan_in(State.IN_FORCE, at))).status_code == 403
    assert stranger.get(address(plan_in(State.DRAFT, at))).status_code == 404


def test_no_deed_without_a_page_and_none_that_is_not_known(at: Office) -> None:
    plan = plan_in(State.IN_FORCE, at)
    names = {name for name in VIEWS if name not in {"new", "copy", "amend-more", "draft-own", "exempt", "force"}}
    assert set(DEEDS) == names | {"put-in-force"}
    assert signed_in(at.leader).get(page(plan, "deed", "burn")).status_code == 404
    assert signed_in(at.leader).get(page(plan, "tab", "burn")).status_code == 404


# ---------------------------------------------------------------------------------------------------------- the pages


@pytest.mark.parametrize("state", State)
def test_every_tab_of_every_state_opens(at: Office, state: State) -> None:
    plan = plan_in(state, at)
    client = signed_in(at.coordinator)
    tabs = [link.url for link in client.get(page(plan)).context["tabs"] if link.url.startswith(page(plan))]
    assert len(tabs) >= 3
    assert {client.get(url).status_code for url in tabs} == {200}


@pytest.mark.parametrize(
    ("state", "who", "deed"),
    [
        (State.DRAFT, "coordinator", "submit"),
        (State.CONSULTING, "coordinator", "submit"),
        (State.SUBMITTED, "leader", "sign"),
        (State.SIGNED, "clerk", "issue"),
        (State.ISSUED, "leader", "put-in-force"),
        (State.SUBMITTED, "clerk", ""),
        (State.IN_FORCE, "coordinator", ""),
    ],
)
def test_the_obvious_next_deed_stands_at_the_top(at: Office, state: State, who: str, deed: str) -> None:
    plan = plan_in(state, at)
    shown = signed_in(getattr(at, who)).get(page(plan)).context["next"]
    assert (shown.deed.url if shown.deed else "") == (page(plan, "deed", deed) if deed else "")


def test_what_is_missing_stands_before_the_next_deed(at: Office) -> None:
    empty = PlanFactory(issuer=at.province)
    shown = signed_in(at.coordinator).get(page(empty))
    assert [sentence for sentence, _ in shown.context["next"].missing] == ["Kế hoạch chưa có nhiệm vụ nào."]
    assert page(empty, "deed", "submit") not in shown.content.decode()


def test_the_list_is_searched_without_marks_and_narrowed(at: Office) -> None:
    found = plan_in(State.IN_FORCE, at, title="Tuyên truyền Đề án 06")
    plan_in(
        State.CLOSED, at, number="1/KH-UBND", period_from="2025-01-01", period_to="2025-12-31", ended_on="2025-12-31"
    )
    client = signed_in(at.leader)
    for query in ("q=de an 06", "q=12/kh", "year=2026", "state=in_force"):
        listing = client.get(reverse("plans:list") + "?" + query).context["listing"]
        assert [plan.pk for plan in listing] == [found.pk], query
    for query in ("kind=yearly", "issuer=ubnd tinh", "year=tatca", "state=burnt", ""):
        assert len(client.get(reverse("plans:list") + "?" + query).context["listing"]) == 2, query


def test_lists_and_pages_cost_the_same_however_long_they_are(at: Office) -> None:
    plan = plan_in(State.IN_FORCE, at, number="99/KH-UBND")
    client = signed_in(person(Role.COORDINATOR, at.department))
    addresses = [
        reverse("plans:list"),
        reverse("plans:list") + "?format=csv",
        *(page(plan, "tab", tab) for tab in TABS),
        page(plan, "export", "csv"),
        page(plan, "export", "json"),
    ]
    counts: list[dict[str, int]] = []
    for rows in (1, 11):
        for number in range(rows):
            plan_in(State.IN_FORCE, at, number=f"{rows}{number}/KH-UBND")
            duty(plan, at.department, at.commune)
            PlanFactory(issuer=agency(), superior=plan, in_force=True)
        counts.append({url: _queries(client, url) for url in addresses})
    assert counts[0] == counts[1]
    assert max(counts[1].values()) < 30


def _queries(client: Client, url: str) -> int:
    with CaptureQueriesContext(connection) as told:
        answer = client.get(url)
        b"".join(answer) if answer.streaming else None
    assert answer.status_code == 200
    return len(told)


def test_the_obligation_page_tells_reading_versions_exemptions_and_what_grew_out_of_it(at: Office) -> None:
    plan = plan_in(State.AMENDED, at)
    five = plan.obligations.get()
    type(five)._base_manager.filter(pk=five.pk).update(
        read_as={
            "id": "x-01",
            "text": five.text,
            "lead": [{"group": "all-communes"}],
            "cadence": "weekly",
            "quotas": [],
            "via": None,
        }
    )
    amendment = plan_in(State.IN_FORCE, at, amends=plan, number="20/KH-UBND", effective_from=timezone.localdate())
    ObligationFactory(plan=amendment, replaces=five, change="replace", text="Đăng 07 tin.")
    Exemption.objects.create(
        obligation=five, agency=at.department, reason="Sáp nhập", authority="1/UBND", valid_from="2026-01-01",
        made_by=at.leader,
    )  # fmt: skip
    ObligationFactory(plan__issuer=at.department, plan__in_force=True, derived_from=five)
    hidden = ObligationFactory(derived_from=five)
    shown = signed_in(at.leader).get(reverse("plans:obligation", args=[five.key]))
    assert [row.name for row in shown.context["reading"] if row.differs] == [
        "Cơ quan chủ trì", "Loại việc", "Tần suất", "Định mức",
    ]  # fmt: skip
    assert len(shown.context["versions"]) == 2
    assert "Sáp nhập" in shown.content.decode()
    assert hidden not in shown.context["derived"]
    assert len(shown.context["derived"]) == 1
    stranger = signed_in(person(Role.OFFICER, agency()))
    assert stranger.get(reverse("plans:obligation", args=[hidden.key])).status_code == 404


def test_what_binds_is_shown_as_of_a_day(at: Office) -> None:
    plan = plan_in(State.AMENDED, at)
    five = plan.obligations.get()
    amendment = plan_in(State.IN_FORCE, at, amends=plan, number="20/KH-UBND", effective_from="2026-06-01")
    amendment.obligations.get()
    seven = ObligationFactory(plan=amendment, replaces=five, change="replace")
    client = signed_in(at.leader)
    before = client.get(page(plan, "tab", "as-amended") + "?day=31/05/2026").context["duties"]
    after = client.get(page(plan, "tab", "as-amended") + "?day=01/06/2026").context["duties"]
    assert (before, seven in after, five in after) == ([five], True, False)


def test_the_document_is_shown_with_ways_to_the_obligations(at: Office) -> None:
    plan = plan_in(State.DRAFT, at)
    five = plan.obligations.get()
    type(five).objects.filter(pk=five.pk).update(read_as={"id": "x-01", "text": five.text})
    outline = [{"label": "I", "text": "MỤC ĐÍCH", "children": [{"label": "1", "text": "Mục đích", "children": []}]}]
    Source.objects.create(
        plan=plan, name="k.docx", size=1, sha256="0" * 64, uploaded_by=at.coordinator, state=ReadingState.READ,
        reading={"outline": outline}, pane_vi='<p id="w-1"><a href="#o-1">1</a> Đăng tin</p>',
        file=ContentFile(b"x", "k.docx"),
    )  # fmt: skip
    client = signed_in(at.coordinator)
    shown = client.get(page(plan)).content.decode()
    assert f'<a href="{reverse("plans:obligation", args=[five.key])}">1</a> Đăng tin' in shown
    assert "MỤC ĐÍCH" in client.get(page(plan, "tab", "outline")).content.decode()
    assert (
        page(plan, "tab", "document") + "#w-1"
        in client.get(reverse("plans:obligation", args=[five.key])).context["document_url"]
    )


def test_how_a_plan_came_about_is_told_to_the_own_people_only(at: Office) -> None:
    plan = plan_in(State.SUBMITTED, at)
    today = timezone.localdate()
    return_to_draft(plan, reason="Thiếu thời hạn thực hiện", by=at.leader, on=today)
    consult(plan, [at.department], answer_by=today, by=at.coordinator, on=today)
    own, asked = signed_in(at.leader), signed_in(person(Role.OFFICER, at.department))
    for url in (page(plan), page(plan, "tab", "history")):
        assert "Thiếu thời hạn thực hiện" in own.get(url).content.decode()
        assert "Thiếu thời hạn thực hiện" not in asked.get(url).content.decode()


def test_a_change_is_shown_word_by_word(at: Office) -> None:
    plan = plan_in(State.IN_FORCE, at)
    today = timezone.localdate()
    made = start_amendment(
        plan, Chosen([plan.obligations.get().pk]), title="Sửa đổi", effective_from=today, by=at.coordinator, on=today
    )
    seven = made.obligations.get()
    seven.text = seven.text.replace("05", "07")
    seven.save()
    shown = signed_in(at.coordinator).get(page(made, "tab", "changes")).content.decode()
    assert "<del>" in shown
    assert "07 </ins>" in shown
