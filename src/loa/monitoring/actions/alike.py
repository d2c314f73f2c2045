"""Finds, among very much evidence, what is matched otherwise than pieces like it: only this need be matched anew.

Pieces that share their item with no other, and of which nobody said anything, come to the same where they are alike:
of one day, sort and quality, by agencies that hold the same. What one of them comes to the rules say, once.
"""

import json
from collections import defaultdict
from collections.abc import Hashable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any, NamedTuple

from django.db.models import Case, F, IntegerField, Q, QuerySet, TextField, Value, When
from django.db.models.functions import Cast

from loa.monitoring.actions.matching import PIECE_FIELDS, as_piece, copies_standing
from loa.monitoring.enums import EvidenceState, Source
from loa.monitoring.models import Evidence, EvidenceFile, Match
from loa.monitoring.queries.lineage import Lineage
from loa.monitoring.queries.owing import Owing
from loa.monitoring.rules import verdicts
from loa.monitoring.spans import Span, at_day
from loa.prepared import rows_of

__all__ = ["Alike"]

_DAY = PIECE_FIELDS.index("happened_on") - PIECE_FIELDS.index("kind")
"""Where the day stands among what makes pieces alike, which begins with the kind."""

_Stored = tuple[Any, ...]
"""Piece, occurrence, agency, item, day, amount, state, who decided, and the reason as text."""


class _Wanted(NamedTuple):
    """A match that pieces like this have, at the agency of a number among those it may count for."""

    occurrence: int
    place: int
    amount: int
    state: str
    reason: str


class _Flags(NamedTuple):
    """What stands beside a piece in tables of its own."""

    file: bool = False
    picture: bool = False
    near_copy: bool = False


_PLAIN = _Flags()


class _Standing(NamedTuple):
    """Whom what an agency does counts for, and which agencies are in the same position."""

    agencies: tuple[int, ...]
    position: Hashable


class Alike:
    """What pieces come to that are alike, as far as it was asked."""

    def __init__(self, owing: Owing, lineage: Lineage) -> None:
        self._owing = owing
        self._lineage = lineage
        self._standings: dict[int, list[tuple[Span, _Standing]]] = {}
        self._wanted: dict[Hashable, list[_Wanted]] = {}
        self._most_words = max((one.demand.gate.minimum_words or 0 for one in owing.takings()), default=0)

    def differing(self, first: int, last: int) -> tuple[int, set[int]]:
        """Of the evidence with a key from the first to the last: how many pieces stand, and the items to match anew."""
        within = {"evidence__gte": first, "evidence__lte": last}
        matches = _matches_of(Match.objects.filter(**within))
        flagged = _flagged(within)
        pieces, items = 0, set[int]()
        rows = Evidence.objects.filter(pk__gte=first, pk__lte=last)
        for state, pk, item, agency, *told in rows_of(self._told(rows)):
            stored = matches.get(pk, [])
            if state != EvidenceState.RECORDED:
                sound = not stored
            else:
                pieces += 1
                sound = item == pk and self._is_sound(pk, agency, (*told, flagged.get(pk, _PLAIN)), stored)
            if not sound:
                items.add(item)
        return pieces, items

    def _told(self, rows: QuerySet[Evidence]) -> QuerySet[Evidence, Any]:
        """After state, key, item and agency what makes pieces alike. More words than anybody asks for are alike."""
        enough = When(words__gt=self._most_words, then=Value(self._most_words))
        words = Case(enough, default=F("words"), output_field=IntegerField())
        linked = Case(When(~Q(link="") | Q(source=Source.ROOM), then=Value(1)), default=Value(0))
        plainly = {"areas": Cast("areas", TextField()), "words": words}
        fields = [plainly.get(name, name) for name in PIECE_FIELDS]
        return rows.order_by("pk").values_list("state", *fields, linked)

    def _is_sound(self, pk: int, agency: int, told: tuple[Any, ...], stored: Sequence[_Stored]) -> bool:
        """Whether a piece that is alone on its item is matched as its like are."""
        day = told[_DAY]
        standing = self._standing(agency, day)
        key = (standing.position, told)
        wanted = self._wanted.get(key)
        if wanted is None:
            wanted = self._wanted[key] = self._worked_out(agency, told)
        if len(wanted) != len(stored):
            return False
        for (occurrence, place, amount, state, reason), match in zip(wanted, stored, strict=True):
            if match[:-1] != (pk, occurrence, standing.agencies[place], pk, day, amount, state, None):
                return False
            if match[-1] != reason and _normal(match[-1]) != reason:
                return False
        return True

    def _standing(self, agency: int, day: date) -> _Standing:
        known = self._standings.get(agency)
        if known is None:
            known = self._standings[agency] = self._standings_of(agency)
        return at_day(known, day)

    def _standings_of(self, agency: int) -> list[tuple[Span, _Standing]]:
        found = []
        for span, holders in self._lineage.holder_spans(agency):
            agencies = tuple(one.agency for one in holders)
            position = self._owing.position(holders)
            # Of one agency it makes no difference which it is; of several the order in which matches are stored does.
            found.append((span, _Standing(agencies, position if len(agencies) == 1 else (position, agencies))))
        return found

    def _worked_out(self, agency: int, told: tuple[Any, ...]) -> list[_Wanted]:
        kind, channel, areas, day, *others, linked, flags = told
        values = (0, 0, agency, kind, channel, json.loads(areas), day, *others)
        piece = as_piece(values, proof=bool(linked or flags.file), photo=flags.picture, near=flags.near_copy)
        holders = self._lineage.holders(agency, day)
        places = {one.agency: place for place, one in enumerate(holders)}
        found = verdicts(piece, self._owing.candidates(piece, holders), ())
        return [
            _Wanted(one.taking.pk, places[one.agency], one.amount, one.state.value, json.dumps(one.reason))
            for one in sorted(found, key=lambda one: (one.taking.pk, one.agency))
        ]


def _flagged(within: Mapping[str, int]) -> dict[int, _Flags]:
    """Pieces with files and those said to be copies of what stands."""
    found: dict[int, _Flags] = {}
    files = EvidenceFile.objects.filter(**within).order_by().values_list("evidence_id", "media_type")
    for piece, media_type in files.iterator():
        picture = media_type.startswith("image/") or found.get(piece, _PLAIN).picture
        found[piece] = _Flags(file=True, picture=picture)
    for piece in copies_standing().filter(**within).order_by().values_list("evidence_id", flat=True):
        found[piece] = found.get(piece, _PLAIN)._replace(near_copy=True)
    return found


def _matches_of(matches: QuerySet[Match]) -> dict[int, list[_Stored]]:
    """Stored matches by piece, in the order of occurrences and agencies."""
    found: dict[int, list[_Stored]] = defaultdict(list)
    told = matches.order_by("evidence_id", "occurrence_id", "agency_id").values_list(
        "evidence_id", "occurrence_id", "agency_id", "item_id", "happened_on", "amount", "state", "decided_by_id",
        Cast("reason", TextField()),
    )  # fmt: skip
    for row in rows_of(told):
        found[row[0]].append(row)
    return found


@lru_cache(maxsize=50_000)
def _normal(reason: str) -> str:
    """A reason as Python writes it, however the database did."""
    return json.dumps(json.loads(reason))
