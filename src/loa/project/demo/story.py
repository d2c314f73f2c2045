"""What has happened in the province of the demonstration when somebody opens it."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from loa.organizations.actions.loading import load_agencies
from loa.organizations.actions.notices import mark_read
from loa.organizations.actions.posts import Handing, delegate
from loa.organizations.enums import Role
from loa.organizations.models import Agency, Person, Post
from loa.plans.actions.cascading import draft_sub_plan
from loa.plans.actions.consulting import consult
from loa.plans.actions.ending import close
from loa.plans.actions.exempting import Relief, exempt
from loa.plans.actions.signing import submit
from loa.plans.models import Plan
from loa.project.demo.people import account, load_people
from loa.project.demo.samples import agency_rows, document
from loa.project.demo.steps import Hands, accept_all, bring_into_force, read_in
from loa.project.demo.year.told import look_into, work_through
from loa.project.work.draining import drain

__all__ = ["tell"]

_SINCE = date(2025, 1, 1)
_ISSUED = date(2026, 1, 12)
_PROVINCE = "p-20"
_SEAT = "c-06112-2025/pc"
_ON_TIME = ("finance", "justice", "health")
_LATE = ("education", "construction")
_BEGUN = ("science-technology-2025",)
_COMMUNES_ON_TIME, _COMMUNES_LATE = slice(0, 14), slice(14, 20)
_NEXT_YEAR_DRAFT = "du-thao-ke-hoach-2027.txt"


def tell(today: date, *, year_since: date = _ISSUED) -> None:
    """Loads agencies and people, then lives through two years of plans up to today.

    What agencies did for the plan of this year is told from `year_since` on.
    """
    load_agencies(agency_rows(), by=None, on=_SINCE)
    in_charge = [f"{_PROVINCE}/{slug}" for slug in (*_ON_TIME, *_LATE, *_BEGUN)]
    communes = _communes()
    load_people(_SINCE, also_in_charge=(*in_charge, *communes[_COMMUNES_ON_TIME], *communes[_COMMUNES_LATE]))
    province = _province()
    _last_year(province)
    plan = _this_year(province)
    _sub_plans(plan, communes)
    _exemption(plan, province)
    drain()
    work_through(plan, province, today, since=year_since)
    _read_old_news()
    look_into(plan, province, today)
    _in_work(plan, province, today)
    _absence(province.leader, today)
    drain()


def _communes() -> list[str]:
    rows = [
        row for row in agency_rows() if row.valid_to is None and row.key.startswith("c-") and row.key.endswith("/pc")
    ]
    return [row.key for row in rows if row.key != _SEAT]


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


def _last_year(province: Hands) -> None:
    """The plan of 2025 was issued, done and closed."""
    issued = date(2025, 1, 14)
    plan = read_in(document("lang-son-plan-2025.docx"), province, on=issued)
    accept_all(plan, province.coordinator, on=issued)
    plan = bring_into_force(plan, province, "07/KH-UBND", on=issued)
    drain()
    close(plan, last_day=date(2025, 12, 31), by=province.coordinator, on=date(2025, 12, 31))
    drain()


def _this_year(province: Hands) -> Plan:
    """The plan of 2026 binds and is laid on agencies and days."""
    plan = read_in(document("lang-son-plan-2026.docx"), province, on=_ISSUED)
    accept_all(plan, province.coordinator, on=_ISSUED)
    plan = bring_into_force(plan, province, "09/KH-UBND", on=_ISSUED)
    drain()
    return plan


def _sub_plans(plan: Plan, communes: list[str]) -> None:
    """Some agencies issued theirs in time, some late, some have begun, the others owe it."""
    in_time = [*(f"{_PROVINCE}/{slug}" for slug in _ON_TIME), _SEAT, *communes[_COMMUNES_ON_TIME]]
    late = [*(f"{_PROVINCE}/{slug}" for slug in _LATE), *communes[_COMMUNES_LATE]]
    for keys, first_day in ((in_time, date(2026, 2, 2)), (late, date(2026, 3, 9))):
        for step, hands in enumerate(_all_hands(keys)):
            number = f"{first_day.month * 10 + step}/KH-{_symbol(hands.agency)}"
            _issue_sub_plan(plan, hands, number, on=first_day + timedelta(days=step))
    for hands in _all_hands([f"{_PROVINCE}/{slug}" for slug in _BEGUN]):
        draft_sub_plan(plan, hands.agency, by=hands.coordinator, on=date(2026, 11, 3))
    drain()


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


def _issue_sub_plan(superior: Plan, hands: Hands, number: str, *, on: date) -> None:
    plan = draft_sub_plan(superior, hands.agency, by=hands.coordinator, on=on)
    accept_all(plan, hands.coordinator, on=on)
    bring_into_force(plan, hands, number, on=on)


def _exemption(plan: Plan, province: Hands) -> None:
    """One commune was hit by floods and owes fewer items for a quarter."""
    monthly = next(duty for duty in plan.obligations.order_by("position") if "monthly" in duty.cadences and duty.quotas)
    commune = Agency.objects.get(external_key=_communes()[-1])
    relief = Relief(
        reason="Khắc phục hậu quả mưa lũ, mất điện dài ngày.",
        authority="Thông báo số 214/TB-UBND ngày 25/8/2026",
        valid_from=date(2026, 9, 1),
        valid_to=date(2026, 11, 30),
        amount=2,
    )
    exempt(monthly, commune, relief, by=province.leader, on=date(2026, 8, 26))


def _read_old_news() -> None:
    """What was told of the past has long been read."""
    for person in Person.objects.filter(notices__read_at=None).distinct():
        mark_read(person)


def _absence(leader: Person, today: date) -> None:
    """The leader is away for some days, and somebody stands in."""
    handing = Handing(_person(Role.REVIEWER), today, today + timedelta(days=6), "Đi công tác")
    delegate(leader.posts.get(role=Role.LEADER), handing, by=leader, on=today)


def _in_work(plan: Plan, province: Hands, today: date) -> None:
    """What the first look at the desk meets: one plan to review, one in consultation, one to sign."""
    text = (document("lang-son-plan-2026/plan.txt").read()).decode("utf-8")
    draft = text.replace("2026", "2027").replace("2025", "2026").replace("Số: 09/KH-UBND", "Số:      /KH-UBND")
    read_in(SimpleUploadedFile(_NEXT_YEAR_DRAFT, draft.encode()), province, on=today)
    home = Agency.objects.get(external_key=f"{_PROVINCE}/home-affairs")
    own = draft_sub_plan(plan, home, by=province.coordinator, on=today - timedelta(days=12))
    asked = [Agency.objects.get(external_key=f"{_PROVINCE}/{slug}") for slug in _ON_TIME]
    consult(own, asked, answer_by=today + timedelta(days=5), by=province.coordinator, on=today - timedelta(days=4))
    special = read_in(document("lang-son-dot-cao-diem.txt"), province, on=today - timedelta(days=3))
    accept_all(special, province.coordinator, on=today - timedelta(days=2))
    submit(special, by=province.coordinator, on=today - timedelta(days=1))
