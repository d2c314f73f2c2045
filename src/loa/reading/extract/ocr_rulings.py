"""The lines of tables in a scanned page, found by plain means: long rows of dark dots."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from statistics import median

from PIL import Image

from loa.reading.extract.printed import Ruling

__all__ = ["rulings_in", "straightened"]

_SHRINK = 2
_DARK = 175
_LONG = 40
"""The least length in dots of the shrunken picture: above the height of capitals, below the width of columns."""
_THICK = 7.0
_RUN = re.compile(rb"\x01{%d,}" % _LONG)
_MOST_CHAINS = 4_000
"""Pictures with more lines are photographs or drawings."""


@dataclass(slots=True)
class _Chain:
    """Runs of dark dots in neighbouring rows, which together are one line, perhaps a little aslant."""

    left: int
    right: int
    top: int
    bottom: int
    dots: int
    first: float
    last: float

    @property
    def slope(self) -> float:
        height = self.bottom - self.top
        return (height if self.last >= self.first else -height) / max(1, self.right - self.left)


def rulings_in(image: Image.Image) -> list[Ruling]:
    """The lines across and down a grey picture, in its dots."""
    small = _dark_dots(image)
    across = [_ruling(chain) for chain in _chains(small)]
    turned = small.transpose(Image.Transpose.TRANSPOSE)
    down = [Ruling(r.top, r.left, r.bottom, r.right) for r in (_ruling(chain) for chain in _chains(turned))]
    return across + down if len(across) + len(down) <= _MOST_CHAINS else []


def straightened(image: Image.Image) -> Image.Image:
    """The picture turned so that its long lines lie level; the same picture where they do, or where it has none."""
    long = image.width / _SHRINK / 5
    slopes = [chain.slope for chain in _chains(_dark_dots(image)) if chain.right - chain.left > long]
    slope = median(slopes) if len(slopes) >= 2 else 0.0
    if not 0.002 < abs(slope) < 0.1:
        return image
    return image.rotate(slope * 57.2958, resample=Image.Resampling.BICUBIC, fillcolor=255)


def _dark_dots(image: Image.Image) -> Image.Image:
    return image.reduce(_SHRINK).point([1 if value < _DARK else 0 for value in range(256)])


def _ruling(chain: _Chain) -> Ruling:
    middle = _SHRINK * (chain.top + chain.bottom + 1) / 2
    return Ruling(_SHRINK * chain.left, middle, _SHRINK * chain.right, middle)


def _chains(image: Image.Image) -> Iterator[_Chain]:
    """Dark runs linked from row to row; black areas (seals, the edges of a copy) are too thick to be lines."""
    width, height = image.size
    dots = image.tobytes()
    growing: list[_Chain] = []
    for row in range(height):
        runs = list(_RUN.finditer(dots, row * width, (row + 1) * width))
        if not runs and not growing:
            continue
        yield from (chain for chain in growing if row - chain.bottom > 2 and _is_thin(chain))
        growing = [chain for chain in growing if row - chain.bottom <= 2]
        for run in runs:
            _link(growing, row, run.start() - row * width, run.end() - row * width)
    yield from (chain for chain in growing if _is_thin(chain))


def _is_thin(chain: _Chain) -> bool:
    return chain.dots <= _THICK * (chain.right - chain.left)


def _link(growing: list[_Chain], row: int, left: int, right: int) -> None:
    for chain in growing:
        if left <= chain.right + 4 and right >= chain.left - 4:
            chain.left, chain.right = min(chain.left, left), max(chain.right, right)
            chain.bottom, chain.dots = row, chain.dots + right - left
            chain.last = (left + right) / 2
            return
    growing.append(_Chain(left, right, row, row, right - left, (left + right) / 2, (left + right) / 2))
