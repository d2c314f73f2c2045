"""Numbers as plans print them: `2`, `02`, `02 (hai)`, `hai`, `mười lăm`, `1.000`, and quarters `II`, `2`, `hai`."""

import re

__all__ = ["NUMERAL", "read_number", "read_quarter"]

_DIGITS = {
    word: value
    for value, words in enumerate(
        ("không", "một mốt", "hai", "ba", "bốn tư", "năm lăm", "sáu", "bảy bẩy", "tám", "chín"),
    )
    for word in words.split()
}
_QUARTERS = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "một": 1, "hai": 2, "ba": 3, "tư": 4, "bốn": 4}
_UNITS_PLACE = "một|mốt|hai|ba|bốn|tư|năm|lăm|sáu|bảy|bẩy|tám|chín"

NUMERAL = re.compile(
    r"(?<![\w/.,-])(?:"
    r"\d{1,3}(?:\.\d{3})+|\d{1,4}"
    rf"|(?:hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín) mươi(?: (?:{_UNITS_PLACE}))?"
    rf"|mười(?: (?:{_UNITS_PLACE}))?"
    r"|một|hai|ba|bốn|năm|sáu|bảy|bẩy|tám|chín"
    r")(?![\w/%]|[.,]\d)"
)
"""A numeral in matched form (see `match_form`), with no letter, slash, decimal part or percent sign glued to it."""


def read_number(words: str) -> int | None:
    """The whole number up to 9,999 (digits) or 99 (words), None when the words, in lower case, are no number."""
    words = words.strip()
    if words[:1].isdigit():
        digits = words.replace(".", "")
        return int(digits) if digits.isdecimal() else None
    return _read_words(words.split())


def _read_words(words: list[str]) -> int | None:
    if not words:
        return None
    if words[0] == "mười":
        ten, rest = 10, words[1:]
    elif words[1:2] == ["mươi"] and words[0] in _DIGITS:
        ten, rest = _DIGITS[words[0]] * 10, words[2:]
    else:
        ten, rest = 0, words
    if not rest:
        return ten
    return ten + _DIGITS[rest[0]] if len(rest) == 1 and rest[0] in _DIGITS else None


def read_quarter(words: str) -> int | None:
    """The quarter of a year, 1 to 4, from `II`, `2`, `02` or `hai` in lower case; None for anything else."""
    words = words.strip()
    if words.isdecimal():
        return int(words) if 1 <= int(words) <= 4 else None
    return _QUARTERS.get(words)
