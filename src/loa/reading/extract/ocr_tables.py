"""Ruled tables of a scan: their cells are set one below the other and read as one column.

Read in place, Tesseract takes neighbouring cells for one line and loses short ones (numbers, headings).
"""

from collections.abc import Iterator

from PIL import Image, ImageDraw, ImageOps

from loa.reading.extract.clock import Clock
from loa.reading.extract.ocr_tesseract import words_in
from loa.reading.extract.printed import Word
from loa.reading.extract.printed_tables import Grid

__all__ = ["cell_words", "without_tables"]

_INSET = 5
"""Dots left out along each side of a cell, where its ruling runs."""
_ROOM = 40
"""Dots of white between two cells."""
_TALLEST = 12_000
_PAPER = 200
"""Darker dots are ink."""

_Place = tuple[int, int]


def cell_words(image: Image.Image, grid: Grid, scale: float, clock: Clock) -> dict[_Place, list[Word]]:
    """The words of each cell of a table, their places in points of the page. `scale` is dots per point."""
    found: dict[_Place, list[Word]] = {}
    for sheet, spots in _sheets(list(_cells(image, grid, scale))):
        for word in words_in(sheet, clock, one_block=True):
            middle = word.base - 0.35 * word.size
            spot = next((spot for spot in spots if spot[1] <= middle < spot[2]), None)
            if spot:
                place, top, _, (x, y) = spot
                found.setdefault(place, []).append(moved(word, x - _ROOM, y - top, scale))
    return found


def moved(word: Word, across: float, down: float, scale: float) -> Word:
    """The word of a part of a picture at its place on the page, in points."""
    return word._replace(
        left=(word.left + across) / scale,
        right=(word.right + across) / scale,
        base=(word.base + down) / scale,
        size=word.size / scale,
    )


def without_tables(image: Image.Image, grids: list[Grid], scale: float) -> Image.Image:
    """The picture with its tables painted over."""
    if not grids:
        return image
    image = image.copy()
    brush = ImageDraw.Draw(image)
    for grid in grids:
        brush.rectangle(
            (grid.xs[0] * scale - 4, grid.top * scale - 4, grid.xs[-1] * scale + 4, grid.bottom * scale + 4), fill=255
        )
    return image


def _cells(image: Image.Image, grid: Grid, scale: float) -> Iterator[tuple[_Place, Image.Image, tuple[int, int]]]:
    """The inked part of each cell and where its upper left corner stands in the picture."""
    for place in sorted(set(grid.owner.values())):
        covered = [each for each, owner in grid.owner.items() if owner == place]
        left, right = grid.xs[min(c for _, c in covered)], grid.xs[max(c for _, c in covered) + 1]
        top, bottom = grid.ys[min(r for r, _ in covered)], grid.ys[max(r for r, _ in covered) + 1]
        box = (
            round(left * scale) + _INSET, round(top * scale) + _INSET,
            round(right * scale) - _INSET, round(bottom * scale) - _INSET,
        )  # fmt: skip
        if box[2] - box[0] < 8 or box[3] - box[1] < 8:
            continue
        cell = image.crop(box)
        ink = ImageOps.invert(cell.point(lambda value: 255 if value > _PAPER else value)).getbbox()
        if ink:
            yield place, cell.crop(ink), (box[0] + ink[0], box[1] + ink[1])


_Spot = tuple[_Place, int, int, tuple[int, int]]


def _sheets(
    cells: list[tuple[_Place, Image.Image, tuple[int, int]]],
) -> Iterator[tuple[Image.Image, list[_Spot]]]:
    """White sheets with the cells one below the other, and from where to where on the sheet each stands."""
    while cells:
        height = _ROOM
        taken = 0
        while taken < len(cells) and (taken == 0 or height + cells[taken][1].height + _ROOM <= _TALLEST):
            height += cells[taken][1].height + _ROOM
            taken += 1
        batch, cells = cells[:taken], cells[taken:]
        sheet = Image.new("L", (max(cell.width for _, cell, _ in batch) + 2 * _ROOM, height), 255)
        spots: list[_Spot] = []
        top = _ROOM
        for place, cell, corner in batch:
            sheet.paste(cell, (_ROOM, top))
            spots.append((place, top, top + cell.height, corner))
            top += cell.height + _ROOM
        yield sheet, spots
