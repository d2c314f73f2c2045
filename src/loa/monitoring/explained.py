"""Explanations of due dates as they are stored: codes with their values, put into words when somebody reads them."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from loa.schedule import DayOff, Explanation, Step, Wording

__all__ = ["explanation_of", "stored"]


def stored(explanation: Explanation) -> dict[str, Any]:
    """An explanation as JSON, without the words of the plan: these stand with the obligation."""
    found: dict[str, Any] = {"rule": _plain_step(explanation.rule)}
    if explanation.steps:
        found["steps"] = [_plain_step(step) for step in explanation.steps]
    if explanation.days_off:
        found["days_off"] = [[off.day.isoformat(), off.name.vi, off.name.en] for off in explanation.days_off]
    return found


def explanation_of(plain: Mapping[str, Any], *, words: str) -> Explanation:
    """The explanation that was stored, with the words of the plan it belongs to."""
    days_off = [DayOff(date.fromisoformat(day), Wording(vi, en)) for day, vi, en in plain.get("days_off", ())]
    steps = [_step(step) for step in plain.get("steps", ())]
    return Explanation(_step(plain["rule"]), words, tuple(steps), tuple(days_off))


def _plain_step(step: Step) -> list[Any]:
    return [step.code, {name: _plain(value) for name, value in step.values}]


def _plain(value: object) -> Any:
    if isinstance(value, Wording):
        return {"vi": value.vi, "en": value.en}
    return {"date": value.isoformat()} if isinstance(value, date) else value


def _step(plain: list[Any]) -> Step:
    code, values = plain
    return Step(code, tuple((name, _value(value)) for name, value in values.items()))


def _value(plain: Any) -> Any:
    if not isinstance(plain, dict):
        return plain
    return date.fromisoformat(plain["date"]) if "date" in plain else Wording(plain["vi"], plain["en"])
