"""The forms of the sample plans: each holds every word of the plan, and DOCX counts its labels by itself."""

import re
from pathlib import Path

import docx
import pytest
from docx.oxml.ns import qn
from samples.forms import OfficeMissing, write_forms
from samples.parts import Grid, Hints, Paragraph, read_parts

OPEN = Path(__file__).parents[2] / "samples" / "open"
PLANS = sorted(path.parent for path in OPEN.glob("*/plan.txt"))
FONTS = Path("/usr/share/fonts/truetype/liberation2")
needs_fonts = pytest.mark.skipif(not FONTS.is_dir(), reason="Liberation Serif 2 is not installed")


def words(text: str) -> set[str]:
    return set(re.findall(r"\w+", text))


def text_of(plan: Path) -> str:
    """The text of a plan with its paragraphs whole, without the furniture of its pages."""
    parts = read_parts(plan / "plan.txt")
    blocks = [block for part in parts for block in part.blocks]
    lines = [block.text for block in blocks if isinstance(block, Paragraph)]
    cells = [cell for block in blocks if isinstance(block, Grid) for row in block.rows for cell in row]
    return "\n".join(lines + cells)


def docx_text(path: Path) -> str:
    document = docx.Document(str(path))
    return "\n".join(t.text or "" for t in document.element.iter(qn("w:t")))


@pytest.mark.parametrize("plan", PLANS, ids=lambda plan: plan.name)
def test_a_web_page_and_a_docx_hold_every_word_of_the_plan(plan: Path, tmp_path: Path) -> None:
    word, page, lists = write_forms(plan, tmp_path, ("docx", "html", "lists"))
    wanted = words(text_of(plan))
    assert wanted
    for text in (docx_text(word), page.read_text("utf-8"), lists.read_text("utf-8")):
        assert wanted - words(text) == set()


def test_a_row_cut_by_a_page_is_whole_again() -> None:
    annex = read_parts(OPEN / "01-province-attributes-annex" / "plan.txt")[-1]
    (table,) = annex.blocks
    assert isinstance(table, Grid)
    assert [row[0] for row in table.rows] == ["TT", "1", "2", "3", "4", "5", "6", "7", "8"]
    assert table.rows[5][1].endswith("liên thông, số hóa hồ sơ cho công chức làm nhiệm vụ tiếp nhận hồ sơ các cấp")
    assert sum(table.widths) == pytest.approx(1)


def test_a_decision_and_its_plan_are_two_parts_with_one_signature() -> None:
    decision, plan = read_parts(OPEN / "03-ministry-decision" / "plan.txt")
    assert (decision.title[0], plan.title[0]) == ("QUYẾT ĐỊNH", "KẾ HOẠCH")
    assert decision.tail is not None
    assert decision.tail.signature == ("KT. BỘ TRƯỞNG", "THỨ TRƯỞNG", "Phan Quốc Thịnh")
    assert plan.tail is None


def test_furniture_is_no_text_and_sentences_cut_by_it_are_whole() -> None:
    (plan,) = read_parts(OPEN / "05-district-noisy" / "plan.txt")
    texts = [block.text for block in plan.blocks if isinstance(block, Paragraph)]
    assert not [text for text in texts if "KH tuyên truyền CCHC năm 2023" in text or text.startswith("Trang ")]
    assert any("được đăng trên Cổng thông tin điện tử của huyện." in text for text in texts)
    assert plan.head is not None
    assert plan.head.dated == "Vân Canh, ngày      tháng 02 năm 2023"


def test_an_unknown_hint_is_refused(tmp_path: Path) -> None:
    (tmp_path / "form.toml").write_text("with = 80\n", encoding="utf-8")
    with pytest.raises(TypeError):
        Hints.beside(tmp_path / "plan.txt")


def test_docx_counts_labels_where_they_run_on_and_types_the_others(tmp_path: Path) -> None:
    (path,) = write_forms(OPEN / "05-district-noisy", tmp_path, ("docx",))
    paragraphs = docx.Document(str(path)).paragraphs
    automatic = {p.text: p._p.pPr.numPr is not None for p in paragraphs if p._p.pPr is not None}
    assert automatic["MỤC ĐÍCH, YÊU CẦU"]
    assert automatic["Văn phòng HĐND và UBND huyện"]
    assert automatic["IV. KINH PHÍ THỰC HIỆN"] is False
    assert automatic["3. Phòng Văn hóa và Thông tin"] is False


def test_docx_repeats_the_head_of_a_table(tmp_path: Path) -> None:
    (path,) = write_forms(OPEN / "01-province-attributes-annex", tmp_path, ("docx",))
    annex = docx.Document(str(path)).tables[-1]
    assert len(annex.rows) == 9
    assert annex.rows[0]._tr.find(f".//{qn('w:tblHeader')}") is not None


@needs_fonts
def test_a_pdf_holds_every_word_and_embeds_a_font_with_vietnamese_letters(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    pypdfium2 = pytest.importorskip("pypdfium2")
    plan = OPEN / "03-ministry-decision"
    (path,) = write_forms(plan, tmp_path, ("pdf",))
    document = pypdfium2.PdfDocument(path)
    text = " ".join(page.get_textpage().get_text_range() for page in document)
    document.close()
    assert words(text_of(plan)) - words(text) == set()
    assert b"LiberationSerif" in path.read_bytes()


@needs_fonts
def test_the_same_scan_is_made_twice_and_is_an_image(tmp_path: Path) -> None:
    pytest.importorskip("typst")
    pypdfium2 = pytest.importorskip("pypdfium2")
    plan = OPEN / "02-commune-two-level"
    (first,) = write_forms(plan, tmp_path / "a", ("scan",))
    (second,) = write_forms(plan, tmp_path / "b", ("scan",))
    assert first.read_bytes() == second.read_bytes()
    document = pypdfium2.PdfDocument(first)
    assert len(document) >= 3
    assert "".join(page.get_textpage().get_text_range() for page in document) == ""
    document.close()


@pytest.mark.office
def test_libreoffice_writes_odt_and_rtf(tmp_path: Path) -> None:
    try:
        odt, rtf = write_forms(OPEN / "02-commune-two-level", tmp_path, ("odt", "rtf"))
    except OfficeMissing:
        pytest.skip("LibreOffice is not installed")
    assert odt.read_bytes().startswith(b"PK")
    assert rtf.read_bytes().startswith(b"{\\rtf")
