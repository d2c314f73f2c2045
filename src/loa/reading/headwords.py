"""The words bodies begin with (`Sở`, `Ủy ban nhân dân`) and the groups that stand for many (`các xã, phường`)."""

import re
from collections.abc import Iterator
from functools import cache

from loa.reading.lexicon import Rule, load_book

__all__ = ["group_at", "headwords_at", "is_headword"]


@cache
def _any_of(book: str) -> re.Pattern[str]:
    """Matches wherever some rule of the book does: most places are settled by this one look."""
    return re.compile("|".join(f"(?:{known.pattern.pattern})" for known in load_book(book)))


@cache
def _whole_words(book: str) -> tuple[tuple[Rule, re.Pattern[str]], ...]:
    """The rules of a book with their patterns where they end with a word: what may follow a name is not to take a part
    of one (`Tổ công nghệ số cộng đồng thông báo` is no team of a *thôn*). An abbreviated centre may go on at once."""
    return tuple(
        (known, known.pattern if known.gives == "centre" else re.compile(rf"(?:{known.pattern.pattern})(?![^\W\d_])"))
        for known in load_book(book)
    )


def _ends_word(text: str, end: int) -> bool:
    return not text[end : end + 1].isalpha()


def group_at(text: str, position: int) -> tuple[Rule, int] | None:
    """The rule of the group that stands at a place of a text in matched form, and where its words end."""
    if not _any_of("groups").match(text, position):
        return None
    for known, pattern in _whole_words("groups"):
        found = pattern.match(text, position)
        if found:
            return known, found.end()
    return None


def headwords_at(text: str, position: int) -> Iterator[tuple[Rule, int]]:
    """The rules whose headword stands at a place, in the order of the book, with the end of the headword.

    `TTVHTT` is one word: an abbreviated centre may go on without a blank.
    """
    if not _any_of("agencies").match(text, position):
        return
    for known, pattern in _whole_words("agencies"):
        found = pattern.match(text, position)
        if found:
            yield known, found.end()


def is_headword(text: str, position: int) -> bool:
    """Whether a whole headword stands at a place."""
    return any(_ends_word(text, end) for _, end in headwords_at(text, position))
