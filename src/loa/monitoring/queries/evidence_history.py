"""What was done with a piece of evidence, by whom and when, in words."""

from collections.abc import Mapping
from types import MappingProxyType

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from loa.audit.queries import Told, history
from loa.audit.wording import Change
from loa.monitoring.channels import channel_words
from loa.monitoring.enums import MatchState
from loa.monitoring.models import Evidence
from loa.ui.parts import Event, Tone

__all__ = ["history_of"]

_LABELS: Mapping[str, str | Promise] = MappingProxyType(
    {
        "Because": _("Reason"),
        "Obligation": _("Obligation"),
        "Window": _("Window"),
        "State": _("What it counts as"),
    }
)
"""The words for values that no field of evidence has, by how the trail names them."""
_SILENT = frozenset({"Key", "Occurrence", "Reference", "Item", "Item id"})
"""Values for machines."""
_TONES: Mapping[str, Tone] = MappingProxyType(
    {
        "evidence.record": "success",
        "evidence.accept": "success",
        "evidence.reject": "danger",
        "evidence.withdraw": "warning",
    }
)


def history_of(evidence: Evidence) -> list[Event]:
    """Newest first, in one query."""
    return [_event(told) for told in history(evidence)]


def _event(told: Told) -> Event:
    words = (_words(change) for change in told.changes if change.differs and str(change.label) not in _SILENT)
    return Event(told.title, told.at, told.by, "; ".join(words)[:600], tone=_TONES.get(told.verb, "neutral"))


def _words(change: Change) -> str:
    label = str(_LABELS.get(change.label, change.label))
    if not change.before:
        return f"{label}: {_value(change.after)}"
    return f"{label}: {_value(change.before)} → {_value(change.after) or '–'}"


def _value(text: str) -> str:
    """States of matches and channels in words; anything else as it is."""
    return str(MatchState(text).label) if text in MatchState.values else channel_words(text)
