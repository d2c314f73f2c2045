"""The closed lists of words in the tables of the catalogue."""

from enum import StrEnum

__all__ = ["AgencyKind", "SuccessionKind", "Tier", "UnitType", "Verified"]


class Tier(StrEnum):
    """Cấp. The district tier ended on 30 June 2025."""

    CENTRAL = "central"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


class UnitType(StrEnum):
    """Loại đơn vị hành chính."""

    PROVINCE = "province"
    CENTRAL_CITY = "central_city"
    URBAN_DISTRICT = "urban_district"
    RURAL_DISTRICT = "rural_district"
    TOWN = "town"
    DISTRICT_CITY = "district_city"
    COMMUNE = "commune"
    WARD = "ward"
    TOWNSHIP = "township"
    SPECIAL_ZONE = "special_zone"

    @property
    def word(self) -> str:
        """The word before the name within a sentence: `thị xã`."""
        return _WORDS[self]


_WORDS = {
    UnitType.PROVINCE: "tỉnh",
    UnitType.CENTRAL_CITY: "thành phố",
    UnitType.URBAN_DISTRICT: "quận",
    UnitType.RURAL_DISTRICT: "huyện",
    UnitType.TOWN: "thị xã",
    UnitType.DISTRICT_CITY: "thành phố",
    UnitType.COMMUNE: "xã",
    UnitType.WARD: "phường",
    UnitType.TOWNSHIP: "thị trấn",
    UnitType.SPECIAL_ZONE: "đặc khu",
}


class SuccessionKind(StrEnum):
    """What became of a unit or an agency; `rename` also stands for a change of type on the same territory."""

    MERGE = "merge"
    SPLIT = "split"
    RENAME = "rename"
    ABOLISH = "abolish"
    TIER_CHANGE = "tier_change"


class AgencyKind(StrEnum):
    """Loại cơ quan."""

    PEOPLES_COMMITTEE = "peoples_committee"
    MINISTRY = "ministry"
    DEPARTMENT = "department"
    OFFICE = "office"
    DIVISION = "division"
    PUBLIC_SERVICE_UNIT = "public_service_unit"
    PUBLIC_SERVICE_CENTRE = "public_service_centre"
    PARTY = "party"
    MASS_ORGANISATION = "mass_organisation"
    PRESS = "press"


class Verified(StrEnum):
    """Whether a source shows a row for every province, for one at least, or none; the last two are configuration."""

    YES = "yes"
    PARTLY = "partly"
    NO = "no"
