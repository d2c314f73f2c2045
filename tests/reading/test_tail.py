"""The tail: who signed, with which authority, and every line of the recipients."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.reading.extraction import Extraction
from loa.reading.lines import CleanLine, Locator
from loa.reading.passage import Passage
from loa.reading.tail import Tail, read_tail


def tail(text: str, *, whole: bool = False) -> Tail:
    lines, at = [], 0
    for line in text.split("\n"):
        passage = Passage.of(text, at, at + len(line)).squeezed()
        if passage.text:
            lines.append(CleanLine(passage, whole=whole))
        at += len(line) + 1
    return read_tail(lines, Locator(Extraction("txt", text, ())))


def signer(text: str) -> tuple[str | None, str | None, str | None]:
    found = tail(text).signer
    return found.authority, found.capacity, found.name


def recipients(text: str, *, whole: bool = False) -> list[tuple[str, str | None, str | None]]:
    return [(one.name, one.note, one.delivery) for one in tail(text, whole=whole).recipients]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("CHỦ TỊCH\nBùi Thị Sao", (None, "Chủ tịch", "Bùi Thị Sao")),
        ("TM. ỦY BAN NHÂN DÂN\nCHỦ TỊCH\nLê Văn Gió", ("TM.", "Chủ tịch", "Lê Văn Gió")),
        ("KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nLê Văn Gió", ("KT.", "Phó Chủ tịch", "Lê Văn Gió")),
        ("TM. ỦY BAN NHÂN DÂN\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nLê Văn Gió", ("KT.", "Phó Chủ tịch", "Lê Văn Gió")),
        ("TM.UBND XÃ\nCHỦ TỊCH\nLò Thị Suối", ("TM.", "Chủ tịch", "Lò Thị Suối")),
        ("TM ỦY BAN NHÂN DÂN\nKT CHỦ TỊCH\nPHÓ CHỦ TỊCH\nLò Thị Suối", ("KT.", "Phó Chủ tịch", "Lò Thị Suối")),
        ("TL. CHỦ TỊCH\nCHÁNH VĂN PHÒNG\nTrần Văn Núi", ("TL.", "Chánh Văn phòng", "Trần Văn Núi")),
        (
            "TL. CHỦ TỊCH\nKT. CHÁNH VĂN PHÒNG\nPHÓ CHÁNH VĂN PHÒNG\nTrần Văn Núi",
            ("KT.", "Phó Chánh Văn phòng", "Trần Văn Núi"),
        ),
        ("KT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\nPhạm Thị Biển", ("KT.", "Thứ trưởng", "Phạm Thị Biển")),
        ("BỘ TRƯỞNG\nPhạm Thị Biển", (None, "Bộ trưởng", "Phạm Thị Biển")),
        ("GIÁM ĐỐC\nHoàng Văn Đồi", (None, "Giám đốc", "Hoàng Văn Đồi")),
        ("KT. GIÁM ĐỐC\nPHÓ GIÁM ĐỐC\nHoàng Văn Đồi", ("KT.", "Phó Giám đốc", "Hoàng Văn Đồi")),
        ("TUQ. CHỦ TỊCH\nGIÁM ĐỐC SỞ NỘI VỤ\nVũ Văn Rừng", (None, "Giám đốc Sở Nội vụ", "Vũ Văn Rừng")),
        ("Q. GIÁM ĐỐC\nVũ Văn Rừng", (None, "Q. Giám đốc", "Vũ Văn Rừng")),
        ("TRƯỞNG PHÒNG\nVàng A Lử", (None, "Trưởng phòng", "Vàng A Lử")),
        ("KT. TRƯỞNG PHÒNG\nPHÓ TRƯỞNG PHÒNG\nVàng A Lử", ("KT.", "Phó Trưởng phòng", "Vàng A Lử")),
        ("TRƯỞNG PHÒNG VĂN HÓA VÀ THÔNG TIN\nVàng A Lử", (None, "Trưởng phòng Văn hóa và Thông tin", "Vàng A Lử")),
        ("TRƯỞNG PHÒNG TƯ PHÁP\nVang A Lử", (None, "Trưởng phòng Tư pháp", "Vàng A Lử")),
        ("CHÁNH VĂN PHÒNG\nNguyên Thị Khe", (None, "Chánh Văn phòng", "Nguyễn Thị Khe")),
        ("CỤC TRƯỞNG\nNgô Thị Lá", (None, "Cục trưởng", "Ngô Thị Lá")),
        ("KT. CHI CỤC TRƯỞNG\nPHÓ CHI CỤC TRƯỞNG\nNgô Thị Lá", ("KT.", "Phó Chi cục trưởng", "Ngô Thị Lá")),
        (
            "TM. BAN CHỈ ĐẠO\nKT. TRƯỞNG BAN\nPHÓ TRƯỞNG BAN THƯỜNG TRỰC\nGIÁM ĐỐC SỞ NỘI VỤ\nĐặng Thị Mưa",
            ("KT.", "Phó Trưởng ban Thường trực", "Đặng Thị Mưa"),
        ),
        ("KT. CHỦ TỊCH PHÓ CHỦ TỊCH\nĐỗ Văn Nắng", ("KT.", "Phó Chủ tịch", "Đỗ Văn Nắng")),
        ("TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH PHÓ CHỦ TỊCH Đỗ Văn Nắng", ("KT.", "Phó Chủ tịch", "Đỗ Văn Nắng")),
        ("CHỦ TỊCH ĐỖ VĂN NẮNG", (None, "Chủ tịch", "Đỗ Văn Nắng")),
        ("CHỦ TỊCH\n(Đã ký)\nĐỖ VĂN NẮNG", (None, "Chủ tịch", "Đỗ Văn Nắng")),
        ("CHỦ TỊCH\nđã ký\n\nTS. Đỗ Văn Nắng", (None, "Chủ tịch", "Đỗ Văn Nắng")),
        ("GIÁM ĐỐC\nPGS.TS Đỗ Văn Nắng", (None, "Giám đốc", "Đỗ Văn Nắng")),
        ("CHỦ TỊCH\n(Đã ký) Đỗ Văn Nắng", (None, "Chủ tịch", "Đỗ Văn Nắng")),
        ("CHỦ TỊCH\nH'Yim Kđoh", (None, "Chủ tịch", "H'Yim Kđoh")),
        ("CHỦ TỊCH\nY Thanh Hà Niê Kđăm", (None, "Chủ tịch", "Y Thanh Hà Niê Kđăm")),
        ("TM. ỦY BAN NHÂN DÂN\nChủ tịch\nLê Văn Gió", ("TM.", "Chủ tịch", "Lê Văn Gió")),
        ("KT. Chủ tịch\nPhó Chủ tịch\nLê Văn Gió", ("KT.", "Phó Chủ tịch", "Lê Văn Gió")),
        ("CHỦ TICH\nLê Văn Gió", (None, "Chủ tịch", "Lê Văn Gió")),
        ("KT. CHỦ TỊCH\nLê Văn Gió", ("KT.", None, "Lê Văn Gió")),
        ("- Bộ Nội vụ;\n- Lưu: VT.", (None, None, None)),
    ],
)
def test_signer(text: str, expected: tuple[str | None, ...]) -> None:
    assert signer("Nơi nhận:\n- Như trên;\n- Lưu: VT.\n" + text) == expected


def test_signer_before_the_recipients() -> None:
    text = "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nLê Văn Gió\nNơi nhận:\n- Bộ Nội vụ;\n- Lưu: VT."
    assert signer(text) == ("KT.", "Phó Chủ tịch", "Lê Văn Gió")
    assert recipients(text) == [("Bộ Nội vụ", None, None), ("Lưu: VT", None, None)]


def test_columns_that_ran_together() -> None:
    text = """\
Nơi nhận: TM. ỦY BAN NHÂN DÂN
- Bộ Nội vụ; KT. CHỦ TỊCH
- Thường trực HĐND tỉnh; PHÓ CHỦ TỊCH
- CT, các PCT UBND tỉnh;
- Lưu: VT, NC (5b). Đỗ Văn Nắng
"""
    assert signer(text) == ("KT.", "Phó Chủ tịch", "Đỗ Văn Nắng")
    assert recipients(text) == [
        ("Bộ Nội vụ", None, None),
        ("Thường trực HĐND tỉnh", None, None),
        ("CT, các PCT UBND tỉnh", None, None),
        ("Lưu: VT, NC", "5b", None),
    ]


def test_columns_printed_in_turn() -> None:
    text = "Nơi nhận:\nTM. ỦY BAN NHÂN DÂN\n- Bộ Nội vụ;\nCHỦ TỊCH\n- Sở Nội vụ;\nĐỗ Văn Nắng\n- Lưu: VT."
    assert signer(text) == ("TM.", "Chủ tịch", "Đỗ Văn Nắng")
    assert [name for name, _, _ in recipients(text)] == ["Bộ Nội vụ", "Sở Nội vụ", "Lưu: VT"]


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        ("- Bộ Nội vụ (b/c);", ("Bộ Nội vụ", "b/c")),
        ("- Vụ CCHC - Bộ Nội vụ;         (để báo cáo)", ("Vụ CCHC - Bộ Nội vụ", "để báo cáo")),
        ("- Lưu: VỊ, SNV.", ("Lưu: VT, SNV", None)),
        ("- UBND các xã:", ("UBND các xã", None)),
        ("- TT Huyện ủy; _", ("TT Huyện ủy", None)),
        ("~ UBMTTQVN tỉnh;", ("UBMTTQVN tỉnh", None)),
        ("– Các sở, ban, ngành tỉnh;", ("Các sở, ban, ngành tỉnh", None)),
        ("+ UBND các xã, phường, đặc khu (t/h);", ("UBND các xã, phường, đặc khu", "t/h")),
        ("-Đài PT - TH tỉnh, Báo CX;", ("Đài PT - TH tỉnh, Báo CX", None)),
        ("- Các hội (Hội A; Hội B);", ("Các hội", "Hội A; Hội B")),
        ("- Trung tâm (CTTĐT) (để đăng tin)", ("Trung tâm (CTTĐT)", "để đăng tin")),
        ("- Sở Nội vụ (để tổng hợp;", ("Sở Nội vụ", "để tổng hợp")),
        ("- Bộ Nội vụ; }", ("Bộ Nội vụ", None)),
        ("Ban Tuyên giáo", ("Ban Tuyên giáo", None)),
        ("- Lưu: VT, SNV (Ng.b)", ("Lưu: VT, SNV", "Ng.b")),
        ("- Lưu VT, TH./.", ("Lưu VT, TH./", None)),
    ],
)
def test_one_recipient(line: str, expected: tuple[str, str | None]) -> None:
    ((name, note, delivery),) = recipients("Nơi nhận:\n" + line)
    assert (name.rstrip("./"), note, delivery) == (expected[0].rstrip("./"), expected[1], None)


def test_forms_of_sending() -> None:
    text = """\
Nơi nhận:
* Gửi bản điện tử:
- Sở Nội vụ (B/c);
- UBND các xã;
* Gửi bản giấy:
- Phòng Nội vụ;
- Lưu: VT.
"""
    assert recipients(text) == [
        ("Sở Nội vụ", "B/c", "electronic"),
        ("UBND các xã", None, "electronic"),
        ("Phòng Nội vụ", None, "paper"),
        ("Lưu: VT", None, "paper"),
    ]


def test_form_of_sending_with_its_recipients_on_one_line() -> None:
    text = "Nơi nhận:\n- Bản điện tử: Sở Nội vụ; các phòng;\n- Bản giấy: Lưu VT."
    assert recipients(text) == [("Sở Nội vụ; các phòng", None, "electronic"), ("Lưu VT", None, "paper")]


def test_line_without_dash_after_a_finished_one_is_a_recipient() -> None:
    text = "Nơi nhận:\n- Các Huyện ủy;\n  UBND các huyện, thành phố;\n- Lưu: VT."
    assert [name for name, _, _ in recipients(text)] == ["Các Huyện ủy", "UBND các huyện, thành phố", "Lưu: VT"]


def test_line_ends_inside_a_recipient_are_healed() -> None:
    text = "Nơi nhận:\n- Các cơ quan chuyên môn thuộc\nỦy ban nhân dân tỉnh (để\nthực hiện);\n- Lưu: VT,\nSNV."
    assert recipients(text) == [
        ("Các cơ quan chuyên môn thuộc Ủy ban nhân dân tỉnh", "để thực hiện", None),
        ("Lưu: VT, SNV", None, None),
    ]


def test_line_end_at_the_dash_of_a_name_makes_no_second_recipient() -> None:
    text = "Nơi nhận:\n- Sở Lao động\n- Thương binh và Xã hội;\n- Sở Nội vụ\n- Lưu: VT"
    assert [name for name, _, _ in recipients(text)] == ["Sở Lao động - Thương binh và Xã hội", "Sở Nội vụ", "Lưu: VT"]


def test_recipients_that_ran_together_are_parted_at_their_dashes_only() -> None:
    text = "Nơi nhận: - Bộ Nội vụ; - Sở A, Sở B; Sở C; - Lưu: VT."
    assert [name for name, _, _ in recipients(text)] == ["Bộ Nội vụ", "Sở A, Sở B; Sở C", "Lưu: VT"]


def test_bracket_on_a_line_of_its_own_belongs_to_the_line_above() -> None:
    assert recipients("Nơi nhận:\n- Bộ Nội vụ;\n(để báo cáo)\n- Lưu: VT.")[0] == ("Bộ Nội vụ", "để báo cáo", None)


def test_paragraphs_of_a_word_file_are_recipients_of_their_own() -> None:
    text = "Nơi nhận:\n- Bộ Nội vụ\nSở Nội vụ\n- Lưu: VT"
    assert [name for name, _, _ in recipients(text, whole=True)] == ["Bộ Nội vụ", "Sở Nội vụ", "Lưu: VT"]


def test_list_without_any_dash() -> None:
    text = "Nơi nhận:\nBộ Nội vụ\nSở Nội vụ\nLưu: VT"
    assert [name for name, _, _ in recipients(text)] == ["Bộ Nội vụ", "Sở Nội vụ", "Lưu: VT"]


def test_nothing_behind_the_archive_line_is_a_recipient() -> None:
    text = "Nơi nhận:\n- Bộ Nội vụ;\n- Lưu: VT.\nTài liệu nội bộ\nCHỦ TỊCH\nĐỗ Văn Nắng"
    assert [name for name, _, _ in recipients(text)] == ["Bộ Nội vụ", "Lưu: VT"]


@pytest.mark.parametrize("heading", ["Noi nhận:", "Nơi nhân :", "* Nơi nhận:", "NƠI NHẬN", "Nơi nhận;"])
def test_heading_with_recognition_errors(heading: str) -> None:
    assert recipients(f"{heading}\n- Bộ Nội vụ;") == [("Bộ Nội vụ", None, None)]


def test_recipient_addressed_by_office_is_no_signer() -> None:
    text = "Nơi nhận:\n- Chủ tịch, các Phó Chủ tịch UBND tỉnh;\n- Lưu: VT.\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nĐỗ Văn Nắng"
    assert recipients(text)[0][0] == "Chủ tịch, các Phó Chủ tịch UBND tỉnh"
    assert signer(text) == ("KT.", "Phó Chủ tịch", "Đỗ Văn Nắng")


def test_every_value_has_a_mark_with_its_words() -> None:
    text = "Nơi nhận:\n- Bộ Nội vụ;\nKT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nĐỗ Văn Nắng"
    marks = {mark.field: (mark.value, mark.words) for mark in tail(text).marks}
    assert marks == {
        "signer.authority": ("KT.", "KT."),
        "signer.capacity": ("Phó Chủ tịch", "PHÓ CHỦ TỊCH"),
        "signer.name": ("Đỗ Văn Nắng", "Đỗ Văn Nắng"),
        "recipients[0]": ("Bộ Nội vụ", "Bộ Nội vụ"),
    }


PIECES = [
    "Nơi nhận:",
    "- Bộ Nội vụ;",
    "KT. CHỦ TỊCH",
    "PHÓ CHỦ TỊCH",
    " ",
    "\n",
    "Đỗ Văn Nắng",
    "(b/c",
    ")",
    "- Lưu: VT",
    "TM.",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=200))
def test_any_tail_is_read_with_places_inside_the_text(text: str) -> None:
    found = tail(text)
    assert all(0 <= one.place.start <= one.place.end <= len(text) for one in found.recipients)
    assert all(mark.place is not None and mark.place.end <= len(text) for mark in found.marks)
