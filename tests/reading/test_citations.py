"""Cited documents: kind, number, date, issuer and role, in whatever way they are printed."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.reading.citations import read_citations, read_laws
from loa.reading.extraction import Extraction
from loa.reading.lines import Locator
from loa.reading.model import Citation
from loa.reading.passage import Passage


def cite(text: str, preamble: str = "", own: str | None = None) -> tuple[Citation, ...]:
    source = preamble + "\n" + text
    basis = [Passage.of(source, 0, len(preamble))] if preamble else []
    rest = [Passage.of(source, len(preamble) + 1)]
    return read_citations(
        basis, rest, own_number=own, locate=Locator(Extraction("txt", source, ())), agency_name=lambda name: name
    )


def values(text: str, **more: str) -> list[tuple[str, str, str | None, str | None]]:
    return [(found.kind, found.number, found.date, found.issuer) for found in cite(text, **more)]


@pytest.mark.parametrize(
    ("text", "kind", "number", "date", "issuer"),
    [
        (
            "theo Nghị quyết số 131/NQ-CP ngày 06/10/2022 của Chính phủ về đẩy mạnh",
            "Nghị quyết",
            "131/NQ-CP",
            "2022-10-06",
            "Chính phủ",
        ),
        (
            "Nghị định 42/2022/NĐ-CP, ngày 24/6/2022 của Chính phủ quy định",
            "Nghị định",
            "42/2022/NĐ-CP",
            "2022-06-24",
            "Chính phủ",
        ),
        (
            "Quyết định số 876/QĐ-BNV ngày 10 tháng 11 năm 2022 của Bộ Nội vụ phê duyệt",
            "Quyết định",
            "876/QĐ-BNV",
            "2022-11-10",
            "Bộ Nội vụ",
        ),
        (
            "kế hoạch số 7/KH-UBND ngày 05-01-2024 của UBND xã Gió Lành về",
            "Kế hoạch",
            "7/KH-UBND",
            "2024-01-05",
            "UBND xã Gió Lành",
        ),
        (
            "Công văn số 893/STTTT-CNTT ngày 5.6.2024 của Sở Thông tin và Truyền thông hướng dẫn",
            "Công văn",
            "893/STTTT-CNTT",
            "2024-06-05",
            "Sở Thông tin và Truyền thông",
        ),
        (
            "Hướng dẫn số 01-HD/BTGTU của Ban Tuyên giáo Tỉnh ủy",
            "Hướng dẫn",
            "01-HD/BTGTU",
            None,
            "Ban Tuyên giáo Tỉnh ủy",
        ),
        ("Công văn số 2231/SNV-CCHC&PC", "Công văn", "2231/SNV-CCHC&PC", None, None),
        (
            "Nghị quyết số 57-NQ/TW ngày 22/12/2024 của Bộ Chính trị",
            "Nghị quyết",
            "57-NQ/TW",
            "2024-12-22",
            "Bộ Chính trị",
        ),
        (
            "Luật số 72/2025/QH15 ngày 16/6/2025 của Quốc hội",
            "Luật",
            "72/2025/QH15",
            "2025-06-16",
            "Quốc hội",
        ),
        ("Luật Cán bộ, công chức số 80/2025/QH15", "Luật", "80/2025/QH15", None, None),
        (
            "Thông tư liên tịch số 14/2014/TTLT-BTC-BTP của Bộ Tài chính và Bộ Tư pháp quy định",
            "Thông tư liên tịch",
            "14/2014/TTLT-BTC-BTP",
            None,
            "Bộ Tài chính và Bộ Tư pháp",
        ),
        (
            "Thông báo kết luận số 27-TB/TU ngày 1/3/2024 của Ban Thường vụ Tỉnh ủy",
            "Thông báo kết luận",
            "27-TB/TU",
            "2024-03-01",
            "Ban Thường vụ Tỉnh ủy",
        ),
        ("Chương trình hành động số 27-CTr/TU", "Chương trình hành động", "27-CTr/TU", None, None),
        ("Nghị quyết số 76/NQ-CP (ngày 15/7/2021) của Chính phủ", "Nghị quyết", "76/NQ-CP", "2021-07-15", "Chính phủ"),
        ("Báo cáo số 15/BC-UBND tháng 12/2023 của UBND phường", "Báo cáo", "15/BC-UBND", "2023-12", "UBND phường"),
        ("Quyết định số 282/QĐ-TTg ngày …/…/2026", "Quyết định", "282/QĐ-TTg", "2026", None),
        ("Quyết định số 9/QĐ-UBND ngày   /02/2026", "Quyết định", "9/QĐ-UBND", "2026-02", None),
        (
            "Công văn của Sở Nội vụ số 12/SNV-CCHC ngày 1/3/2024",
            "Công văn",
            "12/SNV-CCHC",
            "2024-03-01",
            "Sở Nội vụ",
        ),
        (
            "theo đề nghị của Giám đốc Sở Văn hóa, Thể thao và Du lịch tại Tờ trình số 34/TTr-SVHTTDL",
            "Tờ trình",
            "34/TTr-SVHTTDL",
            None,
            "Giám đốc Sở Văn hóa, Thể thao và Du lịch",
        ),
        ("Kế hoạch số 12/KH-UBND của UBND huyện ngày 2/3/2024", "Kế hoạch", "12/KH-UBND", "2024-03-02", "UBND huyện"),
        ("Chỉ thị số 05, ngày 15/5/2016 của Bộ Chính trị", "Chỉ thị", "05", "2016-05-15", "Bộ Chính trị"),
        ("Đề án số 3 ngày 4/5/2023", "Đề án", "3", "2023-05-04", None),
    ],
)
def test_one_cited_document(text: str, kind: str, number: str, date: str | None, issuer: str | None) -> None:
    assert values(text) == [(kind, number, date, issuer)]


@pytest.mark.parametrize(
    ("text", "kind", "number", "date"),
    [
        ("Chỉ thị số 23/CT- TTg ngày 02/9/2021", "Chỉ thị", "23/CT-TTg", "2021-09-02"),
        ("Quyêt định sô 12 / QĐ - UBND, ngày 5 tháng 1 năm 2024", "Quyết định", "12/QĐ-UBND", "2024-01-05"),
        ("Nghi định số 61/ 2018/NĐ -CP ngày 2 3 tháng 4 năm 2018", "Nghị định", "61/2018/NĐ-CP", "2018-04-23"),
        ("Kế hoạch số:36 /KH-UBND", "Kế hoạch", "36/KH-UBND", None),
        ("Kế hoạch số 36/KH–UBND", "Kế hoạch", "36/KH-UBND", None),
        ("ke hoach so 36/KH-UBND ngay 5 thang 1 nam 2024", "Kế hoạch", "36/KH-UBND", "2024-01-05"),
        ("QĐ 12/QĐ-UBND ngày 1/1/2024", "Quyết định", "12/QĐ-UBND", "2024-01-01"),
        ("Quyết định số 1.234/QĐ-UBND", "Quyết định", "1.234/QĐ-UBND", None),
        ("Kế hoạch số 36/KH-UBND - Ủy ban nhân dân", "Kế hoạch", "36/KH-UBND", None),
        ("Nghị định số 30/2020/NĐ-CP ngày 32/3/2020", "Nghị định", "30/2020/NĐ-CP", "2020-03"),
    ],
)
def test_numbers_and_kinds_with_stray_blanks_and_recognition_errors(
    text: str, kind: str, number: str, date: str | None
) -> None:
    assert [found[:3] for found in values(text)] == [(kind, number, date)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Nghị định 61/2018/NĐ-CP ngày 23/4/2018 và Nghị định số 107/2021/NĐ-CP ngày 06/12/2021 của Chính phủ.",
            [("61/2018/NĐ-CP", "2018-04-23", "Chính phủ"), ("107/2021/NĐ-CP", "2021-12-06", "Chính phủ")],
        ),
        (
            "các Quyết định số 12/QĐ-UBND ngày 1/2/2023 và số 13/QĐ-UBND ngày 05/3/2023 của UBND tỉnh",
            [("12/QĐ-UBND", "2023-02-01", "UBND tỉnh"), ("13/QĐ-UBND", "2023-03-05", "UBND tỉnh")],
        ),
        ("Quyết định số 1, 2 của Bộ Nội vụ", [("1", None, "Bộ Nội vụ"), ("2", None, "Bộ Nội vụ")]),
        (
            "Nghị định số 45/2020/NĐ-CP, 61/2018/NĐ-CP và 107/2021/NĐ-CP của Chính phủ",
            [(number, None, "Chính phủ") for number in ("45/2020/NĐ-CP", "61/2018/NĐ-CP", "107/2021/NĐ-CP")],
        ),
        (
            "các Kế hoạch của UBND tỉnh: số 12/KH-UBND ngày 5/1/2024 về CCHC; số 13/KH-UBND ngày 6/1/2024 về CĐS",
            [("12/KH-UBND", "2024-01-05", None), ("13/KH-UBND", "2024-01-06", None)],
        ),
        (
            "Chỉ thị số 8/CT-TTg ngày 1/2/2024 của Thủ tướng Chính phủ; Chỉ thị số 9-CT/TU ngày 3/2/2024",
            [("8/CT-TTg", "2024-02-01", "Thủ tướng Chính phủ"), ("9-CT/TU", "2024-02-03", None)],
        ),
    ],
)
def test_lists_of_documents(text: str, expected: list[tuple[str, str | None, str | None]]) -> None:
    assert [found[1:] for found in values(text)] == expected


@pytest.mark.parametrize(
    "text",
    [
        "áp dụng TCVN ISO 9001:2015 tại các cơ quan",
        "điện thoại 0252.3833505, địa chỉ https://x.vn/12/KH-UBND",
        "theo Mẫu số 01 và Phụ lục số 02/PL",
        "ít nhất 05 tin, bài/tháng, 01/tuần, 02 lần/năm, 24/7",
        "Kế hoạch số      /KH-UBND ngày    tháng 02 năm 2022",
        "(Kèm theo Kế hoạch số 36/KH-UBND ngày 05/01/2023 của UBND tỉnh)",
        "(Ban hành kèm theo Quyết định số 5/QĐ-BNV ngày 5/1/2024)",
        "Chương trình số 2, phương án số 3",
        "hoàn thành trước ngày 30/6/2024, đạt 90% kế hoạch số lượng 04",
        "Luật Tiếp cận thông tin",
        "Nghị quyết Đại hội XIII; giai đoạn 2021-2025",
    ],
)
def test_what_is_no_citation(text: str) -> None:
    assert values(text) == []


def test_regulation_issued_with_a_decision_cites_that_decision() -> None:
    text = "Quy chế ban hành kèm theo Quyết định số 45/2016/QĐ-TTg ngày 19/10/2016"
    assert [found[1] for found in values(text)] == ["45/2016/QĐ-TTg"]


def test_own_number_is_no_citation_but_a_basis_with_the_same_number_is() -> None:
    found = cite(
        "Kế hoạch số 36/KH-UBND này", "Thực hiện Kế hoạch số 36/KH-UBND ngày 3/1/2021 của UBND tỉnh", "36/KH-UBND"
    )
    assert [(one.number, one.date, one.role) for one in found] == [("36/KH-UBND", "2021-01-03", "basis")]
    assert cite("Kế hoạch số 36/KH-UBND này", own="36 /KH-UBND") == ()


def test_document_is_listed_once_at_its_first_mention() -> None:
    found = cite("Nghị quyết 76/NQ-CP; Chỉ thị số 1/CT-TTg", "Căn cứ Nghị quyết số 76/NQ-CP ngày 15/7/2021")
    assert [(one.number, one.role) for one in found] == [("76/NQ-CP", "basis"), ("1/CT-TTg", "reference")]


def test_same_number_of_another_kind_is_another_document() -> None:
    assert len(values("Quyết định số 5/QĐ-UBND; Kế hoạch số 5/QĐ-UBND")) == 2


def test_kind_is_the_printed_word_even_when_the_number_says_another() -> None:
    assert values("Kế hoạch số 88/QĐ-UBND")[0][0] == "Kế hoạch"


def test_place_holds_the_printed_words() -> None:
    text = "Thực hiện Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ về CCHC"
    (found,) = cite(text)
    assert ("\n" + text)[found.place.start : found.place.end] == text[10:-8]


def laws(text: str) -> list[str]:
    locate = Locator(Extraction("txt", text, ()))
    return [law.title for law in read_laws([("I.1", Passage.of(text))], locate=locate)]


@pytest.mark.parametrize(
    ("text", "titles"),
    [
        (
            "thực hiện Luật Tiếp cận thông tin năm 2016, Luật Trẻ em.",
            ["Luật Tiếp cận thông tin năm 2016", "Luật Trẻ em"],
        ),
        ("Luật Cán bộ, công chức và các văn bản hướng dẫn", ["Luật Cán bộ, công chức"]),
        ("Luật Tổ chức Chính phủ ngày 18 tháng 02 năm 2025;", ["Luật Tổ chức Chính phủ"]),
        ("Luật Phòng, chống tham nhũng; kỷ luật, kỷ cương", ["Luật Phòng, chống tham nhũng"]),
        (
            "Luật sửa đổi, bổ sung một số điều của Luật Đấu thầu (năm 2022), tăng cường",
            ["Luật sửa đổi, bổ sung một số điều của Luật Đấu thầu (năm 2022)"],
        ),
        ("Luật Ban hành văn bản quy phạm pháp luật số 64/2025/QH15", []),
        ("pháp luật của Nhà nước, Luật sư, luật Đất đai cũ", []),
    ],
)
def test_laws_by_title(text: str, titles: list[str]) -> None:
    assert laws(text) == titles


def test_citations_of_six_pages_take_a_few_milliseconds() -> None:
    sentence = (
        "Tiếp tục tuyên truyền Nghị quyết số 76/NQ-CP ngày 15/7/2021 của Chính phủ trên 24 cổng, trang thông tin. "
    )
    text = sentence * 150
    passage = Passage.of(text)
    cite(sentence)
    best = min(_seconds(passage) for _ in range(5))
    assert best < 0.05


def _seconds(passage: Passage) -> float:
    locate = Locator(Extraction("txt", passage.text, ()))
    start = time.perf_counter()
    read_citations([], [passage], own_number=None, locate=locate, agency_name=str)
    return time.perf_counter() - start


PIECES = [
    "Nghị quyết ",
    "số ",
    "76",
    "/NQ-CP",
    "-CT/TU",
    " và ",
    ", ",
    " ngày ",
    "1/2/2023",
    "của Chính phủ",
    "Luật ",
    "(",
    ")",
]


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join) | st.text(max_size=200))
def test_any_text_is_read_with_places_inside_it(text: str) -> None:
    passage = Passage.of(text)
    locate = Locator(Extraction("txt", text, ()))
    found = read_citations([], [passage], own_number=None, locate=locate, agency_name=str)
    assert all(0 <= one.place.start < one.place.end <= len(text) for one in found)
    assert all(0 <= law.place.start < law.place.end <= len(text) for law in read_laws([(None, passage)], locate=locate))
