"""The words that every urging letter has; kept as data, because letters are Vietnamese in every language."""

import tomllib
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

__all__ = ["letter_book", "opening_words"]


@cache
def letter_book() -> dict[str, Any]:
    """The entries of `letters.toml`."""
    return tomllib.loads((resources.files("loa.monitoring") / "letters.toml").read_text("utf-8"))


def opening_words(agency: str, to: str, on: date) -> str:
    """What a letter of an agency to another begins with, before the list of what is owed."""
    words: str = letter_book()["opening"].strip()
    return words.format(agency=agency, to=to, day=f"{on:%d/%m/%Y}")
