"""Electronic-signature stamps become signatures; stamps of receipt are told apart from the text."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loa.reading.extraction import Extraction
from loa.reading.lines import CleanLine, Locator
from loa.reading.model import ESignature
from loa.reading.passage import Passage
from loa.reading.stamps import is_receipt_stamp_line, is_stamp_line, read_moment, read_stamps, stamp_lines


def signatures(text: str) -> list[tuple[str | None, str | None, str | None]]:
    return [(found.signer, found.organization, found.signed_at) for found in read(text)]


def read(text: str) -> tuple[ESignature, ...]:
    lines = [CleanLine(Passage.of(text, *span).squeezed()) for span in spans(text)]
    lines = [line for line in lines if line.text]
    stamps = sorted(stamp_lines([line.text for line in lines]))
    return read_stamps([lines[i] for i in stamps], Locator(Extraction("txt", text, ())))


def spans(text: str) -> list[tuple[int, int]]:
    out, at = [], 0
    for line in text.split("\n"):
        out.append((at, at + len(line)))
        at += len(line) + 1
    return out


SYSTEM_STAMP = """\
\t\tỦy ban nhân dân tỉnh Cao Xanh - VP - Email: vp@caoxanh.example.vn - Phone: 0255.3000000
\t2024-02-17T10:05:59+0700
\tỦy ban nhân dân tỉnh Cao Xanh
\tTrần Thị Mây<maytt@caoxanh.example.vn> đã ký lên văn bản này!
"""


def test_stamp_of_a_document_system_gives_signer_body_and_time() -> None:
    assert signatures(SYSTEM_STAMP) == [("Trần Thị Mây", "Ủy ban nhân dân tỉnh Cao Xanh", "2024-02-17T10:05:59+07:00")]


def test_each_stamp_is_a_signature_of_its_own() -> None:
    later = SYSTEM_STAMP.replace("10:05:59", "10:07:00")
    assert [found[2] for found in signatures(SYSTEM_STAMP + "\n\n" + later)] == [
        "2024-02-17T10:05:59+07:00",
        "2024-02-17T10:07:00+07:00",
    ]


def test_organisation_is_found_in_the_source_when_its_line_was_not_handed_over() -> None:
    lines = [CleanLine(Passage.of(SYSTEM_STAMP, *span).squeezed()) for span in spans(SYSTEM_STAMP)]
    strong = [line for line in lines if is_stamp_line(line.text)]
    (found,) = read_stamps(strong, Locator(Extraction("txt", SYSTEM_STAMP, ())))
    assert found.organization == "Ủy ban nhân dân tỉnh Cao Xanh"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Ký bởi: UBND xã Gió Lành\nEmail: gl@x.vn\nCơ quan: Tỉnh Cao\nThời gian ký: 05.01.2023 09:21:39 +07:00",
            ("UBND xã Gió Lành", "Tỉnh Cao", "2023-01-05T09:21:39+07:00"),
        ),
        (
            "Người ký: Sở Nội vụ Email: snv@x.vn Cơ quan: Tỉnh Cao Xanh Thời gian ký: 05-01-2023 09:21:39",
            ("Sở Nội vụ", "Tỉnh Cao Xanh", "2023-01-05T09:21:39+07:00"),
        ),
        (
            "Signature Not Verified\nDigitally signed by Lò Văn Suối\nDate: 2025.07.02 16:00:01 +07'00'",
            ("Lò Văn Suối", None, "2025-07-02T16:00:01+07:00"),
        ),
        (
            "Digitally signed by\nLò Văn Suối\nDN: c=VN, o=UBND xã Gió,\ncn=Lò Văn Suối\nDate: 2025.07.02 16:00:01Z",
            ("Lò Văn Suối", "UBND xã Gió", "2025-07-02T16:00:01+00:00"),
        ),
        ("Signed by:\nLò Văn Suối", ("Lò Văn Suối", None, None)),
        ("Ký bởi: Lò Văn Suối\nNgày ký: 05/01/2023", ("Lò Văn Suối", None, "2023-01-05")),
    ],
)
def test_usual_stamps_of_pdf_files(text: str, expected: tuple[str | None, ...]) -> None:
    assert signatures(text) == [expected]


def test_two_stamps_of_a_pdf_are_two_signatures() -> None:
    text = "Ký bởi: Lò Văn Suối\nKý ngày: 2023-01-05 09:21:39\nKý bởi: Sở Nội vụ\nKý ngày: 2023-01-06 08:00:00"
    assert signatures(text) == [
        ("Lò Văn Suối", None, "2023-01-05T09:21:39+07:00"),
        ("Sở Nội vụ", None, "2023-01-06T08:00:00+07:00"),
    ]


def test_notice_without_signer_is_no_signature() -> None:
    assert signatures("Signature Not Verified\nNơi nhận:") == []


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("09:21:39 05/01/2023", "2023-01-05T09:21:39+07:00"),
        ("2023-01-05T09:21:39.120+0700", "2023-01-05T09:21:39+07:00"),
        ("5/1/2023 2:05 pm", "2023-01-05T14:05:00+07:00"),
        ("45/13/2023 09:00", None),
        ("05/01/2023 29:00:00", "2023-01-05"),
        ("không rõ", None),
    ],
)
def test_times_of_signing(text: str, moment: str | None) -> None:
    assert read_moment(text) == moment


@pytest.mark.parametrize(
    "text",
    [
        "Tổ chức đăng ký bởi người dân",
        "Email: caicach@x.vn",
        "Cơ quan: chủ trì Sở Nội vụ",
        "người ký văn bản chịu trách nhiệm",
        "- Bộ Nội vụ;",
        "Ngày ký kết quy chế phối hợp",
    ],
)
def test_text_of_a_plan_is_no_stamp(text: str) -> None:
    assert not is_stamp_line(text)
    assert stamp_lines([text]) == frozenset()


def test_mail_line_is_stamp_only_beside_one() -> None:
    assert stamp_lines(["Email: a@x.vn", "I. MỤC ĐÍCH", "Ký bởi: Sở Nội vụ", "Email: a@x.vn"]) == {2, 3}


@pytest.mark.parametrize("text", ["CÔNG VĂN ĐẾN", "ĐẾN", "ĐẾN Số: 1234", "Số đến: 55", "Chuyển: ……", "Giờ đến: 8"])
def test_stamps_of_receipt(text: str) -> None:
    assert is_receipt_stamp_line(text)


@pytest.mark.parametrize(
    "text", ["đến", "Đến năm 2025 hoàn thành", "Văn bản đến hạn", "Số: 36/KH-UBND", "Chuyển: Sở Nội vụ tổng hợp"]
)
def test_text_that_is_no_stamp_of_receipt(text: str) -> None:
    assert not is_receipt_stamp_line(text)


@given(st.lists(st.sampled_from([*SYSTEM_STAMP.split("\n"), "Ký bởi:", "DN: c=VN,", "Date: 2", "x", "o=a, cn=b"])))
def test_any_order_of_stamp_lines_is_read_with_places_inside_the_text(parts: list[str]) -> None:
    text = "\n".join(parts)
    for found in read(text):
        assert 0 <= found.place.start <= found.place.end <= len(text)
