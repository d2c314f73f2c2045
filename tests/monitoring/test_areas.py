"""The areas of reform a text speaks of."""

import tomllib
import unicodedata
from importlib import resources

import pytest

from loa.monitoring.areas import Rule, areas_of, rules, smooth, speaks_of_reform
from loa.monitoring.enums import ReformArea


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.id)
def test_a_rule_finds_its_examples_and_nothing_else(rule: Rule) -> None:
    assert [example for example in rule.hits if not rule.found_in(smooth(example))] == []
    assert [example for example in rule.misses if rule.found_in(smooth(example))] == []


def test_the_file_is_in_order() -> None:
    text = (resources.files("loa.monitoring") / "areas.toml").read_text("utf-8")
    entries = tomllib.loads(text)["rule"]
    assert unicodedata.is_normalized("NFC", text)
    assert len({entry["id"] for entry in entries}) == len(entries)
    assert {key for entry in entries for key in entry} == {"id", "area", "weight", "why", "pattern", "hits", "misses"}
    assert {entry["area"] for entry in entries} == {area.value for area in ReformArea}
    assert all(entry["hits"] and entry["misses"] for entry in entries)


@pytest.mark.parametrize(
    ("text", "areas"),
    [
        ("Xã Suối Bạc niêm yết thủ tục hành chính bằng mã QR\nNgười dân quét mã tại bộ phận một cửa.", ["procedures"]),
        ("Ra mắt tổ công nghệ số cộng đồng\nTổ hướng dẫn bà con dùng dịch vụ công trực tuyến.", ["digital"]),
        ("Kết quả chỉ số cải cách hành chính năm 2025\nTỉnh tăng ba bậc.", ["direction"]),
        ("Hội nghị về sắp xếp tổ chức bộ máy của Sở", ["apparatus"]),
        ("Giải bóng đá thiếu nhi khai mạc\nTám đội tranh tài trong ba ngày.", []),
        ("", []),
    ],
)
def test_areas_are_those_a_reader_would_name(text: str, areas: list[str]) -> None:
    assert areas_of(text) == areas
    assert speaks_of_reform(text) is bool(areas)


def test_both_places_of_a_tone_mark_are_one() -> None:
    assert smooth("Số  HOÁ hồ sơ, thuỷ lợi, quý I") == "số hóa hồ sơ, thủy lợi, quý i"


def test_a_word_in_passing_is_not_what_a_text_speaks_of() -> None:
    text = "Khánh thành trường mầm non\nSau giờ học, cô giáo ký chữ ký số vào sổ."
    assert areas_of(text) == []
    assert not speaks_of_reform(text)
