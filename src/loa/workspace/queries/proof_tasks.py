"""What waits for a person of proof and urging: to sign, to answer, to remedy, to decide, to look at."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, timedelta
from typing import TypeVar

from django.db.models import Model, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loa.monitoring.enums import InspectionState, NearCopyState
from loa.monitoring.models import Commendation, ExplanationRequest, Finding, UrgingLetter, Visit
from loa.monitoring.queries.disputes import open_disputes
from loa.monitoring.queries.evidence import unmatched
from loa.monitoring.queries.near_copies import judged_by
from loa.monitoring.queries.urging import (
    commendations_to_decide,
    explanations_owed,
    explanations_to_judge,
    findings_owed,
    findings_to_judge,
    letters_to_send,
    letters_to_sign,
    visits_to_make,
)
from loa.organizations.models import Person
from loa.organizations.policy import agencies_where, may_anywhere
from loa.ui.parts import Tone
from loa.workspace.queries.task import Task

__all__ = ["proof_tasks"]

_SINGLY = 3
"""More tasks of one kind than this are one line that leads to their list."""
_LATELY = timedelta(days=60)
"""How far back evidence that fits nothing is worth a task."""
_Row = TypeVar("_Row", bound=Model)


def proof_tasks(person: Person, on: date) -> Iterator[Task]:
    """All of it, each kind by one query, asked only of who may do it."""
    yield from _singly_or_together(letters_to_sign(person, on), _letter, _letters)
    yield from _singly_or_together(letters_to_send(person, on), _signed_letter, _signed_letters)
    yield from _singly_or_together(explanations_owed(person, on), lambda one: _explanation(one, on), _explanations)
    yield from _singly_or_together(findings_owed(person, on), lambda one: _finding(one, on), _findings)
    yield from _singly_or_together(explanations_to_judge(person), _given, _all_given)
    if may_anywhere(person, "inspections.hold", on=on):
        yield from _singly_or_together(visits_to_make(person, on), lambda one: _visit(one, on), _visits)
        yield from _singly_or_together(findings_to_judge(person, on), _remedied, _all_remedied)
    yield from _singly_or_together(commendations_to_decide(person, on), _proposal, _proposals)
    yield from _disputes(person, on)
    if may_anywhere(person, "evidence.judge", on=on):
        yield from _near_copies(person, on)
    yield from _fitting_nothing(person, on)


def _singly_or_together(
    rows: QuerySet[_Row], single: Callable[[_Row], Task], together: Callable[[int], Task]
) -> Iterable[Task]:
    found = list(rows[: _SINGLY + 1])
    return map(single, found) if len(found) <= _SINGLY else [together(rows.count())]


def _letter(one: UrgingLetter) -> Task:
    return Task(_("Sign the urging letter"), str(one.to), reverse("monitoring:letter", args=[one.key]), str(one.agency))


def _letters(count: int) -> Task:
    told = ngettext("%d letter", "%d letters", count) % count
    return Task(_("Sign urging letters"), told, f"{reverse('monitoring:letters')}?state=draft")


def _signed_letter(one: UrgingLetter) -> Task:
    url = reverse("monitoring:letter", args=[one.key])
    return Task(_("Number and send the letter"), str(one.to), url, str(one.agency))


def _signed_letters(count: int) -> Task:
    told = ngettext("%d letter", "%d letters", count) % count
    return Task(_("Number and send urging letters"), told, f"{reverse('monitoring:letters')}?state=signed")


def _explanation(one: ExplanationRequest, on: date) -> Task:
    url = reverse("monitoring:explanation", args=[one.key])
    tone: Tone = "danger" if one.answer_by < on else "info"
    return Task(_("Give an explanation"), one.figure, url, f"{one.agency} · {one.asking}", one.answer_by, tone)


def _explanations(count: int) -> Task:
    told = ngettext("%d explanation asked for", "%d explanations asked for", count) % count
    return Task(_("Give explanations"), told, reverse("monitoring:explanations"), tone="warning")


def _finding(one: Finding, on: date) -> Task:
    url = reverse("monitoring:finding", args=[one.key])
    tone: Tone = "danger" if one.due_on and one.due_on < on else "info"
    return Task(_("Remedy a finding"), str(one), url, str(one.visit.agency), one.due_on, tone)


def _findings(count: int) -> Task:
    told = ngettext("%d finding", "%d findings", count) % count
    return Task(_("Remedy findings"), told, reverse("monitoring:findings"), tone="warning")


def _given(one: ExplanationRequest) -> Task:
    url = reverse("monitoring:explanation", args=[one.key])
    return Task(_("Judge the explanation"), one.figure, url, str(one.agency))


def _all_given(count: int) -> Task:
    told = ngettext("%d explanation given", "%d explanations given", count) % count
    return Task(_("Judge explanations"), told, f"{reverse('monitoring:explanations')}?state=answered")


def _visit(one: Visit, on: date) -> Task:
    url, is_open = reverse("monitoring:visit", args=[one.key]), one.state == InspectionState.OPEN
    words = _("Finish the inspection") if is_open else _("Inspect")
    tone: Tone = "danger" if one.on < on else "info"
    return Task(words, str(one.agency), url, str(one.inspection), one.on, tone)


def _visits(count: int) -> Task:
    told = ngettext("%d visit up to a week ahead", "%d visits up to a week ahead", count) % count
    return Task(_("Inspect agencies"), told, reverse("monitoring:inspections"))


def _remedied(one: Finding) -> Task:
    return Task(_("Look at a remedy"), str(one), reverse("monitoring:finding", args=[one.key]), str(one.visit.agency))


def _all_remedied(count: int) -> Task:
    told = ngettext("%d finding remedied", "%d findings remedied", count) % count
    return Task(_("Look at remedies"), told, f"{reverse('monitoring:findings')}?state=remedied")


def _proposal(one: Commendation) -> Task:
    about = f"{one.get_kind_display()}: {one.agency}"
    return Task(_("Decide a proposal"), about, reverse("monitoring:commendation", args=[one.key]), str(one.by))


def _proposals(count: int) -> Task:
    told = ngettext("%d proposal", "%d proposals", count) % count
    return Task(_("Decide proposals of praise and criticism"), told, reverse("monitoring:commendations"))


def _disputes(person: Person, on: date) -> Iterator[Task]:
    waiting = open_disputes(person, on)
    if waiting.to_decide:
        told = ngettext("%d open dispute", "%d open disputes", waiting.to_decide) % waiting.to_decide
        yield Task(_("Decide disputes"), told, f"{reverse('monitoring:disputes')}?whose=decide", tone="warning")
    if waiting.own:
        told = ngettext("%d waits for a decision", "%d wait for a decision", waiting.own) % waiting.own
        yield Task(_("Follow your disputes"), told, f"{reverse('monitoring:disputes')}?whose=own")


def _near_copies(person: Person, on: date) -> Iterator[Task]:
    if count := judged_by(person, on=on).filter(state=NearCopyState.FLAGGED).count():
        told = ngettext("%d pair of texts alike", "%d pairs of texts alike", count) % count
        yield Task(_("Look at near copies"), told, f"{reverse('monitoring:near-copies')}?state=flagged")


def _fitting_nothing(person: Person, on: date) -> Iterator[Task]:
    """Evidence of the own agencies only: that of others is theirs to mend."""
    own = tuple(agencies_where(person, "evidence.record", on=on))
    if own and (count := unmatched(own, first=on - _LATELY).count()):
        told = ngettext("%d piece fits no duty", "%d pieces fit no duty", count) % count
        yield Task(_("Look at evidence that fits nothing"), told, reverse("monitoring:unmatched"))
