"""What a PDF page draws besides text: lines for tables, pictures, and the page itself as a picture for OCR.

Coordinates are those of PDF: points, y upwards, before the page's rotation.
"""

import ctypes
import math
from collections.abc import Iterator
from itertools import islice
from typing import Any, NamedTuple

import pypdfium2.raw as native  # type: ignore[import-untyped]  # has no type information
from PIL import Image

from loa.reading.extract.pdfium import box_of, closing

__all__ = ["Stroke", "has_much_drawn", "image_cover", "picture", "strokes"]

_PATH, _IMAGE, _FORM = 2, 3, 5
_MOVE, _LINE = 2, 0
_MOST_OBJECTS = 60_000
"""Pages with more drawn things are drawings or maps; their lines are no table."""
_MOST_PIXELS = 24_000_000
_LETTERS = 50
"""Text turned into outlines gives a page at least so many drawn things."""


class Stroke(NamedTuple):
    """A straight piece of a drawn path from one point to another."""

    x0: float
    y0: float
    x1: float
    y1: float


def strokes(page: Any) -> list[Stroke]:
    """The straight lines drawn on a page, thin filled boxes among them; none for drawings of very many parts."""
    found: list[Stroke] = []
    for thing, matrix in _objects(page):
        if native.FPDFPageObj_GetType(thing) == _PATH:
            found.extend(_strokes_of(thing, matrix))
        if len(found) > _MOST_OBJECTS:
            return []
    return found


def image_cover(page: Any) -> float:
    """The largest share of the page that one picture covers."""
    box = box_of(page)
    area = (box.right - box.left) * (box.top - box.bottom) or 1.0
    best = 0.0
    for thing, matrix in _objects(page):
        if native.FPDFPageObj_GetType(thing) == _IMAGE:
            own = native.FS_MATRIX()
            native.FPDFPageObj_GetMatrix(thing, own)
            a, b, c, d, _, _ = _product((own.a, own.b, own.c, own.d, own.e, own.f), matrix)
            best = max(best, abs(a * d - b * c) / area)
    return best


Matrix = tuple[float, float, float, float, float, float]
_IDENTITY: Matrix = (1, 0, 0, 1, 0, 0)


def _objects(page: Any) -> Iterator[tuple[Any, Matrix]]:
    """The things drawn on a page, also inside forms, with the matrix from their coordinates to the page's."""
    waiting: list[tuple[Any, Matrix, int]] = [(None, _IDENTITY, 0)]
    seen = 0
    while waiting:
        form, matrix, depth = waiting.pop()
        count = native.FPDFFormObj_CountObjects(form) if form else native.FPDFPage_CountObjects(page)
        for index in range(max(0, count)):
            seen += 1
            if seen > _MOST_OBJECTS:
                return
            thing = native.FPDFFormObj_GetObject(form, index) if form else native.FPDFPage_GetObject(page, index)
            if not thing:
                continue
            if native.FPDFPageObj_GetType(thing) == _FORM and depth < 5:
                own = native.FS_MATRIX()
                native.FPDFPageObj_GetMatrix(thing, own)
                waiting.append((thing, _product((own.a, own.b, own.c, own.d, own.e, own.f), matrix), depth + 1))
            else:
                yield thing, matrix


def _product(first: Matrix, then: Matrix) -> Matrix:
    a, b, c, d, e, f = first
    a2, b2, c2, d2, e2, f2 = then
    return (
        a * a2 + b * c2,
        a * b2 + b * d2,
        c * a2 + d * c2,
        c * b2 + d * d2,
        e * a2 + f * c2 + e2,
        e * b2 + f * d2 + f2,
    )


def _strokes_of(path: Any, outer: Matrix) -> list[Stroke]:
    filled, stroked = ctypes.c_int(), ctypes.c_int()
    native.FPDFPath_GetDrawMode(path, filled, stroked)
    if not (stroked.value and _is_seen(path, native.FPDFPageObj_GetStrokeColor)) and not (
        filled.value and _is_seen(path, native.FPDFPageObj_GetFillColor)
    ):
        return []
    own = native.FS_MATRIX()
    native.FPDFPageObj_GetMatrix(path, own)
    drawn = _segments(path, _product((own.a, own.b, own.c, own.d, own.e, own.f), outer))
    if stroked.value:
        return drawn
    return [bar for bar in (_bar(shape) for shape in _shapes(drawn)) if bar]


def _is_seen(path: Any, colour_of: Any) -> bool:
    red, green, blue, alpha = (ctypes.c_uint() for _ in range(4))
    if not colour_of(path, red, green, blue, alpha):
        return True
    return alpha.value > 20 and min(red.value, green.value, blue.value) < 245


def _segments(path: Any, matrix: Matrix) -> list[Stroke]:
    a, b, c, d, e, f = matrix
    x, y = ctypes.c_float(), ctypes.c_float()
    found: list[Stroke] = []
    start = last = (0.0, 0.0)
    for index in range(min(native.FPDFPath_CountSegments(path), _MOST_OBJECTS)):
        segment = native.FPDFPath_GetPathSegment(path, index)
        native.FPDFPathSegment_GetPoint(segment, x, y)
        here = (x.value * a + y.value * c + e, x.value * b + y.value * d + f)
        kind = native.FPDFPathSegment_GetType(segment)
        if kind == _MOVE:
            start = here
        elif kind == _LINE:
            found.append(Stroke(*last, *here))
        last = here
        if native.FPDFPathSegment_GetClose(segment) and here != start:
            found.append(Stroke(*here, *start))
            last = start
    return found


def _shapes(drawn: list[Stroke]) -> Iterator[list[Stroke]]:
    """The strokes of a path, parted where the pen was lifted."""
    shape: list[Stroke] = []
    for stroke in drawn:
        if shape and (shape[-1].x1, shape[-1].y1) != (stroke.x0, stroke.y0):
            yield shape
            shape = []
        shape.append(stroke)
    if shape:
        yield shape


def _bar(shape: list[Stroke]) -> Stroke | None:
    """The line that a thin filled box stands for: word processors fill boxes instead of drawing lines."""
    left, right = (pick(value for stroke in shape for value in (stroke.x0, stroke.x1)) for pick in (min, max))
    low, high = (pick(value for stroke in shape for value in (stroke.y0, stroke.y1)) for pick in (min, max))
    if high - low <= 3 <= right - left:
        return Stroke(left, (low + high) / 2, right, (low + high) / 2)
    if right - left <= 3 <= high - low:
        return Stroke((left + right) / 2, low, (left + right) / 2, high)
    return None


def picture(page: Any, dots_per_inch: float) -> tuple[Image.Image, float]:
    """The page without annotations as a grey picture, with the dots per point that it has.

    Very large pages get fewer dots, so that a picture never takes more than some 24 MB.
    """
    width, height = page.get_size()
    scale = dots_per_inch / 72
    scale *= min(1.0, math.sqrt(_MOST_PIXELS / max(1.0, width * height * scale * scale)))
    bitmap = page.render(scale=scale, grayscale=True, draw_annots=False, may_draw_forms=False)
    with closing(bitmap):
        image: Image.Image = bitmap.to_pil().convert("L")
        return image.copy(), scale


def has_much_drawn(page: Any) -> bool:
    """Whether a page without text may yet show some: it has a picture, or so much drawn that letters may be part."""
    return len(list(islice(_objects(page), _LETTERS))) == _LETTERS or image_cover(page) > 0.05
