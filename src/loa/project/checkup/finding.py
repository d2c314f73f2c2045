"""What a check found."""

from dataclasses import dataclass
from enum import StrEnum

from loa.reading.errors import Message

__all__ = ["Finding", "Level", "bad", "fair", "good"]


class Level(StrEnum):
    """How much it matters."""

    OK = "ok"
    WARN = "warn"
    FAIL = "fail"


@dataclass(frozen=True, slots=True)
class Finding:
    """One line of the report: of what, how it stands, and what to do where it does not stand well."""

    of: Message
    level: Level
    told: str
    to_do: Message | None = None


def good(vi: str, en: str, told: object) -> Finding:
    """All is well."""
    return Finding(Message(vi, en), Level.OK, str(told))


def fair(vi: str, en: str, told: object, do_vi: str, do_en: str) -> Finding:
    """It works, with a risk or without a part."""
    return Finding(Message(vi, en), Level.WARN, str(told), Message(do_vi, do_en))


def bad(vi: str, en: str, told: object, do_vi: str, do_en: str) -> Finding:
    """It does not work."""
    return Finding(Message(vi, en), Level.FAIL, str(told), Message(do_vi, do_en))
