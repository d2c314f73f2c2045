"""Bytes or wrongly decoded characters to Unicode text: the encoding is found by content, never asked.

Every plausible decoding is tried on a part of the file and the one that gives most Vietnamese syllables is taken.
"""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass

from loa.reading.extract import refusal
from loa.reading.extract.legacy import Legacy, decode_legacy, decode_run, legacy_of_font
from loa.reading.extract.syllables import vietnamese_share

__all__ = [
    "Decoded",
    "Legacy",
    "best_reading",
    "decode_bytes",
    "decode_legacy",
    "decode_run",
    "has_own_letters",
    "legacy_of_font",
    "unmask",
    "windows_1252",
]

_SAMPLE = 60_000
"""How much of a long file is tried with every decoding, in bytes."""
_MARKS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\0\0", "utf-32"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)
_OWN_LETTERS = re.compile("[ăĂđĐơƠưƯ\u1ea0-\u1ef9]|[aeiouyâêôAEIOUY][\u0300\u0301\u0303\u0309\u0323]")
_CONTROLS = dict.fromkeys([*range(9), *range(14, 32), 127], " ")
_BREAKS = str.maketrans({"\r": "\n", "\v": "\n", "\x85": "\n", "\u2028": "\n", "\u2029": "\n"})
_WINDOWS_1252 = {byte: bytes((byte,)).decode("cp1252", errors="ignore") or chr(byte) for byte in range(0x80, 0xA0)}
_BYTES = {ord(letter): byte for byte, letter in _WINDOWS_1252.items()}
_ENOUGH = 0.4
"""The share from which a decoding counts as Vietnamese; right ones stand above 0.9, wrong ones below 0."""


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text and the name of its encoding. `damaged` counts the characters that could not be decoded."""

    text: str
    encoding: str
    damaged: int = 0


def decode_bytes(data: bytes) -> Decoded:
    r"""The text of a file, line breaks as `\n`, without a byte order mark.

    Raises UnknownFormat where no decoding gives text (binary content).
    """
    decoded = _marked(data) or _wide(data) or _utf8(data) or _eight_bit(data)
    text, hidden = unmask(decoded.text.removeprefix("\ufeff").rstrip("\0"))
    text = text.replace("\r\n", "\n").translate(_BREAKS)
    if _is_noise(text):
        raise refusal.unknown()
    return Decoded(text.translate(_CONTROLS), hidden or decoded.encoding, decoded.damaged)


def unmask(text: str) -> tuple[str, str | None]:
    """Text whose Vietnamese letters hide behind Western ones, in Unicode, with the encoding found.

    Such text comes from files in TCVN3 or VNI fonts that some program saved as Unicode, and from UTF-8 that was taken
    for Windows-1252. Lines are judged each for itself where only some of them are so. Other text is returned unchanged.
    """
    if text.isascii():
        return text, None
    if not _OWN_LETTERS.search(text):
        name, change = best_reading(text[:_SAMPLE])
        return (change(text), name) if name else (text, None)
    return _unmask_lines(text)


def has_own_letters(text: str) -> bool:
    """Whether the text has letters that only Vietnamese in Unicode has (ă, đ, ơ, ư, ạ …)."""
    return bool(_OWN_LETTERS.search(text))


def _marked(data: bytes) -> Decoded | None:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            text = data.decode(encoding, errors="replace")
            return Decoded(text, encoding[:6].rstrip("-"), text.count("\ufffd"))
    return None


def _wide(data: bytes) -> Decoded | None:
    """UTF-16 without a mark: one byte of each pair is one of the few that Vietnamese text has there."""
    sample = data[: min(len(data), 4_000) & ~1]
    if b"\0" not in sample or len(data) % 2:
        return None
    for encoding, high in (("utf-16-le", sample[1::2]), ("utf-16-be", sample[::2])):
        usual = sum(high.count(byte) for byte in b"\0\1\3\x1e\x20")
        if usual > 0.97 * len(high) and high.count(0) > 0.3 * len(high):
            text = data.decode(encoding, errors="replace")
            return Decoded(text, "utf-16", text.count("\ufffd"))
    return None


def _utf8(data: bytes) -> Decoded | None:
    """UTF-8, also with a few damaged places, such as an end cut off."""
    try:
        text, damaged = data.decode("utf-8"), 0
    except UnicodeDecodeError:
        text = data.decode("utf-8", errors="replace")
        damaged = text.count("\ufffd")
        if damaged * 50 > sum(not character.isascii() for character in text[:_SAMPLE]) or not _OWN_LETTERS.search(text):
            return None
    return Decoded(text, "utf-8", damaged)


def _eight_bit(data: bytes) -> Decoded:
    """An encoding of one byte a letter; Western where the text is not Vietnamese."""
    readings: list[tuple[float, str, Callable[[bytes], str]]] = []
    for name, change in (
        ("windows-1258", _windows_1258),
        (Legacy.TCVN3, lambda raw: decode_legacy(windows_1252(raw), Legacy.TCVN3)),
        (Legacy.VNI, lambda raw: decode_legacy(windows_1252(raw), Legacy.VNI)),
    ):
        share, words = vietnamese_share(change(data[:_SAMPLE]))
        if share >= _ENOUGH and words:
            readings.append((share, name, change))
    if not readings:
        return Decoded(windows_1252(data), "windows-1252")
    _, name, change = max(readings, key=lambda reading: reading[0])
    return Decoded(change(data), str(name))


def _windows_1258(raw: bytes) -> str:
    """Windows-1258 writes tone marks apart; they are joined to their letters here."""
    return unicodedata.normalize("NFC", raw.decode("cp1258", errors="replace"))


def windows_1252(raw: bytes) -> str:
    """Windows-1252, with the five places it leaves empty kept as control characters."""
    return raw.decode("latin-1").translate(_WINDOWS_1252)


def _twice_utf8(text: str) -> str:
    try:
        return text.translate(_BYTES).encode("latin-1").decode("utf-8", errors="replace")
    except UnicodeEncodeError:  # letters that no byte stands for: the text is what it seems
        return text


_READINGS: dict[str, Callable[[str], str]] = {
    Legacy.TCVN3: lambda text: decode_legacy(text, Legacy.TCVN3),
    Legacy.VNI: lambda text: decode_legacy(text, Legacy.VNI),
    "utf-8 as windows-1252": _twice_utf8,
}


def best_reading(text: str) -> tuple[str | None, Callable[[str], str]]:
    """The hidden encoding, and its decoding, that makes the text most Vietnamese, None where it stays best as it is."""
    best = max(_ENOUGH, vietnamese_share(text)[0])
    found: tuple[str | None, Callable[[str], str]] = (None, str)
    for name, change in _READINGS.items():
        share, words = vietnamese_share(change(text))
        if words and share > best:
            best, found = share, (name, change)
    return found


_SUSPICIOUS = re.compile(r"[A-Za-z][µ¸¶·¹®¨©ª«¬\xad»¼½¾Þß×÷ØÆÐåäæçëîïñöøûü]|[®§][A-Za-z]")


def _unmask_lines(text: str) -> tuple[str, str | None]:
    """A text that is Unicode on the whole, with the lines that are not brought to Unicode one by one."""
    if len(_SUSPICIOUS.findall(text)) < 3:
        return text, None
    lines = text.split("\n")
    for index, line in enumerate(lines):
        if _SUSPICIOUS.search(line) and not _OWN_LETTERS.search(line):
            lines[index] = best_reading(line)[1](line)
    return "\n".join(lines), None


def _is_noise(text: str) -> bool:
    """Whether control characters are so many that the bytes cannot have been text."""
    sample = text[:_SAMPLE]
    controls = sum(
        1 for character in sample if (character < " " and character not in "\t\n\f") or "\x7f" <= character < "\xa0"
    )
    return controls * 30 > len(sample) or sample.count("\ufffd") * 10 > len(sample)
