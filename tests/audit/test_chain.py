"""The trail's chain: one row for each verb, in the transaction of the verb, never changed."""

import logging
from datetime import date
from decimal import Decimal

import pytest
from django.db import transaction
from tests.factories import agency, person

from loa.audit.acting import acting
from loa.audit.actions import record, verify
from loa.audit.models import Entry

pytestmark = pytest.mark.django_db


def test_each_row_carries_the_hash_of_the_one_before() -> None:
    somebody = person()
    rows = [record("people.change", somebody, by=somebody) for _ in range(3)]
    assert [row.number for row in rows] == [1, 2, 3]
    assert [row.previous_hash for row in rows] == ["", rows[0].hash, rows[1].hash]


def test_a_row_tells_who_what_where_and_in_which_request() -> None:
    somebody, home = person(), agency()
    with acting(request_id="abc"):
        record("agencies.change", home, by=somebody, agency_id=home.pk, before={"name": "A"}, after={"name": "B"})
    row = Entry.objects.get()
    assert (row.actor_id, row.agency_id, row.request_id) == (somebody.pk, home.pk, "abc")
    assert (row.subject_type, row.subject_id, row.subject_name) == ("organizations.agency", str(home.pk), home.name)
    assert (row.before, row.after) == ({"name": "A"}, {"name": "B"})


def test_what_is_recorded_falls_with_its_verb() -> None:
    somebody = person()
    with transaction.atomic():
        record("people.change", somebody, by=None)
        transaction.set_rollback(True)
    assert Entry.objects.count() == 0
    assert record("people.change", somebody, by=None).number == 1


@pytest.mark.django_db(transaction=True)
def test_outside_a_transaction_nothing_can_be_recorded() -> None:
    with pytest.raises(transaction.TransactionManagementError):
        record("people.change", person(), by=None)


@pytest.mark.parametrize(
    "value",
    [1e16, 1.5, -0.0, 10**30, Decimal("1.10"), date(2026, 1, 5), "Lạng Sơn", None, [1, {"b": 2, "a": [True]}], ""],
)
def test_any_value_comes_back_as_it_was_hashed(value: object) -> None:
    record("people.change", person(), by=None, after={"value": value})
    assert list(verify()) == []


def test_rows_can_neither_be_changed_nor_deleted_by_the_program() -> None:
    row = record("people.change", person(), by=None)
    for harm in (row.save, row.delete, Entry.objects.all().delete, lambda: Entry.objects.update(verb="x")):
        with pytest.raises(TypeError, match="append-only"):
            harm()


@pytest.mark.django_db(transaction=True)
def test_each_row_is_copied_to_the_log_by_ids_once_it_stands(caplog: pytest.LogCaptureFixture) -> None:
    somebody = person()
    with caplog.at_level(logging.INFO, logger="loa.audit"):
        with transaction.atomic():
            row = record("people.change", somebody, by=somebody)
            assert caplog.records == []
        told = caplog.records[0].getMessage()
    assert f"1 people.change by={somebody.pk}" in told
    assert row.hash in told
    assert somebody.full_name not in told
