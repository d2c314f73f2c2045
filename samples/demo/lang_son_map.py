"""Draws `lang-son-map.geojson`: a sketch of the communes of the demonstration province, one patch for each.

    PYTHONPATH=src python -m samples.demo.lang_son_map

Run it from the top of the repository. Nothing here was measured or taken from a map: for each commune somebody wrote
down by heart about where it lies, on a grid of squares. Its patch is what is nearer to it than to any other, but not
far off. No border is true, and the file says so.
"""

import json
import math
from collections.abc import Mapping, Sequence
from pathlib import Path

from samples.demo.lang_son import agencies

from loa.organizations.catalogue import AgencyKind, Tier

__all__ = ["collection"]

Spot = tuple[float, float]
Patch = list[Spot]

_NOTE = "Sơ đồ minh họa: vị trí ước chừng, không phải ranh giới thật."
_WEST, _SOUTH, _SQUARE = 106.1, 21.35, 0.055
_REACH, _SIDES = 1.75, 16
_EVENED = 3
"""So many times each spot is moved to the middle of its patch, which makes the patches alike in size."""

_SPOTS: Mapping[str, Spot] = {
    "05977": (16.2, 10.0), "05983": (15.0, 10.1), "05986": (15.3, 11.1), "06001": (8, 20), "06004": (13, 20.8),
    "06019": (9, 17.2), "06037": (11.2, 17), "06040": (11, 19), "06046": (12.6, 18.4), "06058": (14.4, 18),
    "06073": (5, 15.6), "06076": (4, 17.4), "06079": (7.2, 15), "06085": (5, 13.4), "06091": (3, 14.4),
    "06103": (3, 12.2), "06112": (6, 11), "06115": (8.3, 11.2), "06124": (12.8, 15.2), "06148": (15, 16),
    "06151": (9.9, 14.2), "06154": (11.8, 13.2), "06172": (14.2, 14), "06184": (15.4, 12.7), "06187": (16.8, 11.4),
    "06196": (19.4, 12), "06211": (18.4, 10.6), "06220": (20.2, 10.2), "06253": (11, 9.9), "06280": (12, 11.5),
    "06286": (13.4, 10.4), "06298": (9.7, 8.6), "06313": (11.7, 8), "06316": (13.6, 8.8), "06325": (4, 8.2),
    "06337": (6, 9.2), "06349": (5.7, 7.4), "06364": (2, 7), "06367": (2.6, 9), "06376": (4, 6.3),
    "06385": (8, 1.6), "06391": (6.2, 4.5), "06400": (8, 5.2), "06415": (6, 2.5), "06427": (9.2, 3.2),
    "06436": (4.4, 3.5), "06445": (10.1, 1.6), "06457": (7.1, 0.5), "06463": (11.2, 3.6), "06475": (10.4, 5.2),
    "06481": (13.6, 4.8), "06496": (13.9, 6.9), "06505": (9.4, 6.8), "06517": (12.3, 6), "06526": (18.9, 6.6),
    "06529": (17.8, 8.2), "06541": (20, 8.5), "06565": (20.8, 6.9), "06577": (16.5, 6.8), "06601": (18.6, 4.9),
    "06607": (16.4, 4.6), "06613": (22, 4.2), "06616": (20.4, 3), "06625": (23.5, 5.6), "06637": (23.6, 2.8),
}  # fmt: skip
"""Squares to the east and to the north, by official code."""


def collection() -> dict[str, object]:
    """The sketch as a GeoJSON object with the code and name of each commune."""
    named = {row.code: row.place for row in agencies() if _is_commune(row.tier, row.kind, today=row.valid_to is None)}
    codes = sorted(named)
    spots = [_SPOTS[code] for code in codes]
    for _ in range(_EVENED):
        spots = [_middle(patch) for patch in _patches(spots)]
    features = [
        {
            "type": "Feature",
            "properties": {"code": code, "name": named[code]},
            "geometry": {"type": "Polygon", "coordinates": [[_degrees(spot) for spot in [*patch, patch[0]]]]},
        }
        for code, patch in zip(codes, _patches(spots), strict=True)
    ]
    return {"type": "FeatureCollection", "description": _NOTE, "features": features}


def _is_commune(tier: Tier, kind: AgencyKind, *, today: bool) -> bool:
    return today and tier is Tier.COMMUNE and kind is AgencyKind.PEOPLES_COMMITTEE


def _patches(spots: Sequence[Spot]) -> list[Patch]:
    return [_patch(spot, [other for other in spots if other != spot]) for spot in spots]


def _patch(spot: Spot, others: Sequence[Spot]) -> Patch:
    """A disc about the spot, cut along the line half-way to each neighbour."""
    turns = [2 * math.pi * side / _SIDES for side in range(_SIDES)]
    patch = [(spot[0] + _REACH * math.cos(turn), spot[1] + _REACH * math.sin(turn)) for turn in turns]
    for other in others:
        if math.dist(spot, other) < 2 * _REACH:
            patch = _cut(patch, spot, other)
    return patch


def _cut(patch: Patch, spot: Spot, other: Spot) -> Patch:
    """What of the patch is nearer to the spot than to the other."""
    kept: Patch = []
    for number, here in enumerate(patch):
        there = patch[(number + 1) % len(patch)]
        nearer, nearer_next = _lead(here, spot, other), _lead(there, spot, other)
        if nearer >= 0:
            kept.append(here)
        if nearer * nearer_next < 0:
            part = nearer / (nearer - nearer_next)
            kept.append((here[0] + part * (there[0] - here[0]), here[1] + part * (there[1] - here[1])))
    return kept


def _lead(point: Spot, spot: Spot, other: Spot) -> float:
    return math.dist(point, other) ** 2 - math.dist(point, spot) ** 2


def _middle(patch: Patch) -> Spot:
    return sum(x for x, _ in patch) / len(patch), sum(y for _, y in patch) / len(patch)


def _degrees(spot: Spot) -> list[float]:
    return [round(_WEST + spot[0] * _SQUARE, 4), round(_SOUTH + spot[1] * _SQUARE, 4)]


def main() -> None:
    """Write the sketch beside this file."""
    text = json.dumps(collection(), ensure_ascii=False, separators=(",", ":"))
    (Path(__file__).parent / "lang-son-map.geojson").write_text(
        text.replace('{"type":"Feature"', '\n{"type":"Feature"') + "\n", "utf-8"
    )


if __name__ == "__main__":
    main()
