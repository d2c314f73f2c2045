"""What the first look at the desk meets: plans at every point of their way, an exemption, somebody who stands in."""

from datetime import date, timedelta

from django.core.files.uploadedfile import SimpleUploadedFile

from loa.organizations.actions.posts import Handing, delegate
from loa.organizations.enums import Role
from loa.organizations.models import Agency, Person
from loa.plans.actions.cascading import draft_sub_plan
from loa.plans.actions.consulting import consult
from loa.plans.actions.exempting import Relief, exempt
from loa.plans.actions.signing import submit
from loa.plans.models import Plan
from loa.project.demo.samples import document
from loa.project.demo.steps import Hands, accept_all, read_in
from loa.project.demo.sub_plans import ON_TIME, other_communes
from loa.project.demo.timeline import WRITTEN_FOR, Timeline

__all__ = ["exemption", "in_work", "stand_in"]

_HOME = "p-20/home-affairs"
_SPECIAL = "lang-son-dot-cao-diem.txt"


def exemption(plan: Plan, province: Hands, line: Timeline) -> None:
    """One commune was hit by a storm and owes fewer items for some months."""
    monthly = next(duty for duty in plan.obligations.order_by("position") if "monthly" in duty.cadences and duty.quotas)
    commune = Agency.objects.get(external_key=other_communes()[-1])
    told = line.by_today(line.on(8, 26), before=9)
    first = (told.replace(day=1) + timedelta(days=31)).replace(day=1)
    relief = Relief(
        reason="Khắc phục hậu quả thiên tai, mất điện dài ngày.",
        authority=f"Thông báo số 214/TB-UBND ngày {told - timedelta(days=1):%d/%m/%Y}",
        valid_from=first,
        valid_to=first + timedelta(days=90),
        amount=2,
    )
    exempt(monthly, commune, relief, by=province.leader, on=told)


def stand_in(leader: Person, deputy: Person, today: date) -> None:
    """The leader is away for some days, and somebody stands in."""
    handing = Handing(deputy, today, today + timedelta(days=6), "Đi công tác")
    delegate(leader.posts.get(role=Role.LEADER), handing, by=leader, on=today)


def in_work(plan: Plan, province: Hands, line: Timeline) -> None:
    """One plan to review, one in consultation, one to sign."""
    today = line.today
    read_in(_draft_of_next_year(line), province, on=today)
    home = Agency.objects.get(external_key=_HOME)
    own = draft_sub_plan(plan, home, by=province.coordinator, on=today - timedelta(days=12))
    asked = [Agency.objects.get(external_key=key) for key in ON_TIME]
    consult(own, asked, answer_by=today + timedelta(days=5), by=province.coordinator, on=today - timedelta(days=4))
    special = read_in(_special(line), province, on=today - timedelta(days=3))
    accept_all(special, province.coordinator, on=today - timedelta(days=2))
    submit(special, by=province.coordinator, on=today - timedelta(days=1))


def _draft_of_next_year(line: Timeline) -> SimpleUploadedFile:
    text = document("lang-son-plan-2026/plan.txt", years=line.year + 1 - WRITTEN_FOR).read().decode("utf-8")
    draft = text.replace("Số: 09/KH-UBND", "Số:      /KH-UBND")
    return SimpleUploadedFile(f"du-thao-ke-hoach-{line.year + 1}.txt", draft.encode())


def _special(line: Timeline) -> SimpleUploadedFile:
    """A plan for the month after this one, that cites the plan of the year."""
    text = document(_SPECIAL).read().decode("utf-8")
    month = (line.today.replace(day=1) + timedelta(days=31)).replace(day=1)
    drafted = line.today - timedelta(days=3)
    told = text.format(
        year=line.year, drafted=f"tháng {drafted:%m} năm {drafted:%Y}", month=f"{month:%m}", of=f"{month:%Y}"
    )
    return SimpleUploadedFile(_SPECIAL, told.encode())
