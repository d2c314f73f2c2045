"""The page of permissions says what the book says."""

from pathlib import Path

from tests.permissions.table import book

from loa.organizations.enums import Role
from loa.project.permissions_page import permissions_page

PAGE = Path(__file__).parents[2] / "docs" / "permissions.md"


def test_the_page_is_the_one_drawn_from_the_book() -> None:
    assert PAGE.read_text("utf-8") == permissions_page(), "run tools/draw-permissions"


def test_every_verb_has_its_row_and_every_role_its_column() -> None:
    lines = permissions_page().splitlines()
    rows = {line.split("`")[1]: line for line in lines if line.startswith("| `")}
    assert set(rows) == set(book())
    assert {line.count("|") for line in rows.values()} == {len(Role) + 2}


def test_marks_stand_under_the_right_role() -> None:
    (row,) = (line for line in permissions_page().splitlines() if "`audit.read`" in line)
    cells = dict(zip(Role, (cell.strip() for cell in row.split("|")[2:-1]), strict=True))
    assert (cells[Role.AUDITOR], cells[Role.ADMINISTRATOR], cells[Role.OFFICER]) == ("● ▼", "●", "")
