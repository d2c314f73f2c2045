"""Two annotated plans from document to calendar, compared with calendars counted by hand; run where the folder `shared`
stands beside the repository."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from pytest_django import DjangoCaptureOnCommitCallbacks
from tests.factories import agency, person
from tests.monitoring.calendars import commune, district, per_month

from loa.organizations.enums import AgencyKind, Role, Tier
from loa.organizations.models import Agency, Person
from loa.plans.actions.issuing import IssueData, put_in_force, record_issued
from loa.plans.actions.resolve import Settled, settle_name
from loa.plans.actions.review import accept
from loa.plans.actions.signing import Signature
from loa.plans.actions.upload import upload
from loa.plans.models import Plan
from loa.plans.queries.completeness import unresolved

SEEDS = Path(__file__).parents[3] / "shared" / "seeds"

pytestmark = [
    pytest.mark.skipif(not SEEDS.is_dir(), reason="no folder `shared` beside the repository"),
    pytest.mark.django_db,
]
EXECUTING = DjangoCaptureOnCommitCallbacks


class Province:
    """A made-up province with the bodies that the plan names, and three people who take it through its life."""

    def __init__(self, place: str, *names: str) -> None:
        self.top = agency(f"Ủy ban nhân dân tỉnh {place}", kind=AgencyKind.PEOPLES_COMMITTEE, place=place)
        self.departments = {name: agency(name, under=self.top) for name in names}
        self.office = agency("Văn phòng Ủy ban nhân dân tỉnh", kind=AgencyKind.OFFICE, under=self.top)
        self.districts = [district(f"Ủy ban nhân dân huyện {name}", self.top) for name in ("Một", "Hai")]
        self.commune = commune("Ủy ban nhân dân xã Ba", self.districts[0])
        self.people = {role: person(role, self.top) for role in (Role.COORDINATOR, Role.LEADER, Role.RECORDS_CLERK)}

    @property
    def coordinator(self) -> Person:
        return self.people[Role.COORDINATOR]


def press(name: str, under: Agency) -> Agency:
    return agency(name, kind=AgencyKind.PRESS, tier=Tier.PROVINCE, under=under)


def bind(here: Province, seed: str, on: date, named: Mapping[str, Agency], executing: EXECUTING) -> Plan:
    """Upload, reading, review, names, issue, in force, calendar: each by its own verb."""
    (path,) = SEEDS.glob(f"{seed}_*.txt")
    file = SimpleUploadedFile(path.name, path.read_bytes())
    with executing(execute=True):
        source = upload(file, issuer=here.top, superior=None, by=here.coordinator, on=on)
    plan = source.plan
    for obligation in plan.obligations.all():
        accept(obligation, revision=obligation.revision, by=here.coordinator, on=on)
    for name in set(unresolved(plan).values_list("name", flat=True)):
        settle_name(plan, name, to=Settled(named.get(name)), by=here.coordinator, on=on)
    clerk = here.people[Role.RECORDS_CLERK]
    record_issued(
        plan, IssueData("36/KH-UBND", on, "Nơi ban hành"), Signature("", "Chủ tịch", "Trần Văn B"), by=clerk, on=on
    )
    with executing(execute=True):
        put_in_force(plan, effective_from=on, by=here.people[Role.LEADER], on=on)
    return plan


# ------------------------------------------------------------------------------------------------------------- seed 004
#
# In force from Thursday 5 January 2023. Counted from the words of the plan, by the day each thing is due:
#
#   a  own site, five items in each month, every department and district        12: the last day of each month
#   b  sub-plan by 1 March, every department and district                        1: in March
#   c  estimate for the work, every agency named "cơ quan, đơn vị, địa phương"   1: no day is stated, so the year's end
#   d  portal, two items in each month, each of five departments                12: the last day of each month
#   w  each week, due on its Sunday                                              52: 8 January to 31 December
#      the district's stations; the bulletin of Sở Nội vụ; the column of the province's radio and television
#
# Sundays of 2023 from 8 January on:       J  F  M  A  M  J  J  A  S  O  N  D
SUNDAYS = dict(zip(range(1, 13), (4, 4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 5), strict=True))
#                                                 a + b + c                       1  1  2  1  1  1  1  1  1  1  1  2
PLAIN = dict(zip(range(1, 13), (1, 1, 2, 1, 1, 1, 1, 1, 1, 1, 1, 2), strict=True))
#                                                 a + b + c + d                   2  2  3  2  2  2  2  2  2  2  2  3
PORTAL = dict(zip(range(1, 13), (2, 2, 3, 2, 2, 2, 2, 2, 2, 2, 2, 3), strict=True))
#                                                 a + b + c + d + w               6  6  7  7  6  6  7  6  6  7  6  8
HOME_AFFAIRS = dict(zip(range(1, 13), (6, 6, 7, 7, 6, 6, 7, 6, 6, 7, 6, 8), strict=True))
#                                                 a + b + c + w                   5  5  6  6  5  5  6  5  5  6  5  7
DISTRICT = dict(zip(range(1, 13), (5, 5, 6, 6, 5, 5, 6, 5, 5, 6, 5, 7), strict=True))
#                                                 c + w                           4  4  4  5  4  4  5  4  4  5  4  6
STATION = dict(zip(range(1, 13), (4, 4, 4, 5, 4, 4, 5, 4, 4, 5, 4, 6), strict=True))
#                                                 c                                                                1
NEWSPAPER = {12: 1}


def test_the_quotas_of_seed_004_by_agency_and_month(
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> None:
    portal = ("Sở Thông tin và Truyền thông", "Sở Tư pháp", "Sở Kế hoạch và Đầu tư")
    here = Province("Bình Thuận", "Sở Nội vụ", "Sở Y tế", *portal)
    station = press("Đài Phát thanh - Truyền hình tỉnh", here.top)
    newspaper = press("Báo Bình Thuận", here.top)
    named = {one.name: one for one in (station, newspaper, here.office)}
    bind(here, "004", date(2023, 1, 5), named, django_capture_on_commit_callbacks)

    assert sum(SUNDAYS.values()) == 52
    assert {month: HOME_AFFAIRS[month] - PORTAL[month] for month in SUNDAYS} == SUNDAYS
    assert per_month(here.departments["Sở Y tế"], 2023) == PLAIN
    assert per_month(here.departments["Sở Nội vụ"], 2023) == HOME_AFFAIRS
    for one in (*(here.departments[name] for name in portal), here.office):
        assert (one.name, per_month(one, 2023)) == (one.name, PORTAL)
    for one in here.districts:
        assert per_month(one, 2023) == DISTRICT
    assert per_month(station, 2023) == STATION
    assert per_month(newspaper, 2023) == NEWSPAPER
    assert per_month(here.commune, 2023) == {}


# ------------------------------------------------------------------------------------------------------------- seed 000
#
# Reports each quarter, half-year and year by day 15 of the last month. Of those that end on one day the longest is due:
# 15 March (quarter I), 15 June (half-year), 15 September (quarter III), 15 December (year). Nothing else has a day.


@pytest.mark.parametrize(
    ("issued", "months"),
    [
        (date(2022, 1, 10), {3: 1, 6: 1, 9: 1, 12: 1}),
        # Issued in April, it cannot ask for what was due in March.
        (date(2022, 4, 20), {6: 1, 9: 1, 12: 1}),
    ],
)
def test_the_reports_of_seed_000_by_agency_and_month(
    issued: date, months: dict[int, int], django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks
) -> None:
    here = Province("Hòa Bình", "Sở Nội vụ", "Sở Tư pháp", "Sở Y tế")
    newspaper = press("Báo Hòa Bình", here.top)
    union = agency("Đoàn Thanh niên Cộng sản Hồ Chí Minh tỉnh", kind=AgencyKind.MASS_ORGANISATION)
    bind(here, "000", issued, {one.name: one for one in (newspaper, union)}, django_capture_on_commit_callbacks)
    for one in (*here.departments.values(), here.office, *here.districts):
        assert (one.name, per_month(one, 2022)) == (one.name, months)
    assert [per_month(one, 2022) for one in (newspaper, union, here.commune)] == [{}, {}, {}]
