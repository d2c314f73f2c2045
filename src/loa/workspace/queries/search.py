"""One search over plans, obligations, agencies and people, blind to marks and case: `cai cach` finds `cải cách`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TypeVar

from django.db.models import Model, Q, QuerySet

from loa.organizations.folding import folded
from loa.organizations.models import Designation, Person, Post
from loa.organizations.policy import agencies_where
from loa.plans.models import Obligation
from loa.plans.policy import visible_to

__all__ = ["Found", "Part", "search"]

_SHOWN = 10
_WORDS = 8
"""More words than this nobody types on purpose; each one is a condition."""

_Row = TypeVar("_Row", bound=Model)


@dataclass(frozen=True, slots=True)
class Part:
    """The best finds of one kind, and whether there are more."""

    rows: Sequence[Model]
    more: bool


@dataclass(frozen=True, slots=True)
class Found:
    """What a search found, kind by kind."""

    plans: Part
    obligations: Part
    agencies: Part
    people: Part

    @property
    def nothing(self) -> bool:
        return not (self.plans.rows or self.obligations.rows or self.agencies.rows or self.people.rows)


def search(text: str, *, person: Person, on: date) -> Found:
    """What holds every word of the text, of what the person may see; agencies by their names on the day, people by
    the posts they hold on it.
    """
    has = _has_every_word(text)
    plans = visible_to(person, on=on)
    obligations = Obligation.objects.standing().filter(plan__in=plans.only("pk")).select_related("plan__issuer")
    return Found(
        _part(plans.filter(has).select_related("issuer").order_by("-period_from", "pk")),
        _part(obligations.filter(has).order_by("-plan__period_from", "plan", "position")),
        _part(Designation.objects.on(on).filter(has).select_related("agency").order_by("sort_key", "pk")),
        _part(_colleagues(person, on).filter(has).order_by("sort_key", "pk")),
    )


def _colleagues(person: Person, on: date) -> QuerySet[Person]:
    """Those at agencies whose people the person may see."""
    posts = Post.objects.on(on).filter(agency__in=agencies_where(person, "people.see", on=on))
    return Person.objects.filter(pk__in=posts.values("person"))


def _has_every_word(text: str) -> Q:
    words = folded(text).split()[:_WORDS]
    if not words:
        return Q(pk=None)
    has = Q()
    for word in words:
        has &= Q(searched__contains=word)
    return has


def _part(rows: QuerySet[_Row]) -> Part:
    first = list(rows[: _SHOWN + 1])
    return Part(first[:_SHOWN], more=len(first) > _SHOWN)
