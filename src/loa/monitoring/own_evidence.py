"""What is done in Loa proves by itself: a sub-plan that binds, an urging letter sent, a visit of inspection that ended.

Each is announced as others announce theirs, under a reference that names it: told twice it is recorded once. A plan is
told when it was laid, in the background and as often as that is tried; letters and visits within their verb.
"""

import logging
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from loa.monitoring.actions.recording import record_evidence, withdraw_evidence
from loa.monitoring.enums import EvidenceKind, EvidenceState, Source
from loa.monitoring.errors import MonitoringError
from loa.monitoring.events import letter_sent, visit_closed
from loa.monitoring.happening import Happening
from loa.monitoring.models import Evidence, UrgingLetter, Visit
from loa.organizations.models import Agency
from loa.plans.enums import State
from loa.plans.models import Plan

__all__ = ["listen", "page_of", "settle_plan"]

_ID = "monitoring.own-evidence"
_LONGEST = 300
_PAGES = {"plan": "plans:plan", "letter": "monitoring:letter", "visit": "monitoring:visit"}
_log = logging.getLogger(__name__)


def listen() -> None:
    """Connects the signals; called once, when the applications are ready."""
    letter_sent.connect(_letter_sent, dispatch_uid=_ID)
    visit_closed.connect(_visit_closed, dispatch_uid=_ID)


def settle_plan(plan: Plan, *, on: date) -> None:
    """Makes what proves that an agency issued its plan under that of a superior what it should be.

    Recorded once the plan binds, withdrawn when the plan is; an amendment proves nothing of its own.
    """
    if plan.amends_id or not plan.superior_id or not plan.effective_from or not plan.issued_on:
        return
    reference = f"plan:{plan.key}"
    if plan.state == State.WITHDRAWN:
        _take_back(plan, reference, on)
    elif plan.issued_on <= on:
        title = _words("plan", number=plan.number, title=plan.title)
        _tell(_happening(plan.issuer, EvidenceKind.PLAN, plan.issued_on, title, reference), on)


def page_of(evidence: Evidence) -> str:
    """The page in Loa of what a piece of evidence was announced for, or empty."""
    what, _colon, key = evidence.reference.partition(":")
    if evidence.source != Source.ROOM or what not in _PAGES:
        return ""
    return reverse(_PAGES[what], args=[key])


def _letter_sent(*, letter: UrgingLetter, on: date, **_more: Any) -> None:
    title = _words("letter", number=letter.number, to=letter.to.name)
    day = letter.dated or on
    _tell(_happening(letter.agency, EvidenceKind.DOCUMENT, day, title, f"letter:{letter.key}"), on)


def _visit_closed(*, visit: Visit, on: date, **_more: Any) -> None:
    told = visit.inspection
    title = _words("visit", agency=visit.agency.name, title=told.title)
    day = min(visit.on, on)
    _tell(_happening(told.agency, EvidenceKind.INSPECTION, day, title, f"visit:{visit.key}"), on)


def _happening(agency: Agency, kind: EvidenceKind, day: date, title: str, reference: str) -> Happening:
    return Happening(
        agency=agency, kind=kind, happened_on=day, title=title[:_LONGEST], source=Source.ROOM, reference=reference
    )


def _tell(happening: Happening, on: date) -> None:
    """What cannot be evidence, as of an agency that did not exist on the day, stops nobody's work: it is logged."""
    try:
        record_evidence(happening, by=None, on=on)
    except MonitoringError as problem:
        _log.warning("%s is no evidence: %s", happening.reference, " ".join(problem.messages))


def _take_back(plan: Plan, reference: str, on: date) -> None:
    rows = Evidence.objects.filter(agency=plan.issuer_id, source=Source.ROOM, reference=reference)
    for evidence in rows.filter(state=EvidenceState.RECORDED):
        withdraw_evidence(evidence, because=_("The plan was withdrawn."), by=None, on=on)


@cache
def _book() -> Mapping[str, str]:
    return tomllib.loads((resources.files("loa.monitoring") / "own_evidence.toml").read_text("utf-8"))


def _words(which: str, **values: str) -> str:
    return _book()[which].format(**values)
