"""DOCX: the text as Word prints it, automatic numbers included."""

import posixpath
from collections.abc import Iterator

from lxml import etree

from loa.reading.errors import Message
from loa.reading.extract import refusal
from loa.reading.extract.detect import Format, detect
from loa.reading.extract.docx_body import Body
from loa.reading.extract.docx_numbering import Numbering
from loa.reading.extract.docx_styles import Styles, W
from loa.reading.extract.fonts import decode_fonts
from loa.reading.extract.html import page_parts
from loa.reading.extract.manuscript import Paragraph, Part, compose, thinned
from loa.reading.extract.package import Package, parse_xml
from loa.reading.extract.running import NOTES_APART, numbered_note, running_heads
from loa.reading.extraction import Area, Extraction, Limits, Note

__all__ = ["extract_docx"]

_STRICT = (b"http://purl.oclc.org/ooxml/wordprocessingml/main", W[1:-1].encode())
_R = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_R_STRICT = "{http://purl.oclc.org/ooxml/officeDocument/relationships}"
_KIND = "DOCX"


def extract_docx(data: bytes, *, limits: Limits) -> Extraction:
    """Paragraphs and tables in order, each with its printed number.

    Left out are deleted and hidden text, comments and page numbers. Running heads and notes stand after the body,
    so that they cut no sentence.
    """
    package = Package(data, _KIND, limits)
    reader = _Reader(package, limits)
    body = reader.document.find(f"{W}body")
    if body is None:
        raise refusal.broken(_KIND)
    parts = [*thinned(reader.body.parts(body), limits)]
    notes = reader.notes()
    decoded, encoding = decode_fonts([*parts, *notes, *reader.running()])
    pages = reader.body.story.page
    if pages > limits.pages:
        raise refusal.too_large("số trang", "its pages are", limits.pages)
    text, blocks = compose(decoded, limits)
    return Extraction("docx", text, blocks, pages, encoding, notes=tuple(_told(reader, notes)))


def _told(reader: "_Reader", notes: list[Part]) -> Iterator[Note]:
    if notes:
        yield NOTES_APART
    if reader.unread:
        message = Message(
            f"Có {reader.unread} phần nhúng trong tệp không đọc được; hãy mở tệp bằng Word, lưu lại rồi đọc lại.",
            f"{reader.unread} embedded parts of the file were not read; open it in Word, save it and read it again.",
        )
        yield Note("part-not-read", message)


class _Reader:
    """The parts of a DOCX that the body needs, found through its relationships."""

    def __init__(self, package: Package, limits: Limits) -> None:
        self._package = package
        self._limits = limits
        self._main = self._target("_rels/.rels", "/officeDocument", "word/document.xml")
        document = self._xml(self._main)
        if document is None:
            raise refusal.broken(_KIND)
        self.document = document
        styles = Styles.of(self._xml(self._related("styles")))
        numbering = Numbering.of(self._xml(self._related("numbering")), styles.numbering_lists)
        self.body = Body(styles, numbering, self._chunk)
        self.unread = 0

    def notes(self) -> list[Part]:
        """The notes met in the body, in order, as lines of the page's foot."""
        found: list[Part] = []
        roots = {kind: self._xml(self._related(f"{kind}s")) for kind in ("footnote", "endnote")}
        for number, (kind, key) in enumerate(self.body.story.notes, 1):
            root = roots[kind]
            note = None if root is None else next((item for item in root if item.get(f"{W}id") == key), None)
            if note is not None:
                found.extend(numbered_note([*self.body.parts(note, Area.FOOTER)], number))
        return found

    def running(self) -> list[Paragraph]:
        """Running heads and feet, each once, page numbers left out."""
        found: list[Part] = []
        names = self._relations(self._relations_name())
        for key, (kind, target) in names.items():
            area = {"header": Area.HEADER, "footer": Area.FOOTER}.get(kind.rpartition("/")[2])
            root = self._xml(self._beside(target)) if area and self._is_used(key) else None
            if area is not None and root is not None:
                found.extend(self.body.parts(root, area))
        return list(running_heads(found))

    def _chunk(self, element: etree._Element) -> list[Part]:
        """The parts of a web page kept whole in the file, as some office systems write it; others are only counted."""
        key = str(element.get(f"{_R}id") or element.get(f"{_R_STRICT}id") or "")
        _, target = self._relations(self._relations_name()).get(key, ("", ""))
        data = self._package.read(self._beside(target)) if target else None
        if data is None or detect(data) not in (Format.HTML, Format.MHTML):
            self.unread += 1
            return []
        return page_parts(data, limits=self._limits)[0]

    def _is_used(self, key: str) -> bool:
        used = {
            reference.get(f"{_R}id") or reference.get(f"{_R_STRICT}id")
            for name in ("headerReference", "footerReference")
            for reference in self.document.iter(W + name)
        }
        return key in used

    def _relations_name(self) -> str:
        folder, name = posixpath.split(self._main)
        return posixpath.join(folder, "_rels", f"{name}.rels")

    def _beside(self, target: str) -> str:
        return posixpath.normpath(posixpath.join("/" + posixpath.dirname(self._main), target)).lstrip("/")

    def _related(self, kind: str) -> str:
        return self._target(self._relations_name(), f"/{kind}", f"{posixpath.dirname(self._main)}/{kind}.xml")

    def _target(self, relations: str, kind: str, default: str) -> str:
        for found, target in self._relations(relations).values():
            if found.endswith(kind):
                return target.lstrip("/") if relations.startswith("_rels") else self._beside(target)
        return default

    def _relations(self, name: str) -> dict[str, tuple[str, str]]:
        root = self._package.xml(name)
        if root is None:
            return {}
        return {str(item.get("Id", "")): (str(item.get("Type", "")), str(item.get("Target", ""))) for item in root}

    def _xml(self, name: str) -> etree._Element | None:
        data = self._package.read(name)
        return None if data is None else parse_xml(data.replace(*_STRICT), _KIND)
