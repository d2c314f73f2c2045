"""What an inspection found: recorded with photos, remedied by the agency, sent back or closed by who inspects."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial

from django.core.files.base import ContentFile
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.audit.actions import record
from loa.monitoring.actions.attaching import Received
from loa.monitoring.actions.inspecting import locked_visit
from loa.monitoring.enums import FindingState, InspectionState
from loa.monitoring.errors import ChangedMeanwhile, MonitoringError
from loa.monitoring.models import Check, Finding, FindingPhoto, Visit
from loa.organizations.actions.notices import notify
from loa.organizations.enums import Role
from loa.organizations.models import Person
from loa.organizations.policy import require
from loa.organizations.queries.people import people_with_role

__all__ = ["Found", "close_finding", "drop_finding", "record_finding", "remedy", "send_back"]

_MOST_PHOTOS = 20


@dataclass(frozen=True, slots=True)
class Found:
    """What was wrong, what has to be done about it and by when; the line of the checklist it belongs to."""

    text: str
    remedy: str = ""
    due_on: date | None = None
    check_line: Check | None = None


@transaction.atomic
def record_finding(visit: Visit, found: Found, *, photos: Sequence[Received] = (), by: Person, on: date) -> Finding:
    """Keeps a finding of a visit in course. Raises Forbidden and MonitoringError."""
    require(by, "inspections.hold", visit.inspection.agency_id, on=on)
    kept = locked_visit(visit, [InspectionState.OPEN])
    if not found.text.strip():
        raise MonitoringError(_("Say what was found."), code="text")
    if found.due_on and found.due_on < on:
        raise MonitoringError(_("Nothing can be remedied in the past."), code="due_on")
    if found.check_line and found.check_line.visit_id != kept.pk:
        raise MonitoringError(_("This line belongs to the checklist of another visit."), code="check_line")
    made = Finding.objects.create(
        visit=kept, text=found.text.strip(), remedy=found.remedy.strip(), due_on=found.due_on,
        check_line=found.check_line,
    )  # fmt: skip
    hashes = _keep(made, photos, by, of_remedy=False)
    after = {"text": made.text, "remedy": made.remedy, "due_on": made.due_on, "photos": hashes}
    record("findings.record", made, by=by, agency_id=kept.agency_id, after=after)
    return made


@transaction.atomic
def drop_finding(finding: Finding, *, revision: int, by: Person, on: date) -> None:
    """Takes a finding out again, and its photos, as long as the visit is in course.

    Raises Forbidden, ChangedMeanwhile and MonitoringError.
    """
    require(by, "inspections.hold", finding.visit.inspection.agency_id, on=on)
    locked_visit(finding.visit, [InspectionState.OPEN])
    kept = _locked(finding, [FindingState.OPEN], revision)
    record("findings.drop", kept, by=by, agency_id=kept.visit.agency_id, before={"text": kept.text})
    files = [photo.file for photo in kept.photos.all()]
    kept.delete()
    for file in files:
        transaction.on_commit(partial(file.storage.delete, str(file.name)))


@transaction.atomic
def remedy(
    finding: Finding, *, words: str, photos: Sequence[Received] = (), revision: int, by: Person, on: date
) -> Finding:
    """Tells what the agency has done about a finding. Raises Forbidden, ChangedMeanwhile and MonitoringError."""
    require(by, "findings.remedy", finding.visit.agency_id, on=on)
    kept = _locked(finding, [FindingState.OPEN], revision)
    if not words.strip():
        raise MonitoringError(_("Say what was done."), code="words")
    kept.remedied, kept.remedied_by, kept.remedied_at = words.strip(), by, timezone.now()
    hashes = _keep(kept, photos, by, of_remedy=True)
    _tell("finding-remedied", kept, kept.visit.inspection.agency_id, [Role.INSPECTOR, Role.COORDINATOR], on)
    return _step(kept, FindingState.REMEDIED, "remedy", by, {"remedied": kept.remedied, "photos": hashes})


@transaction.atomic
def send_back(finding: Finding, *, remark: str, revision: int, by: Person, on: date) -> Finding:
    """Says that what was done is not enough. Raises Forbidden, ChangedMeanwhile and MonitoringError."""
    require(by, "inspections.hold", finding.visit.inspection.agency_id, on=on)
    kept = _locked(finding, [FindingState.REMEDIED], revision)
    if not remark.strip():
        raise MonitoringError(_("Say what is still missing."), code="remark")
    kept.remark = remark.strip()
    _tell("finding-returned", kept, kept.visit.agency_id, _AT_AGENCY, on)
    return _step(kept, FindingState.OPEN, "return", by, {"remark": kept.remark})


@transaction.atomic
def close_finding(finding: Finding, *, remark: str, revision: int, by: Person, on: date) -> Finding:
    """Agrees that a finding is remedied. Raises Forbidden, ChangedMeanwhile and MonitoringError."""
    require(by, "inspections.hold", finding.visit.inspection.agency_id, on=on)
    kept = _locked(finding, [FindingState.REMEDIED], revision)
    kept.remark, kept.closed_by, kept.closed_at = remark.strip(), by, timezone.now()
    _tell("finding-closed", kept, kept.visit.agency_id, _AT_AGENCY, on)
    return _step(kept, FindingState.CLOSED, "close", by, {"remark": kept.remark})


_AT_AGENCY = (Role.COORDINATOR, Role.OFFICER, Role.LEADER)


def _locked(finding: Finding, states: Collection[FindingState], revision: int) -> Finding:
    rows = Finding.objects.select_for_update(of=("self",)).select_related("visit__agency", "visit__inspection")
    now = rows.get(pk=finding.pk)
    if now.revision != revision:
        raise ChangedMeanwhile
    if now.state not in states:
        raise MonitoringError(
            _("The finding is “%(state)s”, so this cannot be done.") % {"state": now.get_state_display()},
            code="illegal-step",
        )
    return now


def _step(finding: Finding, to: FindingState, deed: str, by: Person, told: dict[str, object]) -> Finding:
    before = {"state": finding.state}
    finding.state = to
    finding.revision += 1
    finding.save()
    after = {"state": to, **told}
    record(f"findings.{deed}", finding, by=by, agency_id=finding.visit.agency_id, before=before, after=after)
    return finding


def _keep(finding: Finding, photos: Sequence[Received], by: Person, *, of_remedy: bool) -> list[str]:
    """Keeps photos under names of our own; gives their hashes. Raises MonitoringError."""
    if strange := next((one for one in photos if not one.is_picture), None):
        raise MonitoringError(_("“%(name)s” is no photo.") % {"name": strange.name}, code="photos")
    if finding.photos.count() + len(photos) > _MOST_PHOTOS:
        raise MonitoringError(_("A finding takes at most %(most)d photos.") % {"most": _MOST_PHOTOS}, code="photos")
    for one in photos:
        photo = FindingPhoto(finding=finding, name=one.name[:200], sha256=one.sha256, of_remedy=of_remedy, added_by=by)
        ending = one.media_type.partition("/")[2].partition("+")[0]
        photo.file.save(f"{photo.key}.{ending}", ContentFile(one.data), save=True)
    return [one.sha256 for one in photos]


def _tell(code: str, finding: Finding, agency_id: int, roles: Collection[Role], on: date) -> None:
    values = {"agency": finding.visit.agency.name, "text": finding.text[:200], "remark": finding.remark[:200]}
    people = people_with_role(agency_id, list(roles), on)
    notify(list(people), f"monitoring.{code}", values, reverse("monitoring:finding", args=[finding.key]))
