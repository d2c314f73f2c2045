"""The door to PDFium: all that is asked of the native library, as typed values in the page's own coordinates.

Coordinates here are those of PDF: points, y upwards, before the page's rotation.
"""

import ctypes
import math
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from threading import RLock
from typing import Any, NamedTuple

import pypdfium2  # type: ignore[import-untyped]  # has no type information
import pypdfium2.raw as native  # type: ignore[import-untyped]  # has no type information

from loa.reading.extract import refusal
from loa.reading.extract.clock import Clock

__all__ = ["Box", "Run", "Style", "alone", "box_of", "closing", "has_overlay", "open_pdf", "overlay_runs", "text_runs"]

_PASSWORD = 4
_ITALIC_FLAG, _BOLD_FLAG = 1 << 6, 1 << 18
_OVERLAYS = (3, 13, 20)
"""Free text, rubber stamp and form field (also a signature's) among the kinds of annotation."""

# PDFium's own declaration wraps each pointer in an object; as the address is all that is compared, ask for the number.
_object_at = ctypes.CFUNCTYPE(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int)(
    ctypes.cast(native.FPDFText_GetTextObject, ctypes.c_void_p).value or 0
)


class Style(NamedTuple):
    """How characters are set. `angle` is in whole degrees, counted against the clock; `hidden` text is not drawn."""

    font: str
    size: float
    bold: bool
    italic: bool
    hidden: bool
    angle: int


@dataclass(slots=True)
class Run:
    """Characters of one style that follow one another on one baseline, as the file gives them.

    Places are measured along the baseline: `lefts` and `rights` from the page's origin in reading direction,
    `base` at right angles to it.
    """

    style: Style
    base: float
    characters: list[str] = field(default_factory=list)
    lefts: list[float] = field(default_factory=list)
    rights: list[float] = field(default_factory=list)

    @property
    def text(self) -> str:
        return "".join(self.characters)


class Box(NamedTuple):
    """The visible part of a page."""

    left: float
    bottom: float
    right: float
    top: float


alone = RLock()
"""PDFium serves one thread at a time; whoever calls it holds this, page by page, so that threads take turns."""


@contextmanager
def closing(thing: Any) -> Iterator[Any]:
    """Closes a page or a document of PDFium at the end, which gives its memory back at once."""
    try:
        yield thing
    finally:
        with alone:
            thing.close()


def open_pdf(data: bytes) -> Any:
    """The document; raises EncryptedDocument or BrokenDocument. A mere owner's password does not lock it."""
    try:
        with alone:
            return pypdfium2.PdfDocument(data)
    except pypdfium2.PdfiumError as problem:
        raise (refusal.encrypted if problem.err_code == _PASSWORD else refusal.broken)("PDF") from problem


def box_of(page: Any) -> Box:
    """The visible part of the page."""
    left, bottom, right, top = page.get_bbox()
    return Box(min(left, right), min(bottom, top), max(left, right), max(bottom, top))


def text_runs(page: Any, clock: Clock, *, most: int) -> list[Run]:
    """The characters of a page in the order of the file; raises TooLarge beyond `most` of them."""
    with closing(page.get_textpage()) as text:
        return list(_runs(text, 0, clock, most))


def overlay_runs(document: Any, index: int, clock: Clock, *, most: int) -> list[Run]:
    """The characters that annotations draw over a page: visible signatures, stamps, form fields.

    PDFium gives only the page's own text; so the annotations are made part of it, and what comes after is theirs.
    """
    with closing(document[index]) as page:
        with closing(page.get_textpage()) as text:
            own = text.count_chars()
        if native.FPDFPage_Flatten(page, native.FLAT_NORMALDISPLAY) != native.FLATTEN_SUCCESS:
            return []
    with closing(document[index]) as page, closing(page.get_textpage()) as text:
        return list(_runs(text, own, clock, most))


def has_overlay(page: Any) -> bool:
    """Whether annotations draw text over the page: form fields (also of signatures), stamps, free text."""
    for index in range(min(native.FPDFPage_GetAnnotCount(page), 2_000)):
        annotation = native.FPDFPage_GetAnnot(page, index)
        if annotation:
            kind = native.FPDFAnnot_GetSubtype(annotation)
            native.FPDFPage_CloseAnnot(annotation)
            if kind in _OVERLAYS:
                return True
    return False


def _runs(text: Any, start: int, clock: Clock, most: int) -> Iterator[Run]:
    count = text.count_chars()
    if count - start > most:
        raise refusal.too_large("số ký tự", "the number of characters is", most)
    page = text.raw
    x, y, box = ctypes.c_double(), ctypes.c_double(), native.FS_RECTF()
    x_, y_, box_ = ctypes.byref(x), ctypes.byref(y), ctypes.byref(box)
    address: int | None = 0
    style = Style("", 0, False, False, False, 0)
    run = Run(style, math.inf)
    for index in range(start, count):
        if not index & 2047:
            clock.check()
        here = _object_at(page, index)
        if here is None:  # a blank or line break that PDFium made up
            continue
        if here != address:
            address, style = here, _style(page, index)
        native.FPDFText_GetCharOrigin(page, index, x_, y_)
        native.FPDFText_GetLooseCharBox(page, index, box_)
        left, base, right = _along(x.value, y.value, box, style) if style.angle else (x.value, y.value, box.right)
        character = _character(native.FPDFText_GetUnicode(page, index))
        if run.characters and character == run.characters[-1] and right - left < 0.01 * style.size:
            continue  # a further glyph of the same letter, such as a mark drawn apart
        if not _goes_on(run, style, left, base):
            if run.characters:
                yield run
            run = Run(style, base)
        run.characters.append(character)
        run.lefts.append(left)
        run.rights.append(max(left, right))
    if run.characters:
        yield run


def _goes_on(run: Run, style: Style, left: float, base: float) -> bool:
    if run.style != style or abs(base - run.base) > 0.02 * style.size:
        return False
    return -0.6 * style.size < left - run.rights[-1] < 1.5 * style.size


def _character(code: int) -> str:
    """PDFium marks a hyphen at the end of a line by a code of its own."""
    if code in (0x02, 0xFFFE):
        return "-"
    return chr(code) if 0 < code < 0x110000 and not 0xD800 <= code < 0xE000 else "\ufffd"


def _turned(x: float, y: float, angle: int) -> tuple[float, float]:
    """A point in the frame whose first axis runs in the direction of the text."""
    cosine, sine = _COSINES.get(angle) or (math.cos(math.radians(angle)), math.sin(math.radians(angle)))
    return x * cosine + y * sine, y * cosine - x * sine


_COSINES = {0: (1.0, 0.0), 90: (0.0, 1.0), 180: (-1.0, 0.0), 270: (0.0, -1.0)}


def _along(x: float, y: float, box: Any, style: Style) -> tuple[float, float, float]:
    """Left end, baseline and right end of a character that does not stand upright, along its own direction.

    The box PDFium gives lies along the page; only for quarter turns it ends where the character does.
    """
    left, base = _turned(x, y, style.angle)
    if style.angle % 90:
        return left, base, left + style.size / 2
    corners = (_turned(box.left, box.bottom, style.angle), _turned(box.right, box.top, style.angle))
    return left, base, max(along for along, _ in corners)


def _style(page: Any, index: int) -> Style:
    thing = native.FPDFText_GetTextObject(page, index)
    font = native.FPDFTextObj_GetFont(thing)
    name = _font_name(font)
    flags = native.FPDFFont_GetFlags(font) if font else 0
    mode = native.FPDFTextObj_GetTextRenderMode(thing)
    matrix = native.FS_MATRIX()
    native.FPDFText_GetMatrix(page, index, ctypes.byref(matrix))
    scale = math.hypot(matrix.c, matrix.d) or 1.0
    size = abs(native.FPDFText_GetFontSize(page, index) * scale)
    plain = name.lower()
    leans = abs(matrix.b) < 0.01 * scale and abs(matrix.c) > 0.15 * scale
    return Style(
        font=name,
        size=min(size, 2_000.0) if size > 0.1 else 1.0,
        bold="bold" in plain or "black" in plain or "demi" in plain or bool(flags & _BOLD_FLAG) or mode == 2,
        italic="italic" in plain or "oblique" in plain or bool(flags & _ITALIC_FLAG) or leans,
        hidden=mode in (3, 7),
        angle=-round(math.degrees(native.FPDFText_GetCharAngle(page, index))) % 360,  # PDFium counts with the clock
    )


def _font_name(font: Any) -> str:
    buffer = ctypes.create_string_buffer(128)
    size = native.FPDFFont_GetBaseFontName(font, buffer, 128) if font else 0
    return buffer.value.decode("utf-8", errors="replace") if 0 < size <= 128 else ""
