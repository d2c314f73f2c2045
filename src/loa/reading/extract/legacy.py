"""The Vietnamese encodings before Unicode that live in fonts: TCVN3 (ABC, `.VnTime`) and VNI (`VNI-Times`).

Both put Vietnamese letters at the places of Western ones (Windows-1252), so a text in them arrives as Western letters
and symbols: `Céng hoµ` (TCVN3) or `Coäng hoøa` (VNI) for *Cộng hòa*. The tables follow TCVN 5712:1993 VN3 and the
VNI-Windows fonts.
"""

import re
import unicodedata
from enum import StrEnum

__all__ = ["Legacy", "decode_legacy", "decode_run", "legacy_of_font"]


class Legacy(StrEnum):
    """An encoding carried by fonts."""

    TCVN3 = "tcvn3"
    VNI = "vni"


_TCVN3 = dict(
    zip(
        "¡¢£¤¥¦§¨©ª«¬\xad®µ¸¶·¹»¾¼½ÆÇÊÈÉËÌÐÎÏÑÒÕÓÔÖ×ÝØÜÞßãáâäåèæçéêíëìîïóñòôõøö÷ùúýûüþ",
        "ĂÂÊÔƠƯĐăâêôơưđàáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ",
        strict=True,
    )
)
_TCVN3_TABLE = str.maketrans(_TCVN3)
# PDF readers name two places of the font by other characters; beside a letter they are letters.
_TCVN3_RENAMED = re.compile(r"(?<=[^\W\d_])[−∙]|[−∙](?=[^\W\d_])")

_TONES = dict(zip("øùûõï", "\u0300\u0301\u0309\u0303\u0323", strict=True))
_VNI_MARKS = _TONES | {"â": "\u0302", "ê": "\u0306"}
_VNI_MARKS |= {mark: "\u0302" + tone for mark, tone in zip("àáåãä", _TONES.values(), strict=True)}
_VNI_MARKS |= {mark: "\u0306" + tone for mark, tone in zip("èéúüë", _TONES.values(), strict=True)}
_VNI_LETTERS = {"ñ": "đ", "ô": "ơ", "ö": "ư", "ò": "ị", "æ": "ỉ", "ó": "ĩ", "î": "ỵ"}
_VNI_LETTERS |= {source.upper(): letter.upper() for source, letter in _VNI_LETTERS.items()}
_VNI = re.compile(
    "(?P<base>[aeoAEO])(?P<hat>[âàáåãäÂÀÁÅÃÄ])|(?P<a>[aA])(?P<breve>[êèéúüëÊÈÉÚÜË])"
    "|(?P<vowel>[aeiouyôöAEIOUYÔÖ])(?P<tone>[øùûõïØÙÛÕÏ])|(?P<letter>[ñôöòæóîÑÔÖÒÆÓÎ])"
)
_WORD = re.compile(r"[^\W\d_]+")
_CAPITAL_FONT = re.compile(r"h(?:[-, ]*(?:bold|italic))*$", re.IGNORECASE)


def legacy_of_font(font: str) -> Legacy | None:
    """The encoding a font carries, by its name (`.VnTimeH`, `ABCDEF+VNI-Times`), None for Unicode fonts."""
    name = font.rpartition("+")[2].strip("'\" ").lower()
    if name.startswith((".vn", "_vn")):
        return Legacy.TCVN3
    return Legacy.VNI if re.match(r"vni\b|vni[-_ ]", name) else None


def decode_legacy(text: str, encoding: Legacy) -> str:
    """The text in Unicode (NFC). Capitals lost by TCVN3, which has no accented ones, are restored from their words."""
    if encoding is Legacy.VNI:
        return unicodedata.normalize("NFC", _VNI.sub(_vni_letter, text))
    return _TCVN3_WORDS.sub(_restore_capitals, _tcvn3(text))


def decode_run(text: str, font: str) -> str:
    """The text of a run set in a font, in Unicode; unchanged for Unicode fonts.

    The `H` fonts of TCVN3 (`.VnTimeH`) draw small letters as capitals, so their text is in capitals.
    """
    encoding = legacy_of_font(font)
    if encoding is None:
        return text
    if encoding is Legacy.VNI:
        return decode_legacy(text, encoding)
    plain = _tcvn3(text)
    if _CAPITAL_FONT.search(font.strip("'\" ")):
        return plain.upper()
    return _TCVN3_WORDS.sub(_restore_capitals, plain)


def _tcvn3(text: str) -> str:
    mended = _TCVN3_RENAMED.sub(lambda found: "\xad" if found.group() == "−" else "·", text)
    return mended.translate(_TCVN3_TABLE)


def _vni_letter(found: re.Match[str]) -> str:
    if found["letter"]:
        return _VNI_LETTERS[found["letter"]]
    base = found["base"] or found["a"] or found["vowel"]
    mark = found["hat"] or found["breve"] or found["tone"]
    return unicodedata.normalize("NFC", _VNI_LETTERS.get(base, base) + _VNI_MARKS[mark.lower()])


# Words side by side: capitals are judged with their neighbours, because `Uû` alone may be `Ủ` or `Uỷ`.
_TCVN3_WORDS = re.compile(r"[^\W\d_]+(?:[ \t\xa0,–-]+[^\W\d_]+)*")


def _restore_capitals(found: re.Match[str]) -> str:
    """Words whose own letters show capitals, in capitals; words that show little follow the words beside them.

    Why: with Caps Lock a TCVN3 typist gets `KÕ HO¹CH`; only the font drew the small marks as capitals. `Bé TTTT` has
    an abbreviation beside it, not a heading around it.
    """
    words = found.group()
    if words.upper() == words or not any(letter.isupper() for letter in words):
        return words
    states = [(_capital_state(word), word) for word in _WORD.findall(words)]
    sure = [word for state, word in states if state == "sure"]
    heading = all(state != "no" for state, _ in states) and (len(sure) > 1 or any(not word.isascii() for word in sure))
    raised = iter(state == "sure" or (heading and state == "maybe") for state, _ in states)
    return _WORD.sub(lambda word: word.group().upper() if next(raised) else word.group(), words)


def _capital_state(word: str) -> str:
    """`sure` of capitals, `maybe`, or `no`: told by the letters that TCVN3 has in both cases."""
    told = [letter for letter in word if letter.isascii() or letter in "ĂÂÊÔƠƯĐăâêôơưđ"]
    if not told:
        return "maybe"
    if any(letter.islower() for letter in told):
        return "no"
    return "sure" if len(told) > 1 else "maybe"
