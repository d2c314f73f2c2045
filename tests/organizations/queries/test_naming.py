"""Which agency a plan's wording means: near the issuer, on the plan's day, and never by guessing."""

from datetime import date, timedelta

import pytest
from tests.factories import agency, put_under

from loa.organizations.enums import AgencyKind, SuccessionKind, Tier
from loa.organizations.models import Agency, Succession, SuccessionShare
from loa.organizations.queries.naming import Outcome, Resolver, resolve

pytestmark = pytest.mark.django_db
DAY = date(2023, 1, 5)
END = date(2025, 6, 30)


@pytest.fixture
def province() -> Agency:
    return _province("Hòa Bình")


def _province(place: str) -> Agency:
    committee = agency(
        f"Ủy ban nhân dân tỉnh {place}",
        kind=AgencyKind.PEOPLES_COMMITTEE,
        short_name=f"UBND tỉnh {place}",
        abbreviation="UBND",
        place=place,
    )
    bodies = (
        ("Sở Nội vụ tỉnh {}", "Sở Nội vụ", "SNV", AgencyKind.DEPARTMENT),
        ("Văn phòng Ủy ban nhân dân tỉnh {}", "Văn phòng UBND tỉnh", "VPUBND", AgencyKind.OFFICE),
        ("Đài Phát thanh và Truyền hình {}", "Đài PT-TH {}", "PTTH", AgencyKind.PRESS),
        ("Công an tỉnh {}", "Công an tỉnh", "CA", AgencyKind.DEPARTMENT),
    )
    for name, short, abbreviation, kind in bodies:
        agency(
            name.format(place), short_name=short.format(place), abbreviation=abbreviation, place=place, kind=kind,
            under=committee,
        )  # fmt: skip
    return committee


def _district(place: str, under: Agency, until: date | None = None) -> Agency:
    committee = agency(
        f"Ủy ban nhân dân huyện {place}", kind=AgencyKind.PEOPLES_COMMITTEE, tier=Tier.DISTRICT, place=place,
        under=under, until=until,
    )  # fmt: skip
    for name, kind in (("Phòng Nội vụ", AgencyKind.DIVISION), ("Công an", AgencyKind.DIVISION)):
        agency(
            f"{name} huyện {place}", short_name=name, kind=kind, tier=Tier.DISTRICT, place=place, under=committee,
            until=until,
        )  # fmt: skip
    return committee


@pytest.mark.parametrize(
    ("wording", "meant"),
    [
        ("Sở Nội vụ", "Sở Nội vụ tỉnh Hòa Bình"),
        ("sở nội vụ tỉnh", "Sở Nội vụ tỉnh Hòa Bình"),
        ("Sở Nội vụ tỉnh Hoà Bình", "Sở Nội vụ tỉnh Hòa Bình"),
        ("Sở Nội vụ Hòa Bình", "Sở Nội vụ tỉnh Hòa Bình"),
        ("SNV", "Sở Nội vụ tỉnh Hòa Bình"),
        ("Uỷ ban nhân dân tỉnh", "Ủy ban nhân dân tỉnh Hòa Bình"),
        ("UBND tỉnh", "Ủy ban nhân dân tỉnh Hòa Bình"),
        ("Văn phòng Ủy ban nhân dân tỉnh", "Văn phòng Ủy ban nhân dân tỉnh Hòa Bình"),
        ("Văn phòng UBND tỉnh", "Văn phòng Ủy ban nhân dân tỉnh Hòa Bình"),
        ("Đài Phát thanh và Truyền hình tỉnh", "Đài Phát thanh và Truyền hình Hòa Bình"),
        ("Đài Phát thanh - Truyền hình tỉnh", "Đài Phát thanh và Truyền hình Hòa Bình"),
        ("Đài PT-TH tỉnh", "Đài Phát thanh và Truyền hình Hòa Bình"),
    ],
)
def test_the_wordings_of_one_plan_mean_its_agencies(province: Agency, wording: str, meant: str) -> None:
    _province("Hải Dương")
    match = resolve(wording, DAY, province)
    assert (match.outcome, str(match.agency)) == (Outcome.FOUND, meant)


@pytest.mark.parametrize("wording", ["Sở Nội", "Nội vụ", "Sở Ngoại vụ", "Ủy ban nhân dân huyện", "", "  ", "tỉnh", "%"])
def test_what_is_no_name_of_an_agency_is_left_open(province: Agency, wording: str) -> None:
    assert resolve(wording, DAY, province).outcome is Outcome.UNKNOWN


def test_a_district_means_its_own_bodies_and_those_over_it(province: Agency) -> None:
    district, _ = _district("Mai Châu", province), _district("Đà Bắc", province)
    names = Resolver(district, DAY)
    assert str(names.resolve("Phòng Nội vụ").agency) == "Phòng Nội vụ huyện Mai Châu"
    assert str(names.resolve("Công an").agency) == "Công an huyện Mai Châu"
    assert str(names.resolve("Công an tỉnh").agency) == "Công an tỉnh Hòa Bình"
    assert str(names.resolve("Phòng Nội vụ huyện Đà Bắc").agency) == "Phòng Nội vụ huyện Đà Bắc"


def test_namesakes_equally_near_are_asked_about(province: Agency) -> None:
    _district("Mai Châu", province)
    _district("Đà Bắc", province)
    match = resolve("Phòng Nội vụ", DAY, province)
    assert match.outcome is Outcome.SEVERAL
    assert match.agency is None
    assert [str(one) for one in match.candidates] == ["Phòng Nội vụ huyện Mai Châu", "Phòng Nội vụ huyện Đà Bắc"]


def test_another_province_is_meant_only_when_it_is_named(province: Agency) -> None:
    _province("Hải Dương")
    assert str(resolve("Sở Nội vụ tỉnh Hải Dương", DAY, province).agency) == "Sở Nội vụ tỉnh Hải Dương"
    assert str(resolve("Sở Nội vụ", DAY, province).agency) == "Sở Nội vụ tỉnh Hòa Bình"


def test_marks_decide_between_names_that_differ_in_nothing_else(province: Agency) -> None:
    _district("Hòa An", province)
    _district("Hoa An", province)
    assert str(resolve("Ủy ban nhân dân huyện Hòa An", DAY, province).agency) == "Ủy ban nhân dân huyện Hòa An"
    assert resolve("Ủy ban nhân dân huyện Hóa An", DAY, province).outcome is Outcome.SEVERAL


def test_a_party_body_without_a_committee_over_it_belongs_to_its_territory(province: Agency) -> None:
    party = agency("Tỉnh ủy Hòa Bình", short_name="Tỉnh ủy", place="Hòa Bình", kind=AgencyKind.PARTY)
    front = agency(
        "Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Hòa Bình", place="Hòa Bình", kind=AgencyKind.MASS_ORGANISATION,
        under=party,
    )  # fmt: skip
    assert resolve("Tỉnh ủy", DAY, province).agency == party
    assert resolve("UBMTTQ tỉnh", DAY, province).agency == front
    assert str(resolve("Sở Nội vụ", DAY, front).agency) == "Sở Nội vụ tỉnh Hòa Bình"


def test_namesakes_below_the_province_are_told_apart_by_what_lies_over_them(province: Agency) -> None:
    for over, place in ((province, "Hòa Bình"), (_province("Hải Dương"), "Hải Dương")):
        party = agency(f"Tỉnh ủy {place}", place=place, kind=AgencyKind.PARTY)
        commune = agency(
            "Ủy ban nhân dân xã Bình Minh", kind=AgencyKind.PEOPLES_COMMITTEE, tier=Tier.COMMUNE, place="Bình Minh",
            under=over,
        )  # fmt: skip
        below = agency("Đảng ủy xã Bình Minh", kind=AgencyKind.PARTY, tier=Tier.COMMUNE, place="Bình Minh", under=party)
        match = resolve("Đảng ủy xã", DAY, commune)
        assert match.agency == below


def test_a_department_means_its_own_units_first(province: Agency) -> None:
    department = Agency.objects.get(name="Sở Nội vụ tỉnh Hòa Bình")
    own = agency("Văn phòng Sở Nội vụ", short_name="Văn phòng", kind=AgencyKind.DIVISION, under=department)
    agency("Văn phòng Tỉnh ủy", short_name="Văn phòng", kind=AgencyKind.OFFICE, under=province)
    assert resolve("Văn phòng", DAY, department).agency == own


def test_a_name_that_ended_gives_its_successors_to_choose_from(province: Agency) -> None:
    old = _district("Mai Châu", province, until=END)
    new = agency(
        "Ủy ban nhân dân xã Mai Châu", kind=AgencyKind.PEOPLES_COMMITTEE, tier=Tier.COMMUNE, place="Mai Châu",
        since=END + timedelta(days=1), under=province,
    )  # fmt: skip
    change = Succession.objects.create(kind=SuccessionKind.ABOLISH, effective_on=END + timedelta(days=1))
    SuccessionShare.objects.create(succession=change, predecessor=old, successor=new)
    before = resolve("Ủy ban nhân dân huyện Mai Châu", END, province)
    after = resolve("Ủy ban nhân dân huyện Mai Châu", END + timedelta(days=1), province)
    assert (before.outcome, before.agency) == (Outcome.FOUND, old)
    assert (after.outcome, after.agency, after.candidates) == (Outcome.FORMER, None, (new,))


def test_an_agency_under_a_new_name_is_offered_for_the_old_one(province: Agency) -> None:
    radio = Agency.objects.get(name="Đài Phát thanh và Truyền hình Hòa Bình")
    row = radio.designations.get()
    row.valid_to = END
    row.save()
    radio.designations.create(
        name="Báo và phát thanh, truyền hình Hòa Bình", place="Hòa Bình", tier=Tier.PROVINCE, kind=AgencyKind.PRESS,
        valid_from=END + timedelta(days=1),
    )  # fmt: skip
    match = resolve("Đài Phát thanh và Truyền hình tỉnh", END + timedelta(days=1), province)
    assert (match.outcome, match.candidates) == (Outcome.FORMER, (radio,))


def test_a_central_body_is_found_from_anywhere(province: Agency) -> None:
    ministry = agency("Bộ Nội vụ", kind=AgencyKind.MINISTRY, tier=Tier.CENTRAL)
    assert resolve("Bộ Nội vụ", DAY, _district("Mai Châu", province)).agency == ministry


def test_an_agency_outside_every_line_is_found_by_its_whole_name(province: Agency) -> None:
    post_office = agency("Bưu điện tỉnh Hòa Bình", place="Hòa Bình", kind=AgencyKind.PUBLIC_SERVICE_UNIT)
    assert resolve("Bưu điện tỉnh", DAY, province).agency == post_office
    put_under(post_office, province)
    assert resolve("Bưu điện tỉnh", DAY, province).agency == post_office


def test_the_committees_of_the_own_line_are_meant_first(province: Agency) -> None:
    district = _district("Mai Châu", province)
    communes = [
        agency(
            f"Ủy ban nhân dân xã {name}", kind=AgencyKind.PEOPLES_COMMITTEE, tier=Tier.COMMUNE, place=name,
            under=district,
        )
        for name in ("Bao La", "Vạn Mai")
    ]  # fmt: skip
    names = Resolver(communes[0], DAY)
    assert names.resolve("Ủy ban nhân dân xã").agency == communes[0]
    assert names.resolve("UBND huyện").agency == district
    assert names.resolve("Ủy ban nhân dân tỉnh").agency == province
    assert names.resolve("Ủy ban nhân dân xã Vạn Mai").agency == communes[1]
    assert Resolver(district, DAY).resolve("Ủy ban nhân dân xã").candidates == tuple(communes)
