"""Whether what a ledger says holds together: everything named is there, and every figure is what its proof comes to.

Rows come one after another. Of evidence and occurrences no more than some numbers are kept, so that a million pieces
can be checked on a small machine.
"""

from array import array
from bisect import bisect_left
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from loa.monitoring.enums import MatchState, Standing
from loa.monitoring.ledger.faults import Fault
from loa.monitoring.ledger.rows import FORMAT, Section
from loa.monitoring.standing import DEFAULT, Owed, Shown, Thing, Thresholds, count, standing
from loa.schedule import Kind

__all__ = ["Checking"]

_HEX = frozenset("0123456789abcdef")
_NEVER = 0
Row = Mapping[str, Any]


class _Column:
    """Numbers that go up, each with some more numbers."""

    def __init__(self, width: int) -> None:
        self._keys = array("q")
        self._values = [array("q") for _ in range(width)]

    def add(self, key: int, *values: int) -> bool:
        """False where the key does not come after the last one."""
        if self._keys and key <= self._keys[-1]:
            return False
        self._keys.append(key)
        for column, value in zip(self._values, values, strict=True):
            column.append(value)
        return True

    def get(self, key: int) -> tuple[int, ...] | None:
        at = bisect_left(self._keys, key)
        if at == len(self._keys) or self._keys[at] != key:
            return None
        return tuple(column[at] for column in self._values)


class Checking:
    """Takes every row in turn and tells what is wrong with it; `finish` tells what only shows at the end."""

    def __init__(self) -> None:
        self.head: Row = {}
        self.counts: Counter[str] = Counter()
        self.standings: Counter[str] = Counter()
        self._foot: Row | None = None
        self._agencies, self._obligations = _Column(0), _Column(0)
        self._occurrences, self._evidence = _Column(4), _Column(2)
        self._takes: Mapping[Section, Callable[[Row, str], Iterator[Fault]]] = {
            Section.HEAD: self._take_head,
            Section.AGENCY: self._take_agency,
            Section.OBLIGATION: self._take_obligation,
            Section.OCCURRENCE: self._take_occurrence,
            Section.EVIDENCE: self._take_evidence,
            Section.DUTY: self._take_duty,
            Section.FOOT: self._take_foot,
        }

    def take(self, section: Section, row: Row, at: str) -> Iterator[Fault]:
        """What is wrong with a row, which stands there. Raises nothing, whatever the row is."""
        self.counts[section.value] += 1
        try:
            yield from self._takes[section](row, at)
        except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as problem:
            yield Fault("row", at, (("problem", f"{type(problem).__name__} {problem}"[:200]),))

    def finish(self) -> Iterator[Fault]:
        """What the foot says and what was met."""
        if self._foot is None or not self.head:
            yield Fault("short", "foot")
            return
        expected = {name: number for name, number in self.counts.items() if name not in ("head", "foot")}
        yield from _compared("count", "foot", self._foot.get("counts"), expected)
        yield from _compared("count", "foot", self._foot.get("standings"), dict(self.standings))

    # ------------------------------------------------------------------------------------------------------ sections

    def _take_head(self, row: Row, at: str) -> Iterator[Fault]:
        if row["format"] != FORMAT or self.head:
            yield Fault("row", at, (("format", row["format"]),))
        self._on = date.fromisoformat(row["on"])
        self._thresholds = Thresholds(**row["thresholds"]) if "thresholds" in row else DEFAULT
        self.head = row

    def _take_agency(self, row: Row, at: str) -> Iterator[Fault]:
        if not self._agencies.add(row["id"]):
            yield Fault("order", at, (("id", row["id"]),))

    def _take_obligation(self, row: Row, at: str) -> Iterator[Fault]:
        if not self._obligations.add(row["id"]):
            yield Fault("order", at, (("id", row["id"]),))

    def _take_occurrence(self, row: Row, at: str) -> Iterator[Fault]:
        if self._obligations.get(row["obligation"]) is None:
            yield Fault("unknown", at, (("obligation", row["obligation"]),))
        if not self._occurrences.add(row["id"], *_days(row)):
            yield Fault("order", at, (("id", row["id"]),))

    def _take_evidence(self, row: Row, at: str) -> Iterator[Fault]:
        happened_on = date.fromisoformat(row["happened_on"]).toordinal()
        if not self._evidence.add(row["id"], happened_on, row["state"] == "recorded"):
            yield Fault("order", at, (("id", row["id"]),))
        if self._agencies.get(row["agency"]) is None:
            yield Fault("unknown", at, (("agency", row["agency"]),))
        for kept in (*row["files"], *row["pages"]):
            if len(kept["sha256"]) != 64 or not _HEX.issuperset(kept["sha256"]):
                yield Fault("row", at, (("sha256", kept["sha256"]),))

    def _take_duty(self, row: Row, at: str) -> Iterator[Fault]:
        if self._agencies.get(row["agency"]) is None:
            yield Fault("unknown", at, (("agency", row["agency"]),))
        yield from self._check_window(row, at)
        counted = []
        for match in row["matches"]:
            yield from self._check_match(match, at)
            if match["state"] == MatchState.COUNTED.value:
                counted.append(Thing(date.fromisoformat(match["on"]), match["amount"]))
        owed = _owed(row)
        shown = count(owed, counted)
        yield from _compared("tally", at, row["tally"], _told(shown))
        stands = standing(owed, shown, today=self._on, thresholds=self._thresholds)
        self.standings[stands.value] += 1
        if Standing(row["standing"]) is not stands:
            yield Fault("standing", at, (("told", row["standing"]), ("comes to", stands.value)))

    def _check_window(self, row: Row, at: str) -> Iterator[Fault]:
        known = self._occurrences.get(row["occurrence"])
        if known is None:
            yield Fault("unknown", at, (("occurrence", row["occurrence"]),))
        elif known != _days(row):
            yield Fault("different", at, (("occurrence", row["occurrence"]),))

    def _check_match(self, match: Row, at: str) -> Iterator[Fault]:
        known = self._evidence.get(match["evidence"])
        if known is None:
            yield Fault("unknown", at, (("evidence", match["evidence"]),))
            return
        happened_on, stands = known
        if happened_on != date.fromisoformat(match["on"]).toordinal():
            yield Fault("different", at, (("evidence", match["evidence"]), ("on", match["on"])))
        if not stands and MatchState(match["state"]) is MatchState.COUNTED:
            yield Fault("withdrawn", at, (("evidence", match["evidence"]),))

    def _take_foot(self, row: Row, _at: str) -> Iterator[Fault]:
        self._foot = row
        yield from ()


def _compared(code: str, at: str, told: object, found: Mapping[str, Any]) -> Iterator[Fault]:
    if told == found:
        return
    of = told if isinstance(told, dict) else {}
    wrong = [name for name in sorted({*of, *found}) if of.get(name) != found.get(name)]
    yield Fault(code, at, tuple((name, f"{of.get(name)} → {found.get(name)}") for name in wrong))


def _days(row: Row) -> tuple[int, int, int, int]:
    due_on = date.fromisoformat(row["due_on"]).toordinal() if row["due_on"] else _NEVER
    first, last, closes_on = (date.fromisoformat(row[name]).toordinal() for name in ("from", "to", "closes_on"))
    return first, last, due_on, closes_on


def _owed(row: Row) -> Owed:
    return Owed(
        Kind(row["kind"]),
        date.fromisoformat(row["from"]),
        date.fromisoformat(row["to"]),
        date.fromisoformat(row["due_on"]) if row["due_on"] else None,
        date.fromisoformat(row["closes_on"]),
        row["required"],
        row["waived"],
    )


def _told(shown: Shown) -> dict[str, Any]:
    return {
        "counted": shown.counted,
        "in_time": shown.in_time,
        "done": shown.done.value,
        "done_on": shown.done_on.isoformat() if shown.done_on else None,
        "last_on": shown.last_on.isoformat() if shown.last_on else None,
    }
