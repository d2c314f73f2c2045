"""Zip containers of office files, opened with care: what is unpacked is counted, XML is parsed without entities."""

import zipfile
import zlib
from io import BytesIO

from lxml import etree

from loa.reading.extract import refusal, sizes
from loa.reading.extraction import Limits

__all__ = ["Package", "local_name", "parse_xml", "read_counted"]

_STEP = 1 << 20


class Package:
    """The parts of a zip container by name, case and kind of slash set aside. `kind` names the format in refusals."""

    def __init__(self, data: bytes, kind: str, limits: Limits) -> None:
        self._kind = kind
        self._limits = limits
        self._left = limits.unpacked_bytes
        try:
            self._archive = zipfile.ZipFile(BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as problem:
            raise refusal.broken(kind) from problem
        self._infos = {_plain(info.filename): info for info in self._archive.infolist()}

    @property
    def names(self) -> tuple[str, ...]:
        """The names of all parts as the container writes them."""
        return tuple(info.filename for info in self._infos.values())

    def read(self, name: str) -> bytes | None:
        """The bytes of a part, None where there is none. Raises BrokenDocument, EncryptedDocument or TooLarge."""
        info = self._infos.get(_plain(name))
        if info is None:
            return None
        if info.flag_bits & 1:
            raise refusal.encrypted(self._kind)
        try:
            data = read_counted(self._archive, info, min(self._left, sizes.PART_BYTES))
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, NotImplementedError) as problem:
            raise refusal.broken(self._kind) from problem
        if data is None:
            limit = min(self._limits.unpacked_bytes, sizes.PART_BYTES)
            raise refusal.too_large("dung lượng sau khi giải nén", "its unpacked size is", limit)
        self._left -= len(data)
        return data

    def xml(self, name: str) -> etree._Element | None:
        """The root of an XML part, None where there is no such part. Raises as `read` does."""
        data = self.read(name)
        return None if data is None else parse_xml(data, self._kind)


def read_counted(archive: zipfile.ZipFile, info: zipfile.ZipInfo, allowed: int) -> bytes | None:
    """The bytes of a member, None once they are more than allowed; what the member says of its size is not trusted."""
    unpacked = BytesIO()
    left = allowed
    with archive.open(info) as member:
        while piece := member.read(min(_STEP, left + 1)):
            left -= len(piece)
            if left < 0:
                return None
            unpacked.write(piece)
    return unpacked.getvalue()


def parse_xml(data: bytes, kind: str) -> etree._Element:
    """The root of some XML. Entities stay unresolved, nothing is fetched. Raises BrokenDocument or TooLarge."""
    if data.count(b"<") > sizes.XML_TAGS:
        raise refusal.too_large("số thẻ trong tệp", "its tags are", sizes.XML_TAGS)
    parser = etree.XMLParser(
        resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False, remove_comments=True, remove_pis=True
    )
    try:
        return etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as problem:
        raise refusal.broken(kind) from problem


def local_name(element: etree._Element) -> str:
    """The name of an element without its namespace; empty for what is no element (an entity)."""
    tag: object = element.tag  # the stubs know elements only; an entity has a function for its tag
    return tag.rpartition("}")[2] if isinstance(tag, str) else ""


def _plain(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()
