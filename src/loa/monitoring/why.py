"""Why the standing of one agency for one occurrence is what it is, in sentences."""

from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from loa.monitoring.enums import Standing
from loa.monitoring.queries.standing import Stood, owed_of_duty
from loa.monitoring.standing import Owed, Risk, Shown, even_pace, risk
from loa.ui.wording import date_words, number_words

__all__ = ["why_at_risk", "why_standing"]


def why_standing(stood: Stood, *, today: date) -> list[str]:
    """What is required, what there is to show, and the rule that makes the standing; one sentence each."""
    return [*_required(stood), _shown(stood), *_rule(stood, today)]


def _required(stood: Stood) -> list[str]:
    duty, one = stood.duty, stood.duty.occurrence
    amount = _amount(duty.amount or 1, duty.unit)
    window = {"first": date_words(one.window_from), "last": date_words(one.window_to)}
    found = []
    if one.due_on is None:
        found.append(_("Asked for all the time from %(first)s to %(last)s, with no day it is due.") % window)
    elif not duty.waived:
        told = {"amount": amount, "due": date_words(one.due_on), **window}
        found.append(_("Required: %(amount)s from %(first)s to %(last)s, due on %(due)s.") % told)
    if duty.waiver and not duty.waived:
        told = {"stated": number_words(duty.stated or 1), "words": duty.waiver.words}
        found.append(_("The plan says %(stated)s; another number was allowed: %(words)s.") % told)
    return found


def _amount(amount: int, unit: str) -> str:
    return f"{number_words(amount)} {unit}".strip()


def _shown(stood: Stood) -> str:
    shown, due_on = stood.shown, stood.duty.due_on
    if not shown.counted:
        return _("Nothing counts for it yet.")
    if due_on is None:
        return _("%(counted)s counted, the last on %(day)s.") % {
            "counted": number_words(shown.counted), "day": date_words(shown.last_on),
        }  # fmt: skip
    return _("%(counted)s counted, %(in_time)s of them up to the due day.") % {
        "counted": number_words(shown.counted), "in_time": number_words(shown.in_time),
    }  # fmt: skip


def _rule(stood: Stood, today: date) -> list[str]:
    duty, one, shown = stood.duty, stood.duty.occurrence, stood.shown
    missing = number_words(max(0, (duty.amount or 1) - shown.counted))
    told = {
        "missing": missing,
        "done": date_words(shown.done_on) if shown.done_on else "",
        "due": date_words(one.due_on) if one.due_on else "",
        "closes": date_words(one.closes_on),
        "first": date_words(one.window_from),
        "words": duty.waiver.words if duty.waiver else "",
        "why": why_at_risk(owed_of_duty(duty), shown, today=today) if stood.standing is Standing.AT_RISK else "",
    }
    return [_sentence(stood, today) % told]


_PLAIN = {
    Standing.WAIVED: gettext_lazy("The agency is let off: %(words)s."),
    Standing.CONTINUOUS: gettext_lazy(
        "What is asked for all the time is never overdue; the last thing that happened is shown."
    ),
    Standing.MET: gettext_lazy("The number required was reached on %(done)s, in time."),
    Standing.LATE: gettext_lazy("The number required was reached on %(done)s, after the due day %(due)s."),
    Standing.OVERDUE: gettext_lazy(
        "The due day %(due)s is past and %(missing)s missing; until %(closes)s it can still be done late."
    ),
    Standing.MISSED: gettext_lazy(
        "%(missing)s missing, and %(closes)s was the last day on which it could be done late."
    ),
    Standing.AT_RISK: gettext_lazy("%(missing)s still to come by %(due)s. At risk: %(why)s."),
    Standing.ON_TRACK: gettext_lazy("%(missing)s still to come by %(due)s; what there is keeps an even pace."),
}
"""Each says the facts by which `loa.monitoring.standing` chooses the standing."""


def _sentence(stood: Stood, today: date) -> str:
    return str(_PLAIN[stood.standing]) if stood.standing in _PLAIN else _not_yet(stood, today)


def why_at_risk(owed: Owed, shown: Shown, *, today: date) -> str:
    """The rule by which something on its way is at risk, in a few words; empty where none says so."""
    due_on = owed.due_on or owed.window_to
    found = risk(owed, due_on, shown, today=today)
    if found is None:
        return ""
    if found is Risk.BEHIND:
        return _behind(owed, shown, even_pace(owed, due_on, today))
    left = _days_left((due_on - today).days)
    if found is Risk.SOON:
        return _("%(left)s, nothing to show yet") % {"left": left}
    missing = number_words(max(0, owed.required - shown.counted))
    return _("%(left)s, %(missing)s missing") % {"left": left, "missing": missing}


def _behind(owed: Owed, shown: Shown, even: float) -> str:
    if owed.required == 1:
        return _("half of the time is over, nothing to show yet")
    told = {"counted": number_words(shown.counted), "even": number_words(round(even))}
    return _("behind an even pace: %(counted)s so far, %(even)s would be even") % told


def _days_left(days: int) -> str:
    return (
        ngettext("%(days)s day left", "%(days)s days left", days) % {"days": number_words(days)}
        if days
        else _("due today")
    )


def _not_yet(stood: Stood, today: date) -> str:
    if today < stood.duty.occurrence.window_from:
        return _("Its time begins on %(first)s only.")
    return _("It is due on %(due)s; there is time.")
