"""Loading the catalogue: the places of the seed plans on either side of 1 July 2025, in the database; twice."""

from datetime import date
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db.models import Sum
from tests.factories import agency

from loa.audit.models import Entry
from loa.organizations import enums
from loa.organizations.actions.loading import WHOLE_COUNTRY, Loaded, load_agencies, load_units
from loa.organizations.catalogue import AgencyKind, AgencyRow, Tier, UnknownUnit, Verified, agencies_across
from loa.organizations.enums import RelationKind, SuccessionKind
from loa.organizations.models import Agency, Designation, Relation, Succession, SuccessionShare
from loa.organizations.queries.importing_timeline import EARLIEST

pytestmark = pytest.mark.django_db
BEFORE, AFTER, TODAY = date(2025, 6, 30), date(2025, 7, 1), date(2026, 3, 2)


def named(name: str, on: date) -> Agency:
    return Designation.objects.on(on).select_related("agency").get(name=name).agency


def heirs(name: str) -> dict[str, Decimal]:
    """The names on 1 July of what came after the agency that had the name the day before, with their weights."""
    shares = SuccessionShare.objects.filter(predecessor=named(name, BEFORE), succession__effective_on=AFTER)
    return {share.successor.name: share.weight for share in shares.select_related("successor") if share.successor}


def superior(name: str, on: date) -> str:
    row = Relation.objects.on(on).get(agency=named(name, on), kind=RelationKind.LINE)
    found = row.to.designation(on)
    assert found
    return found.name


def row(key: str, name: str = "Sở Nội vụ", **told: object) -> AgencyRow:
    values = {
        "key": key, "name": name, "short_name": "", "abbreviation": "", "code": "", "place": "", "tier": Tier.PROVINCE,
        "kind": AgencyKind.DEPARTMENT, "line_parent": None, "reporting_recipient": None, "guidance": None,
        "valid_from": None, "valid_to": None, "verified": Verified.NO,
    }  # fmt: skip
    return AgencyRow(**(values | told))  # type: ignore[arg-type]  # the columns are those above


def test_hoa_binh_went_into_the_new_phu_tho_with_the_old_phu_tho() -> None:
    load_units("Phú Thọ", by=None, on=TODAY)
    assert heirs("Ủy ban nhân dân tỉnh Hòa Bình") == {"Ủy ban nhân dân tỉnh Phú Thọ": 1}
    old, new = named("Ủy ban nhân dân tỉnh Phú Thọ", BEFORE), named("Ủy ban nhân dân tỉnh Phú Thọ", AFTER)
    assert old != new
    assert (old.ended_on, new.founded_on) == (BEFORE, AFTER)
    assert not Designation.objects.on(AFTER).filter(name="Ủy ban nhân dân tỉnh Hòa Bình").exists()


def test_the_district_of_ba_be_went_to_five_communes_of_thai_nguyen() -> None:
    load_units("Thái Nguyên", by=None, on=TODAY)
    went = heirs("Ủy ban nhân dân huyện Ba Bể")
    communes = ("Ba Bể", "Chợ Rã", "Phúc Lộc", "Thượng Minh", "Đồng Phúc")
    assert set(went) == {f"Ủy ban nhân dân xã {name}" for name in communes}
    assert sum(went.values()) == 1
    assert superior("Ủy ban nhân dân huyện Ba Bể", BEFORE) == "Ủy ban nhân dân tỉnh Bắc Kạn"
    assert superior("Ủy ban nhân dân xã Chợ Rã", AFTER) == "Ủy ban nhân dân tỉnh Thái Nguyên"
    assert not Designation.objects.on(AFTER).filter(tier=Tier.DISTRICT).exists()


def test_the_town_of_binh_minh_went_to_three_wards_by_their_communes() -> None:
    load_units("Vĩnh Long", by=None, on=TODAY)
    went = heirs("Ủy ban nhân dân thị xã Bình Minh")
    assert went["Ủy ban nhân dân phường Đông Thành"] == Decimal("0.5")
    assert set(went) == {f"Ủy ban nhân dân phường {name}" for name in ("Bình Minh", "Cái Vồn", "Đông Thành")}


@pytest.mark.parametrize(
    ("was", "by_name", "now"),
    [
        ("tỉnh Hải Dương", "Hải Phòng", "Ủy ban nhân dân thành phố Hải Phòng"),
        ("tỉnh Bình Thuận", "Lâm Đồng", "Ủy ban nhân dân tỉnh Lâm Đồng"),
    ],
)
def test_a_province_that_was_merged_is_there_before_and_its_heir_after(was: str, by_name: str, now: str) -> None:
    load_units(by_name, by=None, on=TODAY)
    assert heirs(f"Ủy ban nhân dân {was}") == {now: 1}
    assert named(f"Sở Nội vụ {was}", BEFORE).ended_on == BEFORE
    assert named(now, AFTER).founded_on == AFTER


def test_departments_merged_in_march_2025_lead_to_their_heirs() -> None:
    load_units("p-20", by=None, on=TODAY)
    labour = named("Sở Lao động - Thương binh và Xã hội tỉnh Lạng Sơn", date(2025, 2, 28))
    share = SuccessionShare.objects.get(predecessor=labour)
    assert share.successor == named("Sở Nội vụ tỉnh Lạng Sơn", TODAY)
    assert share.succession.effective_on == date(2025, 3, 1)
    assert labour.founded_on == EARLIEST


def test_every_agency_that_ended_gives_itself_away_whole() -> None:
    load_units("Phú Thọ", by=None, on=TODAY)
    sums = SuccessionShare.objects.values("predecessor", "succession__effective_on").annotate(whole=Sum("weight"))
    assert {round(entry["whole"], 6) for entry in sums} == {1}
    kinds = set(Succession.objects.values_list("kind", flat=True))
    assert {SuccessionKind.MERGE, SuccessionKind.ABOLISH} <= kinds


def test_loading_again_changes_nothing_and_leaves_no_second_trace() -> None:
    first = load_units("p-20", by=None, on=TODAY)
    Designation.objects.filter(name="Sở Nội vụ tỉnh Lạng Sơn").update(short_name="Sở Nội vụ Lạng")
    assert load_units("p-20", by=None, on=TODAY) == Loaded()
    assert Designation.objects.filter(short_name="Sở Nội vụ Lạng").exists()
    entry = Entry.objects.get(verb="agencies.load")
    assert entry.after == {"agencies": first.agencies, "successions": first.successions}
    assert entry.subject_name == "Ủy ban nhân dân tỉnh Lạng Sơn"


def test_an_agency_made_by_hand_under_the_same_name_is_taken_for_it() -> None:
    mine = agency("Ủy ban nhân dân tỉnh Lạng Sơn", kind=enums.AgencyKind.PEOPLES_COMMITTEE, since=TODAY)
    load_units("p-20", by=None, on=TODAY)
    mine.refresh_from_db()
    assert (mine.external_key, mine.founded_on) == ("p-20/pc", EARLIEST)
    assert named("Ủy ban nhân dân tỉnh Lạng Sơn", BEFORE) == mine
    assert mine.designations.count() == 1


def test_an_unknown_province_is_refused_by_name() -> None:
    with pytest.raises(UnknownUnit, match="Nơi Nào Đó"):
        load_units("Nơi Nào Đó", by=None, on=TODAY)
    assert not Agency.objects.exists()


def test_rows_of_a_table_bring_the_centre_they_name_and_refuse_strangers() -> None:
    rows = agencies_across("p-20", since=date(2025, 1, 1), until=TODAY)
    loaded = load_agencies(rows, by=None, on=TODAY)
    assert loaded.agencies == Agency.objects.count()
    assert Agency.objects.filter(external_key="central/home-affairs").exists()
    with pytest.raises(ValidationError, match="nowhere"):
        load_agencies([row("x", line_parent="nowhere")], by=None, on=TODAY)
    assert not Agency.objects.filter(external_key="x").exists()


def test_rows_tell_the_same_successions_as_the_catalogue() -> None:
    load_units("p-20", by=None, on=TODAY)
    rows = agencies_across("p-20", since=date(2025, 1, 1), until=TODAY)
    assert load_agencies(rows, by=None, on=TODAY) == Loaded()


def test_own_rows_give_equal_shares_and_only_a_matter_of_what_goes_on() -> None:
    split = row("old", "Sở cũ", valid_to=BEFORE)
    stays = row("stays", "Sở còn lại")
    one = row("one", "Sở một", valid_from=AFTER, predecessor_keys=("old", "stays", "never-heard-of"))
    two = row("two", "Sở hai", valid_from=AFTER, predecessor_keys=("old",))
    load_agencies([split, stays, one, two], by=None, on=TODAY)
    shares = SuccessionShare.objects.order_by("predecessor__name", "successor__name")
    told = [(share.predecessor.name, share.succession.kind, share.weight) for share in shares]
    assert told == [
        ("Sở còn lại", SuccessionKind.SPLIT, 0),
        ("Sở cũ", SuccessionKind.SPLIT, Decimal("0.5")),
        ("Sở cũ", SuccessionKind.SPLIT, Decimal("0.5")),
    ]
    assert not shares[0].takes_obligations


def test_the_whole_country_is_loaded_on_both_sides() -> None:
    load_units(WHOLE_COUNTRY, by=None, on=TODAY)
    committees = Designation.objects.filter(kind=AgencyKind.PEOPLES_COMMITTEE)
    assert committees.on(BEFORE).count() == 63 + 696 + 10_035
    assert committees.on(AFTER).count() == 34 + 3_321
