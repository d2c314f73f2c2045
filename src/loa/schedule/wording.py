"""Sentences for people in both languages of the interface, made from a code and its values when somebody reads them."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib import resources

__all__ = ["Step", "Value", "Wording", "step"]

_MONTHS = (
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Wording:
    """The same words in Vietnamese and English."""

    vi: str
    en: str


Value = date | int | str | Wording


@dataclass(frozen=True, slots=True)
class Step:
    """One sentence of an explanation: the code of its pattern in `sentences.toml`, and what stands in its gaps.

    The sentence is put together only when it is asked for: most explanations are never read.
    """

    code: str
    values: tuple[tuple[str, Value], ...] = ()

    @property
    def vi(self) -> str:
        return sentences()[self.code].vi.format(**{name: _vietnamese(value) for name, value in self.values})

    @property
    def en(self) -> str:
        return sentences()[self.code].en.format(**{name: _english(value) for name, value in self.values})


def step(code: str, **values: Value) -> Step:
    """A sentence by its code; the names of the values are those of the gaps."""
    return Step(code, tuple(values.items()))


@cache
def sentences() -> Mapping[str, Wording]:
    """Every pattern of a sentence by its code."""
    raw = (resources.files("loa.schedule") / "sentences.toml").read_text(encoding="utf-8")
    return {code: Wording(entry["vi"], entry["en"]) for code, entry in tomllib.loads(raw).items()}


def _vietnamese(value: Value) -> str:
    if isinstance(value, Wording):
        return value.vi
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else str(value)


def _english(value: Value) -> str:
    if isinstance(value, Wording):
        return value.en
    return f"{value.day} {_MONTHS[value.month - 1]} {value.year}" if isinstance(value, date) else str(value)
