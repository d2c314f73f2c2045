"""Figures of agencies on a map, where the shapes of their territories are at hand, and as rows in any case."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from django.core.files.storage import default_storage
from vn_collate import collate_key

from loa.monitoring.queries.comparison import Figures, figures_under
from loa.monitoring.shapes import Drawing, Shape, unstored
from loa.organizations.folding import folded
from loa.organizations.models import Agency, Designation

__all__ = ["Drawn", "Mapped", "drawing_under", "mapped", "place_of_shapes"]


@dataclass(frozen=True, slots=True)
class Drawn:
    """A shape with the agency whose territory it is on the day; None where none has its code or name."""

    shape: Shape
    agency: Agency | None
    figures: Figures


@dataclass(frozen=True, slots=True)
class Mapped:
    """The agencies with their figures, by name, and their shapes where there are any."""

    rows: Sequence[tuple[Agency, Figures]]
    drawing: Drawing | None
    drawn: Sequence[Drawn]


def place_of_shapes(top: Agency) -> str:
    """Where the shapes of the territories under an agency are kept, among the files."""
    return f"maps/{top.key}.json"


def drawing_under(top: Agency) -> Drawing | None:
    """The shapes under an agency; None where nobody has loaded any."""
    place = place_of_shapes(top)
    if not default_storage.exists(place):
        return None
    return _read(place, default_storage.get_modified_time(place).isoformat())


@lru_cache(maxsize=8)
def _read(place: str, _changed: str) -> Drawing:
    """Read once for each version of the file."""
    with default_storage.open(place) as file:
        return unstored(file.read())


def mapped(top: Agency, tier: str, first: date, last: date, *, on: date) -> Mapped:
    """What agencies of a tier under another did in time of what fell due; queries grow with levels, not agencies."""
    figures = figures_under(top, tier, (first, last), on=on)
    agencies = Agency.objects.in_bulk(figures)
    rows = [(agencies[key], figure) for key, figure in figures.items()]
    rows.sort(key=lambda row: collate_key(row[0].name))
    drawing = drawing_under(top)
    return Mapped(rows, drawing, _drawn(drawing, agencies, figures, on) if drawing else ())


def _drawn(drawing: Drawing, agencies: Mapping[int, Agency], figures: Mapping[int, Figures], on: date) -> list[Drawn]:
    """Each shape with the agency of its code, else with the only one of its name or place."""
    named = list(Designation.objects.on(on).filter(agency__in=agencies))
    by_code = {one.code: one.agency_id for one in named if one.code}
    by_name: dict[str, set[int]] = {}
    for one in named:
        for words in {folded(one.name), folded(one.short_name), folded(one.place)} - {""}:
            by_name.setdefault(words, set()).add(one.agency_id)
    found = []
    for shape in drawing.shapes:
        called = by_name.get(folded(shape.name), set())
        key = by_code.get(shape.code) if shape.code else None
        if key is None and len(called) == 1:
            (key,) = called
        found.append(Drawn(shape, agencies.get(key or 0), figures.get(key or 0, Figures())))
    return found
