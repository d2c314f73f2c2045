"""The trail in words: what a verb is called, and what a row says was changed."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib import resources
from typing import Any

from django.apps import apps
from django.core.exceptions import FieldDoesNotExist
from django.db import models
from django.utils.dateparse import parse_date, parse_datetime
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext

from loa.audit.models import Entry

__all__ = ["Change", "changes_of", "subject_kind", "verb_name"]


@dataclass(frozen=True, slots=True)
class Change:
    """One value before and after, in words; empty where there was or is none. `name` is how the trail calls it."""

    name: str
    label: str
    before: str
    after: str

    @property
    def differs(self) -> bool:
        return self.before != self.after

    def __str__(self) -> str:
        if not self.differs:
            return f"{self.label}: {self.after}"
        return f"{self.label}: {self.before or '–'} → {self.after or '–'}"


def _book(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("loa.audit") / name).read_text("utf-8"))


@cache
def _names() -> Mapping[str, Mapping[str, str]]:
    return {f"{room}.{verb}": words for room, verbs in _book("verbs.toml").items() for verb, words in verbs.items()}


@cache
def _labels() -> Mapping[str, Mapping[str, str]]:
    labels: Mapping[str, Mapping[str, str]] = _book("values.toml")["labels"]
    return labels


@cache
def _choices() -> Mapping[str, Mapping[Any, Any]]:
    """For each name of a value the words of the fields that `values.toml` names for it."""
    return {
        name: {key: words for place in reversed(places) for key, words in _flat(place)}
        for name, places in _book("values.toml")["choices"].items()
    }


def _flat(place: str) -> list[tuple[Any, Any]]:
    label, _dot, name = place.rpartition(".")
    field = apps.get_model(label)._meta.get_field(name)
    return list(field.flatchoices) if isinstance(field, models.Field) else []


def verb_name(verb: str) -> str:
    """What the verb is called in the language of the moment; the verb itself where nobody named it."""
    words = _names().get(verb)
    return verb if words is None else _said(words)


def _said(words: Mapping[str, str]) -> str:
    return words["vi"] if (get_language() or "vi").startswith("vi") else words["en"]


def subject_kind(subject_type: str) -> str:
    """The word for a kind of subject, `loa.plans` speaking for its plans."""
    model = _model(subject_type)
    return str(model._meta.verbose_name) if model else subject_type


def changes_of(entry: Entry) -> list[Change]:
    """What the row tells, value by value; what differs comes first."""
    before, after = _values(entry.before), _values(entry.after)
    model = _model(entry.subject_type)
    told = [
        Change(name, _label(model, name), _words(model, name, before.get(name)), _words(model, name, after.get(name)))
        for name in {**before, **after}
    ]
    return sorted(told, key=lambda change: not change.differs)


def _values(told: Any) -> dict[str, Any]:
    if told is None:
        return {}
    return told if isinstance(told, dict) else {"": told}


def _model(subject_type: str) -> type[models.Model] | None:
    try:
        return apps.get_model(subject_type)
    except (LookupError, ValueError):
        return None


def _field(model: type[models.Model] | None, name: str) -> "models.Field[Any, Any] | None":
    if model is None:
        return None
    try:
        field = model._meta.get_field(name.removesuffix("_id"))
    except FieldDoesNotExist:
        return None
    return field if isinstance(field, models.Field) else None


def _label(model: type[models.Model] | None, name: str) -> str:
    field, named = _field(model, name), _labels().get(name)
    if field is not None:
        words = str(field.verbose_name)
    else:
        words = _said(named) if named else name.replace("_", " ").strip() or gettext("value")
    return words[:1].upper() + words[1:]


def _words(model: type[models.Model] | None, name: str, value: Any) -> str:
    if value is None or value == "":
        return ""
    if isinstance(value, bool):
        return gettext("yes") if value else gettext("no")
    if isinstance(value, str | int) and value in (choices := _choices_of(model, name)):
        return str(choices[value])
    if name == "verb":
        return verb_name(str(value))
    if isinstance(value, list | dict):
        return _gathered(value)
    return _moment(str(value))


def _gathered(values: list[Any] | dict[str, Any]) -> str:
    """Several values; of rows that are told by their keys only how many there are."""
    if values and all(isinstance(one, int) or str(one).isdigit() for one in values):
        return str(len(values))
    if isinstance(values, dict):
        return ", ".join(f"{key}: {_words(None, '', one)}" for key, one in values.items())
    return "; ".join(_words(None, "", one) for one in values)


def _choices_of(model: type[models.Model] | None, name: str) -> Mapping[Any, Any]:
    field = _field(model, name)
    return dict(field.flatchoices) if field is not None and field.choices else _choices().get(name, {})


def _moment(text: str) -> str:
    """Days and moments as Vietnam writes them; any other text as it is."""
    try:
        if moment := parse_datetime(text) if "T" in text else None:
            return f"{localtime(moment) if moment.tzinfo else moment:%d/%m/%Y %H:%M}"
        if day := parse_date(text):
            return f"{day:%d/%m/%Y}"
    except ValueError:
        return text
    return text
