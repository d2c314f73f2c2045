"""The head: issuer, tier, number, place, date, title and year of documents of every tier, clean and damaged."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.reading.extraction import Extraction
from loa.reading.head import read_document
from loa.reading.lines import CleanLine, Frame, Locator
from loa.reading.model import Document
from loa.reading.passage import Passage

MOTTO = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n"
TITLE = "KẾ HOẠCH\nTuyên truyền cải cách hành chính năm 2024"


def document(
    head: str, *, preamble: str = "", body: str = "", tail: str = "", annex: str = "", decision: str = ""
) -> Document:
    parts = {"decision": decision, "head": head, "preamble": preamble, "body": body, "tail": tail, "annex": annex}
    source = "\n".join(parts.values())
    lines: dict[str, tuple[CleanLine, ...]] = {}
    at = 0
    for name, text in parts.items():
        lines[name] = tuple(_lines(source, at, text))
        at += len(text) + 1
    frame = Frame(
        head=lines["head"],
        preamble=lines["preamble"],
        body=lines["body"],
        tail=lines["tail"],
        annexes=(lines["annex"],) if annex else (),
        decision=lines["decision"],
    )
    return read_document(frame, Locator(Extraction("txt", source, ())))


def _lines(source: str, at: int, text: str) -> list[CleanLine]:
    out = []
    for line in text.split("\n"):
        passage = Passage.of(source, at, at + len(line)).squeezed()
        if passage.text:
            out.append(CleanLine(passage))
        at += len(line) + 1
    return out


def issuer(head: str, **more: str) -> tuple[str | None, str | None]:
    found = document(head + "\n" + MOTTO + TITLE, **more)
    return found.issuer, found.tier


@pytest.mark.parametrize(
    ("head", "name", "tier"),
    [
        ("ỦY BAN NHÂN DÂN\nTỈNH QUẢNG NGÃI", "Ủy ban nhân dân tỉnh Quảng Ngãi", "province"),
        ("UBND TỈNH QUẢNG NGÃI", "Ủy ban nhân dân tỉnh Quảng Ngãi", "province"),
        ("UỶ BAN NHÂN DÂN TỈNH HOÀ BÌNH", "Ủy ban nhân dân tỉnh Hòa Bình", "province"),
        ("ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HẢI PHÒNG", "Ủy ban nhân dân thành phố Hải Phòng", "province"),
        ("UBND TP. HỒ CHÍ MINH", "Ủy ban nhân dân thành phố Hồ Chí Minh", "province"),
        ("ỦY BAN NHÂN DÂN TP.HCM", "Ủy ban nhân dân thành phố Hồ Chí Minh", "province"),
        ("ỦY BAN NHÂN DÂN\nTHÀNH PHỐ ĐÀ LẠT", "Ủy ban nhân dân thành phố Đà Lạt", "district"),
        ("ỦY BAN NHÂN DÂN\nTHÀNH PHỐ THỦ ĐỨC", "Ủy ban nhân dân thành phố Thủ Đức", "district"),
        ("ỦY BAN NHÂN DÂN\nHUYỆN SÓC SƠN", "Ủy ban nhân dân huyện Sóc Sơn", "district"),
        ("ỦY BAN NHÂN DÂN\nHUYỆN EA H'LEO", "Ủy ban nhân dân huyện Ea H'leo", "district"),
        ("UBND QUẬN 1", "Ủy ban nhân dân quận 1", "district"),
        ("ỦY BAN NHÂN DÂN\nTHỊ XÃ SA PA", "Ủy ban nhân dân thị xã Sa Pa", "district"),
        ("UBND TX. SA PA", "Ủy ban nhân dân thị xã Sa Pa", "district"),
        ("ỦY BAN NHÂN DÂN\nXÃ HOA THÁM", "Ủy ban nhân dân xã Hoa Thám", "commune"),
        ("UBND HUYỆN BÌNH GIA\nỦY BAN NHÂN DÂN\nXÃ HOA THÁM", "Ủy ban nhân dân xã Hoa Thám", "commune"),
        ("UBND HUYỆN BÌNH GIA\nUBND XÃ HOA THÁM", "Ủy ban nhân dân xã Hoa Thám", "commune"),
        ("ỦY BAN NHÂN DÂN\nPHƯỜNG 05", "Ủy ban nhân dân phường 5", "commune"),
        ("ỦY BAN NHÂN DÂN PHƯỜNG 5, QUẬN 3", "Ủy ban nhân dân phường 5", "commune"),
        ("ỦY BAN NHÂN DÂN\nTHỊ TRẤN ĐỒNG VĂN", "Ủy ban nhân dân thị trấn Đồng Văn", "commune"),
        ("ỦY BAN NHÂN DÂN\nĐẶC KHU PHÚ QUÝ", "Ủy ban nhân dân đặc khu Phú Quý", "commune"),
        ("HỘI ĐỒNG NHÂN DÂN\nTỈNH GIA LAI", "Hội đồng nhân dân tỉnh Gia Lai", "province"),
        ("BỘ NỘI VỤ", "Bộ Nội vụ", "ministry"),
        ("BỘ VĂN HÓA, THỂ THAO\nVÀ DU LỊCH", "Bộ Văn hóa, Thể thao và Du lịch", "ministry"),
        ("NGÂN HÀNG NHÀ NƯỚC\nVIỆT NAM", "Ngân hàng nhà nước Việt Nam", "ministry"),
        ("THANH TRA CHÍNH PHỦ", "Thanh tra Chính phủ", "ministry"),
        ("BỘ NỘI VỤ\nVỤ CẢI CÁCH HÀNH CHÍNH", "Vụ Cải cách hành chính", "department"),
        ("BỘ TÀI CHÍNH\nTỔNG CỤC HẢI QUAN", "Tổng cục Hải quan", "department"),
        ("TỔNG CỤC THUẾ\nCỤC THUẾ TỈNH LÀO CAI", "Cục Thuế tỉnh Lào Cai", "department"),
        ("UBND TỈNH LÀO CAI\nSỞ NỘI VỤ", "Sở Nội vụ tỉnh Lào Cai", "department"),
        ("ỦY BAN NHÂN DÂN TỈNH LÀO CAI\nSỞ Y TẾ", "Sở Y tế tỉnh Lào Cai", "department"),
        ("UBND TỈNH LÀO CAI SỞ NỘI VỤ", "Sở Nội vụ tỉnh Lào Cai", "department"),
        ("UBND THÀNH PHỐ HẢI PHÒNG SỞ NỘI VỤ", "Sở Nội vụ thành phố Hải Phòng", "department"),
        ("ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HẢI PHÒNG\nSỞ NỘI VỤ", "Sở Nội vụ thành phố Hải Phòng", "department"),
        ("SỞ NỘI VỤ TỈNH LÀO CAI", "Sở Nội vụ tỉnh Lào Cai", "department"),
        (
            "UBND TỈNH LÀO CAI\nSỞ LAO ĐỘNG - THƯƠNG BINH\nVÀ XÃ HỘI",
            "Sở Lao động - Thương binh và Xã hội tỉnh Lào Cai",
            "department",
        ),
        ("UBND HUYỆN BÌNH GIA\nPHÒNG NỘI VỤ", "Phòng Nội vụ huyện Bình Gia", "department"),
        ("UBND XÃ HOA THÁM\nPHÒNG VĂN HÓA - XÃ HỘI", "Phòng Văn hóa - Xã hội xã Hoa Thám", "department"),
        ("UBND TỈNH LÀO CAI\nBAN QUẢN LÝ KHU KINH TẾ", "Ban Quản lý Khu kinh tế tỉnh Lào Cai", "department"),
        ("UBND TỈNH LÀO CAI\nVĂN PHÒNG", "Văn phòng tỉnh Lào Cai", "department"),
        ("VĂN PHÒNG\nỦY BAN NHÂN DÂN TỈNH LÀO CAI", "Văn phòng Ủy ban nhân dân tỉnh Lào Cai", "department"),
        ("SỞ NỘI VỤ\nCHI CỤC VĂN THƯ - LƯU TRỮ", "Chi cục Văn thư - Lưu trữ", "department"),
        (
            "UBND TỈNH LÀO CAI\nBAN CHỈ ĐẠO CCHC",
            "Ban Chỉ đạo Cải cách hành chính tỉnh Lào Cai",
            "department",
        ),
        ("ĐẢNG BỘ TỈNH LÀO CAI\nHUYỆN ỦY BẮC HÀ", "Huyện ủy Bắc Hà", "district"),
    ],
)
def test_issuer_and_tier(head: str, name: str, tier: str) -> None:
    assert issuer(head) == (name, tier)


@pytest.mark.parametrize(
    ("date", "tier"), [("ngày 5 tháng 2 năm 2024", "district"), ("ngày 5 tháng 2 năm 2026", "province")]
)
def test_hue_is_a_central_city_since_2025(date: str, tier: str) -> None:
    head = f"ỦY BAN NHÂN DÂN\nTHÀNH PHỐ HUẾ\nHuế, {date}\nKẾ HOẠCH\nTuyên truyền cải cách hành chính"
    assert document(head).tier == tier


def test_department_takes_its_province_from_the_date_line() -> None:
    head = "SỞ NỘI VỤ\nSố: 15/KH-SNV\n" + MOTTO + "Lạng Sơn, ngày 8 tháng 3 năm 2025\n" + TITLE
    assert document(head).issuer == "Sở Nội vụ tỉnh Lạng Sơn"


@pytest.mark.parametrize(
    ("line", "number"),
    [
        ("Số: 36/KH-UBND", "36/KH-UBND"),
        ("Số:  36    /KH-UBND", "36/KH-UBND"),
        ("Số 05/KH-SNV", "05/KH-SNV"),
        ("Sô: 7 /KH - UBND", "7/KH-UBND"),
        ("Số: 3 6/KH-UBND", "36/KH-UBND"),
        ("Số: 12/2024/QĐ-UBND", "12/2024/QĐ-UBND"),
        ("Số: 12-KH/TU", "12-KH/TU"),
        ("Số: 45 -KH/BCĐ", "45-KH/BCĐ"),
        ("Số: 88/KH–BCĐCCHC", "88/KH-BCĐCCHC"),
        ("Số:      /KH-UBND", None),
        ("Số: …/KH-UBND", None),
        ("Số: ......./2024/QĐ-UBND", None),
        ("Số: ………", None),
        ("Số:\n/KH-UBND", None),
        ("Số: 36\n/KH-UBND", "36/KH-UBND"),
        ("", None),
    ],
)
def test_number(line: str, number: str | None) -> None:
    assert document(f"ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\n{line}\n{MOTTO}{TITLE}").number == number


@pytest.mark.parametrize(
    ("line", "place", "date"),
    [
        ("Lào Cai, ngày 05 tháng 01 năm 2024", "Lào Cai", "2024-01-05"),
        ("Lào Cai, ngày       tháng 01 năm 2024", "Lào Cai", "2024-01"),
        ("Lào Cai, ngày … tháng … năm 2024", "Lào Cai", "2024"),
        ("Lào Cai, ngày     tháng     năm", "Lào Cai", None),
        ("Lào Cai, ngày 05/01/2024", "Lào Cai", "2024-01-05"),
        ("Lào Cai ngày 5 tháng 1 năm 2024", "Lào Cai", "2024-01-05"),
        ("Lào Cai, ngày 0 5 tháng 0 1 năm 2 024", "Lào Cai", "2024-01-05"),
        ("Lao Cai, ngay 05 thang 01 nam 2024", "Lào Cai", "2024-01-05"),
        ("Lào Cai,\nngày 05 tháng 01 năm 2024", "Lào Cai", "2024-01-05"),
        ("Lào Cai, ngày 05\ntháng 01 năm 2024", "Lào Cai", "2024-01-05"),
        ("LÀO CAI, ngày 05 tháng 01 năm 2024", "Lào Cai", "2024-01-05"),
        ("Thành phố Hồ Chí Minh, ngày 05 tháng 01 năm 2024", "Thành phố Hồ Chí Minh", "2024-01-05"),
        ("Lào Cai, ngày 31 tháng 02 năm 2024", "Lào Cai", "2024-02"),
        ("", None, None),
    ],
)
def test_place_and_date(line: str, place: str | None, date: str | None) -> None:
    found = document(f"ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\nSố: 1/KH-UBND\n{MOTTO}{line}\n{TITLE}")
    assert (found.place, found.date) == (place, date)


@pytest.mark.parametrize(
    "head",
    [
        (
            "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nTỈNH LÀO CAI Độc lập - Tự do - Hạnh phúc\n"
            "Số: 36 /KH-UBND Lào Cai, ngày 05 tháng 01 năm 2024\n"
        ),
        (
            "ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\nSố: 36/KH-UBND\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\n"
            "Độc lập - Tự do - Hạnh phúc\nLào Cai, ngày 05 tháng 01 năm 2024\n"
        ),
        (
            "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập – Tự do – Hạnh phúc\n––––––\nỦY BAN NHÂN DÂN TỈNH LÀO CAI\n"
            "-------\nSố: 36/KH-UBND\nLào Cai, ngày 05 tháng 01 năm 2024\n"
        ),
        (
            "ÚY BAN NHÂN DÂN CỌNG HÒA XÃ HỘI CHU NGHĨA VIỆT NAM\nTINH LÀO CAI Đôc lập - Tự do - Hanh phúc\n"
            "Sô: 36/KH-UBND Lào Cai, ngày 05 thang 01 năm 2024\n"
        ),
        (
            "UBND XÃ GIÓ LÀNH\nSố: 214\nNgày: 27/01/2024\nỦY BẠN NHÂN DÂN\nTỈNH LÀO CAI\nSố: 36/KH-UBND\n"
            "Lào Cai, ngày 05 — tháng 01 năm 2024\n"
        ),
        "ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI Lào Cai, ngày 05 tháng 01 năm 2024\nSố: 36/KH-UBND\n",
        (
            "HỎA TỐC\nỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\nSố: 36/KH-UBND\nUBND XÃ GIÓ LÀNH\nCÔNG VĂN ĐẾN\nSố: 214\n"
            "Ngày: 08/01/2024\nChuyển: VH-XH\nLào Cai, ngày 05 tháng 01 năm 2024\n"
        ),
    ],
)
def test_head_in_one_or_two_columns_clean_or_damaged(head: str) -> None:
    found = document(head + TITLE)
    assert (found.issuer, found.tier) == ("Ủy ban nhân dân tỉnh Lào Cai", "province")
    assert (found.number, found.place, found.date) == ("36/KH-UBND", "Lào Cai", "2024-01-05")


def test_lines_of_the_right_column_behind_the_title_belong_to_the_head() -> None:
    head = "ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\nSố: 36\nKẾ HOẠCH\nTuyên truyền cải cách hành chính năm 2024"
    found = document(head, preamble="/KH-UBND Lào Cai, ngày 05 tháng 01 năm 2024\nThực hiện Nghị quyết số 1/NQ-CP,")
    assert (found.number, found.place, found.date) == ("36/KH-UBND", "Lào Cai", "2024-01-05")


def test_place_misprinted_in_the_head_takes_the_right_form_of_the_text() -> None:
    head = "Số: /KH-UBND\nBa Bè, ngày tháng 02 năm 2022\nKẾ HOẠCH\nTuyên truyền cải cách hành chính năm 2022"
    preamble = "Thực hiện kế hoạch của UBND huyện Ba Bè. UBND huyện xây dựng Kế hoạch tuyên truyền như sau:"
    found = document(head, preamble=preamble, annex="PHỤ LỤC\n(Kèm theo Kế hoạch số /KH-UBND của UBND huyện Ba Bể)")
    assert (found.issuer, found.place) == ("Ủy ban nhân dân huyện Ba Bể", "Ba Bể")


def test_lost_marks_of_a_place_are_restored_when_only_one_unit_fits() -> None:
    assert issuer("ỦY BAN NHÂN DÂN\nTỈNH QUANG NGAI")[0] == "Ủy ban nhân dân tỉnh Quảng Ngãi"


def test_place_that_no_list_knows_stays_as_printed() -> None:
    assert issuer("ỦY BAN NHÂN DÂN\nXÃ GIÓ LÀNH")[0] == "Ủy ban nhân dân xã Gió Lành"


@pytest.mark.parametrize(
    ("preamble", "name"),
    [
        (
            (
                "Căn cứ Quyết định số 251/QĐ-BNV của Bộ Nội vụ ban hành Kế hoạch tuyên truyền, "
                "Ủy ban nhân dân tỉnh Lào Cai ban hành ban hành Kế hoạch tuyên truyền cải cách hành chính như sau:"
            ),
            "Ủy ban nhân dân tỉnh Lào Cai",
        ),
        ("Ủy ban nhân dân (UBND) xã Hoa Thám xây dựng Kế hoạch như sau:", "Ủy ban nhân dân xã Hoa Thám"),
        ("Thực hiện Kế hoạch của UBND tỉnh Lào Cai, Sở Nội vụ ban hành Kế hoạch như sau:", "Sở Nội vụ tỉnh Lào Cai"),
        ("Sở Nội vụ ban hành Kế hoạch tuyên truyền như sau:", "Sở Nội vụ"),
        ("Bộ Tư pháp ban hành Kế hoạch tuyên truyền như sau:", "Bộ Tư pháp"),
    ],
)
def test_issuer_without_a_head_is_the_subject_of_the_preamble(preamble: str, name: str) -> None:
    found = document(TITLE, preamble=preamble)
    assert found.issuer == name
    assert (found.number, found.place, found.date) == (None, None, None)


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("KẾ HOẠCH\nTuyên truyền cải cách hành chính năm 2024", "Tuyên truyền cải cách hành chính năm 2024"),
        ("KẾ HOẠCH\nThông tin, tuyên truyển năm 2024", "Thông tin, tuyên truyền năm 2024"),
        ("KẾ HOẠCH\nThông tin, tuyên truyền\nnăm 2024\n––––––", "Thông tin, tuyên truyền năm 2024"),
        ("KẾ HOẠCH TUYÊN TRUYỀN\nCẢI CÁCH HÀNH CHÍNH NĂM 2024", "TUYÊN TRUYỀN CẢI CÁCH HÀNH CHÍNH NĂM 2024"),
        ("KẾ HOẠCH Tuyên truyền năm 2024", "Tuyên truyền năm 2024"),
        ("KÊ HOACH\nTuyên truyền năm 2024", "Tuyên truyền năm 2024"),
        ("KẾ HOẠCH\nVề việc tuyên truyền năm 2024", "Về việc tuyên truyền năm 2024"),
        (
            "KẾ HOẠCH\nTuyên truyền năm 2024\n(Ban hành kèm theo Quyết định số 5/QĐ-BNV\nngày 5/1/2024 của Bộ Nội vụ)",
            "Tuyên truyền năm 2024",
        ),
        ("KẾ HOẠCH\nTuyên truyền cải cách hành chính trên địa bàn các xã, thị-\ntrấn", None),
        ("KẾ HOẠCH", None),
    ],
)
def test_title(head: str, title: str | None) -> None:
    expected = title or ("Tuyên truyền cải cách hành chính trên địa bàn các xã, thị-trấn" if "\n" in head else None)
    assert document("BỘ NỘI VỤ\n" + head).title == expected


@pytest.mark.parametrize(
    ("title", "date", "preamble", "year"),
    [
        ("Tuyên truyền năm 2024", "ngày 20 tháng 12 năm 2023", "", 2024),
        ("Tuyên truyền giai đoạn 2021 - 2025", "", "", 2021),
        ("Tuyên truyền Chương trình tổng thể giai đoạn 2021-2030 năm 2024", "", "", 2024),
        ("Tuyên truyền Chỉ số CCHC năm 2022 trong năm 2023", "ngày 5 tháng 2 năm 2023", "", 2023),
        ("Tuyên truyền quý IV/2024", "", "", 2024),
        ("Tuyên truyền CCHC 2024", "", "", 2024),
        ("Tuyên truyền", "ngày 5 tháng 2 năm 2023", "ban hành Kế hoạch tuyên truyền năm 2023 như sau:", 2023),
        ("Tuyên truyền", "ngày 5 tháng 2 năm 2023", "", 2023),
        ("Tuyên truyền", "", "", None),
    ],
)
def test_year(title: str, date: str, preamble: str, year: int | None) -> None:
    head = f"BỘ NỘI VỤ\nHà Nội, {date}\nKẾ HOẠCH\n{title}" if date else f"BỘ NỘI VỤ\nKẾ HOẠCH\n{title}"
    assert document(head, preamble=preamble).year == year


def test_plan_issued_by_a_decision() -> None:
    decision = (
        "BỘ NỘI VỤ\nSố: 49/QĐ-BNV\n" + MOTTO + "Hà Nội, ngày 01 tháng 3 năm 2025\nQUYẾT ĐỊNH\n"
        "Về việc ban hành Kế hoạch tuyên truyền cải cách hành chính năm 2025\nBỘ TRƯỞNG BỘ NỘI VỤ\n"
        "Căn cứ Nghị định số 25/2025/NĐ-CP ngày 21 tháng 02 năm 2025 của Chính phủ;\nQUYẾT ĐỊNH:\n"
        "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch."
    )
    head = (
        "BỘ NỘI VỤ\nCỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\nKẾ HOẠCH\n"
        "Thông tin, tuyên truyền cải cách hành chính năm 2025\n(Ban hành kèm theo Quyết định số 49/QĐ-BNV)"
    )
    tail = "Nơi nhận:\n- Như Điều 3;\n- Lưu: VT, CCHC.\nKT. BỘ TRƯỞNG\nTHỨ TRƯỞNG\nĐỗ Thị Nắng"
    found = document(head, decision=decision, tail=tail)
    assert (found.type, found.number, found.date, found.place) == ("Quyết định", "49/QĐ-BNV", "2025-03-01", "Hà Nội")
    assert (found.issuer, found.tier, found.year) == ("Bộ Nội vụ", "ministry", 2025)
    assert found.title == "Thông tin, tuyên truyền cải cách hành chính năm 2025"
    assert (found.signer.authority, found.signer.capacity) == ("KT.", "Thứ trưởng")
    assert [one.name for one in found.recipients] == ["Như Điều 3", "Lưu: VT, CCHC"]


def test_title_named_by_the_decision_when_the_plan_has_none() -> None:
    decision = "BỘ NỘI VỤ\nQUYẾT ĐỊNH\nBan hành Kế hoạch tuyên truyền\nnăm 2025\nBỘ TRƯỞNG BỘ NỘI VỤ\nĐiều 1. …"
    assert document("KẾ HOẠCH", decision=decision).title == "tuyên truyền năm 2025"


def test_every_value_has_a_mark_with_its_rule_and_words() -> None:
    head = "ỦY BAN NHÂN DÂN\nTỈNH LÀO CAI\nSố: 36/KH-UBND\nLào Cai, ngày 05 tháng 01 năm 2024\n" + TITLE
    marks = {mark.field: (mark.value, mark.words, mark.rule) for mark in document(head).marks}
    assert marks == {
        "issuer": ("Ủy ban nhân dân tỉnh Lào Cai", "ỦY BAN NHÂN DÂN TỈNH LÀO CAI", "body.committee"),
        "tier": ("province", "ỦY BAN NHÂN DÂN TỈNH LÀO CAI", "tier.committee"),
        "number": ("36/KH-UBND", "Số: 36/KH-UBND", "head.number"),
        "place": ("Lào Cai", "Lào Cai", "head.date-lead"),
        "date": ("2024-01-05", "ngày 05 tháng 01 năm 2024", "date.words"),
        "title": (*["Tuyên truyền cải cách hành chính năm 2024"] * 2, "head.type-plan"),
        "year": ("2024", "năm 2024", "year.of-plan"),
    }


@pytest.mark.parametrize("piece", ["ỦY BAN NHÂN DÂN TỈNH ", "ngày . / ", "Số: 1-", "UBND xã Ba\n", "(.;) "])
def test_very_long_head_is_read_in_time_that_grows_with_its_length(piece: str) -> None:
    text = piece * (20_000 // len(piece))
    start = time.perf_counter()
    document(text + "\nKẾ HOẠCH\n", preamble=text, tail="Nơi nhận:\n" + text)
    assert time.perf_counter() - start < 5


PIECES = [
    "ỦY BAN NHÂN DÂN",
    " TỈNH ",
    "LÀO CAI",
    "\n",
    "Số: ",
    "36",
    "/KH-UBND",
    "KẾ HOẠCH",
    ", ngày 5 ",
    "tháng 1 năm 2024",
    "Sở ",
]


@given(st.lists(st.sampled_from(PIECES), max_size=25).map("".join) | st.text(max_size=200))
def test_any_head_is_read_with_places_inside_the_text(text: str) -> None:
    found = document(text, preamble=text)
    assert all(mark.place is not None and 0 <= mark.place.start <= mark.place.end for mark in found.marks)
    assert found == document(text, preamble=text)
