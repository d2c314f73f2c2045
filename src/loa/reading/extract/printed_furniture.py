"""What stands on pages beside the text: page numbers, running heads and feet, visible signatures."""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from typing import NamedTuple

from loa.reading.extract.printed import PrintedLine, PrintedPage, PrintedTable
from loa.reading.extraction import Area
from loa.reading.lexicon import Rule, load_book
from loa.reading.passage import match_form

__all__ = ["with_furniture"]

_HEAD, _FOOT = 0.14, 0.86
"""The parts of the page's height above and below which furniture stands."""
_EDGE = 3
"""How many lines from the edge may be furniture."""
_SAME_HEIGHT = 6.0
"""Running heads stand at one height, give or take some of these points."""


def with_furniture(pages: Sequence[PrintedPage]) -> list[PrintedPage]:
    """The pages with running heads, feet and page numbers marked by their area, and signature stamps taken out."""
    pages = [_without_stamps(page) for page in pages]
    edges = [list(_edges(page)) for page in pages]
    found = _numbers(pages, edges) | _repeated(edges, len(pages))
    return [_marked(page, found) for page in pages]


@cache
def _rule(id: str) -> re.Pattern[str]:
    rules: dict[str, Rule] = {rule.id: rule for rule in load_book("page")}
    return rules[id].pattern


class _Edge(NamedTuple):
    """A line near the upper or lower edge: its page, its place among the items, the area it may be of."""

    page: int
    place: int
    line: PrintedLine
    area: Area
    is_outer: bool
    """Whether it stands so near to the edge that it may be furniture; further lines are there to compare."""


def _edges(page: PrintedPage) -> Iterator[_Edge]:
    """The lines near the upper edge from above, and those near the lower edge from below."""
    lines = [(i, item) for i, item in enumerate(page.items) if isinstance(item, PrintedLine)]
    lines.sort(key=lambda each: each[1].base)
    for i, line in lines[: _EDGE + 1]:
        yield _Edge(page.number, i, line, Area.HEADER, line.base < _HEAD * page.height)
    for i, line in lines[: -_EDGE - 2 : -1]:
        yield _Edge(page.number, i, line, Area.FOOTER, line.base > _FOOT * page.height)


_Edges = list[list[_Edge]]
_Found = dict[tuple[int, int], Area]


def _numbers(pages: Sequence[PrintedPage], edges: _Edges) -> _Found:
    """Lines that are the page's number, or a number that grows with the pages."""
    candidates: list[tuple[int, int, int, Area]] = []
    for page, near in zip(pages, edges, strict=True):
        outer = _outermost(page)
        for edge in near:
            match = _rule("number.page").search(match_form(edge.line.text.strip()))
            if match and edge.is_outer and edge.line in outer:
                candidates.append((edge.page, edge.place, int(match[1]) - edge.page, edge.area))
    shifts = Counter(shift for _, _, shift, _ in candidates)
    found = {(number, i): area for number, i, shift, area in candidates if shift == 0 or shifts[shift] > 1}
    return found | _misread(edges, found)


def _misread(edges: _Edges, found: _Found) -> _Found:
    """Page numbers that OCR took for a letter: they stand where other pages have their numbers."""
    places = [edge.line for near in edges for edge in near if (edge.page, edge.place) in found]
    return {
        (edge.page, edge.place): edge.area
        for near in edges
        for edge in near
        if edge.is_outer
        and len(edge.line.text) <= 2
        and (edge.page, edge.place) not in found
        and sum(abs(line.base - edge.line.base) < 8 and abs(line.middle - edge.line.middle) < 8 for line in places) > 1
    }


def _outermost(page: PrintedPage) -> list[PrintedLine]:
    """The first and the last line of a page; tables count, so that a number in one is none of the page."""
    items = [item for item in page.items if isinstance(item, PrintedLine)]
    tables = [item for item in page.items if isinstance(item, PrintedTable)]
    if not items:
        return []
    first, last = min(items, key=lambda each: each.base), max(items, key=lambda each: each.base)
    return [
        line
        for line, free in (
            (first, all(_top_of(first) < table.bottom for table in tables)),
            (last, all(last.base > table.top for table in tables)),
        )
        if free
    ]


def _top_of(line: PrintedLine) -> float:
    """The height of a line's capitals."""
    return line.base - 0.72 * line.size


def _repeated(edges: _Edges, pages: int) -> _Found:
    """Lines that stand at one height on at least half of the pages (not the heads of documents).

    The line after them must not be repeated: where it is, the pages themselves are alike.
    """
    pages_of: dict[tuple[str, int], set[int]] = {}
    for near in edges:
        if any(_rule("head.motto").search(match_form(each.line.text)) for each in near):
            continue
        for each in near:
            for height in (-1, 0, 1):
                pages_of.setdefault((_form(each.line), _level(each.line) + height), set()).add(each.page)
    found: _Found = {}
    for near in edges:
        for area in (Area.HEADER, Area.FOOTER):
            inward = [each for each in near if each.area is area]
            again = [_is_again(pages_of.get((_form(each.line), _level(each.line)), set()), pages) for each in inward]
            count = again.index(False) if False in again else len(again)
            if count <= _EDGE:
                found |= {(each.page, each.place): area for each in inward[:count] if each.is_outer}
    return found


def _level(line: PrintedLine) -> int:
    return round(line.base / _SAME_HEIGHT)


def _is_again(on: set[int], pages: int) -> bool:
    return len(on) > 1 and len(on) * 2 >= pages - 1


def _form(line: PrintedLine) -> str:
    """What must be the same on every page: the text, but for the numbers of pages."""
    text = match_form(line.text.strip())
    return text if _rule("head.annex").search(text) else re.sub(r"\d+", "#", text)


def _marked(page: PrintedPage, found: _Found) -> PrintedPage:
    if not any(number == page.number for number, _ in found):
        return page
    items = tuple(
        replace(item, area=found[page.number, i])
        if isinstance(item, PrintedLine) and (page.number, i) in found
        else item
        for i, item in enumerate(page.items)
    )
    return replace(page, items=items)


def _without_stamps(page: PrintedPage) -> PrintedPage:
    """Visible signatures that are printed as text of the page go to its stamps, so that they do not part its text."""
    stamps: set[int] = set()
    open_stamp = False
    for i, item in enumerate(page.items):
        text = match_form(item.text.strip()) if isinstance(item, PrintedLine) else ""
        begins = bool(_rule("stamp.start").search(text))
        open_stamp = begins or (open_stamp and bool(_rule("stamp.line").search(text)))
        if open_stamp:
            stamps.add(i)
    if not stamps:
        return page
    taken = tuple(item for i, item in enumerate(page.items) if i in stamps and isinstance(item, PrintedLine))
    items = tuple(item for i, item in enumerate(page.items) if i not in stamps)
    return replace(page, items=items, stamps=(*page.stamps, *taken))
