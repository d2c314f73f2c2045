"""Scans and pictures: what is recognised, what is told, what is refused."""

import shutil
import struct
from io import BytesIO
from pathlib import Path

import pytest
import typst
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageDraw
from tests.reading.extract.checking import assert_sound, printed, tables
from tests.reading.extract.paper import Paper

from loa.reading.errors import BrokenDocument, MissingTool, ReadingError, TooLarge
from loa.reading.extract import ocr
from loa.reading.extract.ocr_mending import mended
from loa.reading.extract.ocr_rulings import rulings_in, straightened
from loa.reading.extract.pdf import extract_pdf
from loa.reading.extract.printed import PrintedLine, PrintedPage
from loa.reading.extraction import Extraction, Limits

needs_tesseract = pytest.mark.skipif(
    not ocr.is_installed(), reason="Tesseract with Vietnamese data is not installed (apt install tesseract-ocr-vie)"
)

HEAD = """
#set page(paper: "a5", margin: 1.2cm)
#set text(lang: "vi", size: 11pt)
#grid(columns: (40%, 60%), align: center,
  [ỦY BAN NHÂN DÂN \\ XÃ ĐÔNG THÀNH \\ Số: 12/KH-UBND],
  [CỘNG HÒA XÃ HỘI CHỦ NGHĨA \\ Độc lập - Tự do - Hạnh phúc \\ Đông Thành, ngày 05 tháng 01 năm 2026])
#v(1em)
#align(center)[KẾ HOẠCH]
Thực hiện Kế hoạch của Ủy ban nhân dân tỉnh về cải cách hành chính, Ủy ban nhân dân xã ban hành Kế hoạch như sau:
"""
TABLE = """
#set page(paper: "a5", margin: 1.2cm)
#set text(lang: "vi", size: 11pt)
#table(columns: (1fr, 4fr, 3fr, 3fr),
  [TT], [Nội dung], [Chủ trì], [Thời gian],
  [1], [Tuyên truyền cải cách hành chính trên cổng thông tin], [Sở Nội vụ], [Tháng 5],
  [2], [Tổ chức hội nghị đối thoại], [Văn phòng], [Thường xuyên])
"""


def drawn(source: str, *, dots: int = 200) -> Image.Image:
    """A page set by Typst with the font it brings along, which has the Vietnamese letters."""
    made = typst.compile(source.encode(), format="png", ppi=dots)
    assert isinstance(made, bytes)
    return Image.open(BytesIO(made)).convert("L")


def saved(image: Image.Image, kind: str, **more: object) -> bytes:
    out = BytesIO()
    image.save(out, kind, **more)
    return out.getvalue()


def read(data: bytes, limits: Limits = Limits()) -> Extraction:  # noqa: B008 - frozen
    extraction = ocr.extract_image(data, limits=limits)
    assert_sound(extraction)
    return extraction


@pytest.mark.ocr
@needs_tesseract
def test_head_of_a_scan_is_read_in_columns() -> None:
    extraction = read(saved(drawn(HEAD), "PNG", dpi=(200, 200)))
    assert extraction.format == "image"
    assert printed(extraction)[:6] == [
        "ỦY BAN NHÂN DÂN",
        "XÃ ĐÔNG THÀNH",
        "Số: 12/KH-UBND",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA",
        "Độc lập - Tự do - Hạnh phúc",
        "Đông Thành, ngày 05 tháng 01 năm 2026",
    ]
    assert extraction.notes[0].code == "ocr"
    assert "%" in extraction.notes[0].message.vi


@pytest.mark.ocr
@needs_tesseract
def test_ruled_table_of_a_skewed_scan_is_read_cell_by_cell() -> None:
    aslant = drawn(TABLE).rotate(0.6, Image.Resampling.BICUBIC, fillcolor=255)
    (table,) = tables(read(saved(aslant, "PNG", dpi=(200, 200))))
    cells = [[" ".join(cell) for cell in row] for row in table]
    assert [row[0] for row in cells] == ["TT", "1", "2"]
    assert cells[1][1] == "Tuyên truyền cải cách hành chính trên cổng thông tin"
    assert [row[3] for row in cells] == ["Thời gian", "Tháng 5", "Thường xuyên"]


@pytest.mark.ocr
@needs_tesseract
def test_scanned_pdf_and_its_pages_lying_on_their_side_are_read() -> None:
    page = drawn(HEAD)
    turned = page.rotate(90, expand=True)
    extraction = extract_pdf(saved(page, "PDF", resolution=200, save_all=True, append_images=[turned]), limits=Limits())
    assert_sound(extraction)
    assert (extraction.format, extraction.pages) == ("scan", 2)
    assert extraction.text.count("ban hành Kế hoạch như sau:") == 2


@pytest.mark.ocr
@needs_tesseract
def test_pages_of_a_tiff_are_read_one_after_the_other() -> None:
    small = "#set page(width: 12cm, height: 4cm)\n#set text(size: 14pt)\n{}"
    first, second = drawn(small.format("Trang thứ nhất")), drawn(small.format("Trang thứ hai"))
    data = saved(first, "TIFF", save_all=True, append_images=[second], dpi=(200, 200))
    extraction = read(data)
    assert extraction.pages == 2
    assert extraction.text == "Trang thứ nhất\nTrang thứ hai"


@pytest.mark.ocr
@needs_tesseract
def test_transparent_picture_without_dots_per_inch_is_read() -> None:
    ink = drawn("#set page(width: 16cm, height: 4cm)\n#set text(size: 16pt)\nKế hoạch tuyên truyền", dots=150)
    clear = Image.new("RGBA", ink.size, (0, 0, 0, 0))
    clear.paste((0, 0, 0, 255), mask=ink.point(lambda grey: 255 - grey))
    assert read(saved(clear, "WEBP", lossless=True)).text == "Kế hoạch tuyên truyền"


@pytest.mark.ocr
@needs_tesseract
def test_blank_picture_has_no_text_and_no_notes() -> None:
    extraction = read(saved(Image.new("L", (600, 800), 255), "PNG"))
    assert (extraction.text, extraction.notes) == ("", ())


@pytest.mark.ocr
@needs_tesseract
def test_more_scanned_pages_than_allowed_are_refused() -> None:
    page = Image.new("L", (300, 400), 255)
    data = saved(page, "PDF", save_all=True, append_images=[page])
    with pytest.raises(TooLarge):
        extract_pdf(data, limits=Limits(ocr_pages=1))
    with pytest.raises(TooLarge):
        ocr.extract_image(saved(page, "TIFF", save_all=True, append_images=[page]), limits=Limits(ocr_pages=1))


@pytest.mark.ocr
@needs_tesseract
def test_recognition_ends_when_the_time_is_up() -> None:
    with pytest.raises(TooLarge):
        ocr.extract_image(saved(drawn(HEAD), "PNG"), limits=Limits(seconds=0.2))


def test_picture_without_tesseract_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(ocr, "is_installed", lambda: False)
    with pytest.raises(MissingTool) as caught:
        ocr.extract_image(saved(Image.new("L", (60, 80), 255), "PNG"), limits=Limits())
    assert "tesseract-ocr-vie" in caught.value.message.vi


def test_program_without_vietnamese_data_does_not_count(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    from loa.reading.extract import ocr_tesseract  # noqa: PLC0415 - its cache is cleared

    monkeypatch.setattr(shutil, "which", lambda _: None)
    ocr_tesseract._installed.cache_clear()
    assert not ocr.is_installed()
    ocr_tesseract._installed.cache_clear()


@pytest.mark.parametrize(
    "data", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe0 rest", b"II*\0\x08\0\0\0", b"RIFF\0\0\0\0WEBP"]
)
def test_damaged_picture_is_broken(data: bytes) -> None:
    with pytest.raises(BrokenDocument):
        ocr.extract_image(data, limits=Limits())


def test_huge_picture_is_refused_before_it_is_unpacked() -> None:
    chunk = b"IHDR" + struct.pack(">LLBBBBB", 100_000, 100_000, 8, 0, 0, 0, 0)
    data = bytearray(saved(Image.new("L", (1, 1)), "PNG"))
    import zlib  # noqa: PLC0415 - only for the check sum of this picture

    data[12:33] = chunk + struct.pack(">L", zlib.crc32(chunk))
    with pytest.raises(TooLarge):
        ocr.extract_image(bytes(data), limits=Limits())


@settings(max_examples=60)
@given(
    st.lists(st.tuples(st.integers(0, 2**31), st.integers(0, 255)), max_size=10),
    st.sampled_from(["PNG", "JPEG", "TIFF"]),
)
def test_damaged_pictures_end_in_a_typed_error_or_a_reading(damage: list[tuple[int, int]], kind: str) -> None:
    data = bytearray(saved(Image.new("L", (40, 60), 255), kind))
    for place, value in damage:
        data[place % len(data)] = value
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(ocr, "words_in", lambda *_, **__: [])
        patch.setattr(ocr, "turn_of", lambda *_: 0)
        patch.setattr(ocr, "is_installed", lambda: True)
        try:
            ocr.extract_image(bytes(data), limits=Limits(seconds=20))
        except ReadingError:
            return


def ruled(slope: float = 0) -> Image.Image:
    image = Image.new("L", (1200, 800), 255)
    brush = ImageDraw.Draw(image)
    for y in (100, 400, 700):
        brush.line((100, y, 1100, y + slope * 1000), fill=0, width=3)
    for x in (100, 600, 1100):
        brush.line((x - slope * 100, 100, x - slope * 700, 700), fill=0, width=3)
    return image


def test_rulings_are_found_in_a_picture() -> None:
    rulings = rulings_in(ruled())
    assert sorted(round(r.top, -1) for r in rulings if r.across) == [100, 400, 700]
    assert sorted(round(r.left, -1) for r in rulings if not r.across) == [100, 600, 1100]


def test_long_lines_tell_how_a_scan_lies() -> None:
    level = straightened(ruled(0.01))
    assert sorted(round(r.top, -1) for r in rulings_in(level) if r.across and r.right - r.left > 900) == [100, 400, 700]
    assert straightened(ruled()).tobytes() == ruled().tobytes()


def test_black_areas_and_letters_are_no_rulings() -> None:
    image = Image.new("L", (1200, 800), 255)
    brush = ImageDraw.Draw(image)
    brush.rectangle((100, 100, 500, 300), fill=0)
    for x in range(100, 1000, 60):
        brush.rectangle((x, 500, x + 30, 540), fill=0)
    assert rulings_in(image) == []


def right(*texts: str) -> list[str]:
    lines = tuple(PrintedLine(text, 85, 500, 100 + 20 * i, 14) for i, text in enumerate(texts))
    (page,) = mended([PrintedPage(1, 595, 842, lines)])
    return [item.text for item in page.items if isinstance(item, PrintedLine)]


@pytest.mark.parametrize(
    ("recognised", "meant"),
    [
        ("H. NỘI DUNG, HÌNH THỨC", "II. NỘI DUNG, HÌNH THỨC"),
        ("1H. TỔ CHỨC THỰC HIỆN", "III. TỔ CHỨC THỰC HIỆN"),
        ("HI. TỔ CHỨC", "III. TỔ CHỨC"),
        ("IL. YÊU CẦU", "II. YÊU CẦU"),
        ("L. MỤC ĐÍCH", "I. MỤC ĐÍCH"),
        ("I.MỤC ĐÍCH", "I. MỤC ĐÍCH"),
        ("1. MỤC ĐÍCH", "1. MỤC ĐÍCH"),
        ("L. Văn bản chỉ đạo", "L. Văn bản chỉ đạo"),
        ("2, Nội dung tuyên truyền", "2. Nội dung tuyên truyền"),
        ("~ Các sở, ban, ngành", "- Các sở, ban, ngành"),
        ("tông hợp, báo cáo", "tổng hợp, báo cáo"),
    ],
)
def test_labels_and_phrases_are_put_right(recognised: str, meant: str) -> None:
    assert right(recognised) == [meant]


def test_letters_of_labels_are_told_by_those_before_them() -> None:
    assert right("c) Một", "đ) Hai", "d) Ba", "e) Bốn") == ["c) Một", "d) Hai", "đ) Ba", "e) Bốn"]
    assert right("h) Một", "1) Hai") == ["h) Một", "i) Hai"]
    assert right("a) Một", "1) Hai") == ["a) Một", "1) Hai"]


def test_numbers_of_labels_are_told_by_their_neighbours() -> None:
    assert right("4. Sở Nội vụ", "2. Sở Tài chính", "6. Sở Tư pháp") == [
        "4. Sở Nội vụ",
        "5. Sở Tài chính",
        "6. Sở Tư pháp",
    ]
    for kept in (["3. Ba", "1. Một", "2. Hai"], ["2. Hai", "2. Hai", "3. Ba"], ["1. Một", "3. Ba", "5. Năm"]):
        assert right(*kept) == kept


def test_numeral_that_lost_a_stroke_is_told_by_its_neighbours() -> None:
    assert right("II. NỘI DUNG", "II. HÌNH THỨC", "IV. KINH PHÍ")[1] == "III. HÌNH THỨC"
    kept = ["II. NỘI DUNG", "III. HÌNH THỨC", "III. KINH PHÍ", "IV. TỔ CHỨC THỰC HIỆN"]
    assert right(*kept) == kept


def test_number_of_a_page_that_was_misread_is_furniture() -> None:
    from loa.reading.extract.printed_furniture import with_furniture  # noqa: PLC0415 - used here alone

    def page(number: int, text: str) -> PrintedPage:
        lines = (PrintedLine(text, 300, 306, 40, 13), PrintedLine("nội dung " + "abcde"[number], 85, 500, 100, 14))
        return PrintedPage(number, 595, 842, lines)

    pages = with_furniture([page(2, "2"), page(3, "3"), page(4, "R")])
    assert [[item.area for item in each.items if isinstance(item, PrintedLine)] for each in pages] == [
        ["header", "body"]
    ] * 3


def test_paper_without_words_needs_no_recognition() -> None:
    paper = Paper()
    paper.page()
    assert extract_pdf(paper.bytes(), limits=Limits()).text == ""
