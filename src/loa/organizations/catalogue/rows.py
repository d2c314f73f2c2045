"""One agency as the catalogue hands it on."""

from dataclasses import dataclass
from datetime import date

from loa.organizations.catalogue.vocabulary import AgencyKind, Tier, Verified

__all__ = ["AgencyRow"]


@dataclass(frozen=True, slots=True)
class AgencyRow:
    """An agency (cơ quan, đơn vị) with its names and its position between two days.

    The same key with other days is the same agency in another position. `short_name` is the form used within the
    province (`Sở Nội vụ`), `name` tells it from its namesakes elsewhere (`Sở Nội vụ tỉnh Lạng Sơn`). The three parents
    are keys: superior in line, recipient of its reports, professional guide. `predecessor_keys` are the agencies
    whose work it took over at `valid_from`.
    """

    key: str
    name: str
    short_name: str
    abbreviation: str
    code: str
    place: str
    tier: Tier
    kind: AgencyKind
    line_parent: str | None
    reporting_recipient: str | None
    guidance: str | None
    valid_from: date | None
    valid_to: date | None
    verified: Verified
    predecessor_keys: tuple[str, ...] = ()
