"""The Tesseract program: what it recognises in a picture, word by word."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from functools import cache
from io import BytesIO
from statistics import median

from lxml import etree
from PIL import Image

from loa.reading.extract.clock import Clock
from loa.reading.extract.printed import Word

__all__ = ["has_vietnamese", "turn_of", "words_in"]

_LANGUAGE = "vie"
_SCRIPTS = ("Vietnamese", "script/Vietnamese")
"""A second set of data, for the script: both together make a third fewer mistakes (tesseract-ocr-script-viet)."""
_BOX = re.compile(r"bbox (-?\d+) (-?\d+) (-?\d+) (-?\d+)")
_BASELINE = re.compile(r"baseline (-?[\d.]+) (-?[\d.]+)")
_SIZE = re.compile(r"x_size ([\d.]+)")
_SURE = re.compile(r"x_wconf (\d+)")
_TURN = re.compile(rb"Rotate: (\d+)")
_TURN_SURE = re.compile(rb"Orientation confidence: ([\d.]+)")
_EM = 1.05
"""Tesseract's line size, from the foot of g to the head of Đ, in parts of the font's size."""
_SIGNS = re.compile(r"[^\w%&()]*|_+")
"""Words without a letter or digit."""
_DOUBTFUL = 60
"""Signs that Tesseract is less sure of are dirt."""
_STROKE = re.compile("[-–—_=]+")
_LOW = 0.12
"""A dash stands higher than this above the baseline, in parts of the size; a stroke that does not is an underline."""
_DASHES = "-–—~=_¬«"
"""What a dash before an item is taken for where it is small or blurred."""


def has_vietnamese() -> bool:
    """Whether the program and its Vietnamese data are installed."""
    return _LANGUAGE in _installed()


@cache
def _installed() -> frozenset[str]:
    """The languages the program has data for; none without the program."""
    if shutil.which("tesseract") is None:
        return frozenset()
    try:
        listed = subprocess.run(["tesseract", "--list-langs"], capture_output=True, timeout=30, check=True)
    except (OSError, subprocess.SubprocessError):
        return frozenset()
    return frozenset(listed.stdout.decode(errors="replace").split())


def _languages() -> str:
    return "+".join([_LANGUAGE, *[script for script in _SCRIPTS if script in _installed()][:1]])


def words_in(image: Image.Image, clock: Clock, *, one_block: bool = False) -> list[Word]:
    """The words of a grey picture, places and sizes in its dots, heights as on a page that is not askew.

    `one_block` tells that the picture is a single column of text. A picture Tesseract fails on has no words.
    """
    mode = "6" if one_block else "3"
    page = _run(image, ["-l", _languages(), "--psm", mode, "--dpi", "300", "hocr"], clock)
    if not page.strip():
        return []
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True, huge_tree=True)
    root = etree.fromstring(page, parser)
    lines = list(_lines(root)) if root is not None else []
    slope = _slope([line for line, _ in lines])
    return _numbered(word for line, words in lines for word in _words(line, words, slope))


def turn_of(image: Image.Image, clock: Clock) -> int:
    """By how many degrees (0, 90, 180, 270) the picture must be turned with the clock to stand upright."""
    found = _run(image, ["--psm", "0", "--dpi", "300"], clock)
    turn, sure = _TURN.search(found), _TURN_SURE.search(found)
    return int(turn[1]) % 360 if turn and sure and float(sure[1]) > 1 else 0


def _run(image: Image.Image, arguments: list[str], clock: Clock) -> bytes:
    buffer = BytesIO()
    image.save(buffer, "PPM")
    # One thread each: pages are read side by side, and Tesseract's own threads would only fight for the cores.
    environment = {**os.environ, "OMP_THREAD_LIMIT": "1"}
    try:
        done = subprocess.run(
            ["tesseract", "stdin", "stdout", *arguments],
            input=buffer.getvalue(),
            capture_output=True,
            timeout=clock.left,
            check=False,
            env=environment,
        )
    except subprocess.TimeoutExpired:
        clock.check()
        return b""
    return done.stdout


class _Line:
    """A line as Tesseract found it; `slope` and `foot` give its baseline."""

    def __init__(self, title: str) -> None:
        self.left, _, self.right, bottom = _box(title)
        found = _BASELINE.search(title)
        self.slope = float(found[1]) if found else 0.0
        self.foot = bottom + (float(found[2]) if found else 0.0)
        size = _SIZE.search(title)
        self.size = float(size[1]) / _EM if size else 30.0

    def base(self, x: float) -> float:
        return self.foot + self.slope * (x - self.left)


def _box(title: str) -> tuple[float, float, float, float]:
    found = _BOX.search(title)
    return (float(found[1]), float(found[2]), float(found[3]), float(found[4])) if found else (0.0, 0.0, 0.0, 0.0)


def _lines(root: etree._Element) -> Iterator[tuple[_Line, list[etree._Element]]]:
    for element in root.iter("{*}span"):
        if element.get("class") in ("ocr_line", "ocr_header", "ocr_caption", "ocr_textfloat"):
            words = [word for word in element.iter("{*}span") if word.get("class") == "ocrx_word"]
            yield _Line(element.get("title") or ""), words


def _slope(lines: list[_Line]) -> float:
    """How much the page is askew: the slope most of the longer lines have."""
    slopes = [line.slope for line in lines if line.right - line.left > 12 * line.size]
    slope = median(slopes) if len(slopes) >= 3 else 0.0
    return slope if abs(slope) < 0.1 else 0.0


def _words(line: _Line, words: list[etree._Element], slope: float) -> Iterator[Word]:
    middle = (line.left + line.right) / 2
    base = line.base(middle) - slope * middle
    before: Word | None = None
    for index, element in enumerate(words):
        title = element.get("title") or ""
        text = "".join(str(part) for part in element.itertext()).strip()
        sure = _SURE.search(title)
        left, top, right, _ = _box(title)
        word = Word(
            text,
            left + slope * top,
            right + slope * top,
            base,
            line.size,
            blank=True,
            sure=float(sure[1]) if sure else 0,
        )
        if not _SIGNS.fullmatch(text):
            yield (before := word)
        elif index == 0 and len(words) > 1 and text in _DASHES:
            yield (before := word._replace(text="-"))
        elif not _is_dirt(word, before, top, line, is_last=index == len(words) - 1):
            yield (before := word)


def _is_dirt(word: Word, before: Word | None, top: float, line: _Line, *, is_last: bool) -> bool:
    """Whether signs are what is left of lines, underlines, seals and specks, not punctuation."""
    if word.sure < _DOUBTFUL or not word.text or "|" in word.text:
        return True
    if _STROKE.fullmatch(word.text) and top > line.base(word.left) - _LOW * line.size:
        return True
    apart = before is None or word.left - before.right > 0.45 * word.size or before.text[-1] in ".;:"
    return is_last and apart


def _numbered(words: Iterator[Word]) -> list[Word]:
    return [word._replace(order=order) for order, word in enumerate(words)]
