"""What kind of file some bytes are, judged by the bytes alone; and whether the file's name agrees."""

import re
import struct
import zipfile
import zlib
from enum import StrEnum
from io import BytesIO

__all__ = ["Format", "detect", "name_differs"]


class Format(StrEnum):
    """The kinds of file told apart at the door. Values that `Extraction.format` knows are the same there."""

    TEXT = "txt"
    HTML = "html"
    MHTML = "mhtml"
    DOCX = "docx"
    DOC = "doc"
    ODT = "odt"
    RTF = "rtf"
    PDF = "pdf"
    IMAGE = "image"
    ZIP = "zip"
    LOCKED = "locked office file"
    SPREADSHEET = "spreadsheet"
    SLIDES = "slides"
    OTHER_OFFICE = "other office file"
    PACKED = "packed file"
    XML = "xml"
    HEIC = "heic"
    MEDIA = "media"


_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LOCKED_DOC = 0x0100
"""The flag in the head of a DOC that says its text is encrypted."""
_STARTS: tuple[tuple[bytes, Format], ...] = (
    (b"\x89PNG\r\n\x1a\n", Format.IMAGE),
    (b"\xff\xd8\xff", Format.IMAGE),
    (b"II*\0", Format.IMAGE),
    (b"MM\0*", Format.IMAGE),
    (b"GIF87a", Format.IMAGE),
    (b"GIF89a", Format.IMAGE),
    (b"7z\xbc\xaf\x27\x1c", Format.PACKED),
    (b"Rar!\x1a\x07", Format.PACKED),
    (b"\x1f\x8b\x08", Format.PACKED),
    (b"\xfd7zXZ\0", Format.PACKED),
    (b"ID3", Format.MEDIA),
    (b"OggS", Format.MEDIA),
    (b"\x1a\x45\xdf\xa3", Format.MEDIA),
)
_OPEN_DOCUMENTS = {"text": Format.ODT, "spreadsheet": Format.SPREADSHEET, "presentation": Format.SLIDES}
_OFFICE_PARTS = (("word/", Format.DOCX), ("xl/", Format.SPREADSHEET), ("ppt/", Format.SLIDES))
_PAGE = re.compile(rb"<(?:!doctype\s+html|html|head|body)\b", re.IGNORECASE)
_FRAGMENT = re.compile(
    rb"<(?:div|p|table|center|font|span|h[1-6]|section|article|main|meta|title|ul|ol)\b", re.IGNORECASE
)
_ENDS = re.compile(rb"</(?:p|div|td|tr|li|h[1-6]|section|article)>|<br\b", re.IGNORECASE)
_NAMES: dict[str, frozenset[str]] = {
    "txt": frozenset({"txt", "md", "markdown", "text", "tsv", "csv", "log", ""}),
    "html": frozenset({"html", "htm", "xhtml", "mht", "mhtml"}),
    "docx": frozenset({"docx", "docm", "dotx", "dotm"}),
    "doc": frozenset({"doc", "dot"}),
    "odt": frozenset({"odt", "ott", "fodt"}),
    "rtf": frozenset({"rtf"}),
    "pdf": frozenset({"pdf"}),
    "image": frozenset({"png", "jpg", "jpeg", "tif", "tiff", "webp", "gif", "bmp"}),
}
_KNOWN_NAMES = frozenset().union(*_NAMES.values()) | {"xlsx", "xls", "pptx", "ppt", "zip"}
_FAMILY = {"markdown": "txt", "scan": "pdf"}


def detect(data: bytes) -> Format:
    """The kind of a file that is not blank. Whatever is no other kind is TEXT; decoding then tells noise from text."""
    for start, kind in _STARTS:
        if data.startswith(start):
            return kind
    if data.startswith(_OLE):
        return _inside_ole(data)
    if data.startswith((b"PK\x03\x04", b"PK\x05\x06")):
        return _inside_zip(data)
    if b"%PDF-" in data[:1024]:
        return Format.PDF
    if data.startswith(b"RIFF"):
        return Format.IMAGE if data[8:12] == b"WEBP" else Format.MEDIA
    if data[4:8] == b"ftyp":
        return Format.HEIC if data[8:12] in (b"heic", b"heix", b"mif1", b"msf1", b"avif") else Format.MEDIA
    if data.startswith(b"BM") and data[6:10] == bytes(4):
        return Format.IMAGE
    return _marked_text(data)


def name_differs(name: str, format: str) -> bool:
    """Whether the file's name has an extension that promises another kind of file than was found."""
    stem, dot, ending = name.replace("\\", "/").rpartition("/")[2].rpartition(".")
    ending = ending.lower()
    if not dot or not stem or ending not in _KNOWN_NAMES:
        return False
    return ending not in _NAMES.get(_FAMILY.get(format, format), frozenset())


def _inside_ole(data: bytes) -> Format:
    """The container of Office before 2007 names its streams in UTF-16; password-protected DOCX uses it too."""
    if _names_stream(data, "EncryptedPackage"):
        return Format.LOCKED
    head = _word_head(data)
    if head or _names_stream(data, "WordDocument"):
        return Format.LOCKED if int.from_bytes(head[10:12], "little") & _LOCKED_DOC else Format.DOC
    if _names_stream(data, "Workbook") or _names_stream(data, "Book"):
        return Format.SPREADSHEET
    if _names_stream(data, "PowerPoint Document"):
        return Format.SLIDES
    return Format.OTHER_OFFICE


def _names_stream(data: bytes, name: str) -> bool:
    wide = name.encode("utf-16-le")
    entry = wide + b"\0" * (64 - len(wide)) + (len(wide) + 2).to_bytes(2, "little")
    return entry in data


def _word_head(data: bytes) -> bytes:
    """The head of a DOC's main stream, which stands at the start of a sector; empty where there is none.

    It tells a DOC also where the end of the file, with the names of its streams, is cut off.
    """
    for start in range(512, min(len(data), 4_000_000), 512):
        if data[start : start + 2] == b"\xec\xa5":
            return data[start : start + 12]
    return b""


def _inside_zip(data: bytes) -> Format:
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            names = archive.namelist()
            if "mimetype" in names and archive.getinfo("mimetype").file_size < 200:
                return _of_mime_type(archive.read("mimetype"))
    except (
        zipfile.BadZipFile,
        OSError,
        ValueError,
        EOFError,
        NotImplementedError,
        RuntimeError,
        struct.error,
        zlib.error,
    ):
        # The directory is damaged, but the names before each member still tell what the file was.
        names = [
            found.decode("latin-1") for found in re.findall(rb"PK\x03\x04.{26}([\x20-\x7e]{3,60})", data, re.DOTALL)
        ]
        if data[30:38] == b"mimetype":
            return _of_mime_type(data[38:120])
    for part, kind in _OFFICE_PARTS:
        if any(name.replace("\\", "/").startswith(part) for name in names) and any(
            name.startswith(("[Content_Types].xml", "_rels")) for name in names
        ):
            return kind
    return Format.ZIP if not any(name.startswith("[Content_Types].xml") for name in names) else Format.DOCX


def _of_mime_type(mime: bytes) -> Format:
    found = re.match(rb"application/vnd\.oasis\.opendocument\.([a-z]+)", mime.strip())
    if found:
        return _OPEN_DOCUMENTS.get(found.group(1).decode(), Format.OTHER_OFFICE)
    return Format.OTHER_OFFICE


def _marked_text(data: bytes) -> Format:
    """RTF, HTML and XML by their first marks, also in UTF-16."""
    head = data[:200_000].removeprefix(b"\xef\xbb\xbf").lstrip()[:8_000]
    if b"\0" in head[:200]:
        head = head.replace(b"\0", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    head = head.lstrip()
    if head.startswith(b"{\\rtf"):
        return Format.RTF
    if (
        re.match(rb"(?:from|mime-version|message-id|subject|date)\s*:", head, re.IGNORECASE)
        and b"multipart/related" in head
    ):
        return Format.MHTML
    if not head.startswith(b"<"):
        return Format.HTML if _is_page_without_start(head) else Format.TEXT
    if b"office:document" in head and b"opendocument.text" in head:
        return Format.ODT
    if b'progid="Word.Document"' in head or b"<w:wordDocument" in head:
        return Format.DOC
    if _PAGE.search(head) or (_FRAGMENT.match(head) and len(_ENDS.findall(head)) >= 2 and b"\t<" not in head):
        return Format.HTML
    return Format.XML if head.startswith(b"<?xml") else Format.TEXT


def _is_page_without_start(head: bytes) -> bool:
    """A page that some words stand before (`HTTP/1.1 200 OK …`, a stray mark)."""
    found = _PAGE.search(head[:1_000])
    return bool(found) and b"</head>" in head.lower()
