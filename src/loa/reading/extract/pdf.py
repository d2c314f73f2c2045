"""PDF files: text with its layout, page by page; pages that are pictures go to OCR."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any

from PIL import Image

from loa.reading.errors import Message
from loa.reading.extract import ocr, refusal
from loa.reading.extract.clock import Clock
from loa.reading.extract.encodings import legacy_of_font
from loa.reading.extract.ocr_mending import mended
from loa.reading.extract.pdf_words import Frame, frame_of, turned_lines, words_of
from loa.reading.extract.pdfium import Run, alone, box_of, closing, has_overlay, open_pdf, overlay_runs, text_runs
from loa.reading.extract.pdfium_drawing import Stroke, has_much_drawn, image_cover, picture, strokes
from loa.reading.extract.printed import PrintedLine, PrintedPage, Ruling
from loa.reading.extract.printed_furniture import with_furniture
from loa.reading.extract.printed_page import lines_of, page_of
from loa.reading.extract.printed_text import text_of
from loa.reading.extraction import Extraction, Limits, Note

__all__ = ["extract_pdf"]

_FEW = 300
"""A page under a picture with fewer letters than this is a scan on which a stamp or a page number was printed."""
_OWN_LETTERS = frozenset("ăâđêôơưàảãáạằẳẵắặầẩẫấậèẻẽéẹềểễếệìỉĩíịòỏõóọồổỗốộờởỡớợùủũúụừửữứựỳỷỹýỵ")


@dataclass(frozen=True, slots=True)
class _Found:
    """A page read from the file. `picture` tells that its text is to be had by OCR only, `hidden` that its text lies
    under a picture, where another OCR put it, and `overlaid` that annotations draw over it."""

    page: PrintedPage
    picture: bool
    hidden: bool
    overlaid: bool
    legacy: str | None


def extract_pdf(data: bytes, *, limits: Limits) -> Extraction:
    """The text of a PDF. Pages without text are read by OCR where it is installed, else noted.

    Raises EncryptedDocument, BrokenDocument, TooLarge, and MissingTool where there is nothing but pictures and no OCR.
    """
    clock = Clock(limits.seconds)
    with closing(open_pdf(data)) as document:
        with alone:
            count = len(document)
        if count > limits.pages:
            raise refusal.too_large("số trang", "the number of pages is", limits.pages)
        found = [_page(document, index, clock, limits) for index in range(count)]
        if all(each is None for each in found):
            raise refusal.broken("PDF")
        notes = [_unreadable(index + 1) for index, each in enumerate(found) if each is None]
        pages = [each for each in found if each is not None]
        notes.extend(_from_other_ocr(each.page.number) for each in pages if each.hidden)
        scans, more = _recognised(document, pages, clock, limits)
        # Annotations come last: to be read they are made part of their pages, and would then show in the scans.
        stamps = {
            each.page.number: _overlay(document, each.page.number, clock, limits) for each in pages if each.overlaid
        }
    printed = with_furniture([_merged(scans.get(each.page.number, each.page), each.page, stamps) for each in pages])
    text, blocks = text_of(printed, most=limits.characters)
    return Extraction(
        format="scan" if scans and 2 * len(scans) >= len([page for page in printed if page.items]) else "pdf",
        text=text,
        blocks=blocks,
        pages=count,
        encoding=_encoding(pages),
        notes=(*notes, *more),
    )


def _page(document: Any, index: int, clock: Clock, limits: Limits) -> _Found | None:
    """One page, closed again before the next is opened; None where PDFium cannot read it."""
    clock.check()
    try:
        with alone, closing(document[index]) as page:
            runs = text_runs(page, clock, most=limits.characters)
            frame = frame_of(runs, box_of(page), page.get_rotation())
            is_picture = _is_picture(runs, page)
            overlaid = has_overlay(page)
            drawn = [] if is_picture else list(_rulings(strokes(page), frame))
    except RuntimeError:  # PDFium's errors are no more precise
        return None
    size = (frame.width, frame.height)
    if is_picture:
        return _Found(PrintedPage(index + 1, *size), picture=True, hidden=False, overlaid=overlaid, legacy=None)
    printed = page_of(index + 1, size, words_of(runs, frame), drawn, turned=turned_lines(runs, frame))
    hidden = sum(len(run.characters) * (1 if run.style.hidden else -1) for run in runs) > 0
    return _Found(printed, picture=False, hidden=hidden, overlaid=overlaid, legacy=_legacy(runs))


def _is_picture(runs: list[Run], page: Any) -> bool:
    """Whether the page's text is not, or not usefully, in the file."""
    seen = hidden = lost = own = 0
    for run in runs:
        text = "".join(run.text.split())
        lost += text.count("\ufffd")
        if run.style.hidden:
            hidden += len(text)
        else:
            seen += len(text)
        own += sum(character in _OWN_LETTERS for character in text.lower())
    if lost * 3 > seen + hidden:
        return True
    if seen + hidden == 0:
        return has_much_drawn(page)
    if seen >= _FEW or image_cover(page) < 0.5:
        return False
    # Under a picture, text that is not drawn is an older OCR's; one that knew no Vietnamese is of no use.
    poor = own * 20 < hidden and ocr.is_installed()
    return hidden < _FEW or poor


def _rulings(found: list[Stroke], frame: Frame) -> Iterator[Ruling]:
    for stroke in found:
        x0, y0 = frame.point(stroke.x0, stroke.y0)
        x1, y1 = frame.point(stroke.x1, stroke.y1)
        if min(abs(x1 - x0), abs(y1 - y0)) <= 1:
            yield Ruling(min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1))


def _overlay(document: Any, number: int, clock: Clock, limits: Limits) -> tuple[PrintedLine, ...]:
    with alone:
        runs = overlay_runs(document, number - 1, clock, most=limits.characters)
    if not runs:
        return ()
    with alone, closing(document[number - 1]) as page:
        frame = frame_of(runs, box_of(page), page.get_rotation())
    return lines_of(words_of(runs, frame))


def _legacy(runs: list[Run]) -> str | None:
    return next((str(legacy) for run in runs if (legacy := legacy_of_font(run.style.font))), None)


def _encoding(pages: list[_Found]) -> str | None:
    named = Counter(page.legacy for page in pages if page.legacy)
    return named.most_common(1)[0][0] if named else None


def _recognised(
    document: Any, pages: list[_Found], clock: Clock, limits: Limits
) -> tuple[dict[int, PrintedPage], list[Note]]:
    """The pages read by OCR by their number, and what there is to say about them."""
    numbers = [each.page.number for each in pages if each.picture]
    if not numbers:
        return {}, []
    if len(numbers) > limits.ocr_pages:
        raise refusal.too_large("số trang ảnh cần nhận dạng", "the number of scanned pages is", limits.ocr_pages)
    if not ocr.is_installed():
        if not any(each.page.items for each in pages):
            raise ocr.missing()
        return {}, [_without_text(number) for number in numbers]
    read = list(ocr.read_pictures(_pictures(document, numbers), clock))
    return {page.number: page for page in mended([each.page for each in read])}, ocr.notes_on(read)


def _pictures(document: Any, numbers: list[int]) -> Iterator[tuple[int, Image.Image, float]]:
    for number in numbers:
        with alone, closing(document[number - 1]) as page:
            image, scale = picture(page, ocr.DOTS_PER_INCH)
        yield number, image, scale


def _merged(page: PrintedPage, own: PrintedPage, stamps: dict[int, tuple[PrintedLine, ...]]) -> PrintedPage:
    """The page, or the one OCR read in its place, with the stamps of both and those of annotations."""
    more = own.stamps if page is not own else ()
    return replace(page, stamps=(*page.stamps, *more, *stamps.get(page.number, ())))


def _without_text(number: int) -> Note:
    return Note(
        "page-without-text",
        Message(
            f"Trang {number} là ảnh, không có lớp chữ; hãy cài Tesseract để nhận dạng ({ocr.HOW_TO_INSTALL}).",
            f"Page {number} has no text layer; install Tesseract to have it read ({ocr.HOW_TO_INSTALL}).",
        ),
        number,
    )


def _from_other_ocr(number: int) -> Note:
    return Note(
        "text-under-picture",
        Message(
            f"Chữ của trang {number} do một phần mềm nhận dạng đặt dưới ảnh quét; hãy đối chiếu với ảnh.",
            f"The text of page {number} was put under the scan by a recognition program; compare it with the picture.",
        ),
        number,
    )


def _unreadable(number: int) -> Note:
    return Note(
        "page-unreadable",
        Message(f"Không mở được trang {number} của tệp PDF.", f"Page {number} of the PDF cannot be opened."),
        number,
    )
