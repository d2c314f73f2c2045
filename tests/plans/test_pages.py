"""The pages of plans: who sees which, what they cost, and what forms do."""

import csv
import io
import json
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from lxml import etree
from tests.factories import ObligationFactory, PlanFactory, agency, person
from tests.plans.lives import Office, duty, office, plan_in

from loa.organizations.enums import Role
from loa.organizations.models import Person
from loa.plans.actions.amending import Chosen, start_amendment
from loa.plans.actions.consulting import consult
from loa.plans.actions.exempting import Relief, exempt
from loa.plans.enums import NUMBERED, PartyRole, State
from loa.plans.models import Exemption, Plan
from loa.plans.policy import DEEDS
from loa.writing.plan_json import from_json

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Office:
    return office()


def signed_in(who: Person) -> Client:
    client = Client()
    client.force_login(who)
    return client


def page(plan: Plan, name: str = "plan", *more: object) -> str:
    return reverse(f"plans:{name}", args=[plan.key, *more])


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
    opened = {role for role in Role if signed_in(person(role, at.province)).get(url).status_code == 200}
    assert opened == allowed
    refused = {signed_in(person(role, at.province)).get(url).status_code for role in set(Role) - allowed}
    assert refused == {403}
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
        read_as={"text": five.text, "lead": [{"group": "all-communes"}], "cadence": "weekly", "quotas": [], "via": None}
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


# ----------------------------------------------------------------------------------------------------------- the files


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
    assert len(signed_in(at.leader).get(page(plan, "tab", "sub-plans")).context["listing"]) == 1


# ----------------------------------------------------------------------------------------------------------- the forms


def test_the_whole_way_by_forms(at: Office) -> None:
    coordinator, leader, clerk = (signed_in(who) for who in (at.coordinator, at.leader, at.clerk))
    head = {
        "issuer": at.province.pk, "title": "Kế hoạch 2026", "kind": "yearly", "period_from": "01/01/2026",
        "period_to": "31/12/2026",
    }  # fmt: skip
    coordinator.post(reverse("plans:new"), head)
    plan = Plan.objects.get()
    duty(plan, at.department)
    coordinator.post(page(plan, "deed", "submit"))
    signed = {"authority": "KT.", "on_behalf_of": "CHỦ TỊCH", "capacity": "Phó Chủ tịch", "name": "Trần Thị Bình"}
    leader.post(page(plan, "deed", "sign"), signed)
    offered = clerk.get(page(plan, "deed", "issue")).context["form"].initial
    assert offered["number"] == "01/KH-UBND"
    today = f"{timezone.localdate():%d/%m/%Y}"
    clerk.post(
        page(plan, "deed", "issue"), {"number": offered["number"], "issued_on": today, "issue_place": "Lạng Sơn"}
    )
    coordinator.post(page(plan, "deed", "put-in-force"), {"effective_from": today})
    plan.refresh_from_db()
    assert (plan.state, plan.number, plan.signer_authority) == (State.IN_FORCE, "01/KH-UBND", "KT. CHỦ TỊCH")


def test_what_an_action_refuses_is_told_on_the_form(at: Office) -> None:
    plan_in(State.IN_FORCE, at)
    plan = plan_in(State.SIGNED, at)
    given = {"number": "12/KH-UBND", "issued_on": "05/01/2026"}
    answer = signed_in(at.clerk).post(page(plan, "deed", "issue"), given)
    assert answer.status_code == 200
    assert "12/KH-UBND" in str(answer.context["form"].errors["number"])


def test_a_deed_in_the_wrong_state_is_told_and_not_done(at: Office) -> None:
    plan = plan_in(State.IN_FORCE, at)
    answer = signed_in(at.coordinator).post(page(plan, "deed", "submit"))
    assert answer.context["form"].non_field_errors()
    assert Plan.objects.get().state == State.IN_FORCE


def test_two_people_edit_a_head_and_nothing_is_lost(at: Office) -> None:
    plan = plan_in(State.DRAFT, at)
    one, two = signed_in(at.coordinator), signed_in(person(Role.COORDINATOR, at.province))
    entered = {"revision": 1, "kind": "yearly", "period_from": "01/01/2026", "period_to": "31/12/2026"}
    one.post(page(plan, "edit"), {**entered, "title": "Tên của người thứ nhất"})
    late = two.post(page(plan, "edit"), {**entered, "title": "Tên của người thứ hai"})
    shown = late.content.decode()
    assert "Tên của người thứ nhất" in shown
    assert "Tên của người thứ hai" in shown
    assert Plan.objects.get().title == "Tên của người thứ nhất"
    again = {**entered, "title": "Tên của người thứ hai", "revision": late.context["form"].data["revision"]}
    two.post(page(plan, "edit"), again)
    assert Plan.objects.get().title == "Tên của người thứ hai"


def test_an_amendment_is_chosen_on_a_table(at: Office) -> None:
    plan = plan_in(State.IN_FORCE, at)
    five, weekly = plan.obligations.get(), duty(plan, at.commune)
    given = {
        "title": "Sửa đổi", "effective_from": "01/06/2026", f"change-{five.pk}": "replace",
        f"change-{weekly.pk}": "end",
        "change-x": "end",
    }  # fmt: skip
    signed_in(at.coordinator).post(page(plan, "amend"), given)
    made = Plan.objects.get(amends=plan)
    assert set(made.obligations.values_list("replaces", "change")) == {(five.pk, "replace"), (weekly.pk, "end")}


def test_a_sub_plan_and_a_copy_are_made_by_forms(at: Office) -> None:
    plan = plan_in(State.IN_FORCE, at)
    client = signed_in(person(Role.COORDINATOR, at.department))
    client.post(page(plan, "draft-own"), {"agency": at.department.pk})
    again = client.post(page(plan, "draft-own"), {"agency": at.department.pk})
    assert again.context["form"].non_field_errors()
    assert Plan.objects.get(superior=plan).obligations.get().parties.get().role == PartyRole.LEAD
    client.post(page(plan, "copy"), {"issuer": at.department.pk, "years": 1})
    assert Plan.objects.get(copied_from=plan).period_from.year == 2027
    client.post(page(plan, "copy"), {"issuer": at.province.pk, "years": 1})
    assert Plan.objects.filter(copied_from=plan).count() == 1


def test_an_exemption_is_made_and_revoked_by_forms(at: Office) -> None:
    plan = plan_in(State.IN_FORCE, at)
    five = plan.obligations.get()
    client = signed_in(at.leader)
    given = {
        "agency": "so noi vu", "kind": "amount", "amount": "2", "reason": "Sáp nhập", "authority": "1/UBND-NC",
        "valid_from": "01/02/2026",
    }  # fmt: skip
    wrong = client.post(reverse("plans:exempt", args=[five.key]), {**given, "agency": "Sở không có", "amount": ""})
    assert set(wrong.context["form"].errors) == {"agency", "amount"}
    client.post(reverse("plans:exempt", args=[five.key]), given)
    made = Exemption.objects.get()
    assert (made.agency, made.amount, made.valid_to) == (at.department, 2, None)
    assert signed_in(at.coordinator).get(reverse("plans:revoke", args=[made.pk])).status_code == 403
    client.post(reverse("plans:revoke", args=[made.pk]))
    made.refresh_from_db()
    assert made.valid_to == timezone.localdate() - timedelta(days=1)


def test_an_opinion_is_given_by_form(at: Office) -> None:
    plan = plan_in(State.DRAFT, at)
    today = timezone.localdate()
    day = f"{today:%d/%m/%Y}"
    client = signed_in(at.coordinator)
    client.post(
        page(plan, "deed", "consult"),
        {"agencies": [at.department.pk], "others": "UBND xã Đồng Đăng\n", "answer_by": day},
    )
    assert {row.agency for row in plan.consultations.all()} == {at.department, at.commune}
    asked = plan.consultations.get(agency=at.commune)
    officer = signed_in(person(Role.OFFICER, at.commune))
    officer.post(page(plan, "answer", asked.pk), {"agrees": "no", "answer": "Giảm định mức"})
    asked.refresh_from_db()
    assert (asked.agrees, asked.answer) == (False, "Giảm định mức")
    assert client.post(page(plan, "answer", asked.pk), {"agrees": "yes"}).status_code == 403


def test_an_exempted_agency_is_told_on_the_plan_page(at: Office) -> None:
    plan = plan_in(State.IN_FORCE, at)
    today = timezone.localdate()
    relief = Relief("Đang sáp nhập", "1/UBND-NC", today)
    exempt(plan.obligations.get(), at.department, relief, by=at.leader, on=today)
    shown = signed_in(person(Role.OFFICER, at.commune)).get(page(plan, "tab", "exemptions")).content.decode()
    assert "Đang sáp nhập" in shown
    assert "1/UBND-NC" in shown


def test_a_draft_is_discarded_after_a_question(at: Office) -> None:
    plan = plan_in(State.DRAFT, at)
    client = signed_in(at.coordinator)
    client.get(page(plan, "deed", "discard"))
    assert Plan.objects.exists()
    assert client.post(page(plan, "deed", "discard")).url == reverse("plans:list")  # type: ignore[attr-defined]  # a redirect
    assert not Plan.objects.exists()


def test_the_list_tells_an_agency_which_plan_it_owes(at: Office) -> None:
    plan = plan_in(State.IN_FORCE, at, period_to=timezone.localdate())
    duty(plan, group="all-communes", kinds=["make-plan"], deadline="2026-03-01", cadences=["once"], quotas=[])
    commune = signed_in(person(Role.COORDINATOR, at.commune))
    assert "UBND xã Đồng Đăng phải ban hành kế hoạch" in commune.get(reverse("plans:list")).content.decode()
    assert "phải ban hành" not in signed_in(at.coordinator).get(reverse("plans:list")).content.decode()
    commune.post(page(plan, "draft-own"), {"agency": at.commune.pk})
    assert page(Plan.objects.get(superior=plan)) in commune.get(reverse("plans:list")).content.decode()
