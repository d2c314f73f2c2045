"""Duties as an iCalendar file (RFC 5545): a whole-day event on each due date, with an alarm before it."""

from collections.abc import Callable, Iterable
from datetime import datetime, timedelta

from django.utils.translation import gettext as _
from icalendar import Alarm, Calendar, Event

from loa.monitoring.queries.duties import Duty

__all__ = ["calendar_file"]

_WARNED = timedelta(days=-3, hours=8)
"""Eight in the morning, three days before: an all-day event begins at midnight."""
_REFRESH = "PT6H"


def calendar_file(
    duties: Iterable[Duty],
    *,
    name: str,
    made_at: datetime,
    link: Callable[[Duty], str],
    agency: Callable[[Duty], str],
    standing: Callable[[Duty], str],
) -> bytes:
    """The file for a calendar program. The same duties and moment give the same bytes.

    `link` gives the address of a duty's page, `agency` the name of who owes it, empty where that goes without saying,
    `standing` how far it is.
    What is never due is left out.
    """
    calendar = Calendar()
    calendar.add("prodid", "-//Loa//duties//VI")
    calendar.add("version", "2.0")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", name)
    calendar.add("x-published-ttl", _REFRESH)
    for duty in duties:
        if duty.due_on is not None:
            calendar.add_component(_event(duty, made_at, link(duty), agency(duty), standing(duty)))
    file: bytes = calendar.to_ical()
    return file


def _event(duty: Duty, made_at: datetime, url: str, agency: str, standing: str) -> Event:
    event = Event()
    summary = duty.rule.topic or duty.rule.text
    event.add("uid", f"{duty.occurrence.obligation_id}-{duty.occurrence.key}-{duty.agency_id}@loa".replace(" ", "-"))
    event.add("dtstamp", made_at)
    event.add("last-modified", made_at)
    event.add("dtstart", duty.due_on)
    event.add("summary", f"{agency}: {summary}" if agency else summary)
    event.add("description", "\n".join((standing, *_lines(duty))))
    event.add("url", url)
    event.add("transp", "TRANSPARENT")
    event.add_component(_alarm(summary))
    return event


def _lines(duty: Duty) -> Iterable[str]:
    yield duty.occurrence.name
    if duty.amount and duty.unit:
        yield _("At least: %(amount)d %(unit)s") % {"amount": duty.amount, "unit": duty.unit}
    if not duty.leads:
        yield _("The agency coordinates; another leads.")
    yield str(duty.plan)
    yield from duty.proofs


def _alarm(summary: str) -> Alarm:
    alarm = Alarm()
    alarm.add("action", "DISPLAY")
    alarm.add("description", summary)
    alarm.add("trigger", _WARNED)
    return alarm
