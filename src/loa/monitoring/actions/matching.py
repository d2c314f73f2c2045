"""Laying evidence against what is owed: what the rules say is compared with what is stored, and the difference written.

What people decided is left alone. All placements of an item are matched together, its first row locked, so that two
who work on one item at once do not count it twice.
"""

import json
from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Exists, OuterRef, QuerySet, TextField
from django.db.models.functions import Cast

from loa.monitoring.actions.counting import Pair, apply, recount
from loa.monitoring.enums import EvidenceState, MatchState, NearCopyState, Source
from loa.monitoring.models import Dispute, Evidence, EvidenceFile, Match, NearCopy
from loa.monitoring.queries.lineage import Lineage
from loa.monitoring.queries.owing import Owing
from loa.monitoring.rules import Piece, Taking, Verdict, copies_resolved, verdicts
from loa.monitoring.standing import Thing
from loa.prepared import Insertion, rows_of
from loa.schedule import Kind

__all__ = [
    "PIECE_FIELDS",
    "Kept",
    "Lineup",
    "as_piece",
    "compared",
    "copies_standing",
    "kept_matches",
    "lock_items",
    "match_again",
    "match_first",
    "pieces_among",
    "store",
    "wanted_of",
]

_KEYS = 400


class Kept(NamedTuple):
    """A stored match, as far as it is compared with what the rules say. `exclusive` is None where no rule was set."""

    pk: int
    piece: int
    occurrence: int
    agency: int
    obligation: int
    plan: int
    item: int
    happened_on: date
    amount: int
    state: str
    told: str
    unit: str
    decided_by: int | None
    kind: str
    exclusive: bool | None

    @property
    def reason(self) -> list[Any]:
        return _parsed(self.told)

    @property
    def by_person(self) -> bool:
        return self.decided_by is not None

    @property
    def given(self) -> bool:
        """Whether a person said that it counts."""
        return self.decided_by is not None and self.state == MatchState.COUNTED

    @property
    def competes(self) -> bool:
        """Whether what counts here counts for no other quota of the plan."""
        return self.kind == Kind.QUOTA and self.exclusive is not False


@lru_cache(maxsize=50_000)
def _parsed(reason: str) -> list[Any]:
    """The same reasons stand in many rows."""
    found: list[Any] = json.loads(reason)
    return found


@dataclass
class Lineup:
    """What has to be written so that the stored matches are those wanted."""

    fresh: list[Verdict] = field(default_factory=list)
    changed: list[Match] = field(default_factory=list)
    gone: list[int] = field(default_factory=list)
    added: dict[Pair, list[Thing]] = field(default_factory=lambda: defaultdict(list))
    anew: set[Pair] = field(default_factory=set)

    def __bool__(self) -> bool:
        return bool(self.fresh or self.changed or self.gone)


def match_first(evidence: Evidence, lineage: Lineage) -> None:
    """Matches a piece that was recorded just now and shares its item with no other, and counts it."""
    piece = piece_of(evidence)
    holders = lineage.holders(piece.agency, piece.day)
    owing = Owing.of({one.agency for one in holders}, [piece.day], about=bool(piece.about))
    wanted = wanted_of([piece], owing, lineage, [])
    lineup = compared([piece], wanted, [])
    _write(lineup, [one.taking for one in wanted], lineage)


def match_again(evidence: Iterable[int], *, lineage: Lineage | None = None, locked: bool = False) -> None:
    """Matches pieces of evidence anew with all placements of their items, and counts. Inside a transaction.

    To be called when something changed that decides what evidence is worth: the piece itself, its files, what a person
    said of it. `locked`: the caller holds the locks of `lock_items` already.
    """
    items = sorted(set(Evidence.objects.filter(pk__in=set(evidence)).values_list("item_id", flat=True)))
    found = lineage or Lineage()
    for start in range(0, len(items), _KEYS):
        part = items[start : start + _KEYS]
        if not locked:
            lock_items(part)
        _match_items(part, found)


def lock_items(items: Collection[int]) -> None:
    """Locks items of evidence until the transaction ends, in order."""
    list(Evidence.objects.select_for_update(no_key=True).filter(pk__in=items).order_by("pk").values_list("pk"))


def _match_items(items: Collection[int], lineage: Lineage) -> None:
    pieces = pieces_among(Evidence.objects.filter(item__in=items, state=EvidenceState.RECORDED))
    kept = kept_matches(Match.objects.filter(evidence__item__in=items))
    wanted: list[Verdict] = []
    if pieces:
        lineage.prepare({piece.agency for piece in pieces})
        holders = {one.agency for piece in pieces for one in lineage.holders(piece.agency, piece.day)}
        owing = Owing.of(holders, [piece.day for piece in pieces], about=any(piece.about for piece in pieces))
        wanted = wanted_of(pieces, owing, lineage, kept)
    lineup = compared(pieces, wanted, kept)
    _write(lineup, [one.taking for one in wanted], lineage)


# -------------------------------------------------------------------------------------------------------------- pieces

PIECE_FIELDS = (
    "pk", "item_id", "agency_id", "kind", "channel", "areas", "happened_on", "items", "about", "words", "own_work",
    "has_photo",
)  # fmt: skip


def piece_of(evidence: Evidence) -> Piece:
    """A piece that has no files and no near copies yet."""
    told = {name: getattr(evidence, name) for name in PIECE_FIELDS}
    return as_piece([*told.values()], proof=bool(evidence.link) or evidence.source == Source.ROOM)


def as_piece(values: Sequence[Any], *, proof: bool, photo: bool = False, near: bool = False) -> Piece:
    """A piece of the values of `PIECE_FIELDS`, and of what stands in other tables."""
    pk, item, agency, kind, channel, areas, day, items, about, words, own_work, has_photo = values
    return Piece(
        pk, item or pk, agency, kind, channel, tuple(areas), day, items, about, words, own_work, has_photo or photo,
        proof, near,
    )  # fmt: skip


def pieces_among(evidence: QuerySet[Evidence]) -> list[Piece]:
    """Evidence as the rules look at it, in one query."""
    files = EvidenceFile.objects.filter(evidence=OuterRef("pk"))
    copies = copies_standing().filter(evidence=OuterRef("pk"))
    told = evidence.order_by("pk").values_list(
        *PIECE_FIELDS, "link", "source", Exists(files), Exists(files.filter(media_type__startswith="image/")),
        Exists(copies),
    )  # fmt: skip
    return [
        as_piece(values, proof=bool(link) or source == Source.ROOM or has_file, photo=pictured, near=near)
        for *values, link, source, has_file, pictured, near in rows_of(told)
    ]


def copies_standing() -> QuerySet[NearCopy]:
    """Near copies by what a person said; what was copied from something withdrawn is no longer a copy of anything."""
    return NearCopy.objects.filter(state=NearCopyState.COPY, other__state=EvidenceState.RECORDED)


def kept_matches(matches: QuerySet[Match]) -> list[Kept]:
    """Stored matches as they are compared, in one query."""
    told = matches.order_by("pk").values_list(
        "pk", "evidence_id", "occurrence_id", "agency_id", "obligation_id", "occurrence__plan_id", "item_id",
        "happened_on", "amount", "state", Cast("reason", TextField()), "occurrence__unit", "decided_by_id",
        "occurrence__kind", "obligation__evidence_rule__exclusive",
    )  # fmt: skip
    return list(map(Kept._make, rows_of(told)))


# -------------------------------------------------------------------------------------------------------------- wanted


def wanted_of(pieces: Iterable[Piece], owing: Owing, lineage: Lineage, kept: Iterable[Kept]) -> list[Verdict]:
    """What the rules say of all placements of some items, given what people decided."""
    given = [one for one in kept if one.given]
    ruled = {(one.piece, one.occurrence, one.agency) for one in kept if one.by_person}
    places: dict[int, list[tuple[int, int, int]]] = defaultdict(list)
    counted: dict[int, dict[tuple[int, int], date]] = defaultdict(dict)
    for one in given:
        counted[one.item][one.obligation, one.agency] = one.happened_on
        if one.competes:
            places[one.piece].append((one.agency, one.plan, one.obligation))
    by_item: dict[int, list[Verdict]] = defaultdict(list)
    for piece in pieces:
        candidates = [
            one
            for one in owing.candidates(piece, lineage.holders(piece.agency, piece.day))
            if (piece.pk, one.taking.pk, one.agency) not in ruled
        ]
        by_item[piece.item].extend(verdicts(piece, candidates, places.get(piece.pk, ())))
    return [one for item, found in by_item.items() for one in copies_resolved(found, counted.get(item, {}))]


def compared(pieces: Iterable[Piece], wanted: Iterable[Verdict], kept: Iterable[Kept]) -> Lineup:
    """The difference between the matches that are wanted and those that are stored."""
    lineup = Lineup()
    standing = {piece.pk: piece for piece in pieces}
    stored = {(one.piece, one.occurrence, one.agency): one for one in kept}
    for verdict in wanted:
        _place(verdict, stored.pop((verdict.piece.pk, verdict.taking.pk, verdict.agency), None), lineup)
    disputed = _disputed(stored.values())
    for one in stored.values():
        _leave(one, standing.get(one.piece), lineup, stays=one.by_person or one.pk in disputed)
    return lineup


def _disputed(kept: Collection[Kept]) -> set[int]:
    """Those somebody disputed, of matches that the rules no longer ask for: a dialogue on record is never lost."""
    ruled = [one.pk for one in kept if not one.by_person]
    found = set[int]()
    for start in range(0, len(ruled), _KEYS):
        rows = Dispute.objects.filter(match__in=ruled[start : start + _KEYS])
        found.update(rows.values_list("match_id", flat=True))
    return found


def _place(verdict: Verdict, kept: Kept | None, lineup: Lineup) -> None:
    """Writes down what the rules say of a piece and an occurrence."""
    piece, pair = verdict.piece, (verdict.taking.pk, verdict.agency)
    counts = verdict.state is MatchState.COUNTED
    if kept is None:
        lineup.fresh.append(verdict)
        if counts:
            lineup.added[pair].append(Thing(piece.day, verdict.amount))
        return
    told = (verdict.state.value, verdict.amount, piece.day, piece.item, verdict.reason)
    if told == (kept.state, kept.amount, kept.happened_on, kept.item, kept.reason):
        return
    lineup.changed.append(_match(verdict, kept.pk))
    if counts or kept.state == MatchState.COUNTED:
        lineup.anew.add(pair)


def _leave(kept: Kept, piece: Piece | None, lineup: Lineup, *, stays: bool) -> None:
    """A stored match that the rules no longer ask for: what people said stays, on evidence that stands."""
    pair = (kept.occurrence, kept.agency)
    counted = kept.state == MatchState.COUNTED
    if not stays:
        lineup.gone.append(kept.pk)
    elif piece is None:
        counted &= _reject(kept, "withdrawn", lineup)
    elif not kept.by_person:
        counted &= _reject(kept, "fits-no-longer", lineup)
    else:
        counted &= _refresh(kept, piece, lineup)
    if counted:
        lineup.anew.add(pair)


def _reject(kept: Kept, code: str, lineup: Lineup) -> bool:
    """Whether anything changes."""
    if (kept.state, kept.reason) == (MatchState.REJECTED, [[code]]):
        return False
    lineup.changed.append(_stored(kept, state=MatchState.REJECTED, reason=[[code]]))
    return True


def _refresh(kept: Kept, piece: Piece, lineup: Lineup) -> bool:
    """Keeps what a person decided, with the day and number the evidence has now."""
    amount = piece.items if kept.unit else 1
    if (kept.happened_on, kept.amount, kept.item) == (piece.day, amount, piece.item):
        return False
    lineup.changed.append(_stored(kept, happened_on=piece.day, amount=amount, item_id=piece.item))
    return True


def _match(verdict: Verdict, pk: int | None = None) -> Match:
    piece, taking = verdict.piece, verdict.taking
    return Match(
        pk=pk, evidence_id=piece.pk, occurrence_id=taking.pk, agency_id=verdict.agency,
        obligation_id=taking.obligation_id, item_id=piece.item, happened_on=piece.day, amount=verdict.amount,
        state=verdict.state, reason=list(verdict.reason),
    )  # fmt: skip


def _stored(kept: Kept, **values: Any) -> Match:
    told = {"item_id": kept.item, "happened_on": kept.happened_on, "amount": kept.amount, "state": kept.state}
    return Match(pk=kept.pk, **{"reason": kept.reason, **told, **values})


# ------------------------------------------------------------------------------------------------------------- writing


def _write(lineup: Lineup, takings: Iterable[Taking], lineage: Lineage) -> None:
    """Writes matches, then counters."""
    store(lineup)
    if lineup.anew:
        recount(lineup.anew, lineage=lineage)
    added: Mapping[Pair, list[Thing]] = {
        pair: things for pair, things in lineup.added.items() if pair not in lineup.anew
    }
    if added:
        apply(added, takings, lineage)


def store(lineup: Lineup) -> None:
    """Writes the matches; counters are the caller's."""
    for start in range(0, len(lineup.gone), _KEYS):
        Match.objects.filter(pk__in=lineup.gone[start : start + _KEYS]).delete()
    if lineup.changed:
        Match.objects.bulk_update(
            lineup.changed, ["item", "happened_on", "amount", "state", "reason"], batch_size=_KEYS // 4
        )
    if len(lineup.fresh) <= _FEW:
        for one in lineup.fresh:
            _ADD(_match(one))
    else:
        Match.objects.bulk_create(map(_match, lineup.fresh), batch_size=_KEYS)


_FEW = 4
"""So many rows are written one by one: the statement for one is known already."""
_ADD = Insertion(Match)
