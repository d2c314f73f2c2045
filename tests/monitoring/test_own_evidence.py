"""What is done in Loa proves by itself: once, for who did it, and no longer than it stands."""

from datetime import date

import pytest
from tests.factories import PlanFactory
from tests.monitoring.calendars import amendment, duty, laid, plan_of
from tests.monitoring.owing import Urging
from tests.monitoring.proving import signed_in
from tests.monitoring.test_dropping import letter_of
from tests.monitoring.test_inspecting import TODAY, Inspecting
from tests.monitoring.test_laying import raw_update

from loa.audit.actions import verify
from loa.audit.models import Entry
from loa.monitoring.actions import inspecting, letters
from loa.monitoring.actions.laying import ask
from loa.monitoring.actions.recording import withdraw_evidence
from loa.monitoring.enums import EvidenceKind, EvidenceState, Source
from loa.monitoring.models import Evidence, Match, Tally
from loa.monitoring.own_evidence import page_of, settle_plan
from loa.monitoring.tasks import lay_plan
from loa.organizations.policy import Forbidden
from loa.plans.enums import State
from loa.plans.models import Plan

pytestmark = pytest.mark.django_db
ISSUED = date(2026, 2, 3)


class Cascade(Urging):
    """A province whose plan asks every commune for a plan of its own by the end of March; one commune issued one."""

    def __init__(self) -> None:
        super().__init__(communes=2)
        self.make_plan = duty(
            self.plan, "all-communes", kinds=["make-plan"], cadences=["once"], quotas=[], deadline="2026-03-31"
        )  # fmt: skip
        laid(self.plan)
        self.own = plan_of(self.home, since=ISSUED, superior=self.plan, number="05/KH-UBND")


def pieces() -> list[tuple[str, str, date]]:
    return list(Evidence.objects.order_by("pk").values_list("kind", "agency__name", "happened_on"))


def test_a_sub_plan_that_binds_meets_the_duty_to_make_one() -> None:
    here = Cascade()
    ask(here.own, ISSUED)
    lay_plan(here.own.pk)
    lay_plan(here.own.pk)
    piece = Evidence.objects.get()
    assert (piece.kind, piece.agency, piece.happened_on) == (EvidenceKind.PLAN, here.home, ISSUED)
    assert (piece.source, piece.recorded_by, piece.reference) == (Source.ROOM, None, f"plan:{here.own.key}")
    assert "05/KH-UBND" in piece.title
    tally = Tally.objects.get(obligation=here.make_plan)
    assert (tally.agency, tally.done, tally.done_on) == (here.home, "met", ISSUED)
    assert page_of(piece) == f"/plans/{here.own.key}/"
    assert f'href="{page_of(piece)}"' in signed_in(here.officer).get(f"/evidence/{piece.key}/").content.decode()
    assert Entry.objects.filter(verb="evidence.record").count() == 1


def test_neither_an_amendment_nor_a_plan_under_nobody_nor_one_not_bound_proves_anything() -> None:
    here = Cascade()
    change = amendment(here.own, date(2026, 5, 1))
    draft = PlanFactory(issuer=here.communes[1], superior=here.plan)
    for plan in (here.plan, change, draft):
        settle_plan(plan, on=TODAY)
    assert pieces() == []


def test_it_is_withdrawn_with_the_plan_and_not_when_the_plan_is_done() -> None:
    here = Cascade()
    settle_plan(here.own, on=TODAY)
    raw_update(here.own, state=State.CLOSED, ended_on=TODAY)
    settle_plan(Plan.objects.get(pk=here.own.pk), on=TODAY)
    assert Evidence.objects.get().state == EvidenceState.RECORDED
    raw_update(here.own, state=State.WITHDRAWN, ended_on=TODAY)
    for _ in range(2):
        settle_plan(Plan.objects.get(pk=here.own.pk), on=TODAY)
    piece = Evidence.objects.get()
    assert piece.state == EvidenceState.WITHDRAWN
    assert Tally.objects.get(obligation=here.make_plan).done == "part"
    assert [(one.verb, one.actor_name) for one in Entry.objects.filter(verb__startswith="evidence.")] == [
        ("evidence.record", "Loa"), ("evidence.withdraw", "Loa"),
    ]  # fmt: skip
    assert list(verify()) == []


def test_only_rooms_withdraw_without_a_person_and_only_their_own() -> None:
    here = Cascade()
    settle_plan(here.own, on=TODAY)
    Evidence.objects.update(source=Source.PERSON)
    with pytest.raises(Forbidden):
        withdraw_evidence(Evidence.objects.get(), because="Nhầm.", by=None, on=TODAY)


def test_a_letter_that_is_sent_is_a_document_of_who_sends_it() -> None:
    here = Urging()
    letter = letters.sign(letter_of(here, here.window("2026-05-31")), revision=1, by=here.leader, on=TODAY)
    assert pieces() == []
    letters.send(letter, number="123/UBND-NC", dated=TODAY, revision=2, by=here.coordinator, on=TODAY)
    piece = Evidence.objects.get()
    assert (piece.kind, piece.agency, piece.happened_on) == (EvidenceKind.DOCUMENT, here.top, TODAY)
    assert "123/UBND-NC" in piece.title
    assert page_of(piece) == f"/letters/{letter.key}/"
    assert not Match.objects.filter(agency=here.home).exists()
    assert list(verify()) == []


def test_a_visit_that_ended_is_an_inspection_of_who_inspected() -> None:
    here = Inspecting()
    inspecting.open_visit(here.visit, revision=1, by=here.inspector, on=TODAY)
    assert pieces() == []
    inspecting.close_visit(here.visit, conclusion="Cơ bản đạt.", revision=2, by=here.inspector, on=TODAY)
    piece = Evidence.objects.get()
    assert (piece.kind, piece.agency, piece.happened_on) == (EvidenceKind.INSPECTION, here.top, TODAY)
    assert page_of(piece) == f"/inspections/visits/{here.visit.key}/"
