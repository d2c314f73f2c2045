"""Whatever is done to the stored trail behind the program's back is found."""

from collections.abc import Callable

import pytest
from django.db import connection
from tests.factories import person

from loa.audit.actions import Break, Kept, kept_head, record, verify
from loa.audit.models import Entry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def trail() -> list[Entry]:
    somebody = person()
    return [record("people.change", somebody, by=somebody, after={"step": step}) for step in range(1, 6)]


def run(statement: str, *values: str | int) -> None:
    """As somebody with the password of the database would."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)


def cut(after: int) -> None:
    """Removes the last rows and makes the head fit."""
    run("DELETE FROM audit_entry WHERE number > %s", after)
    run("UPDATE audit_head SET number = %s, hash = (SELECT hash FROM audit_entry WHERE number = %s)", after, after)


def write_anew() -> None:
    """Replaces the whole trail by another that is sound in itself."""
    run("DELETE FROM audit_entry")
    run("DELETE FROM audit_head")
    somebody = person()
    for step in range(1, 8):
        record("people.change", somebody, by=somebody, after={"step": -step})


def test_an_untouched_trail_is_whole() -> None:
    assert list(verify()) == []
    assert list(verify(kept_head())) == []


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("verb", "plans.sign"), ("actor_id", 999), ("actor_name", "Ai đó"), ("agency_id", 7), ("request_id", "x"),
        ("subject_type", "x"), ("subject_id", "9"), ("subject_name", "x"), ("previous_hash", "0" * 64),
        ("hash", "0" * 64), ("at", "2020-01-01 00:00:00+00:00"), ("after", '{"step": 9}'), ("before", "{}"),
    ],
)  # fmt: skip
def test_a_change_of_any_column_is_found(column: str, value: str | int) -> None:
    run(f"UPDATE audit_entry SET {column} = %s WHERE number = 3", value)  # noqa: S608  # from the list above
    assert 3 in [found.number for found in verify()]


@pytest.mark.parametrize("number", [1, 3])
def test_a_removed_row_is_found(number: int) -> None:
    run("DELETE FROM audit_entry WHERE number = %s", number)
    assert list(verify()) == [Break(number + 1, "gap")]


def test_a_row_put_in_between_is_found() -> None:
    columns = "at, verb, actor_id, actor_name, agency_id, request_id, subject_type, subject_id, subject_name"
    run("UPDATE audit_entry SET number = number + 10 WHERE number > 3")
    run(
        f"INSERT INTO audit_entry (number, {columns}, previous_hash, hash) "  # noqa: S608  # a constant
        f"SELECT 4, {columns}, hash, hash FROM audit_entry WHERE number = 3"
    )
    assert {found.number for found in verify()} >= {4}


def test_rows_cut_off_at_the_end_are_found() -> None:
    run("DELETE FROM audit_entry WHERE number > 3")
    assert list(verify()) == [Break(4, "end")]


@pytest.mark.parametrize("harm", [lambda: cut(3), write_anew], ids=["cut", "written anew"])
def test_with_a_kept_head_even_a_trail_that_is_sound_in_itself_is_found_out(harm: Callable[[], None]) -> None:
    kept = kept_head()
    harm()
    assert list(verify()) == []
    assert list(verify(kept)) == [Break(5, "expected")]


def test_a_trail_that_only_grew_fits_a_head_kept_earlier() -> None:
    kept = kept_head()
    record("people.change", person(), by=None)
    assert list(verify(kept)) == []


def test_a_kept_head_is_written_and_read_as_number_and_hash() -> None:
    assert Kept.of(f" {kept_head()}\n") == kept_head()
    for wrong in ("", "12", "12:", "x:abc", "-1:abc"):
        with pytest.raises(ValueError, match="NUMBER:HASH"):
            Kept.of(wrong)
