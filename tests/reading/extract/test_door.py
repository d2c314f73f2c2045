import zipfile
from io import BytesIO

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.reading.extract.checking import assert_sound
from tests.reading.extract.test_archive import packed
from tests.reading.extract.test_doc import ole
from tests.reading.extract.test_html import page
from tests.reading.extract.test_opendocument import odt
from tests.reading.extract.test_opendocument import p as odt_p
from tests.reading.extract.test_rtf import rtf
from tests.reading.extract.wordfile import p, word

from loa.reading.errors import EmptyDocument, ReadingError, TooLarge, UnknownFormat
from loa.reading.extract import door, extract
from loa.reading.extract.detect import Format, detect, name_differs
from loa.reading.extraction import Extraction, FileSignature, Limits

TEXT = "KẾ HOẠCH\nTuyên truyền cải cách hành chính".encode()


def workbook() -> bytes:
    out = BytesIO()
    openpyxl.Workbook().save(out)
    return out.getvalue()


KINDS = {
    Format.TEXT: [
        TEXT,
        b"\xef\xbb\xbf" + TEXT,
        "a".encode("utf-16"),
        b"<b>TT</b>\t<b>A</b>\n1\tx",
        b"{\\x",
        b"x < y",
        b"%PDX",
    ],
    Format.HTML: [
        page("x"),
        b"\n <HTML><p>x",
        b"<?xml version='1.0'?><html><p>x</p></html>",
        "<html><p>x".encode("utf-16"),
        b"<p>a</p><p>b</p><p>c</p>",
        b"\xef\xbb\xbf<!doctype html><p>x",
        b"HTTP/1.1 200 OK\n\n<html><head></head><body>x",
    ],
    Format.MHTML: [b"From: x\nContent-Type: multipart/related; boundary=x\n\nx"],
    Format.DOCX: [word(p("x")), word(p("x"))[:-40], word(p("x" * 9_000))[:900]],
    Format.ODT: [odt(odt_p("x")), odt(odt_p("x"))[:-40]],
    Format.RTF: [rtf("x"), b"\xef\xbb\xbf{\\rtf1 x}"],
    Format.PDF: [b"%PDF-1.7\n", b"\n\n%PDF-1.4"],
    Format.IMAGE: [b"\x89PNG\r\n\x1a\n0", b"\xff\xd8\xff\xe0", b"II*\0", b"RIFF1234WEBPVP8", b"BM" + bytes(12)],
    Format.ZIP: [packed({"a.txt": TEXT}), packed({})],
    Format.DOC: [
        ole("WordDocument"),
        ole()[:512] + b"\xec\xa5" + bytes(600),
        b'<?xml version="1.0"?><?mso-application progid="Word.Document"?><w:wordDocument/>',
    ],
    Format.LOCKED: [
        ole()[:512] + b"\xec\xa5" + bytes(8) + b"\0\x01" + bytes(600),
        ole("EncryptedPackage"),
        ole("EncryptionInfo", "EncryptedPackage"),
    ],
    Format.SPREADSHEET: [workbook(), ole("Workbook"), ole("Book")],
    Format.SLIDES: [packed({"[Content_Types].xml": b"", "ppt/presentation.xml": b""}), ole("PowerPoint Document")],
    Format.OTHER_OFFICE: [ole("Contents"), packed({"mimetype": b"application/epub+zip"})],
    Format.HEIC: [b"\0\0\0\x18ftypheic"],
    Format.PACKED: [b"Rar!\x1a\x07\x01\0", b"7z\xbc\xaf\x27\x1c", b"\x1f\x8b\x08\0"],
    Format.XML: [b"<?xml version='1.0'?><data><x/></data>"],
    Format.MEDIA: [b"OggS\0", b"ID3\x03", b"\0\0\0\x18ftypmp42", b"RIFF1234WAVEfmt "],
}


@pytest.mark.parametrize(("kind", "data"), [(kind, data) for kind, files in KINDS.items() for data in files])
def test_kinds_are_told_by_content(kind: Format, data: bytes) -> None:
    assert detect(data) is kind


@pytest.mark.parametrize(
    "kind",
    [
        Format.SPREADSHEET,
        Format.SLIDES,
        Format.OTHER_OFFICE,
        Format.PACKED,
        Format.XML,
        Format.MEDIA,
        Format.ZIP,
        Format.HEIC,
    ],
)
def test_kinds_that_are_not_read_say_what_they_are(kind: Format) -> None:
    for data in KINDS[kind]:
        with pytest.raises(UnknownFormat) as caught:
            extract(data)
        assert caught.value.message.vi.endswith(".")
        assert "hãy" in caught.value.message.vi
        assert caught.value.message.en.endswith(".")


def test_a_file_is_read_by_its_content_and_the_name_is_remarked() -> None:
    extraction = extract(word(p("Kế hoạch")), name="ke-hoach.txt")
    assert extraction.format == "docx"
    (note,) = extraction.notes
    assert note.code == "extension-differs"
    assert "ke-hoach.txt" in note.message.vi
    assert extract(page("<p>x</p>"), name="D:\\x\\ke-hoach.DOC").notes[0].code == "extension-differs"


@pytest.mark.parametrize(
    ("name", "format", "differs"),
    [
        ("a.txt", "txt", False),
        ("a.md", "markdown", False),
        ("A.TXT", "docx", True),
        ("a.pdf", "scan", False),
        ("a.jpeg", "image", False),
        ("a.htm", "html", False),
        ("a.doc", "rtf", True),
        ("a.xlsx", "html", True),
        ("a", "pdf", False),
        ("", "pdf", False),
        (".docx", "pdf", False),
        ("so 5.2024", "docx", False),
        ("a.zip/b.docx", "docx", False),
    ],
)
def test_names(name: str, format: str, differs: bool) -> None:
    assert name_differs(name, format) is differs


@pytest.mark.parametrize(
    "data",
    [b"x\n" * 1_000_001, b"<html>" + b"<p>" * 1_000_001, b"{\\rtf1" + b"\\par" * 2_000_001],
    ids=["txt", "html", "rtf"],
)
def test_more_lines_than_any_plan_has_are_refused_at_once(data: bytes) -> None:
    with pytest.raises(TooLarge):
        extract(data)


def test_a_file_of_pictures_says_so() -> None:
    out = BytesIO(word(p("")))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("word/media/image1.png", b"x")
    for data in (out.getvalue(), page("<img src=a.png>"), rtf(r"{\pict 00}")):
        with pytest.raises(EmptyDocument) as caught:
            extract(data)
        assert "PDF" in caught.value.message.vi


def test_limits_come_first() -> None:
    with pytest.raises(TooLarge) as caught:
        extract(b" " * 50, limits=Limits(file_bytes=49))
    assert "49" in caught.value.message.vi
    with pytest.raises(EmptyDocument):
        extract(b"\0" * 1_000)


@pytest.mark.parametrize("problem", [KeyError("x"), RecursionError(), MemoryError(), AssertionError(), UnicodeError()])
def test_whatever_a_parser_raises_leaves_as_a_typed_error(problem: Exception, monkeypatch: pytest.MonkeyPatch) -> None:
    def failing(data: bytes, *, limits: Limits) -> Extraction:
        raise problem

    monkeypatch.setattr("loa.reading.extract.docx.extract_docx", failing)
    with pytest.raises(ReadingError):
        extract(word(p("x")))


def test_signatures_are_asked_for_only_where_there_may_be_some(monkeypatch: pytest.MonkeyPatch) -> None:
    signature = FileSignature("xades", "Người ký", None, None, intact=True, covers_whole_file=True)
    asked = []

    def load(module: str, function: str) -> object:
        asked.append(module)
        return loaded(module, function) if module != "signatures" else lambda *_: (signature,)

    loaded = door._loaded
    monkeypatch.setattr(door, "_loaded", load)
    assert extract(word(p("x"))).signatures == ()
    out = BytesIO(word(p("x")))
    with zipfile.ZipFile(out, "a") as archive:
        archive.writestr("_xmlsignatures/sig1.xml", "<x/>")
    assert extract(out.getvalue()).signatures == (signature,)
    assert asked == ["docx", "docx", "signatures"]


_STARTS = [data[:40] for files in KINDS.values() for data in files]


@settings(deadline=None, max_examples=300)
@given(st.sampled_from(_STARTS), st.binary(max_size=60))
def test_any_start_of_any_kind_ends_in_a_reading_or_a_typed_error(start: bytes, rest: bytes) -> None:
    data = start + rest
    if detect(data) in (Format.DOC, Format.PDF, Format.IMAGE):  # these are put through their own tests
        return
    try:
        extraction = extract(data)
    except ReadingError:
        return
    assert_sound(extraction)
