"""What was issued stays as it was issued, whichever way somebody writes."""

from collections.abc import Callable
from datetime import date

import pytest
from django.core.files.base import ContentFile
from tests.factories import ObligationFactory, PersonFactory, PlanFactory, agency, party

from loa.plans.enums import NUMBERED, State
from loa.plans.errors import IllegalStep, NotEditable
from loa.plans.models import Obligation, Party, Plan, Source

pytestmark = pytest.mark.django_db
CLOSED = sorted({State.SUBMITTED, State.SIGNED, *NUMBERED})


def plan_in(state: State) -> Plan:
    return PlanFactory(state=state, number="12/KH-UBND", issued_on=date(2026, 1, 5), effective_from=date(2026, 1, 5))


def rename(plan: Plan) -> None:
    plan.title = "Kế hoạch khác"
    plan.save()


def renumber(plan: Plan) -> None:
    plan.number = "13/KH-UBND"
    plan.save()


def reword(plan: Plan) -> None:
    duty = plan.obligations.get()
    duty.text = "Đăng 07 tin."
    duty.save()


def move(plan: Plan) -> None:
    duty = plan.obligations.get()
    duty.plan = PlanFactory()
    duty.save()


WRITING: list[Callable[[Plan], object]] = [
    rename,
    reword,
    move,
    lambda plan: plan.delete(),
    lambda plan: Plan.objects.filter(pk=plan.pk).update(title="Kế hoạch khác"),
    lambda plan: Plan.objects.filter(pk=plan.pk).delete(),
    lambda plan: plan.obligations.get().delete(),
    lambda plan: plan.obligations.update(quotas=[]),
    lambda plan: plan.obligations.all().delete(),
    lambda plan: Obligation.objects.create(plan=plan, position=9, text="Thêm"),
    lambda plan: Obligation.objects.bulk_create([Obligation(plan=plan, position=9, text="Thêm")]),
    lambda plan: Party.objects.get(obligation__plan=plan).save(),
    lambda plan: Party.objects.get(obligation__plan=plan).delete(),
    lambda plan: Party.objects.filter(obligation__plan=plan).update(name="Sở khác"),
    lambda plan: Party.objects.create(obligation=plan.obligations.get(), role="lead", name="Sở khác"),
    lambda plan: Party.objects.bulk_create([Party(obligation=plan.obligations.get(), role="lead", name="Sở khác")]),
    lambda plan: plan.source.save(),
    lambda plan: plan.source.delete(),
    lambda plan: Source.objects.filter(plan=plan).update(text=""),
]


@pytest.fixture
def whole() -> Callable[[State], Plan]:
    def made(state: State) -> Plan:
        plan = plan_in(State.DRAFT)
        party(ObligationFactory(plan=plan), agency=agency())
        Source.objects.create(
            plan=plan,
            file=ContentFile(b"x", "k.txt"),
            name="k.txt",
            size=1,
            sha256="0" * 64,
            uploaded_by=PersonFactory(),
        )
        Plan.objects.filter(pk=plan.pk).update(state=state)
        return Plan.objects.get(pk=plan.pk)

    return made


@pytest.mark.parametrize("write", WRITING)
@pytest.mark.parametrize("state", CLOSED)
def test_the_content_of_a_closed_plan_cannot_be_written(
    whole: Callable[[State], Plan], state: State, write: Callable[[Plan], object]
) -> None:
    plan = whole(state)
    with pytest.raises(NotEditable):
        write(plan)


@pytest.mark.parametrize("write", [rename, reword, renumber])
def test_that_of_a_draft_can(whole: Callable[[State], Plan], write: Callable[[Plan], object]) -> None:
    write(whole(State.DRAFT))


def test_a_number_is_given_once(whole: Callable[[State], Plan]) -> None:
    renumber(whole(State.SIGNED))
    with pytest.raises(NotEditable):
        renumber(whole(State.ISSUED))


def test_the_day_it_binds_from_stays_once_it_binds(whole: Callable[[State], Plan]) -> None:
    for state, allowed in ((State.ISSUED, True), (State.IN_FORCE, False)):
        plan = whole(state)
        plan.effective_from = date(2026, 2, 1)
        if allowed:
            plan.save()
        else:
            with pytest.raises(NotEditable):
                plan.save()
        Plan._base_manager.filter(pk=plan.pk).update(number="1/KH-UBND")


def test_a_state_never_leaps() -> None:
    plan = plan_in(State.IN_FORCE)
    plan.state = State.DRAFT
    with pytest.raises(IllegalStep):
        plan.save()
    with pytest.raises(NotEditable):
        Plan.objects.filter(pk=plan.pk).update(state=State.DRAFT)


def test_a_superior_plan_may_be_named_later() -> None:
    plan = plan_in(State.IN_FORCE)
    plan.superior = PlanFactory(in_force=True)
    plan.save()
    assert Plan.objects.get(pk=plan.pk).superior == plan.superior
