"""Plans that agencies of the demonstration issue under that of their province: in time, late, or not yet."""

from collections.abc import Iterable
from datetime import date, timedelta

from loa.organizations.enums import Role
from loa.organizations.models import Agency, Post
from loa.plans.actions.cascading import draft_sub_plan
from loa.plans.models import Plan
from loa.project.demo.samples import agency_rows
from loa.project.demo.steps import Hands, accept_all, bring_into_force
from loa.project.demo.timeline import Timeline
from loa.project.work.draining import drain

__all__ = ["ON_TIME", "in_charge", "other_communes", "sub_plans"]

_SEAT = "c-06112-2025/pc"
ON_TIME = ("p-20/finance", "p-20/justice", "p-20/health")
_LATE = ("p-20/education", "p-20/construction")
_BEGUN = ("p-20/science-technology-2025",)
_COMMUNES_ON_TIME, _COMMUNES_LATE = slice(0, 14), slice(14, 20)


def other_communes() -> list[str]:
    """The keys of the communes of today but the one whose people are shown one by one."""
    rows = [
        row for row in agency_rows() if row.valid_to is None and row.key.startswith("c-") and row.key.endswith("/pc")
    ]
    return [row.key for row in rows if row.key != _SEAT]


def in_charge() -> tuple[str, ...]:
    """The keys of agencies that write plans, and whose officers do everything for them."""
    communes = other_communes()
    return (*ON_TIME, *_LATE, *_BEGUN, *communes[_COMMUNES_ON_TIME], *communes[_COMMUNES_LATE])


def sub_plans(plan: Plan, line: Timeline) -> None:
    """Some agencies issued theirs in time, some late, some have begun, the others owe it."""
    communes = other_communes()
    in_time = [*ON_TIME, _SEAT, *communes[_COMMUNES_ON_TIME]]
    late = [*_LATE, *communes[_COMMUNES_LATE]]
    for keys, first_day in ((in_time, line.on(1, 20)), (late, line.on(3, 9))):
        for step, hands in enumerate(_all_hands(keys)):
            on = first_day + timedelta(days=step)
            if on < line.today:
                _issue(plan, hands, f"{first_day.month * 10 + step}/KH-{_symbol(hands.agency)}", on)
    for hands in _all_hands(_BEGUN):
        draft_sub_plan(plan, hands.agency, by=hands.coordinator, on=line.by_today(line.on(11, 3), before=18))
    drain()


def _issue(superior: Plan, hands: Hands, number: str, on: date) -> None:
    plan = draft_sub_plan(superior, hands.agency, by=hands.coordinator, on=on)
    accept_all(plan, hands.coordinator, on=on)
    bring_into_force(plan, hands, number, on=on)


def _all_hands(keys: Iterable[str]) -> list[Hands]:
    return [_hands(Agency.objects.get(external_key=key)) for key in keys]


def _hands(agency: Agency) -> Hands:
    """The people of an agency that draft, sign and issue; often the same."""
    by_role = {post.role: post.person for post in Post.objects.filter(agency=agency).select_related("person")}
    coordinator = by_role[Role.COORDINATOR]
    leader, clerk = by_role[Role.LEADER], by_role[Role.RECORDS_CLERK]
    commune = agency.external_key.startswith("c-")
    return Hands(agency, coordinator, leader, clerk, "Chủ tịch" if commune else "Giám đốc", "TM." if commune else "")


def _symbol(agency: Agency) -> str:
    designation = agency.designations.order_by("-valid_from").first()
    return "UBND" if agency.external_key.startswith("c-") or designation is None else designation.abbreviation
