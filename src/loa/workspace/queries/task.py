"""One thing to do, as the desk lists it."""

from dataclasses import dataclass
from datetime import date

from loa.ui.parts import Tone

__all__ = ["Task"]


@dataclass(frozen=True, slots=True)
class Task:
    """One thing to do now: the deed, what it is about, and by when where there is a day."""

    deed: str
    about: str
    url: str
    note: str = ""
    by: date | None = None
    tone: Tone = "info"
