"""The outline of a document as a tree for the page."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.utils.text import Truncator

from loa.ui.parts import Node

__all__ = ["branches"]

_OPEN_TO = 2
"""How many levels are unfolded at first."""
_SHOWN = 160
"""Characters of an item; headings are shorter, and a paragraph is known by its beginning."""
_LONGEST_LABEL = 14


def branches(
    items: Iterable[Mapping[str, Any]], text: str, pages: Mapping[str, str], level: int = 1
) -> tuple[Node, ...]:
    """The items of `outline` in the JSON of a reading, each with what lies below it.

    `text` is that of the document, `pages` has the addresses of obligations by their references.
    """
    return tuple(
        Node(
            _label(item, text),
            pages.get(item.get("ref", ""), ""),
            children=branches(item.get("children", ()), text, pages, level + 1),
            open=level <= _OPEN_TO,
        )
        for item in items
    )


def _label(item: Mapping[str, Any], text: str) -> str:
    """The label as it is printed, `a)` or `1.`, and the words that follow; the reading keeps only their beginning."""
    place = item.get("place") or {}
    start, end = place.get("start", 0), place.get("end", 0)
    words = " ".join(text[start:end].split()) or item["text"]
    printed = text[text.rfind("\n", 0, start) + 1 : start].strip()
    has_label = item["label"] and printed.startswith(item["label"]) and len(printed) <= _LONGEST_LABEL
    return Truncator(f"{printed if has_label else item['label']} {words}".strip()).chars(_SHOWN)
