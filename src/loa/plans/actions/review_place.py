"""Finding words a person selected or typed in the text of the document."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from loa.plans.models import Plan, Source

__all__ = ["Found", "find_words"]

_LONGEST = 4_000
"""Words beyond it are not needed to tell a place; a pattern of all of them would be slow."""


@dataclass(frozen=True, slots=True)
class Found:
    """Where words stand: characters of `Source.text`, the page, and the labelled item they belong to."""

    start: int
    end: int
    page: int | None
    ref: str


def find_words(plan: Plan, words: str, *, near: int | None = None) -> Found | None:
    """The first place of the words, from `near` on where given; blanks and line ends may differ. None if not there."""
    pattern = r"\s+".join(re.escape(word) for word in words[:_LONGEST].split())
    source = Source.objects.filter(plan=plan).exclude(text="").values("text", "reading__outline").first()
    if source is None or not pattern:
        return None
    match = re.compile(pattern).search(source["text"], near or 0)
    if match is None:
        return None
    page, ref = _item_at(source["reading__outline"] or [], match.start())
    return Found(match.start(), match.end(), page, ref)


def _item_at(outline: list[Mapping[str, Any]], offset: int) -> tuple[int | None, str]:
    """The page and path of the last item that begins before the offset."""
    page, ref = None, ""
    for item in _items(outline):
        if item["place"]["start"] > offset:
            break
        page, ref = item["place"]["page"], item["ref"]
    return page, ref


def _items(outline: list[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    for item in outline:
        yield item
        yield from _items(item["children"])
