"""One form for the many ways in which a name is written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.organizations.spelling import after_tier, plain, prefixes, spelling, split_tier, stem


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Uỷ ban nhân dân tỉnh Hoà Bình", "UBND tỉnh Hòa Bình"),
        ("Đài PT-TH tỉnh", "Đài Phát thanh và Truyền hình tỉnh"),
        ("Phòng Văn hóa - Thông tin", "Phòng Văn hoá và Thông tin"),
        ("UBMTTQVN tỉnh", "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh"),
        ("Đoàn Thanh niên Cộng sản Hồ Chí Minh tỉnh", "Tỉnh Đoàn"),
        ("Phường 05", "phường 5"),
    ],
)
def test_ways_to_write_the_same_name_agree(one: str, other: str) -> None:
    assert plain(one) == plain(other)


@pytest.mark.parametrize(("one", "other"), [("Sở Nội vụ", "Sở Ngoại vụ"), ("UBND xã", "UBND tỉnh"), ("VPCP", "VP")])
def test_other_names_stay_apart(one: str, other: str) -> None:
    assert plain(one) != plain(other)


def test_a_name_is_parted_into_stem_tier_and_place() -> None:
    assert stem("Sở Nội vụ tỉnh Lạng Sơn", "Lạng Sơn") == "so noi vu"
    assert split_tier("uy ban nhan dan thi xa") == ("uy ban nhan dan", "thi xa")
    assert after_tier("thanh pho da nang") == "da nang"
    assert after_tier("xanh") == "xanh"


@given(st.text(max_size=60))
def test_writing_a_plain_name_again_changes_nothing(name: str) -> None:
    assert plain(plain(name)) == plain(name)
    assert "" not in prefixes(plain(name))


def test_the_words_of_the_table_are_as_folding_leaves_them() -> None:
    for word, _tiers in spelling().tier_words:
        assert word == " ".join(word.lower().split())
        assert word.isascii()
