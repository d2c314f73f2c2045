"""Which agencies hold a duty on which days: names and groups of the plan, followed through successions."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from functools import cached_property
from typing import NamedTuple

from loa.monitoring.spans import Span, clipped, covers, joined, without
from loa.organizations.enums import OUTSIDE_EXECUTIVE
from loa.organizations.models import Agency, Designation, SuccessionShare
from loa.organizations.queries.groups import Membership
from loa.plans.enums import PartyRole
from loa.plans.models import Obligation, Party, Plan
from loa.plans.queries.versions import Version
from loa.schedule import Window
from loa.schedule.window import ONE_DAY

__all__ = ["Holders", "Wanted"]

Spans = Mapping[int, Sequence[Span]]
"""The days of each agency, by its key."""
_LEADS_ELSEWHERE = "assigned-leads"


class Wanted(NamedTuple):
    """An assignment as it should be stored."""

    obligation_id: int
    agency_id: int
    leads: bool
    requested: bool
    held_from: date
    held_to: date


class Holders:
    """The assignments that a plan asks for, over a time.

    A group is those agencies that belong to it on each day. Where an agency ends and a succession says that another
    takes over its open obligations, that one goes on. Who leads does not coordinate as well.
    """

    def __init__(self, plan: Plan, duties: Iterable[tuple[Obligation, Sequence[Version]]], time: Span) -> None:
        self._plan = plan
        self._duties = list(duties)
        self._time = time
        self._members: dict[tuple[str, Span], Spans] = {}
        self._memberships: dict[Span, Membership] = {}

    def wanted(self) -> list[Wanted]:
        """Every assignment, duty by duty."""
        return [wanted for root, versions in self._duties for wanted in self._of_duty(root, versions)]

    def _of_duty(self, root: Obligation, versions: Sequence[Version]) -> Iterator[Wanted]:
        leads = self._over_versions(versions, PartyRole.LEAD)
        yield from self._rows(root, leads, leads=True)
        beside = self._over_versions(versions, PartyRole.COORDINATE)
        left = {agency: without(spans, leads.get(agency, ())) for agency, spans in beside.items()}
        yield from self._rows(root, left, leads=False)

    def _rows(self, root: Obligation, holders: Spans, *, leads: bool) -> Iterator[Wanted]:
        for agency, spans in holders.items():
            for span, requested in self._split_by_kind(agency, spans):
                yield Wanted(root.pk, agency, leads, requested, *span)

    def _split_by_kind(self, agency: int, spans: Sequence[Span]) -> Iterator[tuple[Span, bool]]:
        outside = self._outside.get(agency)
        if not outside:
            yield from ((span, False) for span in spans)
            return
        yield from ((part, True) for span in spans for part in clipped(outside, span))
        yield from ((part, False) for part in without(spans, outside))

    # ------------------------------------------------------------------------------------------- from words to agencies

    def _over_versions(self, versions: Sequence[Version], role: PartyRole) -> Spans:
        """Who has the role under each version, for its days."""
        parts: list[Spans] = []
        for version, until in self._terms_of(versions):
            if version.obligation is not None and version.since <= until:
                span = Span(version.since, until)
                parts.extend(self._of_party(party, span) for party in _parties(version.obligation, role))
        return _together(parts)

    def _terms_of(self, versions: Sequence[Version]) -> Iterator[tuple[Version, date]]:
        ends = [version.since - ONE_DAY for version in versions[1:]]
        return zip(versions, [*ends, self._time.last], strict=True)

    def _of_party(self, party: Party, span: Span) -> Spans:
        if party.group == _LEADS_ELSEWHERE:
            return {agency: clipped(spans, span) for agency, spans in self._named_leads.items()}
        if party.group:
            return self._of_group(party.group, span)
        if party.agency_id is None:
            return {}
        return self._with_heirs({party.agency_id: self._existing(party.agency_id, span)}, span)

    def _of_group(self, group: str, span: Span) -> Spans:
        key = (group, span)
        if key not in self._members:
            found = {
                agency: [Span(days.start, days.end) for days in spans]
                for agency, spans in self._membership(span).of(group).items()
            }
            self._members[key] = self._with_heirs(self._outliving_issuer(found, span), span)
        return self._members[key]

    def _membership(self, span: Span) -> Membership:
        if span not in self._memberships:
            self._memberships[span] = Membership(self._plan.issuer, Window(span.first, span.last))
        return self._memberships[span]

    def _outliving_issuer(self, found: Spans, span: Span) -> Spans:
        """Groups lie under the issuer. Where it ends, who belonged on its last day goes on as long as it exists."""
        last = self._plan.issuer.ended_on
        if last is None or not span.first <= last < span.last:
            return found
        return {
            agency: joined([*spans, *self._existing(agency, Span(last, span.last))]) if covers(spans, last) else spans
            for agency, spans in found.items()
        }

    @cached_property
    def _named_leads(self) -> Spans:
        """Who leads another duty of the plan: whom “the agencies assigned to lead” means."""
        return _together(
            self._of_party(party, Span(version.since, until))
            for _, versions in self._duties
            for version, until in self._terms_of(versions)
            if version.obligation is not None and version.since <= until
            for party in _parties(version.obligation, PartyRole.LEAD)
            if party.group != _LEADS_ELSEWHERE
        )

    # ----------------------------------------------------------------------------------------------- agencies over time

    def _existing(self, agency_id: int, span: Span) -> list[Span]:
        return clipped([self._lives[agency_id]], span)

    def _with_heirs(self, holders: Spans, span: Span) -> Spans:
        """The holders and, from each succession on, who took over the open obligations of one of them."""
        found = {agency: list(spans) for agency, spans in holders.items()}
        for day, predecessor, successor in self._shares:
            if span.first < day <= span.last and covers(found.get(predecessor, ()), day - ONE_DAY):
                taken = self._existing(successor, Span(day, span.last))
                found[successor] = joined([*found.get(successor, ()), *taken])
        return found

    @cached_property
    def _shares(self) -> list[tuple[date, int, int]]:
        """Successions by their day, so that who took over and is taken over later hands on in turn."""
        rows = SuccessionShare.objects.filter(
            takes_obligations=True, successor__isnull=False, succession__effective_on__range=self._time
        )
        found = rows.order_by("succession__effective_on", "pk")
        return list(found.values_list("succession__effective_on", "predecessor_id", "successor_id"))

    @cached_property
    def _lives(self) -> dict[int, Span]:
        rows = Agency.objects.order_by().values_list("pk", "founded_on", "ended_on")
        return {agency: Span(founded, ended or date.max) for agency, founded, ended in rows.iterator()}

    @cached_property
    def _outside(self) -> dict[int, list[Span]]:
        """The days on which agencies stand outside the executive."""
        found: dict[int, list[Span]] = defaultdict(list)
        rows = Designation.objects.filter(kind__in=OUTSIDE_EXECUTIVE).order_by()
        for agency, first, last in rows.values_list("agency_id", "valid_from", "valid_to"):
            found[agency].append(Span(first, last or date.max))
        return {agency: joined(spans) for agency, spans in found.items()}


def _parties(obligation: Obligation, role: PartyRole) -> Iterator[Party]:
    return (party for party in obligation.parties.all() if party.role == role and not party.outside)


def _together(parts: Iterable[Spans]) -> Spans:
    """The days of each agency in any of the parts."""
    listed = [part for part in parts if part]
    if len(listed) == 1:
        return listed[0]
    found: dict[int, list[Span]] = defaultdict(list)
    for part in listed:
        for agency, spans in part.items():
            found[agency].extend(spans)
    return {agency: joined(spans) for agency, spans in found.items()}
