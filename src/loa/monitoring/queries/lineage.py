"""Under whom agencies stood, inside whom, and who followed them: asked of many pieces and many days at once."""

from collections.abc import Collection, Iterable
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import QuerySet

from loa.monitoring.spans import Span, at_day
from loa.organizations.enums import AgencyKind, RelationKind, Tier
from loa.organizations.models import Designation, Relation, SuccessionShare
from loa.prepared import Question
from loa.schedule.window import ONE_DAY

__all__ = ["Holder", "Lineage"]

INNER = frozenset({AgencyKind.DIVISION, AgencyKind.PUBLIC_SERVICE_UNIT, AgencyKind.PUBLIC_SERVICE_CENTRE})
"""Units that work for the agency they stand under: what they do, it does."""
_DEEPEST = 12
_KEYS = 500


class Holder(NamedTuple):
    """An agency that evidence may count for: the one that did it, one it is inside of, or one that followed it.

    What followed it since a day gets what it did before for what is owed from that day on.
    """

    agency: int
    way: str
    since: date = date.min


class _Named(NamedTuple):
    span: Span
    kind: str
    tier: str


class _Under(NamedTuple):
    span: Span
    superior: int


class Lineage:
    """Fetches what it needs of the organisation as it is asked, each agency once."""

    def __init__(self) -> None:
        self._named: dict[int, list[_Named]] = {}
        self._lives: dict[int, tuple[date, date | None]] = {}
        self._under: dict[int, list[_Under]] = {}
        self._heirs: dict[int, list[tuple[date, int]]] = {}
        self._spans: dict[int, list[tuple[Span, int]]] = {}
        self.holders = lru_cache(maxsize=200_000)(self._holders)

    @classmethod
    def whole(cls) -> "Lineage":
        """With everything fetched at once, for work on the whole country."""
        made = cls()
        agencies = set(Designation.objects.order_by().values_list("agency_id", flat=True))
        made._fetch_names(agencies)  # its own
        made._fetch_superiors(agencies)  # its own
        made._fetch_heirs(agencies)  # its own
        return made

    def exists_on(self, agency: int, day: date) -> bool:
        """Whether the agency exists on the day."""
        return self._on(agency, day) is not None

    def prepare(self, agencies: Collection[int], *, lines: bool = False) -> None:
        """Fetches the names of many agencies together, before each is asked about; with `lines` those over them too."""
        self._fetch_names(set(agencies) - self._named.keys())
        asking = set(agencies) if lines else set()
        while asking:
            self._fetch_names(asking - self._named.keys())
            self._fetch_superiors(asking - self._under.keys())
            asking = {one.superior for agency in asking for one in self._under[agency]} - self._under.keys()

    def reaching(self, agencies: Collection[int]) -> set[int]:
        """The agencies whose evidence may count for these on any day: themselves, units inside them, predecessors."""
        found, asking = set(agencies), set(agencies)
        while asking:
            near = {below for keys in _chunks(asking) for below in _inner_below(keys)}
            near |= {before for keys in _chunks(asking) for before in _predecessors(keys)}
            asking = near - found
            found |= asking
        return found

    # ------------------------------------------------------------------------------------------------------------ asked

    def _holders(self, agency: int, day: date) -> tuple[Holder, ...]:
        """Whom what the agency did on the day counts for."""
        own = [(agency, "own"), *((above, "inside") for above in self._inside(agency, day))]
        found = [Holder(*one) for one in own]
        for one, _ in own:
            found.extend(self._followers(one, day))
        return tuple(dict.fromkeys(found))

    def _inside(self, agency: int, day: date) -> list[int]:
        """The agencies that a unit is part of on the day, nearest first; none for one that stands by itself."""
        found: list[int] = []
        here: int | None = agency
        while here is not None and len(found) < _DEEPEST:
            named = self._on(here, day)
            here = self._superior(here, day) if named and named.kind in INNER else None
            if here is not None:
                found.append(here)
        return found

    def _followers(self, agency: int, day: date) -> Iterable[Holder]:
        """Who took over the open obligations of an agency after the day, one after the other."""
        asking, seen = [(agency, day)], {agency}
        while asking:
            here, since = asking.pop()
            for taken_on, successor in self._successors(here):
                if taken_on > since and successor not in seen:
                    seen.add(successor)
                    asking.append((successor, taken_on))
                    yield Holder(successor, "followed", taken_on)

    def branch(self, agency: int, day: date) -> int:
        """The topmost agency of the province tier over an agency on a day, itself counted; else itself."""
        known = self._spans.get(agency)
        return self._branch(agency, day) if known is None else at_day(known, day)

    def _branch(self, agency: int, day: date) -> int:
        found = here = agency
        for _ in range(_DEEPEST):
            named = self._on(here, day)
            if named and named.tier == Tier.PROVINCE:
                found = here
                if named.kind == AgencyKind.PEOPLES_COMMITTEE:
                    break
            above = self._superior(here, day)
            if above is None:
                break
            here = above
        return found

    def branch_spans(self, agency: int) -> list[tuple[Span, int]]:
        """Under which branch an agency stood on which days."""
        if agency not in self._spans:
            spans = _between(self._days_of_change(agency))
            self._spans[agency] = [(span, self._branch(agency, span.first)) for span in spans]
        return self._spans[agency]

    def holder_spans(self, agency: int) -> list[tuple[Span, tuple[Holder, ...]]]:
        """Whom what the agency does counts for, on which days."""
        days = self._days_of_change(agency)
        days.update(taken_on for one in self._line(agency) for taken_on, _ in self._successors(one))
        return [(span, self._holders(agency, span.first)) for span in _between(days)]

    def _days_of_change(self, agency: int) -> set[date]:
        days = {date.min}
        for here in self._line(agency):
            for span in (*(one.span for one in self._names(here)), *(one.span for one in self._superiors(here))):
                days.add(span.first)
                if span.last < date.max:
                    days.add(span.last + ONE_DAY)
        return days

    def _line(self, agency: int) -> set[int]:
        """The agency and all that were ever over it."""
        asking, seen = [agency], {agency}
        while asking:
            above = {one.superior for one in self._superiors(asking.pop())} - seen
            seen |= above
            asking.extend(above)
        return seen

    # ---------------------------------------------------------------------------------------------------------- fetched

    def _on(self, agency: int, day: date) -> _Named | None:
        return next((one for one in self._names(agency) if one.span.first <= day <= one.span.last), None)

    def _superior(self, agency: int, day: date) -> int | None:
        return next((one.superior for one in self._superiors(agency) if one.span.first <= day <= one.span.last), None)

    def _names(self, agency: int) -> list[_Named]:
        if agency not in self._named:
            self._fetch_names({agency})
        return self._named[agency]

    def _superiors(self, agency: int) -> list[_Under]:
        if agency not in self._under:
            self._fetch_superiors({agency})
        return self._under[agency]

    def _successors(self, agency: int) -> list[tuple[date, int]]:
        if agency not in self._heirs:
            self._names(agency)
            ended = self._lives.get(agency, (None, None))[1] is not None
            self._heirs[agency] = []
            if ended:  # who goes on as it was keeps what it did
                self._fetch_heirs({agency})
        return self._heirs[agency]

    def _fetch_names(self, agencies: Collection[int]) -> None:
        self._named.update({agency: [] for agency in agencies})
        for keys in _chunks(agencies):
            for agency, first, last, kind, tier, founded, ended in _NAMES(keys):
                self._named[agency].append(_Named(Span(first, last or date.max), kind, tier))
                self._lives[agency] = (founded, ended)

    def _fetch_superiors(self, agencies: Collection[int]) -> None:
        self._under.update({agency: [] for agency in agencies})
        for keys in _chunks(agencies):
            for agency, first, last, superior in _SUPERIORS(keys):
                self._under[agency].append(_Under(Span(first, last or date.max), superior))

    def _fetch_heirs(self, agencies: Collection[int]) -> None:
        self._heirs.update({agency: [] for agency in agencies})
        for keys in _chunks(agencies):
            rows = SuccessionShare.objects.filter(
                predecessor__in=keys, predecessor__ended_on__isnull=False, takes_obligations=True,
                successor__isnull=False,
            )  # fmt: skip
            told = rows.order_by("succession__effective_on", "pk")
            for agency, day, successor in told.values_list(
                "predecessor_id", "succession__effective_on", "successor_id"
            ):
                self._heirs[agency].append((day, successor))


def _between(days: Collection[date]) -> list[Span]:
    """All time from the first of these days on, cut at each of them."""
    firsts = sorted(days)
    return list(map(Span, firsts, [*(day - ONE_DAY for day in firsts[1:]), date.max]))


def _names(agencies: list[int]) -> QuerySet[Any]:
    rows = Designation.objects.filter(agency__in=agencies).order_by("agency_id", "valid_from")
    return rows.values_list(
        "agency_id", "valid_from", "valid_to", "kind", "tier", "agency__founded_on", "agency__ended_on"
    )


def _superiors(agencies: list[int]) -> QuerySet[Any]:
    rows = Relation.objects.filter(agency__in=agencies, kind=RelationKind.LINE).order_by("valid_from", "pk")
    return rows.values_list("agency_id", "valid_from", "valid_to", "to_id")


_NAMES = Question(_names, tuple)
_SUPERIORS = Question(_superiors, tuple)


def _inner_below(agencies: Collection[int]) -> Iterable[int]:
    rows = Relation.objects.filter(to__in=agencies, kind=RelationKind.LINE, agency__designations__kind__in=INNER)
    return rows.order_by().values_list("agency_id", flat=True).distinct()


def _predecessors(agencies: Collection[int]) -> Iterable[int]:
    rows = SuccessionShare.objects.filter(
        successor__in=agencies, takes_obligations=True, predecessor__ended_on__isnull=False
    )
    return rows.order_by().values_list("predecessor_id", flat=True).distinct()


def _chunks(keys: Collection[int]) -> Iterable[list[int]]:
    listed = sorted(keys)
    return (listed[start : start + _KEYS] for start in range(0, len(listed), _KEYS))
