"""Why evidence counts for a duty or does not: stored codes with their values, put into words for whoever reads."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from loa.monitoring.enums import EvidenceKind, ReformArea
from loa.writing.wording import label

__all__ = ["reason_words"]


def reason_words(reason: Iterable[Sequence[Any]]) -> list[str]:
    """The sentences of a stored reason, in the language of who reads; a code nobody knows any more is left out."""
    return [_SENTENCES[code](*values) for code, *values in reason if code in _SENTENCES]


def _kind(code: str) -> str:
    return _("It is of a kind that is asked for: %(kind)s.") % {"kind": _label(EvidenceKind, code)}


def _channel(code: str) -> str:
    return _("It stands on a channel that is asked for: %(channel)s.") % {"channel": _channel_name(code)}


def _area(code: str) -> str:
    return _("It speaks of an area that is asked for: %(area)s.") % {"area": _label(ReformArea, code)}


def _window(first: str, last: str) -> str:
    return _("It happened within the window, %(first)s to %(last)s.") % _days(first, last)


def _nearest(first: str, last: str) -> str:
    return _("Of the windows that are open, %(first)s to %(last)s is due nearest to its day.") % _days(first, last)


def _named(first: str, last: str) -> str:
    return _("It says itself that it is for the window %(first)s to %(last)s.") % _days(first, last)


def _words(words: int, minimum: int) -> str:
    return _("It has %(words)d words; at least %(minimum)d are asked for.") % {"words": words, "minimum": minimum}


def _words_unknown(minimum: int) -> str:
    return _("At least %(minimum)d words are asked for, and nobody has said how many it has.") % {"minimum": minimum}


def _same_item(day: str) -> str:
    return _("The same item counts already, with its placement of %(day)s.") % {"day": _day(day)}


def _more_fitting(ref: str) -> str:
    return _("It counts for a more fitting duty of the same plan: item %(ref)s.") % {"ref": ref}


def _other_kind(code: str) -> str:
    return _("The duty asks for evidence of another kind than %(kind)s.") % {"kind": _label(EvidenceKind, code)}


def _other_channel(code: str) -> str:
    if not code:
        return _("The duty asks for a channel, and nobody has said on which it stands.")
    return _("The duty asks for another channel than %(channel)s.") % {"channel": _channel_name(code)}


def _other_window(first: str, last: str) -> str:
    return _("It did not happen while the duty was open: %(first)s to %(last)s.") % _days(first, last)


_SENTENCES: Mapping[str, Callable[..., str]] = {
    # why it counts
    "own": lambda: _("It is the agency's own."),
    "inside": lambda: _("It is of a unit inside the agency."),
    "followed": lambda: _("It is of an agency whose duties this one took over."),
    "kind": _kind,
    "channel": _channel,
    "area": _area,
    "window": _window,
    "nearest": _nearest,
    "named": _named,
    # what it lacks
    "no-area": lambda: _("The duty asks for a reform area, and nobody has said of which it speaks."),
    "words": _words,
    "words-unknown": _words_unknown,
    "own-work-unsaid": lambda: _("Own work is asked for, and nobody has said whether it is a reprint."),
    "reprint": lambda: _("Own work is asked for; it is a reprint."),
    "no-photo": lambda: _("A photo is asked for; it has none."),
    "no-proof": lambda: _("Neither a link nor a file shows it."),
    # why something else counts instead
    "same-item": _same_item,
    "near-copy": lambda: _("Somebody looked at it and said it is a copy of other evidence."),
    "more-fitting": _more_fitting,
    "given": lambda: _("Somebody gave it to another duty of the same plan."),
    # what became of it
    "by-person": lambda: _("Somebody decided so."),
    "withdrawn": lambda: _("The evidence was withdrawn."),
    "no-longer-owed": lambda *_state: _("After a change of the plan the duty is no longer owed."),
    "fits-no-longer": lambda: _("After a change the evidence no longer fits this duty."),
    # why it does not fit by itself
    "other-kind": _other_kind,
    "other-channel": _other_channel,
    "other-area": lambda: _("It speaks of other reform areas than the duty asks for."),
    "other-window": _other_window,
}


def _label(words: type[EvidenceKind] | type[ReformArea], code: str) -> str:
    return str(words(code).label) if code in words.values else code


def _channel_name(code: str) -> str:
    return label("channel", code, "en" if (get_language() or "vi").startswith("en") else "vi")


def _days(first: str, last: str) -> dict[str, str]:
    return {"first": _day(first), "last": _day(last)}


def _day(text: str) -> str:
    return date_format(date.fromisoformat(text), "SHORT_DATE_FORMAT")
