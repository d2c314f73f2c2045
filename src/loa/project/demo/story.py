"""What has happened in the province of the demonstration when somebody opens it."""

from collections.abc import Callable
from datetime import date, timedelta

from loa.monitoring.actions.shapes import load_shapes
from loa.organizations.actions.loading import load_agencies
from loa.organizations.actions.notices import mark_read
from loa.organizations.enums import Role
from loa.organizations.models import Agency, Person
from loa.plans.actions.ending import close
from loa.plans.models import Plan
from loa.project.demo.in_work import exemption, in_work, stand_in
from loa.project.demo.people import account, load_people
from loa.project.demo.samples import agency_rows, document, shapes
from loa.project.demo.site import Published
from loa.project.demo.steps import Hands, accept_all, bring_into_force, read_in
from loa.project.demo.sub_plans import in_charge, sub_plans
from loa.project.demo.timeline import WRITTEN_FOR, Timeline
from loa.project.demo.year.playing import Span, play_past
from loa.project.demo.year.told import look_into, work_through
from loa.project.work.draining import drain

__all__ = ["CHAPTERS", "tell"]

CHAPTERS = ("agencies", "past", "plan", "year", "desk")
"""The parts of the story in their order."""

_SINCE = date(2025, 1, 1)
_PROVINCE = "p-20"
_SKETCH = "sơ đồ minh họa của bản chạy thử, không phải ranh giới thật"
_LICENCE = "dùng tự do"


def _unheard(_chapter: str) -> None:
    pass


def tell(
    today: date,
    *,
    only_last: timedelta | None = None,
    sites: Published | None = None,
    begin: Callable[[str], None] = _unheard,
) -> None:
    """Loads agencies and people, then lives through the years of their plans up to today. Raises TooEarly.

    `only_last` shortens what agencies did in each year to its last days. Without `sites` none are watched. `begin` is
    told of each chapter.
    """
    line = Timeline.up_to(today)
    begin("agencies")
    load_agencies(agency_rows(), by=None, on=_SINCE)
    load_people(_SINCE, also_in_charge=in_charge())
    province = _province()
    load_shapes(province.agency, shapes(), source=_SKETCH, licence=_LICENCE)
    begin("past")
    for year in line.past:
        _past(year, province, only_last)
    begin("plan")
    plan = _issued(line.year, province)
    sub_plans(plan, line)
    exemption(plan, province, line)
    drain()
    begin("year")
    since = line.on(1, 12) if only_last is None else today - only_last
    work_through(plan, province, today, since=since, sites=sites)
    begin("desk")
    _read_old_news()
    look_into(plan, province, today)
    in_work(plan, province, line)
    stand_in(province.leader, _person(Role.REVIEWER), today)
    drain()


def _province() -> Hands:
    return Hands(
        Agency.objects.get(external_key=f"{_PROVINCE}/pc"),
        coordinator=_person(Role.COORDINATOR),
        leader=_person(Role.LEADER),
        clerk=_person(Role.RECORDS_CLERK),
        capacity="Phó Chủ tịch",
        authority="KT.",
    )


def _person(role: Role) -> Person:
    return Person.objects.get(email=account(role))


def _past(year: int, province: Hands, only_last: timedelta | None) -> None:
    """The plan of a year that is over was issued, done and closed."""
    plan, last = _issued(year, province), date(year, 12, 31)
    first = date(year, 1, 1) if only_last is None else last - only_last
    play_past(Span(plan, first, last), province.coordinator)
    close(plan, last_day=last, by=province.coordinator, on=last)
    drain()


def _issued(year: int, province: Hands) -> Plan:
    """The plan of a year binds and is laid on agencies and days."""
    if year < WRITTEN_FOR:
        file, number, issued = document("lang-son-plan-2025.docx"), "07/KH-UBND", date(year, 1, 14)
    else:
        file = document("lang-son-plan-2026.docx", years=year - WRITTEN_FOR)
        number, issued = "09/KH-UBND", date(year, 1, 12)
    plan = read_in(file, province, on=issued)
    accept_all(plan, province.coordinator, on=issued)
    plan = bring_into_force(plan, province, number, on=issued)
    drain()
    return plan


def _read_old_news() -> None:
    """What was told of the past has long been read."""
    for person in Person.objects.filter(notices__read_at=None).distinct():
        mark_read(person)
