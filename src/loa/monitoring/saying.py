"""Words that the plain libraries hold in both languages, in the language of who reads."""

from django.utils.translation import get_language

from loa.monitoring.models import Occurrence
from loa.schedule import Explanation, Unit, Wording

__all__ = ["said", "unit_words"]


def said(words: Wording | Explanation) -> str:
    """English for who reads English, else Vietnamese."""
    return words.en if get_language() == "en" else words.vi


def unit_words(one: Occurrence) -> str:
    """What an occurrence counts; empty where it counts nothing."""
    return said(Unit(one.unit).wording) if one.unit else ""
