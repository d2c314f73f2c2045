"""The words that every urging letter has; kept as data, because letters are Vietnamese in every language."""

import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources
from typing import Any

from django.utils import timezone

from loa.monitoring.enums import LetterState
from loa.monitoring.models import UrgingLetter
from loa.schedule.vietnam import vietnam

__all__ = ["Wording", "letter_book", "standard_wording", "wording_of"]

_DAYS_TO_ANSWER = 5
"""Working days an agency is given where nobody says otherwise."""


@cache
def letter_book() -> dict[str, Any]:
    """The entries of `letters.toml`."""
    return tomllib.loads((resources.files("loa.monitoring") / "letters.toml").read_text("utf-8"))


@dataclass(frozen=True, slots=True)
class Wording:
    """What a letter says before the list of what is owed, and by when it wants that done."""

    words: str
    answer_by: date | None


def wording_of(letter: UrgingLetter, on: date) -> Wording:
    """As a person wrote it, or as it was signed; where nobody has written any, what every letter says."""
    if letter.words:
        return Wording(letter.words, letter.answer_by)
    return standard_wording(letter, on if letter.state == LetterState.DRAFT else timezone.localdate(letter.drafted_at))


def standard_wording(letter: UrgingLetter, on: date) -> Wording:
    """What every letter says, as of a day."""
    words: str = letter_book()["opening"].strip()
    told = words.format(agency=letter.agency.name, to=letter.to.name, day=f"{on:%d/%m/%Y}")
    return Wording(told, vietnam().after(on, _DAYS_TO_ANSWER).day)
