"""Rounds of inspection: planning them, visiting agencies, going through the checklist, closing."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.audit.actions import record
from loa.monitoring.enums import InspectionState
from loa.monitoring.errors import ChangedMeanwhile, MonitoringError
from loa.monitoring.events import visit_closed
from loa.monitoring.models import Check, Inspection, Visit
from loa.monitoring.queries.inspections import figures_of
from loa.organizations.actions.notices import notify
from loa.organizations.enums import Role
from loa.organizations.models import Agency, Person
from loa.organizations.policy import require
from loa.organizations.queries.people import people_with_role
from loa.organizations.queries.reach import below

__all__ = [
    "Round", "Seen", "add_visits", "cancel_visit", "change_round", "check", "close_visit", "locked_visit", "move_visit",
    "open_visit", "plan_round",
]  # fmt: skip

_MOST_VISITS = 300


@dataclass(frozen=True, slots=True)
class Round:
    """What is said of a round of inspection."""

    title: str
    decision: str
    first_day: date
    last_day: date


@dataclass(frozen=True, slots=True)
class Seen:
    """What an inspector saw for a line of the checklist; `agrees` is None while it was not looked at."""

    agrees: bool | None
    remark: str = ""


@transaction.atomic
def plan_round(agency: Agency, told: Round, *, by: Person, on: date) -> Inspection:
    """Begins a round of inspection. Raises Forbidden and MonitoringError."""
    require(by, "inspections.plan", agency, on=on)
    _check_round(told)
    made = Inspection.objects.create(agency=agency, made_by=by, **asdict(told))
    record("inspections.plan", made, by=by, agency_id=agency.pk, after=asdict(told))
    return made


@transaction.atomic
def change_round(inspection: Inspection, told: Round, *, revision: int, by: Person, on: date) -> Inspection:
    """Changes title, decision and days. Raises Forbidden, ChangedMeanwhile and MonitoringError."""
    require(by, "inspections.plan", inspection.agency_id, on=on)
    kept = _locked_round(inspection)
    if kept.revision != revision:
        raise ChangedMeanwhile
    _check_round(told)
    outside = kept.visits.exclude(state=InspectionState.CANCELLED).exclude(on__range=(told.first_day, told.last_day))
    if outside.exists():
        raise MonitoringError(_("Visits lie outside these days. Move them first."), code="last_day")
    before = {name: getattr(kept, name) for name in asdict(told)}
    for name, value in asdict(told).items():
        setattr(kept, name, value)
    kept.revision += 1
    kept.save()
    record("inspections.change", kept, by=by, agency_id=kept.agency_id, before=before, after=asdict(told))
    return kept


def _check_round(told: Round) -> None:
    if not told.title.strip():
        raise MonitoringError(_("A round of inspection needs a title."), code="title")
    if told.last_day < told.first_day:
        raise MonitoringError(_("The round ends before it begins."), code="last_day")


@transaction.atomic
def add_visits(
    inspection: Inspection, agencies: Collection[Agency], *, day: date, inspector: Person | None, by: Person, on: date
) -> list[Visit]:
    """Plans visits to agencies under the one that inspects, and tells them; who is in the round already stays as it is.

    Raises Forbidden and MonitoringError.
    """
    require(by, "inspections.plan", inspection.agency_id, on=on)
    kept = _locked_round(inspection)
    _check_day(kept, day)
    _check_agencies(kept, agencies, on)
    known = set(kept.visits.values_list("agency_id", flat=True))
    new = [one for one in agencies if one.pk not in known]
    if not new:
        raise MonitoringError(_("All of these are in the round already."), code="agencies")
    made = [Visit.objects.create(inspection=kept, agency=one, on=day, inspector=inspector) for one in new]
    for visit in made:
        _tell("visit-planned", visit, on)
    after = {"agencies": [str(one) for one in new], "day": day, "inspector": str(inspector or "")}
    record("inspections.add-visits", kept, by=by, agency_id=kept.agency_id, after=after)
    return made


def _check_agencies(inspection: Inspection, agencies: Collection[Agency], on: date) -> None:
    if not agencies or len(agencies) > _MOST_VISITS:
        raise MonitoringError(_("Choose between one and %(most)d agencies.") % {"most": _MOST_VISITS}, code="agencies")
    under = below({inspection.agency_id}, on) - {inspection.agency_id}
    if strange := [str(one) for one in agencies if one.pk not in under]:
        raise MonitoringError(
            _("Not under %(agency)s: %(names)s") % {"agency": inspection.agency, "names": ", ".join(strange[:5])},
            code="agencies",
        )


def _check_day(inspection: Inspection, day: date) -> None:
    if not inspection.first_day <= day <= inspection.last_day:
        told = {"first": f"{inspection.first_day:%d/%m/%Y}", "last": f"{inspection.last_day:%d/%m/%Y}"}
        raise MonitoringError(_("The round lasts from %(first)s to %(last)s.") % told, code="day")


@transaction.atomic
def move_visit(visit: Visit, *, day: date, inspector: Person | None, revision: int, by: Person, on: date) -> Visit:
    """Gives a planned visit another day or inspector. Raises Forbidden, ChangedMeanwhile and MonitoringError."""
    require(by, "inspections.plan", visit.inspection.agency_id, on=on)
    kept = locked_visit(visit, [InspectionState.PLANNED], revision)
    _check_day(kept.inspection, day)
    before = {"day": kept.on, "inspector": str(kept.inspector or "")}
    is_moved, kept.on, kept.inspector = kept.on != day, day, inspector
    _save(kept)
    if is_moved:
        _tell("visit-planned", kept, on)
    after = {"day": day, "inspector": str(inspector or "")}
    record("inspections.move-visit", kept, by=by, agency_id=kept.inspection.agency_id, before=before, after=after)
    return kept


@transaction.atomic
def cancel_visit(visit: Visit, *, revision: int, by: Person, on: date) -> Visit:
    """Calls a planned visit off and tells the agency. Raises Forbidden, ChangedMeanwhile and MonitoringError."""
    require(by, "inspections.plan", visit.inspection.agency_id, on=on)
    kept = locked_visit(visit, [InspectionState.PLANNED], revision)
    kept.state = InspectionState.CANCELLED
    _save(kept)
    _tell("visit-cancelled", kept, on)
    record("inspections.cancel-visit", kept, by=by, agency_id=kept.inspection.agency_id)
    return kept


# ----------------------------------------------------------------------------------------------------------- the visit


@transaction.atomic
def open_visit(visit: Visit, *, revision: int, by: Person, on: date) -> Visit:
    """Begins a visit: its checklist is what fell due for the agency from New Year to this day, with the figures of now.

    Raises Forbidden, ChangedMeanwhile and MonitoringError.
    """
    require(by, "inspections.hold", visit.inspection.agency_id, on=on)
    kept = locked_visit(visit, [InspectionState.PLANNED], revision)
    found = figures_of(kept.agency, on.replace(month=1, day=1), on, today=on)
    Check.objects.bulk_create(
        Check(visit=kept, obligation_id=one.obligation_id, position=place, met=one.met, owed=one.owed)
        for place, one in enumerate(found, start=1)
    )
    kept.state, kept.inspector = InspectionState.OPEN, kept.inspector or by
    _save(kept)
    record("inspections.open-visit", kept, by=by, agency_id=kept.inspection.agency_id, after={"lines": len(found)})
    return kept


@transaction.atomic
def check(visit: Visit, seen: Mapping[int, Seen], *, revision: int, by: Person, on: date) -> Visit:
    """Keeps what was seen for lines of the checklist, by their keys; lines of other visits are passed over.

    Raises Forbidden, ChangedMeanwhile and MonitoringError.
    """
    require(by, "inspections.hold", visit.inspection.agency_id, on=on)
    kept = locked_visit(visit, [InspectionState.OPEN], revision)
    changed = []
    for line in kept.checks.filter(pk__in=seen):
        now = Seen(seen[line.pk].agrees, seen[line.pk].remark.strip())
        if (line.agrees, line.remark) != (now.agrees, now.remark):
            line.agrees, line.remark = now.agrees, now.remark
            changed.append(line)
    Check.objects.bulk_update(changed, ["agrees", "remark"])
    _save(kept)
    after = {"lines": {line.position: [line.agrees, line.remark] for line in changed}}
    record("inspections.check", kept, by=by, agency_id=kept.inspection.agency_id, after=after)
    return kept


@transaction.atomic
def close_visit(visit: Visit, *, conclusion: str, revision: int, by: Person, on: date) -> Visit:
    """Ends a visit with its conclusion and tells the agency what it has to remedy.

    Raises Forbidden, ChangedMeanwhile and MonitoringError.
    """
    require(by, "inspections.hold", visit.inspection.agency_id, on=on)
    kept = locked_visit(visit, [InspectionState.OPEN], revision)
    if not conclusion.strip():
        raise MonitoringError(_("A visit ends with a conclusion in words."), code="conclusion")
    kept.state, kept.conclusion, kept.closed_at = InspectionState.CLOSED, conclusion.strip(), timezone.now()
    _save(kept)
    visit_closed.send(Visit, visit=kept, by=by, on=on)
    _tell("visit-closed", kept, on)
    record(
        "inspections.close-visit", kept, by=by, agency_id=kept.inspection.agency_id, after={"conclusion": conclusion}
    )
    return kept


def _locked_round(inspection: Inspection) -> Inspection:
    return Inspection.objects.select_for_update(of=("self",)).select_related("agency").get(pk=inspection.pk)


def locked_visit(visit: Visit, states: Sequence[InspectionState], revision: int | None = None) -> Visit:
    """The visit as it is stored now, locked, in one of the states. Raises ChangedMeanwhile and MonitoringError."""
    rows = Visit.objects.select_for_update(of=("self",)).select_related("inspection__agency", "agency", "inspector")
    now = rows.get(pk=visit.pk)
    if revision is not None and now.revision != revision:
        raise ChangedMeanwhile
    if now.state not in states:
        raise MonitoringError(
            _("The visit is “%(state)s”, so this cannot be done.") % {"state": now.get_state_display()},
            code="illegal-step",
        )
    return now


def _save(visit: Visit) -> None:
    visit.revision += 1
    visit.save()


def _tell(code: str, visit: Visit, on: date) -> None:
    roles = [Role.COORDINATOR, Role.LEADER, Role.OFFICER]
    values: dict[str, str | int] = {
        "agency": visit.agency.name, "by": visit.inspection.agency.name, "day": f"{visit.on:%d/%m/%Y}",
        "findings": visit.findings.count() if visit.pk else 0,
    }  # fmt: skip
    people = people_with_role(visit.agency_id, roles, on)
    notify(list(people), f"monitoring.{code}", values, reverse("monitoring:visit", args=[visit.key]))
