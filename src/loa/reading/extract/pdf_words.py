"""The characters of a PDF page become words: blanks put right, doubled letters dropped, old fonts decoded."""

import math
import re
from collections.abc import Iterator
from dataclasses import replace
from statistics import median

from loa.reading.extract.encodings import decode_run, legacy_of_font
from loa.reading.extract.pdfium import Box, Run
from loa.reading.extract.printed import Word
from loa.reading.extract.printed_lines import GAP

__all__ = ["Frame", "frame_of", "turned_lines", "words_of"]

_SPREAD = 0.12
"""Letters that stand farther apart than this throughout are set spaced; a gap between words is then wider still."""
_BLANKS = " \u00a0\t\r\n\u2002\u2003\u2009\u202f\u3000"
_LIGATURES = {
    "\ufb00": "ff", "\ufb01": "fi", "\ufb02": "fl", "\ufb03": "ffi", "\ufb04": "ffl", "\ufb05": "st", "\ufb06": "st",
}  # fmt: skip
_DROPPED = dict.fromkeys([0xAD, 0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0xFFFD, *range(0x20), *range(0x7F, 0xA0)])
_PLAIN = str.maketrans(_LIGATURES) | _DROPPED
_SYMBOL = {0xB7: "•", 0x2D: "-", 0x2B: "+", 0xAE: "→", 0xA8: "•", 0xA3: "≤", 0xB3: "≥", 0xD7: "×"}
_WINGDINGS = {
    0x6C: "•", 0x6E: "▪", 0x6F: "☐", 0x71: "❑", 0x75: "◆", 0x76: "❖", 0x9F: "•", 0xA7: "▪", 0xA8: "☐", 0xB7: "•",
    0xD8: "➢", 0xE0: "→", 0xF0: "➢", 0xFC: "✓", 0xFE: "☑", 0x2D: "-", 0x2B: "+",
}  # fmt: skip
_SYMBOL_FONT = re.compile(r"symbol|wingdings|webdings|dingbats", re.IGNORECASE)
_MARK = re.compile("[\u0300-\u036f]")


class Frame:
    """The upright page: turns places along the text's own direction into points from the left and upper edge."""

    def __init__(self, box: Box, angle: int) -> None:
        self.angle = angle
        corners = [_turn(x, y, angle) for x in (box.left, box.right) for y in (box.bottom, box.top)]
        self._left = min(x for x, _ in corners)
        self._top = max(y for _, y in corners)
        self.width = max(x for x, _ in corners) - self._left
        self.height = self._top - min(y for _, y in corners)

    def x(self, along: float) -> float:
        return along - self._left

    def y(self, across: float) -> float:
        return self._top - across

    def point(self, x: float, y: float) -> tuple[float, float]:
        """A point of the PDF page on the upright page."""
        along, across = _turn(x, y, self.angle)
        return self.x(along), self.y(across)


def _turn(x: float, y: float, angle: int) -> tuple[float, float]:
    cosine, sine = math.cos(math.radians(angle)), math.sin(math.radians(angle))
    return x * cosine + y * sine, y * cosine - x * sine


def frame_of(runs: list[Run], box: Box, rotation: int) -> Frame:
    """The frame in which most text is upright; without text, the one the page's rotation tells."""
    weights: dict[int, int] = {}
    for run in runs:
        weights[run.style.angle] = weights.get(run.style.angle, 0) + len(run.characters)
    angle = max(weights, key=lambda each: weights[each]) if weights else rotation % 360
    return Frame(box, angle)


def words_of(runs: list[Run], frame: Frame) -> list[Word]:
    """The words of the upright text, in the order of the file. Text at other angles is left to `turned_lines`."""
    upright = [run for run in runs if run.style.angle == frame.angle]
    trusting = _blanks_lie(upright)
    words: list[Word] = []
    for run in _once(upright):
        words.extend(_words(run, frame, len(words), trusting))
    return words


def turned_lines(runs: list[Run], frame: Frame) -> list[Word]:
    """Text at another angle than the page's, each run as one word that stands where its middle is."""
    lines: list[Word] = []
    for run in runs:
        turn = run.style.angle - frame.angle
        if turn == 0:
            continue
        text = " ".join(word.text for word in _words(run, frame, 0, trusting=False))
        x, y = _turn((run.lefts[0] + run.rights[-1]) / 2, run.base, -run.style.angle)
        across, down = frame.point(x, y)
        if text:
            size = run.style.size
            lines.append(Word(text, across - size / 2, across + size / 2, down, size, order=len(lines)))
    return lines


def _blanks_lie(runs: list[Run]) -> bool:
    """Whether the widths are so wrong (old OCR layers, fonts without widths) that blanks count whatever their room."""
    blanks = narrow = 0
    for run in runs:
        for i in range(1, len(run.characters) - 1):
            if run.characters[i] in _BLANKS and run.characters[i - 1] not in _BLANKS:
                blanks += 1
                narrow += run.lefts[i + 1] - run.rights[i - 1] < 0.05 * run.style.size
    return narrow * 4 > blanks


def _once(runs: list[Run]) -> Iterator[Run]:
    """Each run once: some programs print text twice, a hair apart, to make it look bold."""
    seen: dict[tuple[str, int, int], Run] = {}
    kept: list[Run] = []
    doubled: set[int] = set()
    for run in runs:
        text, across, along = run.text.strip(), round(run.base / 4), round(run.lefts[0] / 4)
        around = ((text, across + i, along + j) for i in (0, -1, 1) for j in (0, -1, 1))
        twin = next((other for place in around if (other := seen.get(place)) and _same_place(run, other)), None)
        if twin is None or not text:
            seen[text, across, along] = run
            kept.append(run)
        else:
            doubled.add(id(twin))
    for run in kept:
        yield replace(run, style=run.style._replace(bold=True)) if id(run) in doubled else run


def _same_place(one: Run, other: Run) -> bool:
    room = 0.15 * one.style.size
    return abs(one.lefts[0] - other.lefts[0]) < room and abs(one.base - other.base) < room


def _words(run: Run, frame: Frame, order: int, trusting: bool) -> list[Word]:
    style = run.style
    pieces = list(_pieces(run, trusting))
    texts = _decoded([_readable(run, start, end) for start, end, _ in pieces], style.font)
    bold = style.bold or _is_doubled(run)
    words: list[Word] = []
    for (start, end, blank), text in zip(pieces, texts, strict=True):
        if text:
            left, right = frame.x(run.lefts[start]), frame.x(max(run.rights[start:end]))
            words.append(
                Word(text, left, right, frame.y(run.base), style.size, bold, style.italic, order + len(words), blank)
            )
    return words


def _pieces(run: Run, trusting: bool) -> Iterator[tuple[int, int, bool]]:
    """Where each word of a run begins and ends, and whether a blank of the file stands before it."""
    gap = _gap(run)
    size = run.style.size
    start: int | None = None
    end = 0
    blank = before = False
    for i, character in enumerate(run.characters):
        if character in _BLANKS:
            blank = True
            continue
        if start is not None and not _MARK.match(character):
            room = run.lefts[i] - run.rights[end]
            if room > gap or (blank and (trusting or room > 0.03 * size)):
                yield start, end + 1, before
                start = None
        if start is None:
            start, before = i, blank
        blank = False
        end = i
    if start is not None:
        yield start, end + 1, before


def _gap(run: Run) -> float:
    size = run.style.size
    letters = [
        run.lefts[i] - run.rights[i - 1]
        for i in range(1, len(run.characters))
        if run.characters[i] not in _BLANKS and run.characters[i - 1] not in _BLANKS
    ]
    usual = median(letters) if len(letters) >= 4 else 0.0
    return usual + max(_SPREAD * 2 * size, usual * 0.4) if usual > _SPREAD * size else GAP * size


def _readable(run: Run, start: int, end: int) -> str:
    """The characters of a word, without those printed twice on the same spot, symbols by what they show."""
    kept: list[str] = []
    for i in range(start, end):
        character = run.characters[i]
        if character in _BLANKS:  # one without room, which parts nothing
            continue
        if i > start and character == run.characters[i - 1] and _is_twice(run, i):
            continue
        kept.append(character)
    text = "".join(kept)
    if _SYMBOL_FONT.search(run.style.font) or any("\ue000" <= character <= "\uf8ff" for character in kept):
        text = "".join(_symbol(character, run.style.font) for character in kept)
    # Old fonts have a letter at the place of the soft hyphen (TCVN3: ư), so nothing is dropped from their text.
    return text if legacy_of_font(run.style.font) else text.translate(_PLAIN)


def _is_twice(run: Run, index: int) -> bool:
    return abs(run.lefts[index] - run.lefts[index - 1]) < 0.15 * run.style.size


def _is_doubled(run: Run) -> bool:
    pairs = [i for i in range(1, len(run.characters)) if run.characters[i] == run.characters[i - 1]]
    return len(pairs) * 3 > len(run.characters) and sum(_is_twice(run, i) for i in pairs) * 3 > len(run.characters)


def _symbol(character: str, font: str) -> str:
    """What a character of a symbol font looks like; unknown private ones are shown as a bullet."""
    code = ord(character)
    private = 0xE000 <= code <= 0xF8FF
    low = code - 0xF000 if 0xF000 <= code <= 0xF0FF else code
    table = _WINGDINGS if re.search(r"wingdings|webdings|dingbats", font, re.IGNORECASE) else _SYMBOL
    if private or _SYMBOL_FONT.search(font):
        return table.get(low) or (_WINGDINGS.get(low) if private else None) or ("•" if private else character)
    return character


def _decoded(texts: list[str], font: str) -> list[str]:
    """The words of a run in Unicode. They are decoded together, because capitals are told by the neighbours."""
    if not texts or legacy_of_font(font) is None:
        return texts
    decoded = decode_run(" ".join(texts), font).split(" ")
    return decoded if len(decoded) == len(texts) else [decode_run(text, font) for text in texts]
