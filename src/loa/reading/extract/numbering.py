"""Numbers of lists written out: how word processors print the n-th item of a format."""

from collections.abc import Callable

__all__ = ["in_format", "letters", "roman"]

_ROMAN = (
    (1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"),
    (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I"),
)  # fmt: skip


def roman(number: int) -> str:
    """The number in capital Roman numerals; in Arabic ones outside 1 to 4999."""
    if not 0 < number < 5_000:
        return str(number)
    out = ""
    left = number
    for value, sign in _ROMAN:
        out += sign * (left // value)
        left %= value
    return out


def letters(number: int) -> str:
    """The number as word processors letter it: a to z, then aa, bb to zz, aaa …"""
    if not 0 < number <= 26 * 60:
        return str(number)
    times, place = divmod(number - 1, 26)
    return chr(ord("a") + place) * (times + 1)


def in_format(number: int, kind: str) -> str:
    """The number in a format named as in Word (`decimal`, `upperRoman`, …); unknown formats print as decimal."""
    return _FORMATS.get(kind, str)(number)


_FORMATS: dict[str, Callable[[int], str]] = {
    "none": lambda _: "",
    "bullet": lambda _: "",
    "decimalZero": lambda number: f"{number:02d}",
    "upperRoman": roman,
    "lowerRoman": lambda number: roman(number).lower(),
    "upperLetter": lambda number: letters(number).upper(),
    "lowerLetter": letters,
    "decimalEnclosedCircle": lambda number: chr(0x245F + number) if 0 < number <= 20 else str(number),
    "decimalEnclosedParen": lambda number: f"({number})",
    "numberInDash": lambda number: f"- {number} -",
}
