"""The outline: labels nest in one order, every item and paragraph has a path, the last paragraph closes."""

import pytest
from tests.reading.desk import cleaned, item, outline, piece, refs, table

from loa.reading.outline import build_outline
from loa.reading.paragraphs import heal


def tree(text: str) -> list[str]:
    """The refs of all items in order."""
    return refs(outline(text))


# ------------------------------------------------------------------------------------------------------------- the path


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("I. A\n1. B\na) C\n- D\n+ E\n▪ F", ["I", "I.1", "I.1.a", "I.1.a.-1", "I.1.a.-1.+1", "I.1.a.-1.+1.▪1"]),
        ("A. X\nI. Y\n1. Z\nB. X\nI. Y", ["A", "A.I", "A.I.1", "B", "B.I"]),
        ("I. A\n- B\n- C\n- D", ["I", "I.-1", "I.-2", "I.-3"]),
        (
            "I. A\n1. B\n- C\n+ D\n+ E\n- F\n+ G",
            ["I", "I.1", "I.1.-1", "I.1.-1.+1", "I.1.-1.+2", "I.1.-2", "I.1.-2.+1"],
        ),
        ("III. A\n1. B\n1.1. C\n1.2. D\n2. E\n2.10. F", ["III", "III.1", "III.1.1", "III.1.2", "III.2", "III.2.10"]),
        ("1. A\n1.1. B\na) C\n2. D\n2.1. E", ["1", "1.1", "1.1.a", "2", "2.1"]),
        ("I. A\n1. B\n1.1. C\n1.1.1. D", ["I", "I.1", "I.1.1", "I.1.1.1"]),
        ("I. A\n1. B\nc) C\nđ) D\nd) E", ["I", "I.1", "I.1.c", "I.1.đ", "I.1.d"]),
    ],
)
def test_an_item_has_the_labels_from_the_root_down_as_its_path(text: str, paths: list[str]) -> None:
    assert tree(text) == paths


@pytest.mark.parametrize(
    ("text", "paths"),
    [
        ("III. A\n1. B\nIII. C\n1. D", ["III", "III.1", "III#2", "III#2.1"]),
        ("I. A\n2. B\n2. C\na) D\n2. E", ["I", "I.2", "I.2#2", "I.2#2.a", "I.2#3"]),
        ("I. A\n1. B\nII. C\n1. D", ["I", "I.1", "II", "II.1"]),
        ("I. A\n1. B\nIV. C", ["I", "I.1", "IV"]),
    ],
)
def test_a_label_used_again_among_siblings_is_counted_and_a_skipped_one_is_not_filled_in(
    text: str, paths: list[str]
) -> None:
    assert tree(text) == paths


def test_labels_stay_as_printed_and_levels_are_the_depth() -> None:
    found = [(one.label.printed, one.level) for one in outline("IV. A\n7. B\n7.3. C\n– D\n+ E").walk()]
    assert found == [("IV", 1), ("7", 2), ("7.3", 3), ("–", 4), ("+", 5)]


def test_stars_that_head_dashes_hold_them_and_stars_below_dashes_stand_below() -> None:
    assert tree("I. A\n* B\n- C\n* D\n- E") == ["I", "I.*1", "I.*1.-1", "I.*2", "I.*2.-1"]
    assert tree("I. A\n- B\n* C\n* D\n- E") == ["I", "I.-1", "I.-1.*1", "I.-1.*2", "I.-2"]


# --------------------------------------------------------------------------------------------------- own text and below

SECTION = """V. TỔ CHỨC THỰC HIỆN
1. Công an xã
Tuyên truyền quy định về cư trú.
Định kỳ hằng quý báo cáo kết quả.
2. Trạm Y tế xã niêm yết bảng giá.
"""


def test_unlabelled_paragraphs_are_counted_within_their_item() -> None:
    above = item(outline(SECTION), "V.1")
    assert [(part.ref, part.passage.text) for part in above.pieces()] == [
        ("V.1", "Công an xã"),
        ("V.1.¶1", "Tuyên truyền quy định về cư trú."),
        ("V.1.¶2", "Định kỳ hằng quý báo cáo kết quả."),
    ]


def test_the_whole_of_an_item_is_its_own_text_and_its_paragraphs() -> None:
    assert item(outline(SECTION), "V.1").whole().text == (
        "Công an xã Tuyên truyền quy định về cư trú. Định kỳ hằng quý báo cáo kết quả."
    )


def test_a_name_and_a_duty_on_one_line_are_one_own_text() -> None:
    below = item(outline(SECTION), "V.2")
    assert (below.own.passage.text, below.paragraphs) == ("Trạm Y tế xã niêm yết bảng giá.", [])


def test_items_know_what_stands_above_and_below_them() -> None:
    made = outline("I. A\n1. B\na) C\nb) D\n2. E")
    assert [above.ref for above in item(made, "I.1.b").ancestors()] == ["I.1", "I"]
    assert [below.ref for below in item(made, "I.1").walk()] == ["I.1", "I.1.a", "I.1.b"]
    assert [one.ref for one in made.walk() if one.is_leaf] == ["I.1.a", "I.1.b", "I.2"]


def test_a_bracket_that_points_to_the_annex_belongs_to_the_section() -> None:
    made = outline("II. NỘI DUNG\n1. Tin\n2. Bài\n(Chi tiết tại Phụ lục kèm theo)")
    assert (piece(made, "II.¶1").passage.text, item(made, "II.2").paragraphs) == ("(Chi tiết tại Phụ lục kèm theo)", [])


# -------------------------------------------------------------------------------------------------- unlabelled headings


def test_headings_in_capitals_are_neither_items_nor_paragraphs() -> None:
    made = outline("V. TỔ CHỨC\nPHÒNG NỘI VỤ\n1. Theo dõi.\nCÔNG AN XÃ\n2. Báo cáo.")
    assert refs(made) == ["V", "V.1", "V.2"]
    assert item(made, "V").paragraphs == []


def test_an_unlabelled_heading_holds_for_the_outermost_items_below_it_until_the_next() -> None:
    made = outline(
        "V. TỔ CHỨC\nPHÒNG NỘI VỤ\n1. Theo dõi.\n- Mỗi quý.\nGiao Công an xã:\n2. Báo cáo.\nVI. KINH PHÍ\n1. Nguồn."
    )
    headings = {one.ref: one.own.heading.passage.text if one.own.heading else None for one in made.walk()}
    assert headings == {
        "V": None,
        "V.1": "PHÒNG NỘI VỤ",
        "V.1.-1": None,
        "V.2": "Giao Công an xã:",
        "VI": None,
        "VI.1": None,
    }


# --------------------------------------------------------------------------------------------- what is outside the tree


def test_the_last_paragraph_is_the_closing_and_no_paragraph_of_an_item() -> None:
    made = outline("V. TỔ CHỨC\n1. Công an xã trực.\nTrên đây là Kế hoạch./.", is_closing=True)
    assert made.closing is not None
    assert (made.closing.ref, made.closing.passage.text) == ("closing", "Trên đây là Kế hoạch./.")
    assert item(made, "V.1").paragraphs == []


def test_a_paragraph_before_the_last_item_closes_nothing() -> None:
    made = outline("V. TỔ CHỨC\nCác thôn họp dân.\n1. Công an xã trực.", is_closing=True)
    assert made.closing is None


def test_text_before_the_first_item_is_kept_apart() -> None:
    made = outline("Như sau:\nI. MỤC ĐÍCH")
    assert ([block.text for block in made.loose], refs(made)) == (["Như sau:"], ["I"])


def test_a_table_belongs_to_the_item_it_follows() -> None:
    grid = table([["TT", "Nhiệm vụ"], ["1", "Treo băng rôn"]])
    made = build_outline(heal([*cleaned("III. PHÂN CÔNG\n1. Lịch", whole=True), grid]), lambda _: False)
    assert item(made, "III.1").tables == [grid]
    assert build_outline([grid], lambda _: False).tables == (grid,)
