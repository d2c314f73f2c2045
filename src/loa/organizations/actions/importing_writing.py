"""Writes agencies as a table paints them, many at once: new ones whole, known ones where they differ."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from uuid import UUID

from loa.organizations.enums import RelationKind
from loa.organizations.models import Agency, Designation, Relation
from loa.organizations.queries.importing import Picture
from loa.organizations.queries.importing_timeline import to_pairs

__all__ = ["Change", "write"]

_AT_ONCE = 1000
_OWN_COLUMNS = ["external_key", "name", "founded_on", "ended_on"]


@dataclass(frozen=True, slots=True)
class Change:
    """An agency as it is known, None for a new one, and as it shall be."""

    before: Picture | None
    after: Picture

    @property
    def is_new(self) -> bool:
        """Whether the agency is not there yet."""
        return self.before is None


def write(changes: Sequence[Change]) -> None:
    """Makes the database say what the changes say; within the transaction of the caller, without asking who may."""
    for change in changes:
        _settle(change.after)
    new = [change.after.agency for change in changes if change.is_new]
    Agency.objects.bulk_create(new, batch_size=_AT_ONCE)
    Agency.objects.bulk_update(
        [change.after.agency for change in changes if not change.is_new], _OWN_COLUMNS, batch_size=_AT_ONCE
    )
    _replace_designations([change for change in changes if _renamed(change)])
    for kind in RelationKind:
        _replace_relations(kind, [change for change in changes if _moved(change, kind)])


def _settle(picture: Picture) -> None:
    """What the agency itself keeps of its designations."""
    agency = picture.agency
    agency.name, agency.founded_on, agency.ended_on = picture.name, picture.founded_on, picture.ended_on


def _renamed(change: Change) -> bool:
    return change.before is None or change.before.named != change.after.named


def _moved(change: Change, kind: RelationKind) -> bool:
    return change.before is None or change.before.parents[kind] != change.after.parents[kind]


def _known(changes: Iterable[Change]) -> list[int]:
    return [change.after.agency.pk for change in changes if not change.is_new]


def _replace_designations(changes: Collection[Change]) -> None:
    Designation.objects.filter(agency_id__in=_known(changes)).delete()
    rows = (row for change in changes for row in _designations(change.after))
    Designation.objects.bulk_create(rows, batch_size=_AT_ONCE)


def _designations(picture: Picture) -> Iterator[Designation]:
    for span in picture.named:
        made = Designation(agency=picture.agency, valid_from=span.start, valid_to=span.end, **asdict(span.value))
        yield made.derive()


def _replace_relations(kind: RelationKind, changes: Collection[Change]) -> None:
    Relation.objects.filter(kind=kind, agency_id__in=_known(changes)).delete()
    ids = _ids({key for change in changes for span in change.after.parents[kind] for key in span.value})
    rows = (row for change in changes for row in _relations(change.after, kind, ids))
    Relation.objects.bulk_create(rows, batch_size=_AT_ONCE)


def _ids(keys: Collection[UUID]) -> Mapping[UUID, int]:
    return dict(Agency.objects.filter(key__in=keys).values_list("key", "pk"))


def _relations(picture: Picture, kind: RelationKind, ids: Mapping[UUID, int]) -> Iterator[Relation]:
    for span in to_pairs(picture.parents[kind]):
        to = ids[span.value]
        yield Relation(agency=picture.agency, to_id=to, kind=kind, valid_from=span.start, valid_to=span.end)
