"""Shapes from GeoJSON to a drawing, and the map beside its table."""

import json
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from tests.factories import person
from tests.monitoring.calendars import commune, duty, items, laid, plan_of, province
from typer.testing import CliRunner

from loa.cli import app
from loa.monitoring.actions.shapes import load_shapes
from loa.monitoring.models import Occurrence, Tally
from loa.monitoring.queries.map_shapes import drawing_under
from loa.monitoring.shapes import WrongShapes, drawing_of, stored, unstored
from loa.organizations.enums import Role
from loa.organizations.models import Agency


def square(west: float, south: float, **names: str) -> dict[str, Any]:
    """A square of a tenth of a degree."""
    ring = [(0, 0), (0.1, 0), (0.1, 0.1), (0, 0.1), (0, 0)]
    points = [[west + x, south + y] for x, y in ring]
    return {"type": "Feature", "properties": names, "geometry": {"type": "Polygon", "coordinates": [points]}}


def named(kind: str, coordinates: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": {"name": "x"}, "geometry": {"type": kind, "coordinates": coordinates}}


def geojson(*features: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", "features": features}).encode()


TWO = geojson(square(106.5, 21.5, code="06325"), square(106.6, 21.5, name="Vân Nham"))


def draw(content: bytes) -> Any:
    return drawing_of(content, source="Bài thử", licence="CC0")


def test_north_is_up_west_is_left_and_degrees_of_longitude_are_shorter() -> None:
    drawing = draw(geojson(square(106.5, 21.5, name="Nam"), square(106.5, 21.6, name="Bắc")))
    south, north = drawing.shapes
    assert south.y > north.y
    assert south.x == north.x
    assert (drawing.width, drawing.height) == (1000, 1000)
    wide = max(int(part.split()[0]) for part in south.path.strip("MZ").split("L"))
    assert 460 < wide < 470  # half as wide as high, times the cosine of 21.6 degrees


def test_a_drawing_is_kept_and_read_as_it_was() -> None:
    assert unstored(stored(draw(TWO))) == draw(TWO)


@pytest.mark.parametrize(
    ("content", "code"),
    [
        (b"\xff\xfe", "json"),
        (b"[]", "json"),
        (b'{"features": [1]}', "json"),
        (b'{"features": []}', "empty"),
        (geojson(square(1, 1)), "nameless"),
        (geojson(square(106, 100, name="x")), "degrees"),
        (geojson(named("Point", [1, 2])), "no-polygon"),
        (geojson(named("Polygon", [["a"] * 5])), "no-polygon"),
        (geojson(named("Polygon", [[[1, 1]] * 5])), "empty"),
    ],
)  # fmt: skip
def test_what_cannot_be_drawn_is_refused_with_its_reason(content: bytes, code: str) -> None:
    with pytest.raises(WrongShapes) as refused:
        draw(content)
    assert refused.value.code == code


_json = st.recursive(
    st.none() | st.booleans() | st.floats(allow_nan=True) | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=5) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
)


@given(_json)
def test_no_file_of_any_form_breaks_the_drawing(geometry: Any) -> None:
    for shape in (
        geometry,
        {"type": "Polygon", "coordinates": geometry},
        {"type": "MultiPolygon", "coordinates": geometry},
    ):
        try:
            draw(geojson({"properties": {"name": "x"}, "geometry": shape}))
        except WrongShapes as refused:
            assert refused.code  # noqa: PT017  # either is right


# --------------------------------------------------------------------------------------------------------------- page


@pytest.fixture
def files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def top(db: None, files: None) -> Agency:
    """A province with two communes, one of which did all of its four months in time and the other none."""
    found = province()
    first = commune("Ủy ban nhân dân xã Hữu Lũng", found, code="06325", place="Hữu Lũng")
    commune("Ủy ban nhân dân xã Vân Nham", found, code="06400", place="Vân Nham")
    plan = plan_of(found)
    duty(plan, "all-communes", quotas=items(1, "month"))
    laid(plan)
    for window in Occurrence.objects.filter(owed_on__lte=date(2026, 4, 30)):
        Tally.objects.create(
            occurrence=window, agency=first, obligation=window.obligation, branch=found, counted=1, done="met"
        )
    return found


ASKED = {"since": "01/01/2026", "until": "30/04/2026"}


def shown(client: Client, top: Agency, **asked: str) -> str:
    client.force_login(person(Role.COORDINATOR, top))
    answer = client.get("/standing/map/", {**ASKED, **asked})
    assert answer.status_code == 200
    return answer.content.decode()


def test_without_shapes_the_table_stands_alone_and_says_how_they_are_loaded(top: Agency, client: Client) -> None:
    page = shown(client, top)
    assert "loa map" in page
    assert "4/4" in page
    assert "0/4" in page
    assert "map-drawing" not in page


def test_every_shape_is_a_link_with_name_and_figure_and_a_pattern(top: Agency, client: Client) -> None:
    load_shapes(top, TWO, source="Bài thử", licence="CC0")
    page = shown(client, top)
    drawing = page[page.index('<svg viewBox="-4') : page.index("</svg>", page.index('<svg viewBox="-4')) + 6]
    root = ET.fromstring(drawing)  # noqa: S314  # made by ourselves
    links = {link.attrib["aria-label"]: link for link in root.iter("a")}
    done = Agency.objects.get(name__contains="Hữu Lũng")
    best = links["Ủy ban nhân dân xã Hữu Lũng: 100 % đúng hạn (4/4)"]
    assert best.attrib["href"] == f"/standing/agencies/{done.key}/"
    worst = links["Ủy ban nhân dân xã Vân Nham: 0 % đúng hạn (0/4)"]
    assert [one[0].attrib["fill"] for one in (best, worst)] == ["url(#pattern-5)", "url(#pattern-1)"]
    assert "style=" not in drawing
    assert "Bài thử" in page
    assert "4/4" in page  # the table stays


def test_shapes_loaded_again_replace_the_former(top: Agency) -> None:
    load_shapes(top, TWO, source="Cũ", licence="CC0")
    load_shapes(top, geojson(square(106.5, 21.5, code="1")), source="Mới", licence="CC0")
    found = drawing_under(top)
    assert found is not None
    assert (found.source, len(found.shapes)) == ("Mới", 1)


def test_a_shape_of_nobody_is_told_and_leads_nowhere(top: Agency, client: Client) -> None:
    load_shapes(top, geojson(square(106.5, 21.5, code="99999", name="Lạ")), source="x", licence="y")
    page = shown(client, top)
    assert "1 ranh giới" in page


def test_the_map_is_for_those_who_look_after_others_and_takes_any_address(top: Agency, client: Client) -> None:
    assert "aria-invalid" in shown(client, top, since="²", until="\0")
    client.force_login(person(Role.OFFICER, top))
    assert "<table" not in client.get("/standing/map/").content.decode()


def test_the_table_can_be_taken_along(top: Agency, client: Client) -> None:
    client.force_login(person(Role.LEADER, top))
    table = b"".join(client.get("/standing/map/", {**ASKED, "format": "csv"})).decode("utf-8-sig")
    assert table.splitlines()[1].split(",")[:3] == ["Ủy ban nhân dân xã Hữu Lũng", "4", "4"]


# ------------------------------------------------------------------------------------------------------------ command


def test_the_command_keeps_the_shapes_and_says_what_is_wrong_with_a_file(top: Agency, tmp_path: Path) -> None:
    good, bad = tmp_path / "good.geojson", tmp_path / "bad.geojson"
    good.write_bytes(TWO)
    bad.write_bytes(b"{}")
    named = ["--under", top.name, "--source", "Bài thử", "--licence", "CC0"]
    told = CliRunner().invoke(app, ["map", str(good), *named])
    assert (told.exit_code, "2" in told.output) == (0, True)
    assert drawing_under(top) is not None
    for file, under in ((bad, top.name), (tmp_path / "none", top.name), (good, "Nơi không có")):
        refused = CliRunner().invoke(app, ["map", str(file), "--under", under, "--source", "x", "--licence", "y"])
        assert refused.exit_code != 0
        assert "Traceback" not in refused.output
