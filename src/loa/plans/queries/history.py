"""What was done with a plan, by whom and when, in words."""

from collections.abc import Mapping

from loa.audit.queries import Told, history
from loa.audit.wording import Change
from loa.plans.models import Plan
from loa.ui.parts import Event, Tone

__all__ = ["history_of"]

_SILENT = frozenset({"sha256", "size"})
"""Values for machines."""
_OPEN = frozenset(
    f"plans.{verb}"
    for verb in (
        "issue", "record", "put-in-force", "be-amended", "be-superseded", "withdraw", "close", "exempt",
        "revoke-exemption", "name-superior",
    )
)  # fmt: skip
"""What was done for everybody to see. Opinions, returns and corrections were not."""
_TONES: Mapping[str, Tone] = {
    "plans.issue": "success",
    "plans.record": "success",
    "plans.put-in-force": "success",
    "plans.return": "warning",
    "plans.withdraw": "danger",
}


def history_of(plan: Plan, *, whole: bool) -> list[Event]:
    """Newest first, in one query; not `whole` leaves out how it came about, which is the issuer's own affair."""
    return [_event(told) for told in history(plan) if whole or told.verb in _OPEN]


def _event(told: Told) -> Event:
    changes = [change for change in told.changes if change.differs and change.name not in _SILENT]
    text = "; ".join(map(_words, changes))
    return Event(told.title, told.at, told.by, text[:600], tone=_TONES.get(told.verb, "neutral"))


def _words(change: Change) -> str:
    if not change.before:
        return f"{change.label}: {change.after}"
    return f"{change.label}: {change.before} → {change.after or '–'}"
