"""One message a day to each person about everything they are reminded of."""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Max
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from loa.monitoring.models import Occurrence, Reminder
from loa.monitoring.queries.reached import desks_of, superiors_of
from loa.organizations.actions.notices import notify
from loa.organizations.models import Agency, Notice, Person

__all__ = ["DIGEST", "send_digests"]

DIGEST = "monitoring.reminders"
"""The code of the notice."""
_REACH = timedelta(days=4)
"""What was noted longer ago without a digest is let go: figures would be stale."""
_OWED = {"occurrence__dropped_at": None}
"""What was dropped from the calendar nobody is told of any more."""
_CHUNK = 100
_LINES = 40
"""More than this nobody reads in a mail; the page has them all."""
_WORDS = 110


@dataclass(frozen=True, slots=True)
class _Item:
    """One reminder as a digest tells it."""

    occurrence: Occurrence
    agency_id: int
    noted_at: datetime
    counted: int
    required: int


def send_digests(now: datetime) -> int:
    """Tells everybody who was reached by reminders since their last digest, once a day; gives how many were told."""
    on = timezone.localdate(now)
    last = _last_digests(now)
    if not _has_news(now, last):
        return 0
    by_person = _by_person(_items(now), on)
    waiting = {
        key: news
        for key, found in by_person.items()
        if key not in last or timezone.localdate(last[key]) < on
        if (news := [one for one in found if key not in last or one.noted_at > last[key]])
    }
    names = _names({one.agency_id for found in waiting.values() for one in found})
    keys = sorted(waiting)
    return sum(_tell(keys[start : start + _CHUNK], waiting, names, now=now) for start in range(0, len(keys), _CHUNK))


def _has_news(now: datetime, last: Mapping[int, datetime]) -> bool:
    """Whether anybody reached has had no digest today; without looking at each reminder."""
    on = timezone.localdate(now)
    rows = Reminder.objects.filter(sent_at__gt=now - _REACH, answered_on=None, **_OWED).order_by()
    groups = list(rows.values_list("to", "agency_id", "occurrence__plan__issuer_id").distinct())
    over = superiors_of(((issuer, agency) for _to, agency, issuer in groups), on)
    desks = desks_of({agency for _to, agency, _issuer in groups} | set(over.values()), on)
    reached = {one for to, agency, issuer in groups for one in desks.reached(to, agency, over[issuer, agency])}
    return any(one not in last or timezone.localdate(last[one]) < on for one in reached)


def _items(now: datetime) -> list[tuple[str, _Item]]:
    rows = Reminder.objects.filter(sent_at__gt=now - _REACH, answered_on=None, **_OWED).order_by("pk")
    fields = ("to", "occurrence_id", "agency_id", "sent_at", "counted", "required")
    found = list(rows.values_list(*fields))
    windows = Occurrence.objects.select_related("rule", "plan").only(
        "name_vi", "name_en", "due_on", "owed_on", "rule__ref", "rule__text", "plan__issuer"
    )
    known = windows.in_bulk({row[1] for row in found})
    return [(to, _Item(known[one], *rest)) for to, one, *rest in found]


def _by_person(items: Sequence[tuple[str, _Item]], on: date) -> dict[int, list[_Item]]:
    """What each person is to be told, each pair once however many steps reached it."""
    over = superiors_of(((one.occurrence.plan.issuer_id, one.agency_id) for _to, one in items), on)
    desks = desks_of({one.agency_id for _to, one in items} | set(over.values()), on)
    found: dict[int, dict[tuple[int, int], _Item]] = defaultdict(dict)
    for to, one in items:
        superior = over[one.occurrence.plan.issuer_id, one.agency_id]
        for person in desks.reached(to, one.agency_id, superior):
            found[person][one.occurrence.pk, one.agency_id] = one
    return {person: list(rows.values()) for person, rows in found.items()}


def _last_digests(now: datetime) -> dict[int, datetime]:
    rows = Notice.objects.filter(code=DIGEST, told_at__gt=now - _REACH).order_by()
    return dict(rows.values_list("person_id").annotate(last=Max("told_at")))


def _names(agencies: Collection[int]) -> dict[int, str]:
    return dict(Agency.objects.filter(pk__in=agencies).values_list("pk", "name"))


@transaction.atomic
def _tell(keys: Sequence[int], news: Mapping[int, list[_Item]], names: Mapping[int, str], *, now: datetime) -> int:
    """Tells some people at once; who was told today by another worker meanwhile is left out."""
    on = timezone.localdate(now)
    people = list(Person.objects.select_for_update().filter(pk__in=keys).order_by("pk"))
    morning = timezone.localtime(now).replace(hour=0, minute=0, second=0, microsecond=0)
    told = set(
        Notice.objects.filter(code=DIGEST, told_at__gte=morning, person__in=keys).values_list("person", flat=True)
    )
    for person in people:
        if person.pk not in told:
            with override(person.language):
                values = _values(news[person.pk], names, on)
            link = f"{reverse('monitoring:reminders')}?since={on:%d/%m/%Y}"
            notify([person], DIGEST, values, link)
    return len(people) - len(told)


def _values(items: Sequence[_Item], names: Mapping[int, str], on: date) -> dict[str, str | int]:
    late = sum(1 for one in items if one.occurrence.owed_on < on)
    agencies = len({one.agency_id for one in items})
    details = "\n".join(_lines(items, names, on))
    return {"soon": len(items) - late, "late": late, "agencies": agencies, "details": details}


def _lines(items: Sequence[_Item], names: Mapping[int, str], on: date) -> Iterator[str]:
    """By agency, then by day; a line for each duty and window."""
    ordered = sorted(items, key=lambda one: (names[one.agency_id], one.agency_id, one.occurrence.owed_on))
    agency = None
    for one in ordered[:_LINES]:
        if one.agency_id != agency:
            agency = one.agency_id
            yield names[agency]
        yield f"  - {_line(one, on)}"
    if len(ordered) > _LINES:
        yield _("and %(count)d more; all of them stand in Loa.") % {"count": len(ordered) - _LINES}


def _line(one: _Item, on: date) -> str:
    rule = one.occurrence.rule
    words = rule.text if len(rule.text) <= _WORDS else f"{rule.text[:_WORDS].rstrip()}…"
    days = (one.occurrence.owed_on - on).days
    told = {
        "duty": f"{rule.ref} {words}".strip(),
        "window": one.occurrence.name,
        "due": f"{one.occurrence.owed_on:%d/%m/%Y}",
        "counted": one.counted,
        "required": one.required,
        "when": _when(days),
    }
    return _("%(duty)s (%(window)s): %(counted)d of %(required)d, due on %(due)s, %(when)s") % told


def _when(days: int) -> str:
    if days == 0:
        return _("today")
    if days > 0:
        return ngettext("%(days)d day left", "%(days)d days left", days) % {"days": days}
    return ngettext("%(days)d day late", "%(days)d days late", -days) % {"days": -days}
