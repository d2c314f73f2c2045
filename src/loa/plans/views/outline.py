"""The outline of a document as a tree for the page."""

from collections.abc import Iterable, Mapping
from typing import Any

from loa.ui.parts import Node

__all__ = ["branches"]

_OPEN_TO = 2
"""How many levels are unfolded at first."""


def branches(items: Iterable[Mapping[str, Any]], level: int = 1) -> tuple[Node, ...]:
    """The items of `outline` in the JSON of a reading, each with what lies below it."""
    return tuple(
        Node(
            f"{item['label']} {item['text']}".strip(),
            children=branches(item.get("children", ()), level + 1),
            open=level <= _OPEN_TO,
        )
        for item in items
    )
