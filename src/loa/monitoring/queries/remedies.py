"""The cheapest remedies of what is not done: evidence that is there already and only has to be mended or said.

Rooms that hold work which is all but done (a draft that waits for its editor) announce it with `announce_waiting`.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from loa.monitoring.enums import EvidenceKind, EvidenceState, MatchState
from loa.monitoring.models import Evidence, Match, Occurrence
from loa.monitoring.queries.agency_row import Line
from loa.monitoring.queries.evidence import unmatched
from loa.monitoring.queries.owing import takings_of
from loa.monitoring.rules import Taking
from loa.organizations.models import Agency
from loa.organizations.queries.kinship import line_above
from loa.schedule import Kind

__all__ = ["Deed", "Remedy", "Waiting", "announce_waiting", "remedies_of"]


class Deed(StrEnum):
    """What is to be done, the cheapest first."""

    SAY = "say"
    """Say what nobody has said yet of evidence that is there: whether it is own work, how long it is, its area."""
    SHOW = "show"
    """Add the photo, link or file that evidence lacks."""
    WAITING = "waiting"
    """Finish work that is all but done."""
    CHANNEL = "channel"
    """Evidence of the right kind stands on another channel: say its channel, or place it where the duty wants it."""
    REPRINT = "reprint"
    """Print again what a superior has published."""
    MAKE = "make"
    """Do what is missing."""


_CHEAPEST_FIRST = {deed: place for place, deed in enumerate(Deed)}
_SAID = frozenset({"no-area", "words-unknown", "own-work-unsaid"})
_SHOWN = frozenset({"no-photo", "no-proof"})
_EACH = 2
"""So many remedies of one sort are offered for a duty; more are found behind its links."""
_PIECES = 200
_REPRINTS = 20
_FRESH = timedelta(days=30)
"""How old news may be to be printed again."""


@dataclass(frozen=True, slots=True)
class Remedy:
    """One thing to do about one duty. `codes` say what the evidence lacks; `brings` how much of what is missing."""

    deed: Deed
    line: Line
    brings: int
    evidence: Evidence | None = None
    codes: tuple[str, ...] = ()
    words: str = ""
    url: str = ""

    @property
    def cost(self) -> int:
        return _CHEAPEST_FIRST[self.deed]

    @property
    def is_a_placement(self) -> bool:
        """Whether the evidence has to be placed on one more channel, and not only mended."""
        return "channel-other" in self.codes


@dataclass(frozen=True, slots=True)
class Waiting:
    """Work of an agency in a room that would meet duties once it is finished: which, what it is, where it is."""

    obligation: int
    words: str
    url: str
    brings: int = 1


Announce = Callable[[Agency, Collection[int], date], Iterable[Waiting]]
"""Given an agency, obligations of plans first issued and the day: what waits for them. A fixed number of queries."""

_announced: dict[str, Announce] = {}


def announce_waiting(name: str, waiting: Announce) -> None:
    """Asks `waiting` from now on; announcing a name again replaces its function."""
    _announced[name] = waiting


def remedies_of(agency: Agency, lines: Sequence[Line], *, today: date) -> list[Remedy]:
    """What to do next about duties of one agency, the cheapest first, then the most pressing.

    Six queries whatever their number, one for each level above the agency, and those of rooms that announce work.
    """
    open_ = [line for line in lines if line.to_do and line.missing]
    if not open_:
        return []
    place = {line.duty.occurrence.pk: place for place, line in enumerate(open_)}
    found = [
        *_mended(agency, open_),
        *_finished(agency, open_, today),
        *_placed(agency, open_, today),
        *(Remedy(Deed.MAKE, line, line.missing) for line in open_),
    ]
    return sorted(_few(found), key=lambda one: (one.cost, place[one.line.duty.occurrence.pk]))


def _few(found: Iterable[Remedy]) -> Iterator[Remedy]:
    """Not more of one sort for a duty than anybody reads."""
    shown: dict[tuple[int, Deed], int] = defaultdict(int)
    for one in found:
        key = (one.line.duty.occurrence.pk, one.deed)
        shown[key] += 1
        if shown[key] <= _EACH:
            yield one


def _mended(agency: Agency, lines: Sequence[Line]) -> Iterator[Remedy]:
    """Evidence that fits and is held only for something that can be said or shown."""
    by_window = {line.duty.occurrence.pk: line for line in lines}
    rows = Match.objects.filter(
        agency=agency, occurrence__in=by_window, state=MatchState.HELD, evidence__state=EvidenceState.RECORDED
    )
    for match in rows.select_related("evidence").order_by("-happened_on", "-pk")[:_PIECES]:
        codes = tuple(reason[0] for reason in match.reason)
        if codes and frozenset(codes) <= _SAID | _SHOWN:
            deed = Deed.SAY if frozenset(codes) <= _SAID else Deed.SHOW
            yield Remedy(deed, by_window[match.occurrence_id], match.amount, match.evidence, codes)


def _finished(agency: Agency, lines: Sequence[Line], today: date) -> Iterator[Remedy]:
    """What waits in the rooms, for the most pressing window of each duty."""
    by_duty: dict[int, Line] = {}
    for line in lines:
        by_duty.setdefault(line.duty.occurrence.obligation_id, line)
    for _, waiting in sorted(_announced.items()):
        for one in waiting(agency, by_duty.keys(), today):
            if one.obligation in by_duty:
                yield Remedy(Deed.WAITING, by_duty[one.obligation], one.brings, words=one.words, url=one.url)


def _placed(agency: Agency, lines: Sequence[Line], today: date) -> Iterator[Remedy]:
    """Evidence of the right kind on another channel, and news of superiors that may be printed again."""
    takings = {one.pk: one for one in takings_of(Occurrence.objects.filter(pk__in=_keys(lines)))}
    since = min(taking.window_from for taking in takings.values())
    fitting_nothing = list(unmatched((agency.pk,), first=since)[:_PIECES])
    news = _news_above(agency, today)
    for line in lines:
        taking = takings[line.duty.occurrence.pk]
        for piece in fitting_nothing:
            if _fits_but_for_channel(piece, taking):
                code = "channel-unsaid" if not piece.channel else "channel-other"
                yield Remedy(Deed.CHANNEL, line, piece.items, piece, (code,))
        if _may_reprint(taking):
            for piece in news:
                if taking.open_on(today) and taking.demand.takes_areas(piece.areas):
                    yield Remedy(Deed.REPRINT, line, 1, piece)


def _keys(lines: Iterable[Line]) -> list[int]:
    return [line.duty.occurrence.pk for line in lines]


def _fits_but_for_channel(piece: Evidence, taking: Taking) -> bool:
    demand = taking.demand
    return (
        taking.open_on(piece.happened_on)
        and demand.takes_kind(piece.kind)
        and not demand.takes_channel(piece.kind, piece.channel, at_home=False)
    )


def _may_reprint(taking: Taking) -> bool:
    demand = taking.demand
    return taking.kind is Kind.QUOTA and not demand.gate.own_work and demand.takes_kind(EvidenceKind.ARTICLE)


def _news_above(agency: Agency, today: date) -> list[Evidence]:
    """Articles that superiors have published lately and this agency has not printed yet, the latest first."""
    own = Evidence.objects.filter(agency=agency, happened_on__gte=today - _FRESH).values("item")
    rows = Evidence.objects.filter(
        agency__in=line_above(agency.pk, today),
        kind=EvidenceKind.ARTICLE,
        state=EvidenceState.RECORDED,
        happened_on__range=(today - _FRESH, today),
    )
    rows = rows.exclude(link="").exclude(item__in=own).select_related("agency").order_by("-happened_on", "-pk")
    return list(rows[:_REPRINTS])
