"""What a piece of evidence is worth: of one that is recorded, and of one that somebody is about to record."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from loa.monitoring.enums import MatchState
from loa.monitoring.models import Evidence, Match, Occurrence, Tally
from loa.monitoring.queries.held import waiver_of, waivers
from loa.monitoring.queries.lineage import Lineage
from loa.monitoring.queries.owing import Owing
from loa.monitoring.reasons import reason_words
from loa.monitoring.rules import Piece, Reason, Verdict, copies_resolved, verdicts
from loa.monitoring.saying import unit_words
from loa.organizations.models import Agency

__all__ = ["Worth", "expected_worth", "worth_of"]

_ORDER = {state: place for place, state in enumerate(MatchState)}


@dataclass(frozen=True, slots=True)
class Worth:
    """What a piece is worth for one occurrence at one agency, and how far that agency is then.

    `counted` holds the piece where it counts. `required` is 0 where an exemption lets the agency off.
    """

    occurrence: Occurrence
    agency: Agency
    state: MatchState
    reason: Sequence[Reason]
    counted: int
    required: int

    @property
    def counts(self) -> bool:
        return self.state is MatchState.COUNTED

    @property
    def missing(self) -> int:
        """How many are still to be shown."""
        return max(self.required - self.counted, 0)

    @property
    def reasons(self) -> list[str]:
        """Why it counts or does not, in the language of who reads."""
        return reason_words(self.reason)

    @property
    def unit(self) -> str:
        """What is counted, in the language of who reads; empty where nothing is."""
        return unit_words(self.occurrence)


def worth_of(evidence: Evidence) -> list[Worth]:
    """What a recorded piece is worth, what counts first. Five queries."""
    found = list(
        Match.objects.filter(evidence=evidence).select_related("occurrence__rule", "occurrence__plan", "agency")
    )
    far = _so_far([(one.occurrence, one.agency_id) for one in found])
    rows = [
        Worth(one.occurrence, one.agency, MatchState(one.state), one.reason, *far[one.occurrence_id, one.agency_id])
        for one in found
    ]
    return sorted(rows, key=_first)


def expected_worth(piece: Piece, *, placement_of: Evidence | None = None) -> list[Worth]:
    """What a piece that is not recorded would be worth, by the rules alone; `placement_of` is of the same item."""
    holders = Lineage().holders(piece.agency, piece.day)
    owing = Owing.of({one.agency for one in holders}, {piece.day}, about=bool(piece.about))
    found = verdicts(piece, owing.candidates(piece, holders), ())
    told = copies_resolved(found, _counted_already(placement_of))
    return sorted(_as_worth(told), key=_first)


def _counted_already(placement: Evidence | None) -> Mapping[tuple[int, int], date]:
    if placement is None:
        return {}
    rows = Match.objects.filter(item=placement.item_id or placement.pk, state=MatchState.COUNTED)
    return {
        (obligation, agency): day for obligation, agency, day in rows.values_list("obligation", "agency", "happened_on")
    }


def _as_worth(found: Sequence[Verdict]) -> Iterable[Worth]:
    occurrences = Occurrence.objects.select_related("rule", "plan").in_bulk([one.taking.pk for one in found])
    agencies = Agency.objects.in_bulk([one.agency for one in found])
    far = _so_far([(occurrences[one.taking.pk], one.agency) for one in found])
    for one in found:
        counted, required = far[one.taking.pk, one.agency]
        more = one.amount if one.state is MatchState.COUNTED else 0
        yield Worth(
            occurrences[one.taking.pk], agencies[one.agency], one.state, one.reason, counted + more, required
        )  # fmt: skip


def _so_far(pairs: Sequence[tuple[Occurrence, int]]) -> Mapping[tuple[int, int], tuple[int, int]]:
    """How much each agency has to show for each occurrence, and how much it has to."""
    occurrences, agencies = {one.pk for one, _ in pairs}, {agency for _, agency in pairs}
    rows = Tally.objects.filter(occurrence__in=occurrences, agency__in=agencies)
    counted = {(one, agency): count for one, agency, count in rows.values_list("occurrence", "agency", "counted")}
    obligations = {key for one, _ in pairs for key in (one.obligation_id, one.rule_id)}
    known = waivers(obligations=obligations, agencies=agencies)
    far = {}
    for one, agency in pairs:
        waiver = waiver_of(one, agency, known)
        required = (one.amount or 1) if waiver is None else waiver.amount if not waiver.lets_off else 0
        far[one.pk, agency] = (counted.get((one.pk, agency), 0), required or 0)
    return far


def _first(one: Worth) -> tuple[object, ...]:
    return _ORDER[one.state], not one.occurrence.unit, one.occurrence.owed_on, one.occurrence.pk, one.agency.pk
