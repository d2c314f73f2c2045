"""What the pages read from a request in the same way."""

from calendar import monthrange
from datetime import date
from typing import cast

from django.http import HttpRequest

from loa.organizations.models import Person

__all__ = ["export_format", "last_of_month", "month_asked", "person_of"]

_FIRST_YEAR, _LAST_YEAR = 2000, 2100


def person_of(request: HttpRequest) -> Person:
    """Who is signed in."""
    return cast(Person, request.user)


def month_asked(request: HttpRequest, otherwise: date) -> date:
    """The first day of the month of `?month=2026-03`; what is no month gives the other."""
    year, _, month = request.GET.get("month", "").partition("-")
    digits = year.isascii() and month.isascii() and year.isdigit() and month.isdigit() and len(year + month) <= 6
    if digits and _FIRST_YEAR <= int(year) <= _LAST_YEAR and 1 <= int(month) <= 12:
        return date(int(year), int(month), 1)
    return otherwise.replace(day=1)


def last_of_month(day: date) -> date:
    """The last day of the month that the day lies in."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def export_format(request: HttpRequest) -> str:
    """`csv`, `xlsx`, or nothing for a page."""
    asked = request.GET.get("format", "")
    return asked if asked in ("csv", "xlsx") else ""
