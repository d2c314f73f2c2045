"""What people enter about plans, and what becomes of it."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone
from tests.factories import person
from tests.plans.lives import Office, duty, office, page, plan_in, signed_in

from loa.organizations.enums import Role
from loa.plans.actions.exempting import Relief, exempt
from loa.plans.enums import PartyRole, State
from loa.plans.models import Exemption, Plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def at() -> Office:
    return office()


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


def test_numbers_that_are_none_choose_nothing(at: Office) -> None:
    plan, coordinator = plan_in(State.IN_FORCE, at), signed_in(at.coordinator)
    for number in ("²", "9" * 30):
        began = coordinator.post(reverse("plans:new"), {"issuer": number})
        assert "issuer" in began.context["form"].errors
        fields = {f"change-{number}": "replace", "title": "Sửa đổi", "effective_from": ""}
        assert coordinator.post(page(plan, "amend"), fields).status_code == 200


def test_an_agency_cannot_be_asked_for_more_than_anybody_can_count(at: Office) -> None:
    five = plan_in(State.IN_FORCE, at).obligations.get()
    entered = {"agency": at.department.name, "kind": "amount", "reason": "x", "authority": "y"}
    way = reverse("plans:exempt", args=[five.key])
    answer = signed_in(at.leader).post(way, {**entered, "amount": "3000000000", "valid_from": "05/01/2026"})
    assert "amount" in answer.context["form"].errors
