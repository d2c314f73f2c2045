"""What a piece of evidence has to be like before it is stored; each fault told in a sentence that says what to do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from loa.monitoring.enums import EvidenceKind, ReformArea
from loa.monitoring.errors import MonitoringError
from loa.monitoring.happening import Happening
from loa.monitoring.queries.lineage import Lineage
from loa.writing.wording import codes

__all__ = ["CHANGEABLE", "EARLIEST", "checked", "link_variants", "normalised_link"]

CHANGEABLE = frozenset(
    {
        "kind", "channel", "areas", "happened_on", "title", "items", "minutes", "attendances", "copies", "place",
        "link", "language", "about", "note", "words", "own_work", "has_photo",
    }
)  # fmt: skip
"""The fields that describe what happened."""
EARLIEST = date(1990, 1, 1)
"""Nothing before this day is evidence of a plan; a date like 0026 is a slip of the finger."""

_LONGEST: Mapping[str, int] = {
    "title": 500, "place": 300, "link": 1000, "language": 10, "about": 80, "reference": 300, "note": 20_000
}  # fmt: skip
_NUMBERS = ("items", "minutes", "attendances", "copies", "words")
_MOST = 100_000_000
_MOST_ITEMS = 10_000
_FOLLOWING = ("utm_", "fbclid", "gclid", "zarsrc")
"""Beginnings of parameters that follow readers around and name no page."""
_URL = URLValidator(schemes=["http", "https"])
_NAMES = {
    "items": gettext_lazy("items"),
    "minutes": gettext_lazy("minutes"),
    "attendances": gettext_lazy("attendances"),
    "copies": gettext_lazy("copies"),
    "words": gettext_lazy("words"),
}


def checked(happening: Happening, *, lineage: Lineage, on: date) -> dict[str, Any]:
    """The values to store. Raises MonitoringError with every fault there is, by field."""
    faults = _Faults()
    values = {name: _clean(getattr(happening, name)) for name in CHANGEABLE}
    values["areas"] = sorted({str(_clean(area)) for area in happening.areas})
    values["words"] = _words(happening)
    _check_words(values, happening, faults)
    _check_day(happening, lineage, on, faults)
    _check_codes(values, faults)
    _check_numbers(values, faults)
    values["link"] = _link(values["link"], faults)
    faults.raise_any()
    return values


@dataclass
class _Faults:
    """Sentences by field."""

    def __post_init__(self) -> None:
        self._found: dict[str, str] = {}

    def add(self, field: str, sentence: str) -> None:
        self._found.setdefault(field, sentence)

    def raise_any(self) -> None:
        if self._found:
            raise MonitoringError(
                [ValidationError(sentence, code=field) for field, sentence in self._found.items()], code="invalid"
            )


def _clean(value: Any) -> Any:
    """Texts without what no database takes, and without spaces around them."""
    return value.replace("\x00", "").strip() if isinstance(value, str) else value


def _words(happening: Happening) -> int | None:
    if happening.words is not None or not happening.text:
        return happening.words
    return len(happening.text.split())


def _check_words(values: Mapping[str, Any], happening: Happening, faults: _Faults) -> None:
    if not values["title"]:
        faults.add("title", _("Give the evidence a title: what happened, in a few words."))
    told = {**values, "reference": happening.reference}
    for field, most in _LONGEST.items():
        text = told[field]
        if not isinstance(text, str) or len(text) > most:
            faults.add(field, _("“%(field)s” may have %(most)d characters at most.") % {"field": field, "most": most})
    if "\x00" in happening.reference:
        faults.add("reference", _("The reference holds a character that cannot be stored."))


def _check_day(happening: Happening, lineage: Lineage, on: date, faults: _Faults) -> None:
    day = happening.happened_on
    if day > on:
        faults.add("happened_on", _("The day lies in the future. Record it when it has happened."))
    elif day < EARLIEST:
        faults.add("happened_on", _("The day is too long ago. Check the year."))
    elif not lineage.exists_on(happening.agency.pk, day):
        faults.add(
            "happened_on",
            _("%(agency)s did not exist on that day. Choose another day, or the agency it was then.")
            % {"agency": happening.agency},
        )


def _check_codes(values: Mapping[str, Any], faults: _Faults) -> None:
    if values["kind"] not in EvidenceKind.values:
        faults.add("kind", _("Choose the kind of evidence from the list."))
    if values["channel"] and values["channel"] not in _channels():
        faults.add("channel", _("Choose the channel from the list."))
    if not set(values["areas"]) <= set(ReformArea.values):
        faults.add("areas", _("Choose the areas from the list."))


@cache
def _channels() -> frozenset[str]:
    return frozenset(codes("channel"))


def _check_numbers(values: Mapping[str, Any], faults: _Faults) -> None:
    for name in _NUMBERS:
        number = values[name]
        most = _MOST_ITEMS if name == "items" else _MOST
        if number is None and name != "items":
            continue
        least = 0 if name == "words" else 1
        if type(number) is not int or not least <= number <= most:
            faults.add(
                name,
                _("The number of %(what)s has to lie between %(least)d and %(most)d.")
                % {"what": _NAMES[name], "least": least, "most": most},
            )


# --------------------------------------------------------------------------------------------------------------- links


def _link(text: str, faults: _Faults) -> str:
    if not text:
        return ""
    try:
        _URL(text)
        found = normalised_link(text)
    except (ValidationError, ValueError):
        faults.add("link", _("The link has to begin with http:// or https:// and lead to a page."))
        return ""
    if len(found) > _LONGEST["link"]:
        faults.add("link", _("The link is too long."))
    return found


def normalised_link(text: str) -> str:
    """The address under which a page is stored: without its fragment and without what only follows readers."""
    parts = urlsplit(text.strip())
    query = [
        (name, value)
        for name, value in parse_qsl(parts.query, keep_blank_values=True)
        if not name.lower().startswith(_FOLLOWING)
    ]
    host = parts.netloc.rpartition("@")[2].lower()
    fragment = parts.fragment if parts.fragment.startswith(("!", "/")) else ""
    told = parts.query if len(query) == len(parse_qsl(parts.query, keep_blank_values=True)) else urlencode(query)
    return urlunsplit((parts.scheme.lower(), host, parts.path or "/", told, fragment))


def link_variants(link: str) -> Sequence[str]:
    """The forms in which the same page may have been stored: with http or https, with www or without, with a slash."""
    parts = urlsplit(link)
    host = parts.netloc.removeprefix("www.")
    paths = {parts.path, parts.path.rstrip("/") or "/", f"{parts.path.rstrip('/')}/"}
    return sorted(
        urlunsplit((scheme, name, path, parts.query, parts.fragment))
        for scheme in ("http", "https")
        for name in (host, f"www.{host}")
        for path in paths
    )
