"""Who holds a duty when, counted; and what exemptions take away."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, NamedTuple, Protocol

from django.db.models import Count, F, QuerySet
from django.db.models.functions import Greatest, Least

from loa.monitoring.models import Assignment, Occurrence
from loa.plans.models import Exemption
from loa.prepared import Question

__all__ = ["Holding", "Waiver", "Waivers", "dated_held_by", "holding", "undated_held_by", "waiver_of", "waivers"]


def dated_held_by(agencies: Collection[int], first: date, last: date) -> QuerySet[Any]:
    """What falls due in the time, once for each of the agencies that owes it.

    Each row has `held_by`, `leads` and `asked` of the assignment.
    """
    return _with_holder(
        Occurrence.objects.filter(
            due_on__isnull=False,
            owed_on__range=(first, last),
            obligation__assignments__agency__in=agencies,
            obligation__assignments__held_from__lte=F("owed_on"),
            obligation__assignments__held_to__gte=F("owed_on"),
        )
    )


def undated_held_by(agencies: Collection[int], first: date, last: date) -> QuerySet[Any]:
    """What is never due, or not yet known when, and was held by one of the agencies in the time."""
    return _with_holder(
        Occurrence.objects.filter(
            due_on=None,
            window_from__lte=last,
            window_to__gte=first,
            obligation__assignments__agency__in=agencies,
            obligation__assignments__held_from__lte=Least(F("window_to"), last),
            obligation__assignments__held_to__gte=Greatest(F("window_from"), first),
        )
    )


def _with_holder(rows: QuerySet[Occurrence]) -> QuerySet[Any]:
    return rows.annotate(
        held_by=F("obligation__assignments__agency"),
        leads=F("obligation__assignments__leads"),
        asked=F("obligation__assignments__requested"),
    )


# ----------------------------------------------------------------------------------------------------------- exemptions


@dataclass(frozen=True, slots=True)
class Waiver:
    """What an exemption says: let off when `amount` is None, else another number; why, and who allowed it."""

    obligation_id: int
    agency_id: int
    first: date
    last: date
    amount: int | None
    reason: str
    authority: str

    @property
    def words(self) -> str:
        """Why, and who allowed it."""
        return f"{self.reason} ({self.authority})"

    @property
    def lets_off(self) -> bool:
        return self.amount is None


Waivers = Mapping[tuple[int, int], Sequence[Waiver]]
"""Exemptions by obligation and agency."""


def waivers(*, obligations: Collection[int] | None = None, agencies: Collection[int] | None = None) -> Waivers:
    """The exemptions by obligation and agency, in one query, the one made last first; revoking only ends one sooner."""
    found: dict[tuple[int, int], list[Waiver]] = defaultdict(list)
    told: Iterable[Any]
    if obligations is not None and agencies is not None:
        told = _WAIVED(sorted(obligations), sorted(agencies))
    else:
        told = _waived(obligations, agencies)
    for obligation, agency, first, last, *rest in told:
        found[obligation, agency].append(Waiver(obligation, agency, first, last or date.max, *rest))
    return found


class Worded(Protocol):
    """An occurrence, as far as exemptions go: of which obligation, in whose words, and when it is owed."""

    @property
    def obligation_id(self) -> int: ...
    @property
    def rule_id(self) -> int: ...
    @property
    def owed_on(self) -> date: ...


def _waived(obligations: Collection[int] | None, agencies: Collection[int] | None) -> QuerySet[Any]:
    rows = Exemption.objects.order_by("-made_at", "-pk")
    if obligations is not None:
        rows = rows.filter(obligation__in=obligations)
    if agencies is not None:
        rows = rows.filter(agency__in=agencies)
    return rows.values_list("obligation_id", "agency_id", "valid_from", "valid_to", "amount", "reason", "authority")


_WAIVED = Question(_waived, tuple)


def waiver_of(one: Worded, agency_id: int, known: Waivers) -> Waiver | None:
    """The exemption of an agency for an occurrence: from the duty as it was first issued, or as it is worded now."""
    for obligation in (one.rule_id, one.obligation_id):
        for waiver in known.get((obligation, agency_id), ()):
            if waiver.first <= one.owed_on <= waiver.last:
                return waiver
    return None


# --------------------------------------------------------------------------------------------------------------- counts


class _Group(NamedTuple):
    """So many agencies with an assignment over the same days."""

    leads: bool
    first: date
    last: date
    agencies: int


class Holding:
    """How many agencies hold each of some obligations on a day."""

    def __init__(
        self, groups: Mapping[int, list[_Group]], known: Waivers, exempt: Mapping[int, list[tuple[int, date, date]]]
    ) -> None:
        self._groups = groups
        self._known = known
        self._exempt = exempt

    def leading(self, one: Occurrence) -> int:
        """How many agencies owe it, those let off counted too."""
        return self._count(one, leads=True)

    def coordinating(self, one: Occurrence) -> int:
        return self._count(one, leads=False)

    def waived(self, one: Occurrence) -> int:
        """How many of those that owe it are let off."""
        start, end = _days_of(one)
        holders = {
            agency for agency, first, last in self._exempt.get(one.obligation_id, ()) if first <= end and start <= last
        }
        found = (waiver_of(one, agency, self._known) for agency in holders)
        return sum(1 for waiver in found if waiver and waiver.lets_off)

    def _count(self, one: Occurrence, *, leads: bool) -> int:
        start, end = _days_of(one)
        groups = self._groups.get(one.obligation_id, ())
        return sum(
            group.agencies for group in groups if group.leads is leads and group.first <= end and start <= group.last
        )


def _days_of(one: Occurrence) -> tuple[date, date]:
    return (one.owed_on, one.owed_on) if one.due_on else (one.window_from, one.window_to)


def holding(occurrences: Collection[Occurrence], *, among: QuerySet[Assignment] | None = None) -> Holding:
    """The counts for some occurrences in three queries, whatever their number; `among` narrows to these assignments."""
    rows = Assignment.objects.all() if among is None else among
    rows = rows.filter(obligation__in={one.obligation_id for one in occurrences}).order_by()
    groups: dict[int, list[_Group]] = defaultdict(list)
    fields = ("obligation_id", "leads", "held_from", "held_to")
    for obligation, *group in rows.values_list(*fields).annotate(count=Count("pk")):
        groups[obligation].append(_Group(*group))
    known = waivers(obligations={key for one in occurrences for key in (one.obligation_id, one.rule_id)})
    exempt: dict[int, list[tuple[int, date, date]]] = defaultdict(list)
    holders = rows.filter(leads=True, agency__in={agency for _, agency in known})
    for obligation, agency, held_from, held_to in holders.values_list(
        "obligation_id", "agency_id", "held_from", "held_to"
    ):
        exempt[obligation].append((agency, held_from, held_to))
    return Holding(groups, known, exempt)
