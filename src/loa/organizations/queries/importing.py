"""Agencies as they are known over time: what the rows of a table are compared with."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, fields
from datetime import date
from uuid import UUID

from loa.organizations.enums import RelationKind
from loa.organizations.models import Agency, Designation, Relation
from loa.organizations.queries.importing_timeline import Span, joined, of_sets, span_at

__all__ = ["Named", "Parents", "Picture", "by_name", "pictures"]


@dataclass(frozen=True, slots=True)
class Named:
    """What an agency is called and what it is: the columns of a designation that are not derived."""

    name: str
    short_name: str
    abbreviation: str
    code: str
    place: str
    tier: str
    kind: str


_NAMED = tuple(field.name for field in fields(Named))
Parents = Mapping[RelationKind, tuple[Span[frozenset[UUID]], ...]]


@dataclass(frozen=True, slots=True)
class Picture:
    """An agency with all it was called, and by the kind of relation all it stood under, agencies by their `key`."""

    agency: Agency
    named: tuple[Span[Named], ...]
    parents: Parents

    @property
    def founded_on(self) -> date:
        """The first day of its first name."""
        return self.named[0].start

    @property
    def ended_on(self) -> date | None:
        """The last day of its last name."""
        return self.named[-1].end

    @property
    def name(self) -> str:
        """The present or last name."""
        return self.named[-1].value.name

    def on(self, day: date) -> tuple[Named | frozenset[UUID] | None, ...]:
        """What it is called on the day and under whom it stands, kind by kind."""
        spans = (span_at(self.named, day), *(span_at(self.parents[kind], day) for kind in RelationKind))
        return tuple(span.value if span else None for span in spans)

    def differs(self, other: "Picture") -> bool:
        """Whether anything about the agency over time is not the same."""
        return (self.named, dict(self.parents)) != (other.named, dict(other.parents))


def pictures(agencies: Collection[Agency]) -> Mapping[UUID, Picture]:
    """What is known of these agencies, by their `key`; two queries. Those without any designation are left out."""
    ids = {agency.pk for agency in agencies}
    named: dict[int, list[Span[Named]]] = defaultdict(list)
    for row in Designation.objects.filter(agency_id__in=ids):
        value = Named(*(getattr(row, name) for name in _NAMED))
        named[row.agency_id].append(Span(row.valid_from, row.valid_to, value))
    related = _related(ids)
    return {
        agency.key: Picture(agency, joined(named[agency.pk]), _parents(named[agency.pk], related[agency.pk]))
        for agency in agencies
        if agency.pk in named
    }


def _related(agency_ids: Collection[int]) -> Mapping[int, list[tuple[RelationKind, Span[UUID]]]]:
    found: dict[int, list[tuple[RelationKind, Span[UUID]]]] = defaultdict(list)
    rows = Relation.objects.filter(agency_id__in=agency_ids)
    for agency_id, kind, to, start, end in rows.values_list("agency_id", "kind", "to__key", "valid_from", "valid_to"):
        found[agency_id].append((RelationKind(kind), Span(start, end, to)))
    return found


def _parents(named: Iterable[Span[Named]], related: Iterable[tuple[RelationKind, Span[UUID]]]) -> Parents:
    life, rows = list(named), list(related)
    return {kind: of_sets([span for of, span in rows if of == kind], life) for kind in RelationKind}


def by_name(on: date) -> Mapping[tuple[str, str], Agency]:
    """Agencies that no table has a key for, by the name and tier they have on the day; namesakes left out."""
    rows = Designation.objects.on(on).filter(agency__external_key="").select_related("agency")
    found: dict[tuple[str, str], list[Agency]] = defaultdict(list)
    for row in rows:
        found[row.name, row.tier].append(row.agency)
    return {name: agencies[0] for name, agencies in found.items() if len(agencies) == 1}
