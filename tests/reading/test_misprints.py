"""Mending of damaged phrases: for matching only, letter for letter, and never in good Vietnamese."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.reading.lexicon import load_table
from loa.reading.misprints import mend, without_marks
from loa.reading.passage import match_form


@pytest.mark.parametrize(
    ("damaged", "mended"),
    [
        ("Gửi Phòng Tư pháp tông hợp", "Gửi Phòng Tư pháp tổng hợp"),
        ("TÔ CHỨC THỰC HIỆN", "TỔ CHỨC THỰC HIỆN"),
        ("Phôi hợp với các thôn", "Phối hợp với các thôn"),
        ("kinh phi", "kinh phí"),
        ("niêm yêt", "niêm yết"),
        ("thường xuyen", "thường xuyên"),
        ("thủ tục hành chinh", "thủ tục hành chính"),
        ("Mặt trận Tổ quôc", "Mặt trận Tổ quốc"),
        ("uy ban nhan dan", "ủy ban nhân dân"),
    ],
)
def test_a_damaged_phrase_of_official_language_is_mended(damaged: str, mended: str) -> None:
    assert mend(damaged) == mended


@pytest.mark.parametrize("phrase", load_table("misprints")["phrases"])
def test_a_phrase_that_is_right_stays(phrase: str) -> None:
    assert mend(phrase) == phrase


@pytest.mark.parametrize(
    "text",
    [
        "đang tại chức",
        "Uỷ ban nhân dân",
        "văn hoá và thông tin",
        "quản lý địa bàn",
        "khó khăn, vướng mắc",
        "bán hàng tại chợ",
        "kinh phíên",
    ],
)
def test_words_of_no_known_phrase_stay(text: str) -> None:
    assert mend(text) == text


@pytest.mark.parametrize(
    "text",
    [
        "người già đơn độc",
        "bà con cần cù",
        "phố biển Sông Trà",
        "để nghỉ ngơi",
        "khi dân hỏi thì trả lời",
        "theo đời sống của dân",
        "tôi thiếu giấy tờ",
    ],
)
def test_good_vietnamese_that_resembles_a_phrase_stays(text: str) -> None:
    assert mend(text) == text


def test_the_same_phrase_inside_a_longer_word_stays() -> None:
    assert mend("tông hợpx, xtông hợp") == "tông hợpx, xtông hợp"


@given(st.text(alphabet="tôngổợhp kếcứăncuừTÔ đĐéi.,;", max_size=60))
def test_mending_keeps_the_length_and_the_letters_without_marks(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    mended = mend(composed)
    assert len(mended) == len(composed)
    assert without_marks(match_form(mended)) == without_marks(match_form(composed))
    assert [letter.isupper() for letter in mended] == [letter.isupper() for letter in composed]


@given(st.lists(st.sampled_from(load_table("misprints")["phrases"]), max_size=6).map(" và ".join))
def test_what_is_mended_is_not_mended_again(text: str) -> None:
    assert mend(mend(without_marks(text))) == mend(without_marks(text))
