"""The month, quarter or year that an agency's row shows, as the address names it: `2026-11`, `2026-Q4`, `2026`."""

import re
from dataclasses import dataclass
from datetime import date

from django.http import HttpRequest
from django.utils.translation import gettext as _

from loa.monitoring.saying import said
from loa.schedule import Period
from loa.schedule.period import CALENDAR_MONTHS, Slot
from loa.schedule.window import ONE_DAY, Window
from loa.ui.parts import Link
from loa.ui.query import changed_query

__all__ = ["OwnPeriod", "period_asked"]

_NAMED = re.compile(r"(20\d\d)(?:-(0[1-9]|1[0-2])|-Q([1-4]))?", re.ASCII)


@dataclass(frozen=True, slots=True)
class OwnPeriod:
    """A period with its neighbours and the others that hold the day."""

    slot: Slot
    earlier: Link
    later: Link
    sorts: tuple[Link, ...]

    @property
    def first(self) -> date:
        return self.slot.window.start

    @property
    def last(self) -> date:
        return self.slot.window.end

    @property
    def name(self) -> str:
        """What it is called, in the language of who reads."""
        return said(self.slot.name)


def period_asked(request: HttpRequest, today: date) -> OwnPeriod:
    """The period of `?period=`; what names none gives the month of the day."""
    period, day = _named(request.GET.get("period", "")) or (Period.MONTH, today)
    slot = _slot(period, day)
    inside = today if slot.window.start <= today <= slot.window.end else slot.window.start
    labels = {Period.MONTH: _("Month"), Period.QUARTER: _("Quarter"), Period.YEAR: _("Year")}
    return OwnPeriod(
        slot,
        _link(request, _slot(period, slot.window.start - ONE_DAY)),
        _link(request, _slot(period, slot.window.end + ONE_DAY)),
        tuple(
            _link(request, _slot(sort, inside), label=label, current=sort is period) for sort, label in labels.items()
        ),
    )


def _named(text: str) -> tuple[Period, date] | None:
    found = _NAMED.fullmatch(text)
    if found is None:
        return None
    year, month, quarter = (int(part) if part else 0 for part in found.groups())
    if month:
        return Period.MONTH, date(year, month, 1)
    return (Period.QUARTER, date(year, 3 * quarter, 1)) if quarter else (Period.YEAR, date(year, 1, 1))


def _slot(period: Period, day: date) -> Slot:
    return next(CALENDAR_MONTHS.slots(period, Window(day, day)))


def _link(request: HttpRequest, slot: Slot, *, label: str = "", current: bool = False) -> Link:
    url = changed_query(request.GET, {"period": slot.key, "standing": None, "q": None})
    return Link(label or said(slot.name), url, current=current)
