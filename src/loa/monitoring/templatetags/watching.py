"""Words and tones of watched sites, sightings, links and near copies."""

from django import template
from django.utils.translation import gettext as _

from loa.monitoring.enums import NearCopyState, SightingVerdict
from loa.monitoring.fetching import problem_text

__all__ = ["copy_tone", "problem_words", "register", "trial_words", "verdict_tone", "verdict_words"]

register = template.Library()

_COPY_TONES = {NearCopyState.FLAGGED: "warning", NearCopyState.COPY: "danger", NearCopyState.PLACEMENT: "info"}
_VERDICT_TONES = {
    SightingVerdict.RECORDED: "success",
    SightingVerdict.KNOWN: "info",
    SightingVerdict.UNDATED: "warning",
}


@register.filter
def problem_words(code: str) -> str:
    """The sentence for a problem with a page or site."""
    return problem_text(code)


@register.filter
def verdict_words(code: str) -> str:
    """What became of a page met on a watched site; the sentence of the problem where it could not be read."""
    return str(SightingVerdict(code).label) if code in SightingVerdict.values else problem_text(code)


@register.filter
def trial_words(code: str) -> str:
    """What would become of a page."""
    return _("would be recorded") if code == SightingVerdict.RECORDED else verdict_words(code)


@register.filter
def verdict_tone(code: str) -> str:
    """The tone of its badge."""
    if code in SightingVerdict.values:
        return _VERDICT_TONES.get(SightingVerdict(code), "neutral")
    return "danger" if code else "neutral"


@register.filter
def copy_tone(state: str) -> str:
    """The tone of the badge of a near copy."""
    return _COPY_TONES.get(NearCopyState(state), "neutral")
