"""With what the round visits the addresses of urging and inspection; what the story lacks is made for it."""

from collections.abc import Callable, Mapping
from functools import cache

from django.core.files.base import ContentFile
from django.utils import timezone

from loa.monitoring.enums import CommendationKind, InspectionState
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
from loa.organizations.enums import Role
from loa.organizations.models import Agency, Person
from loa.organizations.policy import agencies_where
from loa.project.demo.people import account

__all__ = ["URGING"]

Given = list[tuple[object, ...]]
_FILES = ("docx", "pdf")


@cache
def _by() -> Person:
    return Person.objects.get(email=account(Role.COORDINATOR))


@cache
def _home() -> Agency:
    """The agency whose coordinator urges."""
    return Agency.objects.get(pk=next(iter(agencies_where(_by(), "letters.write", on=timezone.localdate()))))


@cache
def _below() -> Agency:
    return Agency.objects.get(external_key="p-20/home-affairs")


@cache
def _letter() -> UrgingLetter:
    return UrgingLetter.objects.first() or UrgingLetter.objects.create(agency=_home(), to=_below(), words="Đề nghị.")


@cache
def _explanation() -> ExplanationRequest:
    told = {"figure": "Tháng 1", "question": "Vì sao?", "answer_by": timezone.localdate()}
    return ExplanationRequest.objects.first() or ExplanationRequest.objects.create(
        agency=_below(), asking=_home(), asked_by=_by(), **told
    )


@cache
def _visit() -> Visit:
    today = timezone.localdate()
    found = Visit.objects.exclude(state__in=[InspectionState.PLANNED, InspectionState.CANCELLED]).first()
    if found:
        return found
    inspection = Inspection.objects.create(
        agency=_home(), title="Kiểm tra mẫu", first_day=today, last_day=today, made_by=_by()
    )
    return Visit.objects.create(inspection=inspection, agency=_below(), on=today, state=InspectionState.OPEN)


@cache
def _finding() -> Finding:
    return Finding.objects.first() or Finding.objects.create(visit=_visit(), text="Chưa niêm yết.")


@cache
def _photo() -> FindingPhoto:
    if not FindingPhoto.objects.exists():
        row = FindingPhoto(finding=_finding(), name="a.png", sha256="0" * 64, added_by=_by())
        row.file.save("a.png", ContentFile(b"a"))
    return FindingPhoto.objects.latest("pk")


@cache
def _commendation() -> Commendation:
    today = timezone.localdate()
    return Commendation.objects.first() or Commendation.objects.create(
        by=_home(), agency=_below(), kind=CommendationKind.PRAISE, first_day=today, last_day=today
    )


@cache
def _model() -> GoodModel:
    """One that can be changed and approved yet, where there is any."""
    return GoodModel.objects.filter(approved_at=None).first() or GoodModel.objects.create(
        agency=_below(), title="Ngày không hẹn", summary="Giải quyết ngay.", added_by=_by()
    )


URGING: Mapping[str, Callable[[], Given]] = {
    "monitoring:reminder-steps": lambda: [(_home().key,)],
    "monitoring:letter": lambda: [(_letter().key,)],
    "monitoring:letter-file": lambda: [(_letter().key, kind) for kind in _FILES],
    "monitoring:letter-deed": lambda: [(_letter().key, name) for name in ("write", "sign", "send", "discard")],
    "monitoring:explanation": lambda: [(_explanation().key,)],
    **{
        f"monitoring:{name}": lambda: [(_visit().inspection.key,)]
        for name in ("inspection", "change-inspection", "plan-visits")
    },
    "monitoring:visit": lambda: [(_visit().key,)],
    "monitoring:visit-minutes": lambda: [(_visit().key, kind) for kind in _FILES],
    "monitoring:visit-deed": lambda: [
        (_visit().key, name) for name in ("open", "move", "cancel", "check", "find", "close")
    ],
    "monitoring:finding": lambda: [(_finding().key,)],
    "monitoring:finding-deed": lambda: [(_finding().key, name) for name in ("remedy", "back", "close", "drop")],
    "monitoring:finding-photo": lambda: [(_photo().key,)],
    "monitoring:commendation": lambda: [(_commendation().key,)],
    **{
        f"monitoring:{name}": lambda: [(_model().key,)]
        for name in ("good-model", "change-good-model", "approve-good-model")
    },
}
"""Under the name of an address: what to visit it with."""
