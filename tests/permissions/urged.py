"""What is urged, inspected, praised and shown about the agency in the middle of the world."""

from dataclasses import dataclass
from datetime import date

from django.core.files.base import ContentFile
from django.utils import timezone
from tests.factories import agency

from loa.monitoring.enums import CommendationKind, CommendationState, InspectionState, LetterState
from loa.monitoring.models import (
    Commendation,
    ExplanationRequest,
    Finding,
    FindingPhoto,
    GoodModel,
    Inspection,
    UrgingLetter,
    Visit,
)
from loa.organizations.models import Agency, Person

__all__ = ["Urged", "urged"]

_DAY = date(2026, 3, 31)


@dataclass(frozen=True, slots=True, kw_only=True)
class Urged:
    """Drafts and rounds are of the agency in the middle, all else comes to it from an agency nobody works at."""

    letter: UrgingLetter
    draft: UrgingLetter
    explanation: ExplanationRequest
    round: Inspection
    planned: Visit
    visit: Visit
    finding: Finding
    photo: FindingPhoto
    commendation: Commendation
    good_model: GoodModel


def urged(mine: Agency, by: Person) -> Urged:
    """Makes it."""
    other, below = agency("Thanh tra"), agency("Phòng", under=mine)
    inspection, round = _round(other, by), _round(mine, by)
    visit = Visit.objects.create(inspection=inspection, agency=mine, on=_DAY, state=InspectionState.OPEN)
    finding = Finding.objects.create(visit=visit, text="x")
    photo = FindingPhoto(finding=finding, name="x.png", sha256="0" * 64, added_by=by)
    photo.file.save("x.png", ContentFile(b"x"))
    return Urged(
        letter=UrgingLetter.objects.create(agency=other, to=mine, state=LetterState.SENT, number="1", dated=_DAY),
        draft=UrgingLetter.objects.create(agency=mine, to=below, words="x"),
        explanation=ExplanationRequest.objects.create(
            agency=mine, asking=other, figure="x", question="y", asked_by=by, answer_by=_DAY
        ),
        round=round,
        planned=Visit.objects.create(inspection=round, agency=below, on=_DAY),
        visit=visit,
        finding=finding,
        photo=photo,
        commendation=Commendation.objects.create(
            by=other, agency=mine, kind=CommendationKind.PRAISE, first_day=_DAY, last_day=_DAY,
            state=CommendationState.ACCEPTED, decided_by=by, decided_at=timezone.now(), decision="x",
        ),
        good_model=GoodModel.objects.create(agency=mine, title="x", summary="y", added_by=by),
    )  # fmt: skip


def _round(of: Agency, by: Person) -> Inspection:
    return Inspection.objects.create(agency=of, title="x", first_day=_DAY, last_day=_DAY, made_by=by)
