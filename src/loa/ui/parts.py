"""Values that components show. A template takes any object with these attributes; these are for those at hand."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Literal

Tone = Literal["neutral", "info", "success", "warning", "danger"]
Progress = Literal["done", "current", "todo", "failed"]


@dataclass(frozen=True)
class Link:
    """A link of the navigation or a tab; `count` is shown behind the label."""

    label: str
    url: str
    current: bool = False
    count: int | None = None


@dataclass(frozen=True)
class Event:
    """A line of a history: what happened when, by whom, and what was said."""

    title: str
    at: date | datetime
    by: str = ""
    text: str = ""
    url: str = ""
    tone: Tone = "neutral"


@dataclass(frozen=True)
class Node:
    """A branch or a leaf of a tree; `open` unfolds it."""

    label: str
    url: str = ""
    children: tuple["Node", ...] = ()
    note: str = ""
    open: bool = False
    current: bool = False


@dataclass(frozen=True)
class Step:
    """A state of a life cycle and whether it lies behind, here or ahead."""

    label: str
    state: Progress = "todo"
    note: str = ""


@dataclass(frozen=True)
class Bar:
    """A row of a bar list: `text` is shown in place of the bare number where it says more."""

    label: str
    value: float
    url: str = ""
    text: str = ""
    tone: Tone = "info"


@dataclass(frozen=True)
class Entry:
    """What stands on a day of a calendar."""

    on: date
    label: str
    url: str = ""
    tone: Tone = "info"


@dataclass(frozen=True)
class Chip:
    """An active filter and the link that takes it off."""

    label: str
    value: str
    url: str


@dataclass(frozen=True)
class Day:
    """One square of a month; days of the neighbouring months fill its first and last week."""

    on: date
    within: bool
    today: bool
    entries: tuple[Entry, ...] = field(default=())
