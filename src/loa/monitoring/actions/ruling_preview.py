"""What a change of a rule of evidence would do to the evidence that is there, before anybody decides on it."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from itertools import islice
from typing import Any

from django.db import transaction
from django.db.models import QuerySet

from loa.monitoring.actions.matching import pieces_among
from loa.monitoring.actions.ruling import RULED
from loa.monitoring.enums import EvidenceState, MatchState
from loa.monitoring.models import Evidence, EvidenceRule, Match, Occurrence
from loa.monitoring.queries.owing import takings_of
from loa.monitoring.rules import Candidate, Piece, Taking, verdicts
from loa.organizations.models import Person
from loa.organizations.policy import require
from loa.plans.models import Obligation
from loa.plans.queries.versions import root_of

__all__ = ["RulePreview", "preview_rule"]

_CHUNK = 400
_MOST = 20_000
"""So many matches are looked at, the latest; a preview is asked for while somebody waits."""
_SHOWN = 5


@dataclass
class RulePreview:
    """How many pieces that count would no longer count (`lost`), and how many held ones would (`won`).

    `whole` is False where there are more than were looked at. What fits no duty now is not looked at.
    """

    lost: int = 0
    won: int = 0
    whole: bool = True
    examples: list[Match] = field(default_factory=list)


def preview_rule(obligation: Obligation, changes: Mapping[str, Any], *, by: Person, on: date) -> RulePreview:
    """Weighs the evidence of an obligation by the rule as it would be. Writes nothing. Raises Forbidden."""
    root = root_of(obligation)
    require(by, "evidence.rule", root.plan.issuer_id, on=on)
    takings = {taking.pk: taking for taking in _takings_under(root, changes)}
    found = RulePreview()
    rows = Match.objects.filter(obligation=root, decided_by=None, state__in=[MatchState.COUNTED, MatchState.HELD])
    found.whole = rows.count() <= _MOST
    latest = rows.select_related("evidence", "agency").order_by("-happened_on", "-pk")[:_MOST]
    for part in _chunks(latest.iterator(chunk_size=_CHUNK)):
        pieces = {piece.pk: piece for piece in pieces_among(_standing(part))}
        for match in part:
            _weigh(match, pieces.get(match.evidence_id), takings[match.occurrence_id], found)
    return found


def _standing(part: Sequence[Match]) -> QuerySet[Evidence]:
    return Evidence.objects.filter(pk__in={match.evidence_id for match in part}, state=EvidenceState.RECORDED)


def _takings_under(root: Obligation, changes: Mapping[str, Any]) -> list[Taking]:
    """The occurrences as they would take evidence: asked under the new rule, which is then given up again."""
    with transaction.atomic():
        rule = EvidenceRule.objects.filter(obligation=root).first() or EvidenceRule(obligation=root)
        for name in RULED:
            if name in changes:
                setattr(rule, name, changes[name])
        rule.save()
        takings = takings_of(Occurrence.objects.filter(obligation=root))
        transaction.set_rollback(True)
    return takings


def _weigh(match: Match, piece: Piece | None, taking: Taking, found: RulePreview) -> None:
    if piece is None:
        return
    counts, would = match.state == MatchState.COUNTED, _would_count(piece, taking, match.agency_id)
    if counts and not would:
        found.lost += 1
        if len(found.examples) < _SHOWN:
            found.examples.append(match)
    elif would and not counts:
        found.won += 1


def _would_count(piece: Piece, taking: Taking, agency: int) -> bool:
    demand = taking.demand
    home = taking.issuer == piece.agency
    if not demand.takes_kind(piece.kind) or not demand.takes_channel(piece.kind, piece.channel, at_home=home):
        return False
    if not demand.takes_areas(piece.areas):
        return False
    # As one that only coordinates it competes with no other duty: what is asked is the quality alone.
    (verdict,) = verdicts(piece, [Candidate(taking, agency, leads=False)], ())
    return verdict.state is MatchState.COUNTED


def _chunks(rows: Iterable[Match]) -> Iterator[Sequence[Match]]:
    left = iter(rows)
    while part := list(islice(left, _CHUNK)):
        yield part
