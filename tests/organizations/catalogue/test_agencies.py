"""The agencies of a province, composed on either side of the reorganisations of 2025."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from loa.organizations.catalogue import (
    REORGANISED_ON,
    AgencyKind,
    AgencyRow,
    SuccessionKind,
    Tier,
    agencies_across,
    agencies_of_province,
    agency_successions,
    central_agencies,
    province,
    units,
)

EARLY, BEFORE, AFTER = date(2022, 3, 1), date(2025, 6, 30), REORGANISED_ON
ALL = frozenset(Tier)


def agencies(name: str, on: date, bodies_of: frozenset[Tier] = ALL) -> dict[str, AgencyRow]:
    rows = agencies_of_province(province(name, on).key, on=on, bodies_of=bodies_of)
    return {row.name: row for row in rows}


def departments(on: date) -> set[str]:
    found = agencies("Lạng Sơn", on).values()
    return {row.short_name for row in found if row.kind is AgencyKind.DEPARTMENT and row.name.startswith("Sở")}


def test_lang_son_has_65_communes_and_no_district_today() -> None:
    committees = [row for row in agencies("Lạng Sơn", AFTER).values() if row.kind is AgencyKind.PEOPLES_COMMITTEE]
    assert Counter(row.tier for row in committees) == {Tier.PROVINCE: 1, Tier.COMMUNE: 65}


def test_a_commune_stood_under_its_district_and_stands_under_the_province() -> None:
    was = agencies("Lạng Sơn", BEFORE)["Ủy ban nhân dân huyện Bình Gia"]
    now = agencies("Lạng Sơn", AFTER)["Ủy ban nhân dân xã Bình Gia"]
    assert now.line_parent == "p-20/pc"
    assert now.reporting_recipient == "p-20/home-affairs"
    assert (was.valid_to, now.valid_from) == (BEFORE, AFTER)
    assert was.key in now.predecessor_keys


def test_the_departments_of_march_2025_take_the_place_of_those_before() -> None:
    ended = departments(EARLY) - departments(AFTER)
    assert ended == {
        "Sở Giao thông vận tải",
        "Sở Kế hoạch và Đầu tư",
        "Sở Lao động - Thương binh và Xã hội",
        "Sở Nông nghiệp và Phát triển nông thôn",
        "Sở Tài nguyên và Môi trường",
        "Sở Thông tin và Truyền thông",
    }
    assert departments(AFTER) - departments(EARLY) == {"Sở Dân tộc và Tôn giáo", "Sở Nông nghiệp và Môi trường"}


def test_the_department_of_science_is_a_new_body_though_the_name_is_old() -> None:
    name = "Sở Khoa học và Công nghệ tỉnh Lạng Sơn"
    was, now = agencies("Lạng Sơn", EARLY)[name], agencies("Lạng Sơn", AFTER)[name]
    assert was.key != now.key
    assert now.predecessor_keys == ("p-20/information-communications", "p-20/science-technology")


def test_a_department_of_a_merged_province_follows_those_of_all_of_them() -> None:
    now = agencies("Phú Thọ", AFTER)["Sở Nội vụ tỉnh Phú Thọ"]
    assert now.predecessor_keys == ("p-17/home-affairs", "p-25/home-affairs", "p-26/home-affairs")


@pytest.mark.parametrize(
    ("name", "was", "now"),
    [
        ("Hòa Bình", "Ủy ban nhân dân tỉnh Hòa Bình", "Ủy ban nhân dân tỉnh Phú Thọ"),
        ("Hải Dương", "Ủy ban nhân dân tỉnh Hải Dương", "Ủy ban nhân dân thành phố Hải Phòng"),
        ("Bình Thuận", "Ủy ban nhân dân tỉnh Bình Thuận", "Ủy ban nhân dân tỉnh Lâm Đồng"),
    ],
)
def test_the_committee_of_a_dissolved_province_has_its_heir(name: str, was: str, now: str) -> None:
    old = agencies(name, EARLY)[was]
    heir = agencies(now.rpartition("tỉnh ")[2].rpartition("thành phố ")[2], AFTER)[now]
    assert old.valid_to == BEFORE
    assert old.key in heir.predecessor_keys


@pytest.mark.parametrize(
    ("was", "heirs"),
    [
        (("Bắc Kạn", "huyện Ba Bể"), ("Thái Nguyên", {"Ba Bể", "Chợ Rã", "Phúc Lộc", "Thượng Minh", "Đồng Phúc"})),
        (("Vĩnh Long", "thị xã Bình Minh"), ("Vĩnh Long", {"Bình Minh", "Cái Vồn", "Đông Thành"})),
    ],
)
def test_the_duties_of_an_ended_district_go_to_its_communes(was: tuple[str, str], heirs: tuple[str, set[str]]) -> None:
    old = agencies(was[0], EARLY)[f"Ủy ban nhân dân {was[1]}"]
    ways = [way for way in agency_successions(province(heirs[0], AFTER).key) if way.predecessor == old.key]
    places = {row.key: row.place for row in agencies(heirs[0], AFTER).values()}
    assert {places[way.successor] for way in ways} == heirs[1]
    assert {way.kind for way in ways} == {SuccessionKind.ABOLISH}
    assert sum((way.weight or Decimal(0) for way in ways), Decimal(0)) == 1


def test_a_district_becoming_a_special_zone_changes_tier() -> None:
    ways = agency_successions(province("Quảng Ngãi", AFTER).key)
    assert [way.kind for way in ways if way.predecessor == "d-536/pc"] == [SuccessionKind.TIER_CHANGE]


def test_press_and_party_bodies_stand_outside_the_committee() -> None:
    now = agencies("Lạng Sơn", AFTER)
    assert now["Báo và phát thanh, truyền hình Lạng Sơn"].line_parent == "p-20/party-committee"
    assert "Ban Tuyên giáo và Dân vận Tỉnh ủy Lạng Sơn" in now
    assert "Thành ủy Hải Phòng" in agencies("Hải Phòng", AFTER)


def test_every_parent_is_an_agency_of_the_same_list() -> None:
    for on in (EARLY, date(2025, 4, 1), AFTER):
        for bodies_of in (ALL, frozenset({Tier.PROVINCE})):
            rows = agencies("Vĩnh Long", on, bodies_of).values()
            known = {row.key for row in (*rows, *central_agencies(on))}
            parents = {key for row in rows for key in (row.line_parent, row.reporting_recipient, row.guidance) if key}
            assert parents - known == set()


def test_no_agency_of_the_country_is_in_two_states_on_one_day() -> None:
    for top in (one for one in units(AFTER) if one.tier is Tier.PROVINCE):
        rows = agencies_across(top.key, since=EARLY, until=AFTER)
        twice = Counter((row.key, row.valid_from) for row in rows)
        assert [state for state, count in twice.items() if count > 1] == []


def test_every_predecessor_was_an_agency_the_day_before() -> None:
    rows = agencies_across(province("Vĩnh Long", AFTER).key, since=EARLY, until=AFTER, bodies_of=ALL)
    known = {row.key for row in rows}
    assert {key for row in rows for key in row.predecessor_keys} - known == set()
