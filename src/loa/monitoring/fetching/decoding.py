"""Bytes of a page as text: what is declared, then what fits; letters put together, nothing that cannot be stored."""

import codecs
import re
import unicodedata

__all__ = ["decoded", "storable"]

_DECLARED = re.compile(rb"""(?:charset|encoding)\s*=\s*["']?\s*([A-Za-z0-9_.:-]{2,40})""")
_BOMS = ((codecs.BOM_UTF8, "utf-8-sig"), (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"))
_LOOKED_AT = 4096
_UNSAFE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def decoded(content: bytes, charset: str = "") -> str:
    """The text of a page. Old Vietnamese pages say windows-1258, whose tone marks stand alone: they are joined."""
    for name in _candidates(content, charset):
        try:
            return storable(content.decode(name))
        except (LookupError, UnicodeError):
            continue
    return storable(content.decode("utf-8", "replace"))


def _candidates(content: bytes, charset: str) -> list[str]:
    marked = [name for bom, name in _BOMS if content.startswith(bom)]
    told = _DECLARED.search(content[:_LOOKED_AT])
    declared = told.group(1).decode("ascii") if told else ""
    names = [*marked, charset, declared, "utf-8", "windows-1258"]
    return [name for name in names if name and _is_of_text(name)]


def _is_of_text(name: str) -> bool:
    """Python knows encodings that are none of text (`zlib`, `hex`), and some that cost without end."""
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return False
    return getattr(found, "_is_text_encoding", False) and found.name not in ("idna", "punycode", "unicode_escape")


def storable(text: str) -> str:
    """Text as every database takes it."""
    return unicodedata.normalize("NFC", _UNSAFE.sub("", text))
