"""Every string of a room that people may read: those its code and its pages hand to gettext."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from babel.messages.extract import extract
from django.utils.translation.template import templatize

__all__ = ["String", "rooms", "strings_of"]

_HOUSE = Path(__file__).parents[1]
_KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}


@dataclass(frozen=True, slots=True, order=True)
class String:
    """One string as it stands in the source, with the file it stands in; `plural` and `context` where it has them."""

    id: str
    plural: str
    context: str
    file: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What it is looked up by, and its plural."""
        return self.context, self.id, self.plural


def rooms() -> list[Path]:
    """The rooms that speak through gettext; others have their words beside them in both languages."""
    return sorted({file.parents[0] for file in _HOUSE.glob("*/apps.py")})


def strings_of(room: Path) -> list[String]:
    """All strings of the room, in the order of its files."""
    files = sorted(
        file for file in room.rglob("*") if file.suffix in (".py", ".html", ".txt") and "static" not in file.parts
    )
    return [string for file in files for string in _strings_in(file, room)]


def _strings_in(file: Path, room: Path) -> Iterator[String]:
    text = file.read_text("utf-8")
    if file.suffix != ".py":
        # What is left of a page is words in a row; without its indents it reads as Python.
        text = "\n".join(line.strip() for line in templatize(text, origin=str(file)).splitlines())
    source = io.BytesIO(text.encode())
    for _line, found, _comments, context in extract(
        "python", source, keywords=_KEYWORDS, options={"encoding": "utf-8"}
    ):
        singular, plural = (found[0], found[1]) if isinstance(found, tuple) else (found, "")
        if singular:
            yield String(singular, plural, context or "", file.relative_to(room).as_posix())
