"""Names of administrative units: known ones are found in any letters, misprinted ones only when one unit fits."""

import pytest

from loa.reading.admin_units import KINDS, central_city, known_name, restored_name, title_case
from loa.reading.lexicon import load_table
from loa.reading.passage import fold, match_form


@pytest.mark.parametrize(
    ("kind", "printed", "name"),
    [
        ("tỉnh", "HOÀ BÌNH", "Hòa Bình"),
        ("tỉnh", "Bà Rịa - Vũng Tàu", "Bà Rịa - Vũng Tàu"),
        ("huyện", "ba bể", "Ba Bể"),
        ("huyện", "Ba Bè", None),
        ("tỉnh", "Ba Bể", None),
        ("phường", "5", "5"),
        ("đặc khu", "PHÚ QUÝ", "Phú Quý"),
        ("xã", "", None),
    ],
)
def test_known_names(kind: str, printed: str, name: str | None) -> None:
    assert known_name(kind, printed) == name


@pytest.mark.parametrize(
    ("kind", "printed", "name"),
    [
        ("tỉnh", "Quang Ngai", "Quảng Ngãi"),
        ("huyện", "Ba Bè", "Ba Bể"),
        ("tỉnh", "Gió Cao", None),
        ("xã", "Tân An", None),
    ],
)
def test_marks_are_restored_when_only_one_unit_fits(kind: str, printed: str, name: str | None) -> None:
    assert restored_name(kind, printed) == name


@pytest.mark.parametrize(
    ("name", "year", "central"), [("Huế", 2024, False), ("HUẾ", 2025, True), ("Đà Lạt", None, False)]
)
def test_central_cities(name: str, year: int | None, central: bool) -> None:
    assert central_city(name, year) is central


def test_folding_keeps_the_offsets_of_the_list() -> None:
    for kind in KINDS:
        text = load_table("admin_units")[kind]
        assert len(fold(text)) == len(match_form(text)) == len(text)


def test_names_in_capitals_get_their_usual_letters() -> None:
    assert title_case("EA H'LEO") == "Ea H'Leo"
    assert title_case("Ea H'leo") == "Ea H'leo"
