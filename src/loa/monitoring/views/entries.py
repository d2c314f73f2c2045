"""What stands on the days of a month."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date
from itertools import groupby
from typing import TypeVar

from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loa.monitoring.queries.duties import Duty
from loa.monitoring.queries.owed import Asked
from loa.monitoring.wording import TONES
from loa.schedule import Kind
from loa.ui.parts import Entry, Tone
from loa.ui.query import changed_query

__all__ = ["asked_entries", "duty_entries"]

_SHOWN = 5
"""More on one day are a list."""
_LETTERS = 60
_Row = TypeVar("_Row", Duty, Asked)


def duty_entries(duties: Iterable[Duty], request: HttpRequest) -> list[Entry]:
    """The duties of an agency, by day."""
    return list(_by_day(duties, _duty_label, request, "coming"))


def asked_entries(asked: Iterable[Asked], request: HttpRequest) -> list[Entry]:
    """What a plan asks for, by day."""
    return list(_by_day(asked, _asked_label, request, "list"))


def _by_day(rows: Iterable[_Row], label: Callable[[_Row], str], request: HttpRequest, view: str) -> Iterator[Entry]:
    for day, group in groupby(rows, key=lambda row: row.occurrence.due_on):
        if day is None:
            continue
        found = list(group)
        for row in found[:_SHOWN]:
            url = reverse("monitoring:occurrence", args=[row.occurrence.pk])
            yield Entry(day, label(row), url, _tone(row))
        if more := found[_SHOWN:]:
            yield Entry(day, _("%d more") % len(more), _list_of(day, view, request), "neutral")


def _tone(row: Duty | Asked) -> Tone:
    if isinstance(row, Duty) and row.waived:
        return "neutral"
    return TONES[row.kind if isinstance(row, Duty) else Kind(row.occurrence.kind)]


def _list_of(day: date, view: str, request: HttpRequest) -> str:
    shown = f"{day:%d/%m/%Y}"
    return changed_query(request.GET, {"view": view, "month": None, "since": shown, "until": shown})


def _duty_label(duty: Duty) -> str:
    return _shortened(duty.rule.topic or duty.rule.text)


def _asked_label(asked: Asked) -> str:
    agencies = ngettext("%d agency", "%d agencies", asked.count) % asked.count
    return f"{_shortened(asked.rule.topic or asked.rule.text)} – {agencies}"


def _shortened(words: str) -> str:
    return words if len(words) <= _LETTERS else f"{words[:_LETTERS].rsplit(' ', 1)[0]}…"
