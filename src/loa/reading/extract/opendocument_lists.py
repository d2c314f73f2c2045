"""Counting the lists of OpenDocument, which go on only where they say so."""

from dataclasses import dataclass, field

from lxml import etree

from loa.reading.extract.opendocument_styles import TEXT, ListLevel, OdtStyles, label_of

__all__ = ["OdtLists"]

_ID = "{http://www.w3.org/XML/1998/namespace}id"


@dataclass
class _Open:
    """A list that is open: its style, the counts it shares with the lists it goes on with, and its depth."""

    style: str
    counts: dict[int, int]
    depth: int
    inner: int = 0
    """How many lists the current item has held so far."""
    label: str = ""
    """The label of the current item, until its first paragraph takes it."""
    waiting: bool = False
    start: int | None = None


@dataclass
class OdtLists:
    """The labels of list items and numbered headings, met in the order of the document."""

    styles: OdtStyles
    _open: list[_Open] = field(default_factory=list)
    _by_id: dict[str, dict[int, int]] = field(default_factory=dict)
    _by_style: dict[str, dict[int, int]] = field(default_factory=dict)
    _outline: dict[int, int] = field(default_factory=dict)

    def open(self, element: etree._Element) -> None:
        """A list begins, perhaps inside an item of another."""
        named = str(element.get(f"{TEXT}style-name") or "")
        outer = self._open[-1] if self._open else None
        style = named or (outer.style if outer else "")
        goes_on = element.get(f"{TEXT}continue-numbering") == "true"
        if outer:
            depth, counts = outer.depth + 1, outer.counts
            outer.inner += 1
            if outer.inner > 1 and not goes_on:
                _forget(counts, depth)
        else:
            depth, counts = 1, self._root_counts(element, style, goes_on=goes_on)
        self._open.append(_Open(style, counts, depth))

    def close(self) -> None:
        """The innermost list ends."""
        self._open.pop()

    def item(self, element: etree._Element, *, header: bool) -> None:
        """An item of the innermost list begins; a header item has no label."""
        current = self._open[-1]
        start = str(element.get(f"{TEXT}start-value") or "")
        current.start = int(start) if start.isdecimal() and len(start) < 7 else None
        current.waiting, current.inner = not header, 0

    def label(self, element: etree._Element) -> str:
        """The label of a paragraph: only the first of an item has one. Headings outside lists have their own."""
        if self._open:
            return self._item_label(self._open[-1])
        level = str(element.get(f"{TEXT}outline-level") or "")
        levels = self.styles.outline
        if not level.isdecimal() or element.get(f"{TEXT}is-list-header") == "true" or int(level) not in levels:
            return ""
        _count(self._outline, levels, int(level), None)
        return label_of(levels, self._outline, int(level))

    def _item_label(self, current: _Open) -> str:
        if not current.waiting:
            return ""
        current.waiting = False
        levels = self.styles.levels(current.style)
        _count(current.counts, levels, current.depth, current.start)
        return label_of(levels, current.counts, current.depth)

    def _root_counts(self, element: etree._Element, style: str, *, goes_on: bool) -> dict[int, int]:
        counts = self._by_id.get(str(element.get(f"{TEXT}continue-list") or ""))
        if counts is None:
            counts = self._by_style.get(style, {}) if goes_on else {}
        self._by_style[style] = counts
        if element.get(_ID):
            self._by_id[str(element.get(_ID))] = counts
        return counts


def _count(counts: dict[int, int], levels: dict[int, ListLevel], place: int, start: int | None) -> None:
    first = levels[place].start if place in levels else 1
    counts[place] = start if start is not None else counts.get(place, first - 1) + 1
    _forget(counts, place + 1)


def _forget(counts: dict[int, int], place: int) -> None:
    for deeper in [level for level in counts if level >= place]:
        del counts[deeper]
