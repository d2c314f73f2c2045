"""Founding agencies, and changing what they are called and how they stand to others."""

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from loa.audit.actions import record
from loa.organizations.changes import Details
from loa.organizations.enums import AgencyKind, RelationKind, Tier
from loa.organizations.errors import ChangedMeanwhile, OrganizationError
from loa.organizations.events import organization_changed
from loa.organizations.models import Agency, Designation, Person, Relation
from loa.organizations.policy import may, require
from loa.organizations.queries.kinship import line_above
from loa.schedule.window import ONE_DAY

__all__ = ["Superiors", "designate", "found", "make", "may_charge", "relate", "require_charge"]


@dataclass(frozen=True, slots=True)
class Superiors:
    """To whom an agency stands how. None: to nobody."""

    line: Agency | None = None
    reporting: Agency | None = None
    guidance: Agency | None = None

    def by_kind(self) -> dict[RelationKind, Agency | None]:
        """Each kind of relation with the agency it leads to."""
        return {
            RelationKind.LINE: self.line,
            RelationKind.REPORTING: self.reporting,
            RelationKind.GUIDANCE: self.guidance,
        }


def require_charge(by: Person, verb: str, agency: Agency, *, on: date) -> None:
    """Raises Forbidden unless the person may do this to the agency, also one that ended or has not begun yet.

    Such an agency stands in no line on the day: what lay over it when it last did, or first will, is asked instead.
    """
    require(by, verb, _in_charge(agency, on), on=on)


def may_charge(by: Person, verb: str, agency: Agency, *, on: date) -> bool:
    """Whether `require_charge` would let pass."""
    return may(by, verb, _in_charge(agency, on), on=on)


def _in_charge(agency: Agency, on: date) -> int:
    if agency.exists_on(on):
        return agency.pk
    day = agency.founded_on if on < agency.founded_on else agency.ended_on
    line = line_above(agency.pk, day or on)
    return line[0] if line else agency.pk


@transaction.atomic
def found(details: Details, superiors: Superiors, *, since: date, by: Person, on: date) -> Agency:
    """Makes an agency that exists from the day on, under others. Raises Forbidden and OrganizationError.

    Who may is asked of the line superior, or of the agency it reports to where it has none. Announces
    `organization_changed`.
    """
    over = superiors.line or superiors.reporting
    if over is None:
        raise OrganizationError(_("Say under which agency it stands, or to which it reports."), code="line")
    require_charge(by, "agencies.change", over, on=on)
    made = make(details, superiors, since=since)
    record("agencies.found", made, by=by, agency_id=made.pk, after={**_told(details, superiors), "valid_from": since})
    organization_changed.send(Agency, since=since, agencies=[made.pk])
    return made


def make(details: Details, superiors: Superiors, *, since: date) -> Agency:
    """The rows of a new agency; no permission is asked and nothing told. Raises OrganizationError."""
    if not details.name.strip():
        raise OrganizationError(_("An agency needs a name."), code="name")
    made = Agency.objects.create(name=details.name, founded_on=since)
    Designation.objects.create(agency=made, valid_from=since, **asdict(details))
    for kind, to in superiors.by_kind().items():
        if to is not None:
            _check_exists(to, since)
            Relation.objects.create(agency=made, to=to, kind=kind, valid_from=since)
    return made


@transaction.atomic
def designate(agency: Agency, details: Details, *, since: date, seen: int | None, by: Person, on: date) -> Designation:
    """From the day on the agency is called this; until the day before it keeps the designation it had.

    `seen` is the designation the person was looking at. Raises Forbidden, ChangedMeanwhile and OrganizationError.
    Announces `organization_changed`.
    """
    require_charge(by, "agencies.change", agency, on=on)
    kept = Agency.objects.select_for_update().get(pk=agency.pk)
    held = kept.designation(since)
    if held is None:
        raise OrganizationError(_("The agency does not exist on that day."), code="since")
    if kept.designations.filter(valid_from__gt=since).exists():
        raise OrganizationError(
            _("A later change of this agency is recorded already. Choose a day after it."), code="since"
        )
    if seen is not None and held.pk != seen:
        raise ChangedMeanwhile
    if _details_of(held) == details:
        raise OrganizationError(_("Nothing was changed."), code="same")
    made = _follow(held, details, since)
    Agency.objects.filter(pk=kept.pk).update(name=details.name)
    record(
        "agencies.change", kept, by=by, agency_id=kept.pk, before=asdict(_details_of(held)),
        after={**asdict(details), "valid_from": since},
    )  # fmt: skip
    organization_changed.send(Agency, since=since, agencies=[kept.pk])
    return made


def _follow(held: Designation, details: Details, since: date) -> Designation:
    """A designation that began the same day is written over: it never held under its old name."""
    if held.valid_from == since:
        for name, value in asdict(details).items():
            setattr(held, name, value)
        held.save()
        return held
    made = Designation(agency_id=held.agency_id, valid_from=since, valid_to=held.valid_to, **asdict(details))
    held.valid_to = since - ONE_DAY
    held.save()
    made.save()
    return made


def _details_of(row: Designation) -> Details:
    return Details(
        name=row.name, tier=Tier(row.tier), kind=AgencyKind(row.kind), short_name=row.short_name,
        abbreviation=row.abbreviation, code=row.code, place=row.place,
    )  # fmt: skip


@transaction.atomic
def relate(agency: Agency, kind: RelationKind, to: Agency | None, *, since: date, by: Person, on: date) -> None:
    """From the day on the agency stands so to another, and no longer to whom it stood before; None: to nobody.

    Raises Forbidden and OrganizationError. Announces `organization_changed`.
    """
    require_charge(by, "agencies.change", agency, on=on)
    kept = Agency.objects.select_for_update().get(pk=agency.pk)
    if not kept.exists_on(since):
        raise OrganizationError(_("The agency does not exist on that day."), code="since")
    if to is not None:
        require_charge(by, "agencies.change", to, on=on)
        _check_target(kept, kind, to, since)
    before = _end_relations(kept, kind, since)
    if to is not None:
        Relation.objects.create(agency=kept, to=to, kind=kind, valid_from=since, valid_to=kept.ended_on)
    told = {"kind": kind, "to": str(to) if to else None, "valid_from": since}
    record("agencies.change", kept, by=by, agency_id=kept.pk, before={"kind": kind, "to": before}, after=told)
    organization_changed.send(Agency, since=since, agencies=[kept.pk])


def _check_target(agency: Agency, kind: RelationKind, to: Agency, since: date) -> None:
    _check_exists(to, since)
    if to.pk == agency.pk:
        raise OrganizationError(_("An agency cannot stand under itself."), code="to")
    if kind == RelationKind.LINE and any(agency.pk in line_above(to.pk, day) for day in _days_of_lines(since)):
        raise OrganizationError(_("That agency itself lies below this one. Choose another."), code="to")


def _days_of_lines(since: date) -> list[date]:
    """The day, and those after it on which any line of authority changes as recorded now."""
    later = Relation.objects.filter(kind=RelationKind.LINE, valid_from__gt=since)
    return [since, *later.order_by("valid_from").values_list("valid_from", flat=True).distinct()]


def _check_exists(to: Agency, since: date) -> None:
    if not to.exists_on(since):
        raise OrganizationError(_("“%s” does not exist on that day.") % to, code="to")


def _end_relations(agency: Agency, kind: RelationKind, since: date) -> list[str]:
    """Ends what holds on or after the day; what had not begun is taken out. Gives the names of those it led to."""
    rows = Relation.objects.filter(Q(valid_to=None) | Q(valid_to__gte=since), agency=agency, kind=kind)
    names = [str(row.to) for row in rows.select_related("to")]
    rows.filter(valid_from__gte=since).delete()
    rows.update(valid_to=since - ONE_DAY)
    return names


def _told(details: Details, superiors: Superiors) -> dict[str, object]:
    return {**asdict(details), **{kind: str(to) for kind, to in superiors.by_kind().items() if to}}
