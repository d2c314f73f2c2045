import io

import pytest
from rich.console import Console, RenderableType
from tests.writing.factory import make_no_plan, make_obligation, make_plan

from loa.reading.model import Party, PlanDraft, Source
from loa.writing.terminal import explanation_view, plan_view, show


def _printed(view: RenderableType, width: int = 80) -> str:
    out = io.StringIO()
    show(view, Console(file=out, width=width, color_system=None))
    return out.getvalue()


@pytest.mark.parametrize("width", [80, 140])
def test_no_line_is_wider_than_the_terminal(width: int) -> None:
    text = _printed(plan_view(make_plan(), width=width), width)
    assert max(len(line) for line in text.splitlines()) <= width


def test_head_tells_what_the_document_is_and_how_much_is_in_it() -> None:
    lines = _printed(plan_view(make_plan())).splitlines()
    assert lines[0] == "Truyền thông cải cách hành chính năm 2026 trên địa bàn xã"
    assert lines[1].startswith("Kế hoạch 12/KH-UBND · 15/01/2026 · Ủy ban nhân dân xã Suối Hoa")
    assert "4 nhiệm vụ · 3 cơ quan chủ trì · 2 cần xem lại" in lines[3]


def test_obligations_tell_who_what_and_when() -> None:
    text = " ".join(_printed(plan_view(make_plan(), width=200), 200).split())
    for words in (
        "Đăng tải ít nhất 05 tin, bài mỗi tháng",
        "ít nhất 05 tin, bài/tháng",
        "25/11/2026",
        "Quý II năm 2026",
    ):
        assert words in text


def test_wide_terminals_also_show_who_coordinates_and_the_channels() -> None:
    assert "Phối hợp" not in _printed(plan_view(make_plan(), width=80))
    assert "Phối hợp" in _printed(plan_view(make_plan(), width=140), 140)


def test_obligations_can_stand_under_the_bodies_that_lead_them() -> None:
    text = _printed(plan_view(make_plan(), by_agency=True))
    assert text.index("Trung tâm Phục vụ hành chính công ─") < text.index("Các thôn, tổ dân phố ─")


def test_doubts_and_notes_are_told() -> None:
    text = _printed(plan_view(make_plan()))
    assert "! 2. Cơ quan chủ trì: Cơ quan chủ trì lấy từ đề mục phía trên." in text
    assert "! Trang 3 không có chữ." in text
    assert "│ 2! │" in text


def test_explanation_names_every_rule_and_its_words() -> None:
    text = _printed(explanation_view(make_plan(), 1), 160)
    for mark in make_plan().obligations[0].marks:
        assert mark.rule in text
        assert mark.words in text
    assert "theo cả văn bản" in text


def test_explanation_in_english() -> None:
    assert "Obligation 2  N12-02" in _printed(explanation_view(make_plan(), 2, "en"))


@pytest.mark.parametrize("number", [0, 5, -1])
def test_there_is_nothing_to_explain_beyond_the_plan(number: int) -> None:
    with pytest.raises(IndexError):
        explanation_view(make_plan(), number)


def test_a_document_that_is_no_plan_says_why() -> None:
    assert _printed(plan_view(make_no_plan())) == "Đây không phải kế hoạch: không có mục nào.\n"


def test_nothing_read_commands_the_terminal() -> None:
    evil = "a\x1b]0;x\x07b\x9b31mc[bold red]d\u202e"
    duty = make_obligation(text=evil, lead=(Party(name=evil),), ref=evil, id=evil)
    draft = PlanDraft(Source(evil, "txt", 1, None, "", ""), obligations=(duty,))
    for view in (plan_view(draft), explanation_view(draft, 1)):
        text = _printed(view, 200)
        assert "[bold red]" in text
        assert not {"\x1b", "\x07", "\x9b", "\u202e"} & set(text)
