"""The catalogue: the administrative units of Vietnam and the agencies of a province on either side of 1 July 2025.

Plain Python over the tables in `loa/organizations/data`; it knows no web framework and no database. What the tables
hold, where it comes from and where it is only assumed stands in docs/organisation-data.md.
"""

from loa.organizations.catalogue.agencies import agencies_across, agencies_of_province, central_agencies
from loa.organizations.catalogue.errors import BrokenTable, CatalogueError, UnknownUnit
from loa.organizations.catalogue.heirs import AgencySuccession, agency_successions
from loa.organizations.catalogue.rows import AgencyRow
from loa.organizations.catalogue.units import (
    REORGANISED_ON,
    Unit,
    UnitSuccession,
    communes_of,
    predecessors,
    province,
    read_successions,
    read_units,
    successions,
    successors,
    unit,
    units,
)
from loa.organizations.catalogue.vocabulary import AgencyKind, SuccessionKind, Tier, UnitType, Verified

__all__ = [
    "REORGANISED_ON",
    "AgencyKind",
    "AgencyRow",
    "AgencySuccession",
    "BrokenTable",
    "CatalogueError",
    "SuccessionKind",
    "Tier",
    "Unit",
    "UnitSuccession",
    "UnitType",
    "UnknownUnit",
    "Verified",
    "agencies_across",
    "agencies_of_province",
    "agency_successions",
    "central_agencies",
    "communes_of",
    "predecessors",
    "province",
    "read_successions",
    "read_units",
    "successions",
    "successors",
    "unit",
    "units",
]
