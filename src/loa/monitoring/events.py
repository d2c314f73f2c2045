"""What the room announces; other rooms listen. Sent inside the transaction of the verb."""

from dataclasses import dataclass

from django.dispatch import Signal

from loa.monitoring.standing import Shown

__all__ = [
    "TallyChange",
    "evidence_changed",
    "evidence_recorded",
    "letter_sent",
    "match_judged",
    "tally_changed",
    "visit_closed",
]

evidence_recorded = Signal()
"""A piece of evidence was recorded, matched and counted. Carries `evidence`, `happening` (its `text` is kept nowhere
else), `by` and `on`. Not sent for what was there already."""

evidence_changed = Signal()
"""A piece of evidence was corrected or withdrawn. Carries `evidence`, `by` (None where a room did) and `on`."""

match_judged = Signal()
"""A person rejected, accepted or moved a match. Carries `match`, `by` and `on`."""

letter_sent = Signal()
"""An urging letter is being sent. Carries `letter`, `by` and `on`."""

visit_closed = Signal()
"""A visit of inspection is being closed. Carries `visit`, `by` and `on`."""

tally_changed = Signal()
"""Counters moved. Carries `changes`, a list of `TallyChange`; one signal for all that is written at once."""


@dataclass(frozen=True, slots=True)
class TallyChange:
    """What one agency has to show for one occurrence, before and after. `required` is the number asked for now."""

    occurrence_id: int
    agency_id: int
    required: int
    before: Shown
    after: Shown
