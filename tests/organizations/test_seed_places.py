"""Places that issued plans before July 2025, asked about on either side of it. More successions: test_loading."""

from datetime import date

import pytest

from loa.organizations.actions.loading import load_units
from loa.organizations.catalogue import Tier
from loa.organizations.enums import AgencyKind
from loa.organizations.models import Agency, Designation
from loa.organizations.queries.groups import members, members_between
from loa.organizations.queries.naming import Outcome, resolve

BEFORE, AFTER = date(2025, 6, 30), date(2025, 7, 1)
TODAY = date(2026, 3, 2)
ALL_TIERS = frozenset({Tier.PROVINCE, Tier.DISTRICT})


@pytest.fixture
def _loaded(db: None) -> None:
    for province in ("Phú Thọ", "Thái Nguyên", "Vĩnh Long"):
        load_units(province, by=None, on=TODAY, bodies_of=ALL_TIERS)


def _committee(name: str, on: date) -> Agency:
    return Designation.objects.on(on).select_related("agency").get(name=name, kind=AgencyKind.PEOPLES_COMMITTEE).agency


def _heirs(name: str) -> list[str]:
    shares = _committee(name, BEFORE).shares_given.order_by("-weight", "successor__name")
    return [share.successor.name for share in shares.select_related("successor") if share.successor]


@pytest.mark.usefixtures("_loaded")
def test_the_places_on_either_side_of_july_2025() -> None:
    assert _heirs("Ủy ban nhân dân tỉnh Hòa Bình") == ["Ủy ban nhân dân tỉnh Phú Thọ"]
    assert set(_heirs("Ủy ban nhân dân huyện Ba Bể")) == {
        f"Ủy ban nhân dân xã {name}" for name in ("Ba Bể", "Chợ Rã", "Phúc Lộc", "Thượng Minh", "Đồng Phúc")
    }
    assert set(_heirs("Ủy ban nhân dân thị xã Bình Minh")) == {
        f"Ủy ban nhân dân phường {name}" for name in ("Bình Minh", "Cái Vồn", "Đông Thành")
    }
    for issuer, communes in (("tỉnh Hòa Bình", 151), ("huyện Ba Bể", 15), ("thị xã Bình Minh", 8)):
        agency = _committee(f"Ủy ban nhân dân {issuer}", BEFORE)
        assert (issuer, members("all-communes", agency, BEFORE).count()) == (issuer, communes)
    merged = _committee("Ủy ban nhân dân tỉnh Phú Thọ", AFTER)
    assert members("all-communes", merged, AFTER).count() == 148
    assert not members("all-districts", merged, AFTER).exists()
    _a_plan_of_2025_reaches_both(merged)
    _names_mean_what_they_meant(merged)


def _a_plan_of_2025_reaches_both(merged: Agency) -> None:
    """The new Phú Thọ begins with the new order: its plan has the new communes from that day on, and none before."""
    spans = members_between("all-communes", merged, date(2025, 1, 1), date(2025, 12, 31))
    assert {span.start for days in spans.values() for span in days} == {AFTER}
    assert len(spans) == 148


def _names_mean_what_they_meant(merged: Agency) -> None:
    district = _committee("Ủy ban nhân dân huyện Ba Bể", BEFORE)
    assert str(resolve("Phòng Nội vụ", BEFORE, district).agency) == "Phòng Nội vụ huyện Ba Bể"
    assert str(resolve("Sở Nội vụ", BEFORE, district).agency) == "Sở Nội vụ tỉnh Bắc Kạn"
    town = _committee("Ủy ban nhân dân thị xã Bình Minh", BEFORE)
    assert str(resolve("Phòng Văn hóa và Thông tin", BEFORE, town).agency) == (
        "Phòng Văn hóa và Thông tin thị xã Bình Minh"
    )
    former = resolve("Ủy ban nhân dân tỉnh Hòa Bình", AFTER, merged)
    assert (former.outcome, former.candidates) == (Outcome.FORMER, (merged,))
