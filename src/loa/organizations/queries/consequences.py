"""What a change of the organisation would do: found out before it is done, and done as it was found out."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from loa.organizations.changes import Change, NewAgency
from loa.organizations.enums import RelationKind
from loa.organizations.models import Agency, Post, Relation
from loa.schedule.window import ONE_DAY

__all__ = ["Beginning", "Consequences", "Moved", "MovedPost", "consequences"]


@dataclass(frozen=True, slots=True)
class Moved:
    """A relation to an ending agency, and to whom it leads from the day on; None: to nobody."""

    relation: Relation
    to: Agency | NewAgency | None


@dataclass(frozen=True, slots=True)
class MovedPost:
    """A post at an ending agency, and where the person holds it from the day on; None: nowhere."""

    post: Post
    at: Agency | NewAgency | None


@dataclass(frozen=True, slots=True)
class Beginning:
    """A new agency and to whom it will stand how: the line as entered, the rest as its first predecessor stood."""

    agency: NewAgency
    line: Agency | None
    reporting: Agency | None
    guidance: Agency | None

    def __str__(self) -> str:
        return self.agency.name


@dataclass(frozen=True, slots=True)
class Consequences:
    """Who ends and begins, whose superiors change, and what becomes of posts. A fixed number of queries."""

    ending: tuple[Agency, ...]
    beginning: tuple[Beginning, ...]
    relations: tuple[Moved, ...]
    posts: tuple[MovedPost, ...]


def consequences(change: Change) -> Consequences:
    """What the change would do if it were made now."""
    return Consequences(
        ending=change.ending,
        beginning=tuple(_beginning(change)),
        relations=tuple(_relations(change)),
        posts=tuple(_posts(change)),
    )


def _beginning(change: Change) -> Iterator[Beginning]:
    """A superior that ends with the same change is not taken along."""
    rows = Relation.objects.on(change.effective_on - ONE_DAY).filter(agency__in=change.predecessors)
    ending = {agency.pk for agency in change.ending}
    stood: dict[tuple[int, str], Agency] = {}
    for row in rows.exclude(to__in=ending).select_related("to").order_by("pk") if change.new else ():
        stood.setdefault((row.agency_id, row.kind), row.to)
    for new in change.new:
        given_by = (one.pk for one in change.predecessors if change.heir(one) == new)
        first = next(given_by, change.predecessors[0].pk)
        yield Beginning(
            new,
            line=new.superior or stood.get((first, RelationKind.LINE)),
            reporting=stood.get((first, RelationKind.REPORTING)),
            guidance=stood.get((first, RelationKind.GUIDANCE)),
        )


def _holding(day: date) -> Q:
    return Q(valid_to=None) | Q(valid_to__gte=day)


def _relations(change: Change) -> Iterator[Moved]:
    ending = {agency.pk: agency for agency in change.ending}
    rows = Relation.objects.filter(_holding(change.effective_on), to__in=ending).exclude(agency__in=ending)
    taken = _taken(change)
    for relation in rows.select_related("agency", "to").order_by("to__name", "kind", "agency__name", "pk"):
        heir = change.heir(ending[relation.to_id]) if change.carries_subordinates else None
        key = (relation.agency_id, relation.kind, heir)
        if heir == relation.agency or key in taken:
            heir = None
        taken.add(key)
        yield Moved(relation, heir)


def _taken(change: Change) -> set[tuple[int, str, Agency | NewAgency | None]]:
    """Relations to the successors that hold already: nobody is put under an agency twice."""
    existing = [one for one in change.successors if isinstance(one, Agency)]
    rows = Relation.objects.filter(_holding(change.effective_on), to__in=existing)
    by_id = {one.pk: one for one in existing}
    return {(agency, kind, by_id[to]) for agency, kind, to in rows.values_list("agency_id", "kind", "to_id")}


def _posts(change: Change) -> Iterator[MovedPost]:
    ending = {agency.pk: agency for agency in change.ending}
    rows = Post.objects.filter(_holding(change.effective_on), agency__in=ending)
    for post in rows.select_related("person", "agency").order_by("agency__name", "person__sort_key", "pk"):
        yield MovedPost(post, change.heir(ending[post.agency_id]) if change.carries_posts else None)
