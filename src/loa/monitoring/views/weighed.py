"""A match as pages show it: in words, with its disputes, and with what the reader of the page may do about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from loa.monitoring.actions.disputing import DISPUTABLE
from loa.monitoring.enums import DisputeState, EvidenceState, MatchState
from loa.monitoring.models import Dispute, Match
from loa.monitoring.queries.disputes import disputes_about
from loa.monitoring.reasons import reason_words
from loa.organizations.models import Person
from loa.organizations.policy import may

__all__ = ["Weighed", "weighed", "why_of"]


_DECIDED = ["by-person"]
"""Who decided and why stands beside the match."""


@dataclass(frozen=True, slots=True)
class Weighed:
    """One match. `seen`: what it counts for may be looked at."""

    match: Match
    why: Sequence[str]
    disputes: Sequence[Dispute]
    seen: bool
    may_reject: bool
    may_accept: bool
    may_dispute: bool

    @property
    def open_dispute(self) -> Dispute | None:
        return next((one for one in self.disputes if one.state == DisputeState.OPEN), None)


def weighed(matches: Sequence[Match], person: Person, *, on: date) -> list[Weighed]:
    """The matches of one or a few agencies; each agency is asked about once."""
    disputes = disputes_about(matches)
    rights = {agency: _Rights.of(person, agency, on) for agency in {match.agency_id for match in matches}}
    return [_weighed(match, disputes.get(match.pk, ()), rights[match.agency_id]) for match in matches]


@dataclass(frozen=True, slots=True)
class _Rights:
    see: bool
    judge: bool
    dispute: bool

    @classmethod
    def of(cls, person: Person, agency: int, on: date) -> "_Rights":
        return cls(
            see=may(person, "evidence.see", agency, on=on),
            judge=may(person, "evidence.judge", agency, on=on),
            dispute=may(person, "disputes.open", agency, on=on),
        )


def why_of(match: Match) -> list[str]:
    """The reason of a match in sentences, without that somebody decided so."""
    return reason_words(one for one in match.reason if one != _DECIDED)


def _weighed(match: Match, disputes: Sequence[Dispute], rights: _Rights) -> Weighed:
    stands = match.evidence.state == EvidenceState.RECORDED and match.occurrence.dropped_at is None
    is_open = any(one.state == DisputeState.OPEN for one in disputes)
    return Weighed(
        match=match,
        why=why_of(match),
        disputes=disputes,
        seen=rights.see,
        may_reject=stands and rights.judge and match.state != MatchState.REJECTED,
        may_accept=stands and rights.judge and match.state != MatchState.COUNTED,
        may_dispute=stands and rights.dispute and match.state in DISPUTABLE and not is_open,
    )
