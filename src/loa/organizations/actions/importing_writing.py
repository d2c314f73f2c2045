"""Writes agencies as a table paints them, many at once: new ones whole, known ones where they differ."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from uuid import UUID

from loa.organizations.enums import RelationKind
from loa.organizations.models import Agency, Designation, Relation
from loa.organizations.queries.importing import Picture
from loa.organizations.queries.importing_timeline import to_pairs

__all__ = ["Revision", "write"]

_AT_ONCE = 1000
_OWN_COLUMNS = ["external_key", "name", "founded_on", "ended_on"]


@dataclass(frozen=True, slots=True)
class Revision:
    """An agency as it is known, None for a new one, and as it shall be."""

    before: Picture | None
    after: Picture

    @property
    def is_new(self) -> bool:
        """Whether the agency is not there yet."""
        return self.before is None

    def differs_on(self, day: date) -> bool:
        """Whether the agency shall be otherwise on the day than it is known."""
        return self.before is None or self.before.on(day) != self.after.on(day)


def write(revisions: Sequence[Revision]) -> None:
    """Makes the database say what the revisions say; within the transaction of the caller, without asking who may."""
    for revision in revisions:
        _settle(revision.after)
    new = [revision.after.agency for revision in revisions if revision.is_new]
    Agency.objects.bulk_create(new, batch_size=_AT_ONCE)
    Agency.objects.bulk_update(
        [revision.after.agency for revision in revisions if not revision.is_new], _OWN_COLUMNS, batch_size=_AT_ONCE
    )
    _replace_designations([revision for revision in revisions if _renamed(revision)])
    for kind in RelationKind:
        _replace_relations(kind, [revision for revision in revisions if _moved(revision, kind)])


def _settle(picture: Picture) -> None:
    """What the agency itself keeps of its designations."""
    agency = picture.agency
    agency.name, agency.founded_on, agency.ended_on = picture.name, picture.founded_on, picture.ended_on


def _renamed(revision: Revision) -> bool:
    return revision.before is None or revision.before.named != revision.after.named


def _moved(revision: Revision, kind: RelationKind) -> bool:
    return revision.before is None or revision.before.parents[kind] != revision.after.parents[kind]


def _known(revisions: Iterable[Revision]) -> list[int]:
    return [revision.after.agency.pk for revision in revisions if not revision.is_new]


def _replace_designations(revisions: Collection[Revision]) -> None:
    """Rows that stay as they are keep their number: a recorded succession points to them."""
    wanted = {_told(row): row for revision in revisions for row in _designations(revision.after)}
    kept = {_told(row): row.pk for row in Designation.objects.filter(agency_id__in=_known(revisions))}
    Designation.objects.filter(pk__in=[pk for told, pk in kept.items() if told not in wanted]).delete()
    rows = (row for told, row in wanted.items() if told not in kept)
    Designation.objects.bulk_create(rows, batch_size=_AT_ONCE)


def _told(row: Designation | Relation) -> tuple[object, ...]:
    """All that a row says, without its number."""
    return tuple(getattr(row, field.attname) for field in row._meta.concrete_fields if not field.primary_key)


def _designations(picture: Picture) -> Iterator[Designation]:
    for span in picture.named:
        made = Designation(agency=picture.agency, valid_from=span.start, valid_to=span.end, **asdict(span.value))
        yield made.derive()


def _replace_relations(kind: RelationKind, revisions: Collection[Revision]) -> None:
    ids = _ids({key for revision in revisions for span in revision.after.parents[kind] for key in span.value})
    wanted = {_told(row): row for revision in revisions for row in _relations(revision.after, kind, ids)}
    kept = {_told(row): row.pk for row in Relation.objects.filter(kind=kind, agency_id__in=_known(revisions))}
    Relation.objects.filter(pk__in=[pk for told, pk in kept.items() if told not in wanted]).delete()
    Relation.objects.bulk_create((row for told, row in wanted.items() if told not in kept), batch_size=_AT_ONCE)


def _ids(keys: Collection[UUID]) -> Mapping[UUID, int]:
    return dict(Agency.objects.filter(key__in=keys).values_list("key", "pk"))


def _relations(picture: Picture, kind: RelationKind, ids: Mapping[UUID, int]) -> Iterator[Relation]:
    for span in to_pairs(picture.parents[kind]):
        to = ids[span.value]
        yield Relation(agency=picture.agency, to_id=to, kind=kind, valid_from=span.start, valid_to=span.end)
