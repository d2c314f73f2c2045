"""A value read from a passage, with the words it was read from."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Generic, TypeVar

__all__ = ["Found", "blanked"]

Value = TypeVar("Value")

_BLANK = "¤"


@dataclass(frozen=True, slots=True)
class Found(Generic[Value]):
    """A value with its place in the passage (`end` after the last character), the rule that gave it, and how sure
    the reader is (0 to 1)."""

    value: Value
    start: int
    end: int
    rule: str
    confidence: float
    noun: str | None = None
    """Cadences: the words of the thing the cadence is said of (*kế hoạch … hằng năm*); None where it is the rhythm
    of the action."""
    of_quota: bool = False
    """Cadences: true when the period of a quota states it."""


def blanked(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """The text with the characters of the spans put out of reach of every rule; the length stays."""
    for start, end in spans:
        text = text[:start] + _BLANK * (end - start) + text[end:]
    return text
