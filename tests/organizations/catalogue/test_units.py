"""The shipped tables of administrative units: their figures, the fate of the seed places, what holds for every row."""

from collections import Counter
from datetime import date
from decimal import Decimal

import pytest

from loa.organizations.catalogue import (
    REORGANISED_ON,
    SuccessionKind,
    Tier,
    UnitType,
    UnknownUnit,
    communes_of,
    predecessors,
    province,
    successions,
    successors,
    unit,
    units,
)

BEFORE, AFTER = date(2025, 6, 30), REORGANISED_ON


def heirs(key: str) -> list[str]:
    return [unit(way.successor, AFTER).full_name for way in successors(key)]


def test_before_july_2025_there_were_63_provinces_696_districts_and_10035_communes() -> None:
    assert Counter(one.tier for one in units(BEFORE)) == {Tier.PROVINCE: 63, Tier.DISTRICT: 696, Tier.COMMUNE: 10_035}


def test_since_july_2025_there_are_34_provinces_and_3321_communes() -> None:
    types = Counter(one.type for one in units(AFTER))
    assert types == {
        UnitType.PROVINCE: 28,
        UnitType.CENTRAL_CITY: 6,
        UnitType.COMMUNE: 2_621,
        UnitType.WARD: 687,
        UnitType.SPECIAL_ZONE: 13,
    }


@pytest.mark.parametrize(
    "name", ["Cao Bằng", "Điện Biên", "Hà Nội", "Hà Tĩnh", "Huế", "Lai Châu", "Lạng Sơn", "Sơn La"]
)
def test_a_province_that_was_not_merged_is_the_same_unit_on_both_sides(name: str) -> None:
    assert province(name, BEFORE) == province(name, AFTER)


def test_hoa_binh_went_into_a_new_phu_tho_with_46_of_its_148_communes() -> None:
    was, now = province("Hòa Bình", BEFORE), province("tỉnh Phú Thọ", AFTER)
    assert heirs(was.key) == ["Tỉnh Phú Thọ"]
    assert now.key != province("Phú Thọ", BEFORE).key
    assert [unit(way.predecessor, BEFORE).name for way in predecessors(now.key)] == ["Hòa Bình", "Phú Thọ", "Vĩnh Phúc"]
    here = communes_of(now.key, AFTER)
    old = {commune.key for commune in communes_of(was.key, BEFORE)}
    fromhere = [one for one in here if one.key in old or old & {way.predecessor for way in predecessors(one.key)}]
    assert (len(here), len(fromhere)) == (148, 46)


def test_the_district_ba_be_ended_in_five_communes_of_thai_nguyen() -> None:
    district = next(one for one in units(BEFORE) if one.full_name == "Huyện Ba Bể")
    assert {heir.removeprefix("Xã ") for heir in heirs(district.key)} == {
        *("Ba Bể", "Chợ Rã", "Phúc Lộc", "Thượng Minh", "Đồng Phúc")
    }
    codes = [unit(way.successor, AFTER).code for way in successors(district.key)]
    assert codes == ["01894", "01906", "01912", "01921", "01933"]
    assert {way.kind for way in successors(district.key)} == {SuccessionKind.ABOLISH}
    assert {unit(way.successor, AFTER).parent for way in successors(district.key)} == {
        province("Thái Nguyên", AFTER).key
    }


def test_the_town_binh_minh_ended_in_three_wards_one_of_which_has_its_name() -> None:
    town = next(one for one in units(BEFORE) if one.full_name == "Thị xã Bình Minh")
    assert heirs(town.key) == ["Phường Cái Vồn", "Phường Bình Minh", "Phường Đông Thành"]
    assert {unit(way.successor, AFTER).parent for way in successors(town.key)} == {province("Vĩnh Long", AFTER).key}


@pytest.mark.parametrize(
    ("was", "now", "type_"),
    [("Hải Dương", "Hải Phòng", UnitType.CENTRAL_CITY), ("Bình Thuận", "Lâm Đồng", UnitType.PROVINCE)],
)
def test_a_dissolved_province_leads_to_the_one_it_went_into(was: str, now: str, type_: UnitType) -> None:
    heir = province(now, AFTER)
    assert [way.successor for way in successors(province(was, BEFORE).key)] == [heir.key]
    assert heir.type == type_
    with pytest.raises(UnknownUnit, match=rf"Không có đơn vị hành chính “{was}” vào ngày 2025-07-01 / No unit"):
        province(was, AFTER)


def test_a_reused_code_does_not_make_two_wards_one() -> None:
    old, new = unit("c-29771", BEFORE), unit("c-29771-2025", AFTER)
    assert (old.code, old.full_name) == ("29771", "Phường Thành Phước")
    assert (new.code, new.full_name) == ("29771", "Phường Bình Minh")


def test_each_of_the_thirteen_special_zones_came_from_an_island_district() -> None:
    zones = [one for one in units(AFTER) if one.type is UnitType.SPECIAL_ZONE]
    kinds = Counter(way.kind for zone in zones for way in predecessors(zone.key) if way.predecessor.startswith("d-"))
    assert kinds == {SuccessionKind.TIER_CHANGE: 12, SuccessionKind.SPLIT: 1}


def test_weights_of_what_became_of_a_unit_add_up_to_one() -> None:
    total: dict[str, Decimal] = {}
    for way in successions():
        total[way.predecessor] = total.get(way.predecessor, Decimal(0)) + way.weight
    assert {key: weight for key, weight in total.items() if weight != 1} == {}


def test_every_unit_of_before_goes_on_or_has_heirs_and_every_new_one_has_forebears() -> None:
    old, new = ({one.key for one in units(day)} for day in (BEFORE, AFTER))
    assert {way.predecessor for way in successions()} == old - new
    assert new - old <= {way.successor for way in successions()} <= new


def test_one_heir_of_each_unit_is_the_main_one() -> None:
    mains = Counter(way.predecessor for way in successions() if way.main)
    assert set(mains.values()) == {1}
    assert mains.keys() == {way.predecessor for way in successions()}


def test_names_begin_with_the_word_of_their_type() -> None:
    wrong = [
        one for day in (BEFORE, AFTER) for one in units(day)
        if one.full_name != f"{one.type.word.capitalize()} {one.name}"
    ]  # fmt: skip
    assert wrong == []


def test_a_unit_with_a_number_for_a_name_keeps_its_capital_in_a_sentence() -> None:
    numbered = next(one for one in units(BEFORE) if one.full_name == "Quận 1")
    assert numbered.in_sentence == "Quận 1"
    assert province("Lạng Sơn", AFTER).in_sentence == "tỉnh Lạng Sơn"


def test_no_commune_left_the_province_its_own_went_into() -> None:
    into = {way.predecessor: way.successor for way in successions() if way.predecessor.startswith("p-")}
    tops = {}
    for day in (BEFORE, AFTER):
        for top in (one for one in units(day) if one.tier is Tier.PROVINCE):
            tops.update({(one.key, day): into.get(top.key, top.key) for one in communes_of(top.key, day)})
    ways = [way for way in successions() if way.predecessor.startswith("c-")]
    assert [way for way in ways if tops[way.predecessor, BEFORE] != tops[way.successor, AFTER]] == []
