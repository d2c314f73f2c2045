"""Shapes of territories: from GeoJSON to paths of a drawing. Nothing here knows of a database.

Coordinates are longitudes and latitudes (RFC 7946). A territory is small enough that a plane in which a degree of
longitude is shortened by the cosine of the middle latitude shows it without bending it.
"""

import json
import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from itertools import pairwise
from typing import Any

__all__ = ["Drawing", "Shape", "WrongShapes", "drawing_of", "stored", "unstored"]

_WIDTH = 1000
"""How wide a drawing is, in its own units; points nearer than one of them are one."""
_MOST_SHAPES, _MOST_POINTS = 5_000, 2_000_000
Point = tuple[float, float]
Ring = list[Point]


class WrongShapes(Exception):
    """A file that holds no shapes that can be drawn; `code` says why."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Shape:
    """One territory: its official code and name as the file has them, its outline as an SVG path, and its middle."""

    code: str
    name: str
    path: str
    x: int
    y: int


@dataclass(frozen=True, slots=True)
class Drawing:
    """All of them, in a box of so many units, with whose they are."""

    width: int
    height: int
    source: str
    licence: str
    shapes: tuple[Shape, ...]


def drawing_of(content: bytes, *, source: str, licence: str) -> Drawing:
    """The shapes of a GeoJSON file, each with a `code` or `name` among its properties. Raises WrongShapes."""
    features = [(_names(feature), _rings(feature)) for feature in _features(content)]
    points = [point for _, rings in features for ring in rings for point in ring]
    if not points or len(features) > _MOST_SHAPES or len(points) > _MOST_POINTS:
        raise WrongShapes("empty" if not points else "large")
    plane = _Plane.around(points)
    shapes = tuple(_shape(names, rings, plane) for names, rings in features)
    return Drawing(_WIDTH, plane.height, source, licence, shapes)


def stored(drawing: Drawing) -> bytes:
    """A drawing as it is kept."""
    return json.dumps(asdict(drawing), ensure_ascii=False, separators=(",", ":")).encode()


def unstored(content: bytes) -> Drawing:
    """The drawing that was kept."""
    told = json.loads(content)
    return Drawing(**{**told, "shapes": tuple(Shape(**shape) for shape in told["shapes"])})


def _features(content: bytes) -> list[Any]:
    try:
        told = json.loads(content)
    except (ValueError, RecursionError) as error:
        raise WrongShapes("json") from error
    features = told.get("features") if isinstance(told, dict) else None
    if not isinstance(features, list) or not all(isinstance(one, dict) for one in features):
        raise WrongShapes("json")
    return features


def _names(feature: dict[str, Any]) -> tuple[str, str]:
    told = feature.get("properties")
    known = told if isinstance(told, dict) else {}
    code, name = (str(known.get(key) or "").strip() for key in ("code", "name"))
    if not code and not name:
        raise WrongShapes("nameless")
    return code, name


def _rings(feature: dict[str, Any]) -> list[Ring]:
    """The rings of a polygon or of several; holes are rings too, and stay open by the rule of even and odd."""
    told = feature.get("geometry")
    shape = told if isinstance(told, dict) else {}
    kind, parts = shape.get("type"), shape.get("coordinates")
    if kind not in ("Polygon", "MultiPolygon"):
        raise WrongShapes("no-polygon")
    polygons: Any = [parts] if kind == "Polygon" else parts
    try:
        return [[_point(point) for point in ring] for polygon in polygons for ring in polygon if len(ring) > 3]
    except (TypeError, ValueError, LookupError) as error:
        raise WrongShapes("no-polygon") from error


def _point(point: Sequence[float]) -> Point:
    longitude, latitude = float(point[0]), float(point[1])
    if not (-180 <= longitude <= 180 and -90 <= latitude <= 90):
        raise WrongShapes("degrees")
    return longitude, latitude


@dataclass(frozen=True, slots=True)
class _Plane:
    """Where degrees lie in the drawing: west is left, north is up."""

    west: float
    north: float
    across: float
    down: float
    height: int

    @classmethod
    def around(cls, points: Iterable[Point]) -> "_Plane":
        longitudes, latitudes = zip(*points, strict=True)
        west, east, south, north = min(longitudes), max(longitudes), min(latitudes), max(latitudes)
        shortened = math.cos(math.radians((south + north) / 2))
        wide, high = (east - west) * shortened, north - south
        if wide <= 0 or high <= 0:
            raise WrongShapes("empty")
        unit = _WIDTH / max(wide, high)
        return cls(west, north, shortened * unit, unit, max(1, round(high * unit)))

    def at(self, point: Point) -> tuple[int, int]:
        return round((point[0] - self.west) * self.across), round((self.north - point[1]) * self.down)


def _shape(names: tuple[str, str], rings: Sequence[Ring], plane: _Plane) -> Shape:
    drawn = [_thinned([plane.at(point) for point in ring]) for ring in rings]
    path = "".join("M" + "L".join(f"{x} {y}" for x, y in ring) + "Z" for ring in drawn)
    x, y = _middle(max(drawn, key=lambda ring: abs(_area(ring)), default=[(0, 0)]))
    return Shape(*names, path, x, y)


def _thinned(ring: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Without points that are where the one before is."""
    found = [ring[0]]
    for point in ring[1:]:
        if point != found[-1]:
            found.append(point)
    return found


def _turns(ring: Sequence[tuple[int, int]]) -> Iterator[tuple[int, int, int]]:
    for (x, y), (to_x, to_y) in pairwise([*ring, ring[0]]):
        yield x * to_y - to_x * y, x + to_x, y + to_y


def _area(ring: Sequence[tuple[int, int]]) -> float:
    return sum(turn for turn, _, _ in _turns(ring)) / 2


def _middle(ring: Sequence[tuple[int, int]]) -> tuple[int, int]:
    """The centre of gravity of a ring; of one without an area its first point."""
    area = _area(ring)
    if not area:
        return ring[0]
    x = sum(turn * x for turn, x, _ in _turns(ring)) / (6 * area)
    y = sum(turn * y for turn, _, y in _turns(ring)) / (6 * area)
    return round(x), round(y)
