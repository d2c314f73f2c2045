"""Forecasts and what to do next, in words. `{% load forecasts %}`."""

from collections.abc import Callable, Iterable
from datetime import date
from fractions import Fraction

from django import template
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from loa.monitoring.enums import Standing
from loa.monitoring.forecast import Reason
from loa.monitoring.queries.agency_row import Line
from loa.monitoring.queries.board.lists import StandingLine
from loa.monitoring.queries.remedies import Remedy
from loa.monitoring.queries.standing import owed_of_duty
from loa.monitoring.why import why_at_risk
from loa.ui.wording import number_words

__all__ = ["about", "chance_said", "chance_tone", "lacks_said", "percent_said", "points", "reasons_said", "risk_said"]

register = template.Library()

_LIKELY, _EVEN = 60, 30
_LACKS = {
    "no-area": gettext_lazy("say its reform area"),
    "words-unknown": gettext_lazy("say how many words it has"),
    "own-work-unsaid": gettext_lazy("say whether it is your own work"),
    "no-photo": gettext_lazy("add a photo"),
    "no-proof": gettext_lazy("add a link or a file"),
    "channel-unsaid": gettext_lazy("say on which channel it stands"),
    "channel-other": gettext_lazy("place it on the channel that the plan asks for too"),
}


@register.filter
def chance_tone(percent: int) -> str:
    """The colour that goes with a chance of missing."""
    if percent >= _LIKELY:
        return "danger"
    return "warning" if percent >= _EVEN else "success"


@register.filter
def chance_said(percent: int) -> str:
    """The chance of missing in words, with its figure: what stands at risk may well be met, and the other way round."""
    if percent >= _LIKELY:
        return _("likely to be missed (%(percent)d %%)") % {"percent": percent}
    if percent >= _EVEN:
        return _("may be missed (%(percent)d %%)") % {"percent": percent}
    return _("unlikely to be missed (%(percent)d %%)") % {"percent": percent}


@register.simple_tag
def risk_said(line: Line | StandingLine, today: date) -> str:
    """Why a duty is at risk, in a few words; empty where it is not."""
    if line.standing is not Standing.AT_RISK:
        return ""
    if isinstance(line, StandingLine):
        return why_at_risk(line.owed, line.shown, today=today)
    return why_at_risk(owed_of_duty(line.duty), line.stood.shown, today=today)


@register.filter
def points(value: float | None) -> str:
    """A difference in points of percent with its sign; a dash where there is none."""
    if value is None:
        return "–"
    return f"{'+' if value > 0 else ''}{number_words(value, 1)}"


@register.filter
def about(value: Fraction) -> str:
    """A part of things to one decimal, whole ones without."""
    rounded = round(float(value), 1)
    return number_words(rounded, 0 if rounded == int(rounded) else 1)


@register.filter
def percent_said(value: float | None) -> str:
    """A part of a hundred to one decimal; a dash where there is none."""
    return "–" if value is None else f"{number_words(value, 1)} %"


@register.filter
def lacks_said(remedy: Remedy) -> str:
    """What the evidence of a remedy lacks, as one line."""
    return "; ".join(str(_LACKS[code]) for code in remedy.codes if code in _LACKS)


@register.filter
def reasons_said(reasons: Iterable[Reason]) -> list[str]:
    """The reasons of a forecast as sentences."""
    return [_SAID[reason.code](*reason.numbers) for reason in reasons]


def _left(missing: int, days: int) -> str:
    return ngettext(
        "%(missing)d still missing, %(days)d day left.", "%(missing)d still missing, %(days)d days left.", days
    ) % {"missing": missing, "days": days}


def _behind(counted: int, even: int) -> str:
    return _("Behind an even pace: %(counted)d so far, %(even)d would be even.") % {"counted": counted, "even": even}


def _ahead(counted: int, even: int) -> str:
    return _("Not behind an even pace: %(counted)d so far, %(even)d would be even.") % {
        "counted": counted,
        "even": even,
    }


def _past(missed: int, windows: int) -> str:
    return _("Of the last %(windows)d windows, %(missed)d were missed.") % {"windows": windows, "missed": missed}


def _rest(usual: int) -> str:
    return _("In the rest of a window %(usual)d more usually came.") % {"usual": usual}


def _open(days: int) -> str:
    return ngettext("Not done yet, %d day left.", "Not done yet, %d days left.", days) % days


def _past_late(late: int, times: int) -> str:
    return _("Of the last %(times)d times, %(late)d came late.") % {"times": times, "late": late}


def _usual(days: int) -> str:
    if days == 0:
        return _("It usually came on the due day.")
    return (
        ngettext("It usually came %d day before the due day.", "It usually came %d days before the due day.", days)
        % days
    )


def _peers(missed: int, windows: int) -> str:
    return _("All who owe the same missed %(percent)d %% of the latest windows.") % {
        "percent": round(100 * missed / windows)
    }


def _no_past() -> str:
    return _("There is no earlier window to go by yet.")


_SAID: dict[str, Callable[..., str]] = {
    "left": _left,
    "behind": _behind,
    "ahead": _ahead,
    "past": _past,
    "rest": _rest,
    "open": _open,
    "past_late": _past_late,
    "usual": _usual,
    "peers": _peers,
    "no_past": _no_past,
}
