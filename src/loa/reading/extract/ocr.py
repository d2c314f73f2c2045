"""Scanned pages and pictures: read by Tesseract with Vietnamese data, several pages side by side."""

import os
import warnings
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from statistics import fmean

from PIL import Image, ImageOps

from loa.reading.errors import Message, MissingTool, TooLarge
from loa.reading.extract import refusal
from loa.reading.extract.clock import Clock
from loa.reading.extract.ocr_mending import mended
from loa.reading.extract.ocr_rulings import rulings_in, straightened
from loa.reading.extract.ocr_tables import cell_words, moved, without_tables
from loa.reading.extract.ocr_tesseract import has_vietnamese, turn_of, words_in
from loa.reading.extract.printed import PrintedPage, Ruling, Word
from loa.reading.extract.printed_furniture import with_furniture
from loa.reading.extract.printed_page import assembled
from loa.reading.extract.printed_tables import grids_of, table_of
from loa.reading.extract.printed_text import text_of
from loa.reading.extraction import Extraction, Limits, Note

__all__ = [
    "DOTS_PER_INCH",
    "HOW_TO_INSTALL",
    "Recognised",
    "extract_image",
    "is_installed",
    "missing",
    "notes_on",
    "read_pictures",
]

DOTS_PER_INCH = 300
HOW_TO_INSTALL = "Debian: apt install tesseract-ocr tesseract-ocr-vie"
_MOST_DOTS = 60_000_000
_A4_INCHES = 8.27
_MOST_WORKERS = 6
"""More pages side by side would fill memory with pictures of some 9 MB."""
_UNSURE = 60
"""Words below this confidence are doubtful: on clean print nearly all stand above 85."""
_POOR = 55
"""A page below this mean confidence may lie on its side."""
_KINDS = ("PNG", "JPEG", "TIFF", "WEBP", "GIF", "BMP")


@dataclass(frozen=True, slots=True)
class Recognised:
    """A page read by OCR: how sure Tesseract was on the whole (0 to 100), and the words it was not sure of."""

    page: PrintedPage
    sure: float
    doubtful: tuple[str, ...] = ()


def is_installed() -> bool:
    """Whether scans can be read here."""
    return has_vietnamese()


def missing() -> MissingTool:
    """The error for scans where OCR is not installed."""
    return MissingTool(
        f"Tài liệu là ảnh quét, cần Tesseract với dữ liệu tiếng Việt để nhận dạng; hãy cài đặt: {HOW_TO_INSTALL}.",
        f"The document is a scan; reading it needs Tesseract with Vietnamese data. Install: {HOW_TO_INSTALL}.",
    )


def extract_image(data: bytes, *, limits: Limits) -> Extraction:
    """The text of a picture of a page (PNG, JPEG, WebP, GIF, BMP), or of a TIFF with several.

    Raises MissingTool without Tesseract, BrokenDocument and TooLarge.
    """
    clock = Clock(limits.seconds)
    image = _opened(data)
    with image:
        with _pillow():
            pages = getattr(image, "n_frames", 1) if image.format == "TIFF" else 1
        if pages > limits.ocr_pages:
            raise refusal.too_large("số trang", "the number of pages is", limits.ocr_pages)
        if not is_installed():
            raise missing()
        read = list(read_pictures(_frames(image, pages), clock))
    printed = with_furniture(mended([each.page for each in read]))
    text, blocks = text_of(printed, most=limits.characters)
    return Extraction("image", text, blocks, pages=pages, notes=tuple(notes_on(read)))


def read_pictures(pictures: Iterable[tuple[int, Image.Image, float]], clock: Clock) -> Iterator[Recognised]:
    """The pages read, in order. Each picture comes with the page's number and its dots per point.

    As many pages as there are cores (up to some) are read side by side; pictures are asked for only as they are needed.
    Raises TooLarge when the time is used up.
    """
    workers = min(os.cpu_count() or 1, _MOST_WORKERS)
    waiting: deque[Future[Recognised]] = deque()
    with ThreadPoolExecutor(workers) as pool:
        try:
            for number, image, scale in pictures:
                clock.check()
                waiting.append(pool.submit(_recognise, number, image, scale, clock))
                if len(waiting) > workers:
                    yield waiting.popleft().result()
            while waiting:
                yield waiting.popleft().result()
        finally:
            for future in waiting:
                future.cancel()


def notes_on(read: list[Recognised]) -> list[Note]:
    """That OCR was used and how sure it was, and for each page the words a person should look at."""
    written = [each for each in read if each.page.items]
    if not written:
        return []
    sure = fmean(each.sure for each in written)
    notes = [
        Note(
            "ocr",
            Message(
                f"Chữ được nhận dạng từ ảnh (OCR), độ tin cậy trung bình {sure:.0f}%; hãy đối chiếu với bản gốc.",
                f"The text was recognised from pictures (OCR) with a mean confidence of {sure:.0f}%; compare it.",
            ),
        )
    ]
    return notes + [_doubt(each) for each in written if each.doubtful]


def _doubt(read: Recognised) -> Note:
    words = ", ".join(f"“{word}”" for word in read.doubtful[:12])
    number, count = read.page.number, len(read.doubtful)
    return Note(
        "ocr-doubtful",
        Message(
            f"Trang {number}: {count} từ nhận dạng chưa chắc chắn: {words}.",
            f"Page {number}: {count} words were recognised with doubt: {words}.",
        ),
        number,
    )


@contextmanager
def _pillow() -> Iterator[None]:
    """Turns whatever Pillow says of a damaged picture into a typed error; its warnings are not for the user."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            yield
    except Image.DecompressionBombError:
        raise _too_many_dots() from None
    except (OSError, ValueError, ArithmeticError, LookupError, SyntaxError, TypeError, EOFError) as problem:
        raise refusal.broken("ảnh") from problem


def _too_many_dots() -> TooLarge:
    return refusal.too_large("số điểm ảnh", "the number of dots is", _MOST_DOTS)


def _opened(data: bytes) -> Image.Image:
    with _pillow():
        image = Image.open(BytesIO(data), formats=_KINDS)
    if image.width * image.height > _MOST_DOTS:
        raise _too_many_dots()
    return image


def _frames(image: Image.Image, pages: int) -> Iterator[tuple[int, Image.Image, float]]:
    for number in range(1, pages + 1):
        with _pillow():
            image.seek(number - 1)
            grey, dots = _prepared(image)
        yield number, grey, dots / 72


def _prepared(frame: Image.Image) -> tuple[Image.Image, float]:
    """The picture upright, grey on white, at some 300 dots per inch, and its dots per inch."""
    if frame.width * frame.height > _MOST_DOTS:
        raise _too_many_dots()
    upright = ImageOps.exif_transpose(frame)
    if "A" in upright.getbands() or "transparency" in upright.info:
        coloured = upright.convert("RGBA")
        paper = Image.new("RGBA", coloured.size, "white")
        upright = Image.alpha_composite(paper, coloured)
    grey = upright.convert("L")
    told = float(frame.info.get("dpi", (0, 0))[0] or 0)
    narrow = min(grey.size)
    dots = told if 140 <= told <= 700 and 4 < narrow / told < 14 else narrow / _A4_INCHES
    if 200 <= dots <= 420:
        return grey, dots
    factor = min(3.0, DOTS_PER_INCH / max(dots, 1.0))
    size = (max(1, round(grey.width * factor)), max(1, round(grey.height * factor)))
    return grey.resize(size, Image.Resampling.LANCZOS), dots * factor


def _recognise(number: int, image: Image.Image, scale: float, clock: Clock) -> Recognised:
    read = _read(number, image, scale, clock)
    if read.sure >= _POOR:
        return read
    turn = turn_of(image, clock)
    if not turn:
        return read
    again = _read(number, image.rotate(-turn, expand=True, fillcolor=255), scale, clock)
    return again if again.sure > read.sure else read


def _read(number: int, image: Image.Image, scale: float, clock: Clock) -> Recognised:
    """One page: the words outside tables, and those of each table cell by cell."""
    image = straightened(image)
    drawn = [Ruling(*(value / scale for value in ruling)) for ruling in rulings_in(image)]
    grids = grids_of(drawn)
    words = [moved(word, 0, 0, scale) for word in words_in(without_tables(image, grids, scale), clock)]
    every = list(words)
    tables = []
    for grid in grids:
        cells = cell_words(image, grid, scale, clock)
        every.extend(word for cell in cells.values() for word in cell)
        table = table_of(grid, cells)
        if table:
            tables.append(table)
    page = assembled(number, (image.width / scale, image.height / scale), tables, words)
    return Recognised(page, _mean(every), tuple(word.text for word in every if word.sure < _UNSURE))


def _mean(words: list[Word]) -> float:
    letters = sum(len(word.text) for word in words)
    return sum(word.sure * len(word.text) for word in words) / letters if letters else 0.0
