"""Passages: healed text that knows where each of its characters stands in the source."""

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.reading.passage import CAPITAL, Passage, fold, match_form

LETTERS = st.text(alphabet="aàáảãạăắâấđeêếiíoòóôồơớuúưứyýỷqhHOÀỦĐ \t\n–”*", max_size=60)


# ------------------------------------------------------------------------------------------------------- the match form


@pytest.mark.parametrize(
    ("printed", "matched"),
    [
        ("Uỷ ban", "ủy ban"),
        ("HOÀ", "hòa"),
        ("khoẻ mạnh", "khỏe mạnh"),
        ("Hoà-Thuỷ", "hòa-thủy"),
        ("kế hoạch", "kế hoạch"),
        ("QUÝ II", "quý ii"),
        ("loạt, toàn, quỳ", "loạt, toàn, quỳ"),
        ("2021 – 2025", "2021 - 2025"),
        ("“Một cửa”", '"một cửa"'),
        ("Ðông\u00a0Hà", "đông hà"),
    ],
)
def test_spellings_of_one_word_have_one_match_form(printed: str, matched: str) -> None:
    assert match_form(printed) == matched


def test_marks_carry_meaning_in_the_match_form_and_none_in_the_folded_one() -> None:
    assert match_form("năm") != match_form("nam")
    assert fold("Đường dây nóng, Năm") == "duong day nong, nam"


@given(st.text(max_size=80))
def test_the_match_form_has_the_length_of_the_text(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert len(match_form(composed)) == len(composed)


@given(st.text(max_size=80))
def test_the_match_form_of_a_match_form_is_itself(text: str) -> None:
    once = match_form(unicodedata.normalize("NFC", text))
    assert match_form(once) == once


def test_capital_matches_every_vietnamese_capital_and_no_small_letter() -> None:
    small = "aàáảãạăằắẳẵặâầấẩẫậbcdđeèéẻẽẹêềếểễệghiìíỉĩịklmnoòóỏõọôồốổỗộơờớởỡợpqrstuùúủũụưừứửữựvxyỳýỷỹỵ"
    assert [c for c in small.upper() if not re.fullmatch(CAPITAL, c)] == []
    assert [c for c in small if re.fullmatch(CAPITAL, c)] == []


# ------------------------------------------------------------------------------------------------------------- building


def test_a_passage_of_decomposed_text_is_composed_and_keeps_its_places() -> None:
    source = "xx Hoa\u0300 Bi\u0300nh"
    passage = Passage.of(source, 3)
    assert passage.text == "Hoà Bình"
    assert passage.span(4, 8) == (8, 13)
    assert source[8:13] == "Bi\u0300nh"


def test_parts_joined_by_a_blank_keep_their_places() -> None:
    source = "Sở Nội\n\nvụ tỉnh"
    joined = Passage.join([Passage.of(source, 0, 6), Passage.of(source, 8)])
    assert joined.text == "Sở Nội vụ tỉnh"
    assert joined.span(3, 9) == (3, 10)


def test_parts_joined_without_glue_touch() -> None:
    source = "23/CT-\nTTg"
    joined = Passage.join([Passage.of(source, 0, 6), Passage.of(source, 7)], "")
    assert (joined.text, joined.span()) == ("23/CT-TTg", (0, 10))


def test_parts_out_of_the_order_of_the_source_span_all_of_it() -> None:
    source = "trái giữa phải"
    joined = Passage.join([Passage.of(source, 10), Passage.of(source, 0, 4)])
    assert (joined.text, joined.span()) == ("phải trái", (0, len(source)))


def test_nothing_joined_is_an_empty_passage() -> None:
    empty = Passage.join([])
    assert (empty.text, bool(empty), empty.span()) == ("", False, (0, 0))


# -------------------------------------------------------------------------------------------------------------- cutting


def test_runs_of_white_space_become_one_blank() -> None:
    passage = Passage.of(" Phòng \t Nội\n vụ ").squeezed()
    assert passage.text == "Phòng Nội vụ"
    assert [passage.span(*word.span()) for word in re.finditer(r"\S+", passage.text)] == [(1, 6), (9, 12), (14, 16)]


def test_markup_dropped_leaves_the_places_of_the_rest() -> None:
    passage = Passage.of("<b>Sở</b> Y tế").without(re.compile(r"<[^>]*>"))
    assert (passage.text, passage.span(0, 2), passage.span(3, 7)) == ("Sở Y tế", (3, 5), (10, 14))


def test_what_replaces_markup_stands_where_the_markup_stood() -> None:
    passage = Passage.of("UBND &amp; HĐND").without(re.compile("&amp;"), lambda _: "&")
    assert (passage.text, passage.span(5, 6), passage.span(7, 11)) == ("UBND & HĐND", (5, 6), (11, 15))


def test_an_empty_part_has_a_place_without_characters() -> None:
    assert Passage.of("Sở Y tế").span(3, 3) == (3, 3)


def test_stripping_takes_blanks_or_given_characters_from_both_ends() -> None:
    assert Passage.of("  (Sở) ").strip().text == "(Sở)"
    assert Passage.of(" .;Sở;. ").strip(" .;").span() == (3, 5)
    assert Passage.of(" .. ").strip(" .").text == ""


def test_a_part_keeps_the_spelling_and_the_match_form_of_the_whole() -> None:
    passage = Passage.of("Gửi tông hợp").mended(lambda text: text.replace("tông", "tổng"))
    assert passage.match == "gửi tổng hợp"
    part = passage.cut(4)
    assert (part.text, part.spelled, part.match) == ("tông hợp", "tổng hợp", "tổng hợp")


def test_mending_that_changes_nothing_gives_the_same_passage() -> None:
    passage = Passage.of("tổng hợp")
    assert passage.mended(str) is passage


@given(LETTERS, st.data())
def test_every_part_of_a_passage_stands_at_its_words_in_the_source(text: str, data: st.DataObject) -> None:
    source = unicodedata.normalize("NFC", text)
    passage = Passage.of(source).squeezed()
    assert passage.text == " ".join(source.split())
    start = data.draw(st.integers(0, len(passage)))
    end = data.draw(st.integers(start, len(passage)))
    first, last = passage.span(start, end)
    assert 0 <= first <= last <= len(source)
    assert " ".join(source[first:last].split()) == " ".join(passage.text[start:end].split())


@given(LETTERS)
def test_decomposed_and_composed_sources_give_the_same_passage(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    passage = Passage.of(decomposed)
    assert passage.text == composed
    assert (len(passage.origin), passage.origin[-1]) == (len(composed) + 1, len(decomposed))
