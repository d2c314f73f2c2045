"""One plan printed in many ways is one plan: the same outline, the same obligations with the same fields."""

import re
import textwrap
import unicodedata
from collections.abc import Callable
from functools import cache
from typing import Any

import pytest

from loa.reading.read import read, read_text
from loa.writing.plan_json import to_json

HEAD_LEFT = ["ỦY BAN NHÂN DÂN", "XÃ SUỐI HOA", "", "Số: 17/KH-UBND"]
HEAD_RIGHT = [
    "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
    "Độc lập - Tự do - Hạnh phúc",
    "",
    "Suối Hoa, ngày 12 tháng 01 năm 2026",
]
TITLE = ["KẾ HOẠCH", "Truyền thông cải cách hành chính năm 2026"]
PREAMBLE = """\
Căn cứ Kế hoạch số 214/KH-UBND ngày 22/12/2025 của Ủy ban nhân dân tỉnh về truyền thông cải cách hành chính, Ủy ban \
nhân dân xã Suối Hoa ban hành Kế hoạch như sau:
""".splitlines()
BODY = """\
I. MỤC ĐÍCH, YÊU CẦU
1. Mục đích
- Giúp người dân biết cách nộp hồ sơ trên mạng, biết thời hạn trả kết quả và biết gọi cho ai khi hồ sơ bị chậm so với \
giấy hẹn của bộ phận tiếp nhận.
- Để mỗi cán bộ thôn nói được cho dân nghe về các thủ tục thường gặp.
2. Yêu cầu
Nói ngắn, nói đúng, nói bằng tiếng của bà con.
II. NỘI DUNG VÀ HÌNH THỨC
1. Nội dung
a) Quy định mới về cư trú, hộ tịch, đất đai và các mức phí, lệ phí được giảm khi nộp hồ sơ trực tuyến trong năm.
b) Cách đánh giá công chức qua mã QR tại quầy.
2. Hình thức
a) Trên hệ thống loa của các thôn: Trung tâm Dịch vụ công xã phát chuyên mục “Bà con hỏi, cán bộ đáp” mỗi tuần hai \
lần.
b) Họp thôn, sinh hoạt chi hội, phiên chợ.
c) Hội thi “Tuyên truyền viên giỏi”
- Cơ quan chủ trì: Phòng Văn hóa - Xã hội
- Cơ quan phối hợp: Đoàn Thanh niên xã, các trường học trên địa bàn xã, Hội Liên hiệp Phụ nữ xã và các thôn có liên \
quan
- Thời gian thực hiện: Quý III năm 2026
III. KINH PHÍ
Kinh phí từ ngân sách xã và các nguồn hợp pháp khác.
IV. TỔ CHỨC THỰC HIỆN
1. Phòng Văn hóa - Xã hội
- Là cơ quan đầu mối, tham mưu Ủy ban nhân dân xã theo dõi, đôn đốc các thôn thực hiện Kế hoạch; đăng ít nhất 02 tin, \
bài mỗi tháng trên trang thông tin điện tử của xã.
- Tổng hợp, báo cáo Sở Nội vụ kết quả thực hiện trước ngày 15 của tháng cuối quý.
2. Phòng Kinh tế
Thẩm định dự toán, bố trí kinh phí cho các thôn theo khả năng của ngân sách xã và hướng dẫn các thôn thanh quyết toán \
đúng quy định.
3. Công an xã: Hướng dẫn người dân dùng tài khoản định danh điện tử khi nộp hồ sơ.
4. Các thôn
- Phối hợp với Công an xã, Trạm Y tế xã lồng ghép nội dung cải cách hành chính vào họp thôn hằng quý.
- Gửi báo cáo về Phòng Văn hóa - Xã hội trước ngày 25/11/2026.
5. Đề nghị Ủy ban Mặt trận Tổ quốc Việt Nam xã vận động đoàn viên, hội viên và Nhân dân tham gia giám sát việc giải \
quyết thủ tục hành chính.
Trên đây là Kế hoạch truyền thông cải cách hành chính năm 2026 của Ủy ban nhân dân xã Suối Hoa./.
""".splitlines()
TAIL_LEFT = ["Nơi nhận:", "- Sở Nội vụ (b/c);", "- Các thôn;", "- Lưu: VT, VHXH."]
TAIL_RIGHT = ["TM. ỦY BAN NHÂN DÂN", "KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "", "Đỗ Thị Mơ"]


def in_columns(left: list[str], right: list[str], gap: int = 38) -> list[str]:
    """Two columns side by side, as printed pages come out of text extraction."""
    height = max(len(left), len(right))
    rows = zip(left + [""] * (height - len(left)), right + [""] * (height - len(right)), strict=True)
    return [f"{a:<{gap}}{b}".rstrip() for a, b in rows]


def one_under_another() -> list[str]:
    return [*HEAD_LEFT, *HEAD_RIGHT, "", *TITLE, "", *PREAMBLE, *BODY, "", *TAIL_LEFT, "", *TAIL_RIGHT]


def side_by_side() -> list[str]:
    head, tail = in_columns(HEAD_LEFT, HEAD_RIGHT), in_columns(TAIL_LEFT, TAIL_RIGHT)
    return [*head, "", *TITLE, "", *PREAMBLE, *BODY, "", *tail]


def wrapped(lines: list[str], width: int, indent: str = "") -> list[str]:
    out: list[str] = []
    for line in lines:
        if line in (*PREAMBLE, *BODY):
            out.extend(textwrap.wrap(line, width, initial_indent=indent, break_on_hyphens=False))
        else:
            out.append(line)
    return out


def with_page_ends(lines: list[str]) -> list[str]:
    out: list[str] = []
    for number, line in enumerate(lines, start=1):
        out.append(line)
        if number % 18 == 0:
            out.extend(["", str(number // 18 + 1), ""])
    return out


def in_markdown(lines: list[str]) -> list[str]:
    out = []
    for line in lines:
        bold = line in TITLE or line.split(". ")[0] in ("I", "II", "III", "IV")
        out.extend([f"**{line}**" if bold else line, ""])
    return out


def with_long_dashes(lines: list[str]) -> list[str]:
    return [line.replace("- ", "– ", 1) if line.startswith("- ") else line for line in lines]


def with_tabs_after_labels(lines: list[str]) -> list[str]:
    return [line.replace(" ", "\t", 1) if line in BODY and line[0] in "-1234abc" else line for line in lines]


def with_brackets_after_numbers(lines: list[str]) -> list[str]:
    return [line.replace(". ", ") ", 1) if line in BODY and line[0] in "12345" else line for line in lines]


def with_late_tone_marks(lines: list[str]) -> list[str]:
    pairs = {"Ủy": "Uỷ", "hóa": "hoá", "HÒA": "HOÀ", "Hòa": "Hoà"}
    return [re.sub("|".join(pairs), lambda found: pairs[found.group()], line) for line in lines]


PRINTINGS: dict[str, Callable[[], list[str]]] = {
    "side by side": side_by_side,
    "66 letters wide": lambda: wrapped(one_under_another(), 66),
    "84 letters wide": lambda: wrapped(side_by_side(), 84),
    "100 letters wide": lambda: wrapped(one_under_another(), 100),
    "first lines indented": lambda: wrapped(side_by_side(), 90, "      "),
    "a blank line between paragraphs": lambda: "\n\n".join(one_under_another()).split("\n"),
    "every line double spaced": lambda: "\n\n".join(wrapped(one_under_another(), 88)).split("\n"),
    "page numbers": lambda: with_page_ends(wrapped(one_under_another(), 88)),
    "Markdown": lambda: in_markdown(one_under_another()),
    "long dashes": lambda: with_long_dashes(one_under_another()),
    "tabs after labels": lambda: with_tabs_after_labels(one_under_another()),
    "brackets after numbers": lambda: with_brackets_after_numbers(one_under_another()),
    "tone marks in the new place": lambda: with_late_tone_marks(one_under_another()),
}


@cache
def plan_of(text: str) -> dict[str, Any]:
    return to_json(read_text(text))


def compared(plan: dict[str, Any]) -> dict[str, Any]:
    """What must not depend on the print."""
    document = {key: plan["document"][key] for key in ("type", "number", "place", "date", "title", "year", "tier")}
    keys = ("ref", "lead", "coordinate", "kind", "cadence", "quotas", "deadline", "channels", "reports_to", "via")
    duties = [{key: _spelled(duty[key]) for key in keys} for duty in plan["obligations"]]
    others = [(_spelled(other["ref"]), other["reason"]) for other in plan["not_obligations"]]
    signer = plan["document"]["signer"]["name"], len(plan["document"]["recipients"])
    return {"document": document, "duties": duties, "others": others, "signer": signer}


def _spelled(value: object) -> str:
    return str(value).replace("Uỷ", "Ủy").replace("hoá", "hóa").replace("–", "-")


BASE = "\n".join(one_under_another())


def test_the_plan_is_read() -> None:
    plan = plan_of(BASE)
    refs = ["II.2.a", "II.2.c", "IV.1.-1", "IV.1.-2", "IV.2.¶1", "IV.3", "IV.4.-1", "IV.4.-2", "IV.5"]
    assert [duty["ref"] for duty in plan["obligations"]] == refs
    leads = [duty["lead"] for duty in plan["obligations"]]
    assert leads == [
        ["Trung tâm Dịch vụ công xã"],
        ["Phòng Văn hóa - Xã hội"],
        ["Phòng Văn hóa - Xã hội"],
        ["Phòng Văn hóa - Xã hội"],
        ["Phòng Kinh tế"],
        ["Công an xã"],
        [{"group": "all-villages"}],
        [{"group": "all-villages"}],
        ["Ủy ban Mặt trận Tổ quốc Việt Nam xã"],
    ]
    assert (plan["document"]["number"], plan["document"]["date"]) == ("17/KH-UBND", "2026-01-12")
    assert len(plan["document"]["recipients"]) == 3


@pytest.mark.parametrize("printing", PRINTINGS)
def test_the_same_plan_in_another_print_is_the_same_plan(printing: str) -> None:
    text = "\n".join(PRINTINGS[printing]())
    assert text != BASE
    found, wanted = compared(plan_of(text)), compared(plan_of(BASE))
    assert found == wanted


def test_the_closing_is_told_from_a_duty_whose_last_line_is_full() -> None:
    text = "\n".join(wrapped(one_under_another(), 70))
    assert compared(plan_of(text)) == compared(plan_of(BASE))


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
def test_the_same_plan_in_other_bytes_is_the_same_plan(encoding: str, line_end: str) -> None:
    found = to_json(read(BASE.replace("\n", line_end).encode(encoding)))
    assert compared(found) == compared(plan_of(BASE))


def test_the_same_plan_in_decomposed_letters_is_the_same_plan() -> None:
    assert compared(plan_of(unicodedata.normalize("NFD", BASE))) == compared(plan_of(BASE))


# ---------------------------------------------------------------------------------------------------------------- annex

ANNEX = [
    "PHỤ LỤC",
    "DANH MỤC NHIỆM VỤ NĂM 2026",
    "(Kèm theo Kế hoạch số 17/KH-UBND ngày 12/01/2026 của UBND xã Suối Hoa)",
]
ROWS = [
    ["TT", "Nhiệm vụ", "Sản phẩm", "Chủ trì", "Phối hợp", "Thời gian"],
    ["1", "Mở lớp dạy nộp hồ sơ trực tuyến", "02 lớp", "Công an xã", "Các thôn", "Quý II"],
    ["2", "Treo băng rôn tại chợ", "05 băng rôn", "Phòng Văn hóa - Xã hội", "Trạm Y tế xã", "Tháng 3"],
    ["3", "Phát tin trên loa", "04 tin, bài/tháng", "Trung tâm Dịch vụ công xã", "", "Thường xuyên"],
]
CUT = [
    *ROWS[:2],
    ["2", "Treo băng rôn", "05 băng rôn", "Phòng Văn hóa -", "Trạm Y tế", "Tháng 3"],
    ROWS[0],
    ["", "tại chợ", "", "Xã hội", "xã", ""],
    ROWS[3],
]


def with_tabs(rows: list[list[str]]) -> list[str]:
    return ["\t".join(row) for row in rows]


def with_strokes(rows: list[list[str]]) -> list[str]:
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return [lines[0], "|" + "---|" * len(rows[0]), *lines[1:]]


def with_tags(rows: list[list[str]]) -> list[str]:
    cells = ("".join(f"<td>{cell}</td>" for cell in row) for row in rows)
    return ["<table>", *(f"<tr>{row}</tr>" for row in cells), "</table>"]


TABLES: dict[str, Callable[[], list[str]]] = {
    "tabs": lambda: with_tabs(ROWS),
    "strokes": lambda: with_strokes(ROWS),
    "tags": lambda: with_tags(ROWS),
    "tabs, cut by a page end": lambda: with_tabs(CUT),
    "tags, cut by a page end": lambda: with_tags(CUT),
}


@pytest.mark.parametrize("printing", TABLES)
def test_the_rows_of_an_annex_are_the_same_in_any_print(printing: str) -> None:
    plan = plan_of("\n".join([*one_under_another(), "", *ANNEX, "", *TABLES[printing]()]))
    keys = ("ref", "text", "lead", "coordinate", "deadline")
    assert [tuple(duty[key] for key in keys) for duty in plan["obligations"] if duty["ref"].startswith("PL")] == [
        ("PL.1", "Mở lớp dạy nộp hồ sơ trực tuyến", ["Công an xã"], [{"group": "all-villages"}], "2026-Q2"),
        ("PL.2", "Treo băng rôn tại chợ", ["Phòng Văn hóa - Xã hội"], ["Trạm Y tế xã"], "2026-03"),
        ("PL.3", "Phát tin trên loa", ["Trung tâm Dịch vụ công xã"], [], None),
    ]
    assert compared(plan)["document"] == compared(plan_of(BASE))["document"]
