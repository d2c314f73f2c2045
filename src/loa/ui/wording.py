"""Dates and numbers as Vietnam writes them, whatever the language of the page; days of the week in its language."""

from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from django.utils import timezone
from django.utils.formats import date_format


def date_words(value: object) -> str:
    """25/03/2026; of a moment the day it has in the time zone of the page; empty for anything else."""
    if isinstance(value, datetime):
        return f"{_local(value):%d/%m/%Y}"
    return f"{value:%d/%m/%Y}" if isinstance(value, date) else ""


def moment_words(value: object) -> str:
    """25/03/2026 14:30; a day without a time stays a day."""
    return f"{_local(value):%d/%m/%Y %H:%M}" if isinstance(value, datetime) else date_words(value)


def weekday_words(value: object) -> str:
    """The day of the week in the language of the page: Thứ Hai."""
    if isinstance(value, datetime):
        value = _local(value)
    return date_format(value, "l") if isinstance(value, date) else ""


def number_words(value: object, places: int | None = None) -> str:
    """1.234.567,5: dots for thousands, a comma before decimals; `places` rounds, otherwise nothing is added or lost."""
    try:
        number = Decimal(str(value))
    except InvalidOperation:
        return "" if value is None else str(value)
    if not number.is_finite():
        return ""
    if places is None and number == number.to_integral_value():
        places = 0
    text = f"{number:,f}" if places is None else f"{number:,.{places}f}"
    return text.translate(str.maketrans(",.", ".,"))


def percent_of(value: object, whole: object) -> float:
    """Between 0 and 100; nothing of nothing is 0."""
    try:
        share = float(str(value)) / float(str(whole)) * 100
    except (ValueError, ZeroDivisionError):
        return 0.0
    return round(min(max(share, 0.0), 100.0), 1)


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value
