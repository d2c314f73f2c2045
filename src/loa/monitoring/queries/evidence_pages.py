"""What the pages of evidence show: lists narrowed by filters, one item with its placements, what stands behind it."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice

from django.db.models import Exists, F, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast

from loa.monitoring.enums import EvidenceState, MatchState, NearCopyState
from loa.monitoring.models import Evidence, Match, NearCopy, Occurrence, PageCopy
from loa.monitoring.queries.duties import Duty, Filters, continuous, duties
from loa.monitoring.queries.evidence import of_agencies
from loa.organizations.folding import folded
from loa.organizations.models import Agency, Designation
from loa.organizations.queries.kinship import lines_above
from loa.plans.models import Plan

__all__ = [
    "Item",
    "NearOne",
    "WantedEvidence",
    "as_items",
    "duty_of",
    "evidence_found",
    "in_items",
    "matches_of",
    "narrowed",
    "near_copies_of",
    "page_copies_of",
    "parts_items",
    "placements_of",
    "plans_over",
]

_CHUNK = 500
_SHOWN_COPIES = 20
_NO_COPIES = (NearCopyState.DIFFERENT, NearCopyState.PLACEMENT)


@dataclass(frozen=True, slots=True)
class WantedEvidence:
    """Which evidence is asked for; what is empty does not narrow.

    `worth` is a state of its matches, `unmatched` or `withdrawn`; `problem` is `link` or `copy`. `own` are the agencies
    to stay with.
    """

    text: str = ""
    agency: str = ""
    own: Collection[int] | None = None
    kind: str = ""
    channel: str = ""
    area: str = ""
    source: str = ""
    since: date | None = None
    until: date | None = None
    worth: str = ""
    problem: str = ""
    plan: int | None = None
    obligation: int | None = None


def evidence_found(seen: QuerySet[Evidence], wanted: WantedEvidence) -> QuerySet[Evidence]:
    """Those of what somebody may see that are asked for: one row for each item, its first placement among them.

    All placements of an item are of one agency, so whose they are does not tell one from another.
    """
    of_agencies = _of_agencies(seen, wanted)
    if not parts_items(wanted):
        return of_agencies.filter(item=F("pk")).select_related("agency")
    earlier = _told(Evidence.objects.filter(item=OuterRef("item"), pk__lt=OuterRef("pk")), wanted).order_by()
    return _told(of_agencies, wanted).filter(Q(item=F("pk")) | ~Exists(earlier)).select_related("agency")


def parts_items(wanted: WantedEvidence) -> bool:
    """Whether anything is asked for that one placement of an item may be and another not."""
    return replace(wanted, agency="", own=None) != WantedEvidence()


def _told(rows: QuerySet[Evidence], wanted: WantedEvidence) -> QuerySet[Evidence]:
    """What is asked for of the evidence itself, whosever it is."""
    rows = _about(_narrowed(rows, wanted), wanted)
    if wanted.worth:
        rows = _worth(rows, wanted.worth)
    return _troubled(rows, wanted.problem) if wanted.problem else rows


def narrowed(rows: QuerySet[Evidence], wanted: WantedEvidence) -> QuerySet[Evidence]:
    """Those that what happened itself narrows to: words, agency, kind, channel, area, source, days."""
    return _narrowed(_of_agencies(rows, wanted), wanted)


def _narrowed(rows: QuerySet[Evidence], wanted: WantedEvidence) -> QuerySet[Evidence]:
    exact = {
        "kind": wanted.kind,
        "channel": wanted.channel,
        "source": wanted.source,
        "happened_on__gte": wanted.since,
        "happened_on__lte": wanted.until,
    }
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    for word in folded(wanted.text).split():
        rows = rows.filter(searched__contains=word)
    if wanted.area:
        rows = rows.alias(_areas=Cast("areas", TextField())).filter(_areas__contains=f'"{wanted.area}"')
    return rows


def _of_agencies(rows: QuerySet[Evidence], wanted: WantedEvidence) -> QuerySet[Evidence]:
    if wanted.own is not None:
        rows = rows.filter(agency__in=wanted.own)
    return of_agencies(rows, _called(wanted.agency)) if folded(wanted.agency) else rows


def _called(words: str) -> frozenset[int]:
    named = Q()
    for word in folded(words).split():
        named &= Q(searched__contains=word)
    return frozenset(Designation.objects.filter(named).order_by().values_list("agency_id", flat=True))


def _about(rows: QuerySet[Evidence], wanted: WantedEvidence) -> QuerySet[Evidence]:
    """What was laid against a duty of the plan, or against this duty, whatever came of it."""
    matches = Match.objects.filter(evidence=OuterRef("pk"))
    if wanted.obligation is not None:
        return rows.filter(Exists(matches.filter(obligation=wanted.obligation)))
    if wanted.plan is not None:
        return rows.filter(Exists(matches.filter(occurrence__plan=wanted.plan)))
    return rows


def _worth(rows: QuerySet[Evidence], worth: str) -> QuerySet[Evidence]:
    if worth == EvidenceState.WITHDRAWN:
        return rows.filter(state=EvidenceState.WITHDRAWN)
    rows = rows.filter(state=EvidenceState.RECORDED)
    matches = Match.objects.filter(evidence=OuterRef("pk"))
    if worth == "unmatched":
        return rows.filter(~Exists(matches.exclude(state=MatchState.REJECTED)))
    return rows.filter(Exists(matches.filter(state=worth)))


def _troubled(rows: QuerySet[Evidence], problem: str) -> QuerySet[Evidence]:
    if problem == "link":
        return rows.exclude(link_problem="")
    resembling = NearCopy.objects.exclude(state__in=_NO_COPIES)
    return rows.filter(
        Exists(resembling.filter(evidence=OuterRef("pk"))) | Exists(resembling.filter(other=OuterRef("pk")))
    )


def plans_over(agencies: Collection[int], on: date) -> list[tuple[str, str]]:
    """The plans whose duties these agencies' evidence may count for, as choices: their own and their superiors'."""
    over = set(agencies).union(*lines_above(agencies, on).values())
    rows = Plan.objects.filter(Exists(Occurrence.objects.filter(plan=OuterRef("pk"))), issuer__in=over)
    return [(str(plan.pk), str(plan)) for plan in rows.only("number", "title").order_by("-period_from", "pk")]


# ------------------------------------------------------------------------------------------------------- rows of a list


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list: where it stands, and what it is worth."""

    evidence: Evidence
    placements: Sequence[Evidence] = ()
    worth: Mapping[str, int] = field(default_factory=dict)
    resembles: int = 0

    @property
    def counts(self) -> int:
        """For how many duties it counts."""
        return self.worth.get(MatchState.COUNTED, 0)

    @property
    def states(self) -> list[tuple[MatchState, int]]:
        """What it was found to be, and how often; what counts first."""
        return [(state, self.worth[state]) for state in MatchState if self.worth.get(state)]


def as_items(rows: Sequence[Evidence]) -> list[Item]:
    """The rows with placements, matches and near copies, in three queries, whatever their number."""
    placements, worth, near = _placements(rows), _matches(rows), _resembling(rows)
    return [
        Item(one, placements.get(one.item_id or one.pk, ()), worth.get(one.item_id or one.pk, {}), near.get(one.pk, 0))
        for one in rows
    ]


def in_items(rows: QuerySet[Evidence]) -> Iterator[Item]:
    """All of them for a file, some hundreds at a time."""
    found = rows.iterator(chunk_size=_CHUNK)
    while chunk := list(islice(found, _CHUNK)):
        yield from as_items(chunk)


def _placements(rows: Iterable[Evidence]) -> Mapping[int, list[Evidence]]:
    found: dict[int, list[Evidence]] = defaultdict(list)
    standing = Evidence.objects.filter(item__in=[one.item_id for one in rows], state=EvidenceState.RECORDED)
    for one in standing.only("pk", "key", "item", "channel", "link").order_by("pk"):
        found[one.item_id or one.pk].append(one)
    return found


def _matches(rows: Iterable[Evidence]) -> Mapping[int, Mapping[str, int]]:
    """By item, and for how many duties: placements count for the same one once."""
    duties: dict[int, dict[str, set[tuple[int, int]]]] = defaultdict(lambda: defaultdict(set))
    found = Match.objects.filter(item__in=[one.item_id for one in rows]).order_by()
    for item, state, *duty in found.values_list("item_id", "state", "occurrence_id", "agency_id"):
        duties[item][state].add((duty[0], duty[1]))
    return {item: {state: len(ones) for state, ones in states.items()} for item, states in duties.items()}


def _resembling(rows: Iterable[Evidence]) -> Mapping[int, int]:
    keys = {one.pk for one in rows}
    found: dict[int, int] = defaultdict(int)
    near = NearCopy.objects.filter(Q(evidence__in=keys) | Q(other__in=keys)).exclude(state__in=_NO_COPIES)
    for pair in near.order_by().values_list("evidence_id", "other_id"):
        for one in keys.intersection(pair):
            found[one] += 1
    return found


# -------------------------------------------------------------------------------------------------------- one of them


def placements_of(evidence: Evidence, seen: QuerySet[Evidence]) -> list[Evidence]:
    """Every placement of the same item that somebody may see, this one included, in the order they were recorded."""
    return list(seen.filter(item=evidence.item_id).select_related("agency").order_by("pk"))


@dataclass(frozen=True, slots=True)
class NearOne:
    """Another piece of evidence whose text resembles this one; `shown` None where it may not be seen."""

    pair: NearCopy
    agency: str
    shown: Evidence | None
    later: bool


def near_copies_of(evidence: Evidence, seen: QuerySet[Evidence]) -> list[NearOne]:
    """What resembles it, the most alike first. Of what may not be seen the agency is named and nothing else."""
    pairs = list(
        NearCopy.objects.filter(Q(evidence=evidence) | Q(other=evidence))
        .select_related("evidence__agency", "other__agency", "decided_by")
        .order_by("-likeness", "pk")[:_SHOWN_COPIES]
    )
    others = [pair.other if pair.evidence_id == evidence.pk else pair.evidence for pair in pairs]
    visible = set(seen.filter(pk__in=[one.pk for one in others]).values_list("pk", flat=True))
    return [
        NearOne(pair, one.agency.name, one if one.pk in visible else None, later=pair.other_id == evidence.pk)
        for pair, one in zip(pairs, others, strict=True)
    ]


def matches_of(evidence: Evidence) -> list[Match]:
    """Its matches with duty, window, agency and who decided, what counts first. One query."""
    related = ("evidence", "agency", "decided_by", "occurrence__plan", "occurrence__rule", "obligation")
    rows = evidence.matches.select_related(*related).defer("occurrence__explanation", "occurrence__rule__read_as")
    order = list(MatchState)
    return sorted(rows, key=lambda match: (order.index(MatchState(match.state)), match.occurrence.owed_on, match.pk))


def page_copies_of(evidence: Evidence) -> list[PageCopy]:
    """The stored copies of its page, the latest first."""
    return list(evidence.page_copies.order_by("-fetched_at")[:_SHOWN_COPIES])


def duty_of(occurrence: Occurrence, agency: Agency) -> Duty | None:
    """The occurrence as the agency owes it; None where it does not. Two queries."""
    only = Filters(obligation=occurrence.obligation_id)
    if occurrence.due_on:
        found = duties(agency, occurrence.owed_on, occurrence.owed_on, filters=only)[:]
    else:
        found = continuous(agency, occurrence.window_from, occurrence.window_to, filters=only)[:]
    return next((duty for duty in found if duty.occurrence.pk == occurrence.pk), None)
