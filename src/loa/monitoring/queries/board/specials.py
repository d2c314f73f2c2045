"""Duties that are not like those of everybody: excused, or owed in another number. They are taken one by one."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date
from typing import cast

from loa.monitoring.enums import Done
from loa.monitoring.models import Occurrence
from loa.monitoring.queries.board.question import Window, names_of
from loa.monitoring.queries.held import Waiver, Waivers, waiver_of, waivers
from loa.monitoring.standing import NOTHING, Shown

__all__ = ["Exemptions", "as_shown", "exemptions_of"]


@dataclass(frozen=True, slots=True)
class Exemptions:
    """Who is excused from which of some windows; `pairs` are agency and obligation as it was first issued."""

    known: Waivers
    pairs: frozenset[tuple[int, int]]

    def of(self, one: Window, agency: int) -> Waiver | None:
        """The exemption that counts for a window."""
        return waiver_of(cast("Occurrence", one), agency, self.known)  # it has the fields that are looked at

    def names(self, one: Window, agency: int, shown: Shown, *, today: date) -> tuple[str, ...]:
        """Under which names of `Counts` the duty of this agency goes."""
        waiver = self.of(one, agency)
        let_off = waiver is not None and waiver.lets_off
        required = waiver.amount if waiver and waiver.amount and one.amount is not None else 0
        return names_of(one, one.owed(required, waived=let_off), shown, today)


_NO_ONE = Exemptions({}, frozenset())


def exemptions_of(found: Iterable[Window], agencies: Collection[int] | None = None) -> Exemptions:
    """The exemptions from some windows, of some agencies or of all. One query."""
    roots: dict[int, set[int]] = {}
    for one in found:
        for key in (one.obligation_id, one.rule_id):
            roots.setdefault(key, set()).add(one.obligation_id)
    if not roots:
        return _NO_ONE
    known = waivers(obligations=roots.keys())
    if agencies is not None:
        known = {pair: rows for pair, rows in known.items() if pair[1] in agencies}
    return Exemptions(known, frozenset((agency, root) for key, agency in known for root in roots[key]))


def as_shown(done: str, counted: int) -> Shown:
    """What a tally says, as far as it decides how a duty stands."""
    return Shown(counted=counted, done=Done(done)) if counted else NOTHING
