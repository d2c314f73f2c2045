"""Who "các sở, ban, ngành" and "các xã" are, on a day and from a day to a day."""

from datetime import date, timedelta

import pytest
from tests.factories import agency, put_under

from loa.organizations.enums import AgencyKind, RelationKind, Tier
from loa.organizations.models import Agency
from loa.organizations.queries.groups import (
    GROUPS,
    Membership,
    Nobody,
    UnknownGroup,
    members,
    members_between,
    nobody_in,
)
from loa.reading.lexicon import load_book
from loa.schedule import Window

pytestmark = pytest.mark.django_db
BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
YEAR = Window(date(2025, 1, 1), date(2025, 12, 31))
KINDS = AgencyKind


@pytest.fixture
def province() -> Agency:
    return agency("Ủy ban nhân dân tỉnh Lạng Sơn", kind=KINDS.PEOPLES_COMMITTEE, place="Lạng Sơn")


def _committee(
    name: str, tier: Tier, under: Agency, since: date = date(2010, 1, 1), until: date | None = None
) -> Agency:
    return agency(
        f"Ủy ban nhân dân {name}", kind=KINDS.PEOPLES_COMMITTEE, tier=tier, under=under, since=since, until=until,
        place=name.split(" ", 1)[1],
    )  # fmt: skip


def _names(group: str, issuer: Agency, on: date) -> list[str]:
    return [str(one) for one in members(group, issuer, on)]


def test_the_communes_of_a_province_on_either_side_of_the_reorganisation(province: Agency) -> None:
    district = _committee("huyện Bình Gia", Tier.DISTRICT, province, until=BEFORE)
    _committee("xã Hòa Bình", Tier.COMMUNE, district, until=BEFORE)
    lasting = _committee("xã Tân Văn", Tier.COMMUNE, district, until=None)
    lasting.relations.update(valid_to=BEFORE)
    put_under(lasting, province, since=AFTER)
    _committee("xã Bình Gia", Tier.COMMUNE, province, since=AFTER)
    elsewhere = agency(kind=KINDS.PEOPLES_COMMITTEE)
    _committee("xã Lạ", Tier.COMMUNE, elsewhere)
    assert _names("all-communes", province, BEFORE) == ["Ủy ban nhân dân xã Hòa Bình", "Ủy ban nhân dân xã Tân Văn"]
    assert _names("all-communes", province, AFTER) == ["Ủy ban nhân dân xã Bình Gia", "Ủy ban nhân dân xã Tân Văn"]
    assert _names("all-districts", province, BEFORE) == ["Ủy ban nhân dân huyện Bình Gia"]
    assert _names("all-districts", province, AFTER) == []
    spans = members_between("all-communes", province, YEAR.start, YEAR.end)
    assert {str(Agency.objects.get(pk=pk)): days for pk, days in spans.items()} == {
        "Ủy ban nhân dân xã Hòa Bình": (Window(YEAR.start, BEFORE),),
        "Ủy ban nhân dân xã Tân Văn": (YEAR,),
        "Ủy ban nhân dân xã Bình Gia": (Window(AFTER, YEAR.end),),
    }


def test_departments_are_the_specialised_bodies_of_the_issuers_tier(province: Agency) -> None:
    home = agency("Sở Nội vụ", under=province)
    agency("Văn phòng Ủy ban nhân dân", kind=KINDS.OFFICE, under=province)
    agency("Trung tâm Lưu trữ", kind=KINDS.PUBLIC_SERVICE_UNIT, under=province)
    police = agency("Công an tỉnh")
    put_under(police, province, kind=RelationKind.REPORTING)
    district = _committee("huyện Bình Gia", Tier.DISTRICT, province)
    agency("Phòng Nội vụ", kind=KINDS.DIVISION, tier=Tier.DISTRICT, under=district)
    agency("Sở Nội vụ nơi khác", under=agency(kind=KINDS.PEOPLES_COMMITTEE))
    assert _names("all-departments", province, BEFORE) == ["Công an tỉnh", "Sở Nội vụ", "Văn phòng Ủy ban nhân dân"]
    assert _names("all-departments", home, BEFORE) == ["Công an tỉnh", "Văn phòng Ủy ban nhân dân"]
    assert _names("all-departments", district, BEFORE) == ["Phòng Nội vụ"]
    assert _names("all-agencies", district, BEFORE) == ["Phòng Nội vụ"]
    assert _names("all-agencies", province, BEFORE) == [
        "Công an tỉnh", "Sở Nội vụ", "Trung tâm Lưu trữ", "Văn phòng Ủy ban nhân dân", "Ủy ban nhân dân huyện Bình Gia",
    ]  # fmt: skip


def test_own_units_are_those_under_the_issuer_itself(province: Agency) -> None:
    home = agency("Sở Nội vụ", under=province)
    agency("Văn phòng Sở", kind=KINDS.DIVISION, under=home)
    _committee("huyện Bình Gia", Tier.DISTRICT, province)
    assert _names("own-units", home, BEFORE) == ["Văn phòng Sở"]
    assert _names("own-units", province, BEFORE) == ["Sở Nội vụ"]


def test_mass_organisations_are_those_of_the_territory_and_not_of_a_namesake(province: Agency) -> None:
    party = agency("Tỉnh ủy Lạng Sơn", kind=KINDS.PARTY, place="Lạng Sơn")
    agency("Tỉnh Đoàn Lạng Sơn", kind=KINDS.MASS_ORGANISATION, place="Lạng Sơn", under=party)
    other = agency("Tỉnh ủy Bắc Giang", kind=KINDS.PARTY, place="Bắc Giang")
    commune = _committee("xã Tân Văn", Tier.COMMUNE, province)
    for over, name in ((party, "Hội Nông dân xã Tân Văn"), (other, "Hội Nông dân xã Tân Văn kia")):
        agency(name, kind=KINDS.MASS_ORGANISATION, tier=Tier.COMMUNE, place="Tân Văn", under=over)
    assert _names("mass-organisations", province, BEFORE) == ["Tỉnh Đoàn Lạng Sơn"]
    assert _names("mass-organisations", commune, BEFORE) == ["Hội Nông dân xã Tân Văn"]


def test_a_ministry_addresses_the_whole_country(province: Agency) -> None:
    ministry = agency("Bộ Nội vụ", kind=KINDS.MINISTRY, tier=Tier.CENTRAL)
    other = agency("Bộ Tư pháp", kind=KINDS.MINISTRY, tier=Tier.CENTRAL)
    agency("Cục Kiểm tra văn bản", kind=KINDS.DIVISION, tier=Tier.CENTRAL, under=other)
    agency("Vụ Pháp chế", kind=KINDS.DIVISION, tier=Tier.CENTRAL, under=ministry)
    _committee("huyện Bình Gia", Tier.DISTRICT, province)
    assert _names("all-departments", ministry, BEFORE) == ["Bộ Tư pháp"]
    assert _names("all-provinces", ministry, BEFORE) == ["Ủy ban nhân dân tỉnh Lạng Sơn"]
    assert _names("all-districts", ministry, BEFORE) == ["Ủy ban nhân dân huyện Bình Gia"]
    assert _names("own-units", ministry, BEFORE) == ["Vụ Pháp chế"]


@pytest.mark.parametrize(
    ("group", "why"),
    [
        ("related-agencies", Nobody.NOT_SAID_WHO),
        ("people", Nobody.NOT_SAID_WHO),
        ("finance-agencies", Nobody.NOT_SAID_WHO),
        ("assigned-leads", Nobody.SAID_ELSEWHERE),
        ("all-villages", Nobody.NO_AGENCIES),
    ],
)
def test_a_group_that_names_nobody_says_why(province: Agency, group: str, why: Nobody) -> None:
    assert nobody_in(group) is why
    assert _names(group, province, BEFORE) == []


def test_every_code_of_the_annotation_guide_is_understood() -> None:
    codes = {code for rule in load_book("groups") for code in rule.gives.split()}
    assert codes == set(GROUPS)


def test_an_unknown_code_is_refused(province: Agency) -> None:
    with pytest.raises(UnknownGroup):
        members("all-ministers", province, BEFORE)


@pytest.mark.parametrize("communes", [1, 40])
def test_many_members_cost_no_more_queries(
    province: Agency, communes: int, django_assert_num_queries: pytest.FixtureRequest
) -> None:
    for number in range(communes):
        _committee(f"xã Số {number}", Tier.COMMUNE, province)
    with django_assert_num_queries(5):  # type: ignore[operator]  # a context manager of pytest-django
        membership = Membership(province, YEAR)
        assert len(membership.of("all-communes")) == communes
    with django_assert_num_queries(1):  # type: ignore[operator]  # a context manager of pytest-django
        membership.of("all-departments")


def test_the_days_of_a_member_are_those_of_its_line_and_kind(province: Agency) -> None:
    district = _committee("huyện Bình Gia", Tier.DISTRICT, province, since=date(2025, 3, 1), until=BEFORE)
    commune = _committee("xã Tân Văn", Tier.COMMUNE, district, until=AFTER + timedelta(days=30))
    days = members_between("all-communes", province, YEAR.start, YEAR.end)
    assert days == {commune.pk: (Window(date(2025, 3, 1), BEFORE),)}
