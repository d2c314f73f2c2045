"""Asking an agency to explain a figure, its answer, and whether it is accepted. What was said is not changed later."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.audit.actions import record
from loa.monitoring.errors import MonitoringError
from loa.monitoring.models import ExplanationRequest, Occurrence
from loa.organizations.actions.notices import notify
from loa.organizations.enums import Role
from loa.organizations.models import Agency, Person
from loa.organizations.policy import require
from loa.organizations.queries.people import people_with_role

__all__ = ["Question", "answer", "ask", "judge"]


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be explained: the figure in words, the question, by when; the occurrence where it is about one."""

    figure: str
    question: str
    answer_by: date
    occurrence: Occurrence | None = None


@transaction.atomic
def ask(agency: Agency, about: Question, *, asking: Agency, by: Person, on: date) -> ExplanationRequest:
    """Asks in the name of the agency `asking`, and tells those who answer. Raises Forbidden and MonitoringError."""
    require(by, "explanations.ask", agency, on=on)
    _check(about, on)
    made = ExplanationRequest.objects.create(
        agency=agency, asking=asking, occurrence=about.occurrence, figure=about.figure.strip(),
        question=about.question.strip(), answer_by=about.answer_by, asked_by=by,
    )  # fmt: skip
    roles = [Role.COORDINATOR, Role.OFFICER, Role.LEADER]
    _tell("explanation-asked", made, people_with_role(agency, roles, on))
    after = {"figure": made.figure, "question": made.question, "answer_by": made.answer_by, "asking": str(asking)}
    record("explanations.ask", made, by=by, agency_id=agency.pk, after=after)
    return made


def _check(about: Question, on: date) -> None:
    if not about.figure.strip() or not about.question.strip():
        raise MonitoringError(_("Say which figure is meant and what is asked."), code="question")
    if about.answer_by < on:
        raise MonitoringError(_("Nobody can answer in the past."), code="answer_by")


@transaction.atomic
def answer(request: ExplanationRequest, *, words: str, by: Person, on: date) -> ExplanationRequest:
    """Answers once and for all, also after the day. Raises Forbidden and MonitoringError."""
    require(by, "explanations.answer", request.agency_id, on=on)
    kept = _locked(request)
    if kept.answered_at:
        raise MonitoringError(_("This was answered already, and answers stay as they are."), code="answered")
    if not words.strip():
        raise MonitoringError(_("An explanation needs words."), code="answer")
    kept.answer, kept.answered_by, kept.answered_at = words.strip(), by, timezone.now()
    kept.save()
    _tell("explanation-answered", kept, _askers(kept, on))
    record("explanations.answer", kept, by=by, agency_id=kept.agency_id, after={"answer": kept.answer})
    return kept


@transaction.atomic
def judge(request: ExplanationRequest, *, accepted: bool, remark: str, by: Person, on: date) -> ExplanationRequest:
    """Says once and for all whether an answer is accepted. Raises Forbidden and MonitoringError."""
    require(by, "explanations.ask", request.agency_id, on=on)
    kept = _locked(request)
    if not kept.answered_at:
        raise MonitoringError(_("There is no answer yet."), code="answer")
    if kept.accepted is not None:
        raise MonitoringError(_("Somebody has judged this explanation already."), code="judged")
    if not accepted and not remark.strip():
        raise MonitoringError(_("Say why the explanation is not accepted."), code="remark")
    kept.accepted, kept.remark, kept.judged_by, kept.judged_at = accepted, remark.strip(), by, timezone.now()
    kept.save()
    code = "explanation-accepted" if accepted else "explanation-refused"
    _tell(code, kept, people_with_role(kept.agency_id, [Role.COORDINATOR, Role.OFFICER, Role.LEADER], on))
    after = {"accepted": accepted, "remark": kept.remark}
    record("explanations.judge", kept, by=by, agency_id=kept.agency_id, after=after)
    return kept


def _locked(request: ExplanationRequest) -> ExplanationRequest:
    rows = ExplanationRequest.objects.select_for_update(of=("self",)).select_related("agency", "asking", "asked_by")
    return rows.get(pk=request.pk)


def _askers(request: ExplanationRequest, on: date) -> list[Person]:
    """Who asked, and who coordinates where it was asked."""
    people = {one.pk: one for one in people_with_role(request.asking_id, [Role.COORDINATOR], on)}
    return list({**people, request.asked_by_id: request.asked_by}.values())


def _tell(code: str, request: ExplanationRequest, people: Collection[Person]) -> None:
    values = {
        "agency": request.agency.name, "asking": request.asking.name, "figure": request.figure,
        "day": f"{request.answer_by:%d/%m/%Y}",
    }  # fmt: skip
    notify(list(people), f"monitoring.{code}", values, reverse("monitoring:explanation", args=[request.key]))
