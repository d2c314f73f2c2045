"""HTML: the blocks of a page as paragraphs, its lists with their numbers, its tables as grids."""

import re
from contextlib import suppress
from dataclasses import dataclass, field
from email import message_from_bytes
from typing import cast

from lxml import etree

from loa.reading.extract import refusal, sizes
from loa.reading.extract.clock import Clock
from loa.reading.extract.detect import Format, detect
from loa.reading.extract.encodings import decode_bytes
from loa.reading.extract.fonts import decode_fonts
from loa.reading.extract.html_lists import HtmlList, has_own_label
from loa.reading.extract.html_look import BLOCKS, HtmlLook, has_lines, looks_after
from loa.reading.extract.html_page import events, main_part
from loa.reading.extract.html_sheet import Sheet
from loa.reading.extract.manuscript import Grid, GridCell, Paragraph, Part, Run, compose, spanned_row
from loa.reading.extract.package import local_name
from loa.reading.extract.spans import Spans
from loa.reading.extraction import Extraction, Limits

__all__ = ["extract_html", "page_parts"]

_DEEPEST = 2_000
_LISTS = ("ol", "ul", "menu", "dir")
_BLANKS = re.compile(r"[ \t\n\r\f]+")
_CHARSET = re.compile(rb"<meta[^>]+charset\s*=\s*[\"']?\s*([a-zA-Z0-9_-]{3,20})", re.IGNORECASE)
_SETTING = re.compile(r"</?(?:font|span|b|i|u|em|strong|o:p)\b[^<>]*>", re.IGNORECASE)
_DECLARATION = re.compile(r"\s*<\?xml[^>]*>")


def extract_html(data: bytes, *, limits: Limits) -> Extraction:
    """What a reader of the page sees as its document. The encoding is judged by content before what the page says."""
    page, encoding = page_parts(data, limits=limits)
    parts, hidden = decode_fonts(page)
    text, blocks = compose(parts, limits)
    return Extraction("html", text, blocks, encoding=hidden or encoding)


def page_parts(data: bytes, *, limits: Limits) -> tuple[list[Part], str]:
    """The parts of a page, and its encoding; a page saved as one file (MHTML) gives those of its first HTML part."""
    if detect(data) is Format.MHTML:
        data = _page_of_message(data)
    if data.count(b"<") > sizes.HTML_TAGS:
        raise refusal.too_large("số thẻ trong tệp", "its tags are", sizes.HTML_TAGS)
    source, encoding = _decoded(data)
    root = _parsed(source)
    if root is None:
        return [], encoding
    part, left_out = main_part(root)
    page = _Page(Sheet.of(root), Clock(limits.seconds))
    page.read(part, left_out)
    return page.parts, encoding


def _decoded(data: bytes) -> tuple[str, str]:
    """The page's source. Only where the content does not read as Vietnamese or UTF-8 its own word decides."""
    decoded = decode_bytes(data)
    named = _CHARSET.search(data[:4_000])
    if decoded.encoding == "windows-1252" and named:
        name = named.group(1).decode().lower()
        with suppress(LookupError, UnicodeError):
            if "<".encode(name) == b"<":  # else the page, found by its tags, cannot be in it
                return data.decode(name, errors="replace"), name
    return decoded.text, decoded.encoding


def _parsed(source: str) -> etree._Element | None:
    """The tree of the page, None where it is empty.

    libxml2 silently drops what is nested more than 2,048 deep; such a page is read without its tags for setting (an
    unclosed `font` in each line is how pages come to that), and refused if that does not help.
    """
    source = _DECLARATION.sub("", source, count=1)
    root = _parse(source)
    if root is not None and _is_too_deep(root):
        root = _parse(_SETTING.sub("", source))
        if root is None or _is_too_deep(root):
            raise refusal.broken("HTML")
    return root


def _parse(source: str) -> etree._Element | None:
    parser = etree.HTMLParser(huge_tree=True, remove_comments=True, remove_pis=True, no_network=True, encoding="utf-8")
    return cast("etree._Element | None", etree.fromstring(source.encode("utf-8", errors="replace"), parser))


def _is_too_deep(root: etree._Element) -> bool:
    depth = 0
    for event, _ in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > _DEEPEST:
            return True
    return False


@dataclass
class _Table:
    """A table being read: its cells so far, and what says whether it has lines."""

    own: bool | None
    """Whether the table itself has lines, None where it does not say."""
    spans: Spans = field(default_factory=Spans)
    rows: list[list[tuple[int, GridCell]]] = field(default_factory=list)
    lined: list[bool | None] = field(default_factory=list)
    headed: bool = False
    place: int = 0

    def grid(self) -> Grid:
        return Grid(tuple(spanned_row(row, self.spans.width, 1) for row in self.rows), self._is_ruled())

    def _is_ruled(self) -> bool:
        """By the table's and its cells' own lines; a table that says nothing is ruled when it looks like data."""
        lined = sum(line is True for line in self.lined)
        if self.own or self.headed or lined * 2 >= len(self.lined) > 0:
            return True
        return self.own is None and self.spans.width >= 3 and len(self.rows) >= 2


class _Page:
    """Walks through a page and collects its paragraphs and tables."""

    def __init__(self, sheet: Sheet, clock: Clock) -> None:
        self.parts: list[Part] = []
        self._sheet = sheet
        self._clock = clock
        self._targets = [self.parts]
        self._looks = [HtmlLook()]
        self._lists: list[HtmlList] = []
        self._tables: list[_Table] = []
        self._runs: list[Run] = []
        self._label = ""

    def read(self, root: etree._Element, left_out: frozenset[etree._Element]) -> None:
        """Reads everything shown below an element."""
        for index, (event, element) in enumerate(events(root, left_out)):
            if index % 1_000 == 0:
                self._clock.check()
            if event == "start":
                style = self._sheet.style(element)
                self._start(element, local_name(element), style)
                self._looks.append(looks_after(self._looks[-1], element, style))
                self._write(element.text)
                continue
            if event == "end":
                self._end(local_name(element))
                self._looks.pop()
            if element is not root:
                self._write(element.tail)
        self._flush()

    def _start(self, element: etree._Element, name: str, style: dict[str, str]) -> None:
        if name in BLOCKS:
            self._flush()
        if name == "br":
            self._runs.append(Run("\n"))
        elif name in _LISTS:
            self._lists.append(HtmlList.of(element, style, self._lists))
        elif name == "li" and self._lists:
            self._label = self._lists[-1].label(element, style)
        elif name == "table":
            ruled = element.get("rules") in ("all", "rows", "cols", "groups")
            self._tables.append(_Table(ruled or has_lines(element, style)))
        elif name == "tr" and self._tables:
            self._row()
        elif name in ("td", "th") and self._tables:
            self._cell(element, name, style)

    def _end(self, name: str) -> None:
        if name in BLOCKS:
            self._flush()
        if name == "li" or name in _LISTS:
            self._label = ""
        if name in _LISTS and self._lists:
            self._lists.pop()
        elif name in ("td", "th") and len(self._targets) > 1:
            table = self._tables[-1]
            table.rows[-1].append((table.place, GridCell(tuple(self._targets.pop()))))
        elif name == "table" and self._tables:
            self._targets[-1].append(self._tables.pop().grid())

    def _row(self) -> None:
        self._tables[-1].rows.append([])
        self._tables[-1].spans.next_row()

    def _cell(self, element: etree._Element, name: str, style: dict[str, str]) -> None:
        table = self._tables[-1]
        if not table.rows:
            self._row()
        table.place = table.spans.place(_span(element, "colspan"), _span(element, "rowspan"))
        table.lined.append(has_lines(element, style))
        table.headed = table.headed or name == "th"
        self._targets.append([])

    def _write(self, text: str | None) -> None:
        if not text:
            return
        look = self._looks[-1]
        if not look.kept:
            text = _BLANKS.sub(" ", text)
            if text.startswith(" ") and (not self._runs or self._runs[-1].text.endswith((" ", "\n"))):
                text = text[1:]
        if text:
            self._runs.append(Run(text.upper() if look.capitals else text, look.bold, look.italic, look.font))

    def _flush(self) -> None:
        """Ends the paragraph, if one has begun."""
        runs, self._runs = tuple(self._runs), []
        words = "".join(run.text for run in runs)
        if not words.strip():
            return
        label = "" if has_own_label(words) else self._label
        self._label = ""
        self._targets[-1].append(Paragraph(runs, label, self._looks[-1].centred))


def _span(element: etree._Element, name: str) -> int:
    found = str(element.get(name) or "").strip()
    return int(found) if found.isdecimal() and len(found) < 6 else 1


def _page_of_message(data: bytes) -> bytes:
    for part in message_from_bytes(data).walk():
        if part.get_content_type() in ("text/html", "application/xhtml+xml"):
            page = part.get_payload(decode=True)
            if isinstance(page, bytes):
                return page
    raise refusal.broken("MHTML")
