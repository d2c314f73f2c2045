"""Evidence on pages: its words and the colours of its states. `{% load evidence %}`."""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from django import template

from loa.monitoring.channels import channel_words
from loa.monitoring.enums import DisputeState, MatchState, ReformArea, Standing
from loa.ui.parts import Tone

__all__ = ["area_words", "dispute_tone", "match_tone", "standing_tone"]

register = template.Library()
register.filter("channel_words", channel_words)

_MATCHES: Mapping[str, Tone] = MappingProxyType(
    {
        MatchState.COUNTED: "success",
        MatchState.HELD: "warning",
        MatchState.COPY: "neutral",
        MatchState.ELSEWHERE: "neutral",
        MatchState.REJECTED: "danger",
    }
)
_DISPUTES: Mapping[str, Tone] = MappingProxyType(
    {
        DisputeState.OPEN: "warning",
        DisputeState.UPHELD: "success",
        DisputeState.DISMISSED: "danger",
        DisputeState.WITHDRAWN: "neutral",
        DisputeState.LAPSED: "neutral",
    }
)
_STANDINGS: Mapping[str, Tone] = MappingProxyType(
    {
        Standing.MET: "success",
        Standing.LATE: "info",
        Standing.ON_TRACK: "success",
        Standing.AT_RISK: "warning",
        Standing.OVERDUE: "danger",
        Standing.MISSED: "danger",
        Standing.NOT_YET_DUE: "neutral",
        Standing.CONTINUOUS: "neutral",
        Standing.WAIVED: "neutral",
    }
)


@register.filter
def match_tone(state: str) -> Tone:
    """The colour that goes with what evidence is worth."""
    return _MATCHES.get(state, "neutral")


@register.filter
def dispute_tone(state: str) -> Tone:
    """The colour that goes with how far a dispute has come."""
    return _DISPUTES.get(state, "neutral")


@register.filter
def standing_tone(standing: str) -> Tone:
    """The colour that goes with a standing."""
    return _STANDINGS.get(standing, "neutral")


@register.filter
def area_words(codes: Iterable[str]) -> str:
    """Reform areas in words; a code that is no longer known is shown as it is."""
    known = {area.value: str(area.label) for area in ReformArea}
    return "; ".join(known.get(code, code) for code in codes)
