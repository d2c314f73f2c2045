"""Queries asked so often that working out their text costs more than the database takes to answer.

The text is worked out by Django's own compiler, once for each thread and number of values; later only values are put
in. What is asked stays a queryset, so that every database gets its own text. Rows written this way send no signals.
"""

import sqlite3
import threading
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from functools import lru_cache
from importlib import import_module
from itertools import count
from typing import Any, Generic, TypeVar, cast
from uuid import UUID

from django.core.exceptions import EmptyResultSet
from django.db import connections, models, router
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models.constants import OnConflict
from django.db.models.sql import InsertQuery, UpdateQuery
from django.utils.dateparse import parse_date

__all__ = ["Change", "Insertion", "Question", "rows_of", "share_days"]

_Made = TypeVar("_Made")
_Slot = tuple[int, int | None]
"""Which value stands at a place: its number, and which one of it where it is a list."""
_LISTED = 40
"""Of longer lists the text is worked out each time: it costs little beside the answer, and there are many lengths."""
_AT_ONCE = 5_000
_ALIKE = 50_000
_STAND_IN = 7_000_000_000_000_000


@dataclass(frozen=True, slots=True)
class _Text:
    """A statement with what is put where: a slot for each place, or a value that is always the same."""

    sql: str
    slots: Sequence[tuple[_Slot | None, Any]]

    def values(self, given: Sequence[Any], connection: BaseDatabaseWrapper) -> tuple[Any, ...]:
        return tuple(always if slot is None else _adapted(_at(given, slot), connection) for slot, always in self.slots)


class _Known(threading.local):
    """What this thread worked out: connections are of one thread too."""

    def __init__(self) -> None:
        self.by_shape: dict[Any, Any] = {}


class Question(Generic[_Made]):
    """A query of values. `build` makes it of what is given, puts each of it in once or more, and decides nothing by it.

    Given are whole numbers, texts, days, keys, and lists of these. `make` makes what comes out of each row; where it
    makes values that nobody changes, as many as `kept` are remembered by the stored row, so that the same row is
    looked at once.
    """

    def __init__(
        self,
        build: Callable[..., models.QuerySet[Any, Any]],
        make: Callable[[Sequence[Any]], _Made],
        *,
        kept: int = 0,
    ) -> None:
        self._build, self._make, self._kept = build, make, kept
        self._known = _Known()

    def __call__(self, *given: Any) -> list[_Made]:
        """The answer; what is empty is asked of no database."""
        connection = connections[router.db_for_read(models.Model)]
        shape = (connection.vendor, *_shape(given))
        known = self._known.by_shape.get(shape)
        if known is None:
            known = self._compiled(given, connection)
            if max(shape[1:], default=0) <= _LISTED:
                self._known.by_shape[shape] = known
        text, make = known
        if text is None:
            return []
        with connection.cursor() as cursor:
            cursor.execute(text.sql, text.values(given, connection))
            return [make(row) for row in cursor.fetchall()]

    def _compiled(self, given: Sequence[Any], connection: BaseDatabaseWrapper) -> tuple[_Text | None, Any]:
        stand_ins = _stand_ins(given)
        compiler = self._build(*stand_ins).query.get_compiler(connection=connection)
        try:
            sql, params = compiler.as_sql()
        except EmptyResultSet:
            return None, None
        convert = _Converting(connection, compiler.get_converters([one[0] for one in compiler.select]), self._make)
        make = lru_cache(maxsize=self._kept)(convert.row) if self._kept else convert.row
        return _text(sql, params, stand_ins, connection), make


@dataclass(frozen=True, slots=True)
class _Converting(Generic[_Made]):
    """Makes Python's values of the database's."""

    connection: BaseDatabaseWrapper
    converters: Mapping[int, tuple[Sequence[Callable[..., Any]], Any]]
    make: Callable[[Sequence[Any]], _Made]

    def row(self, stored: Sequence[Any]) -> _Made:
        values = list(stored)
        for place, (converters, expression) in self.converters.items():
            for convert in converters:
                values[place] = convert(values[place], expression, self.connection)
        return self.make(values)


class Change:
    """An UPDATE of rows. `build` makes the rows of what is given, and what they are set to."""

    def __init__(self, build: Callable[..., tuple[models.QuerySet[Any, Any], Mapping[str, Any]]]) -> None:
        self._build = build
        self._known = _Known()

    def __call__(self, *given: Any) -> int:
        """How many rows were changed."""
        connection = connections[router.db_for_write(models.Model)]
        shape = (connection.vendor, *_shape(given))
        text = self._known.by_shape.get(shape)
        if text is None:
            text = self._known.by_shape[shape] = self._compiled(given, connection)
        with connection.cursor() as cursor:
            cursor.execute(text.sql, text.values(given, connection))
            return int(cursor.rowcount)

    def _compiled(self, given: Sequence[Any], connection: BaseDatabaseWrapper) -> _Text:
        stand_ins = _stand_ins(given)
        rows, values = self._build(*stand_ins)
        query = cast("UpdateQuery", rows.query.chain(UpdateQuery))
        query.add_update_values(dict(values))
        sql, params = query.get_compiler(connection=connection).as_sql()
        return _text(sql, params, stand_ins, connection)


@dataclass(frozen=True)
class Insertion:
    """An INSERT of one row. Where one stands in its way it writes nothing (`ignore`), or over `update` of the one with
    the same `unique`."""

    model: type[models.Model]
    ignore: bool = False
    unique: Collection[str] = ()
    update: Collection[str] = ()
    _known: _Known = field(default_factory=_Known, init=False, repr=False, compare=False)

    def __call__(self, row: models.Model) -> bool:
        """Whether it was written; `row` knows its key then."""
        connection = connections[router.db_for_write(self.model)]
        if connection.vendor not in self._known.by_shape:
            self._known.by_shape[connection.vendor] = self._compiled(row, connection)
        sql, fields = self._known.by_shape[connection.vendor]
        values = [one.get_db_prep_save(one.pre_save(row, add=True), connection=connection) for one in fields]
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            made = cursor.fetchone()
        if made is None:
            return False
        row.pk = made[0]
        row._state.adding, row._state.db = False, connection.alias  # as Django's own saving leaves it
        return True

    def _compiled(self, row: models.Model, connection: BaseDatabaseWrapper) -> tuple[str, Sequence[Any]]:
        meta = self.model._meta
        fields = [one for one in meta.concrete_fields if not isinstance(one, models.AutoField)]
        conflict = OnConflict.IGNORE if self.ignore else OnConflict.UPDATE if self.unique else None
        query = InsertQuery(
            self.model, on_conflict=conflict,
            unique_fields=[meta.get_field(name) for name in self.unique],
            update_fields=[meta.get_field(name) for name in self.update],
        )  # fmt: skip
        query.insert_values(fields, [row])
        compiler = query.get_compiler(connection=connection)
        compiler.returning_fields = [meta.pk]
        ((sql, _values),) = compiler.as_sql()
        return sql, fields


# ----------------------------------------------------------------------------------------------------------- many rows


def rows_of(rows: models.QuerySet[Any, Any]) -> Iterator[tuple[Any, ...]]:
    """The values of very many rows. What is stored alike is made into one value, which nobody may change."""
    connection = connections[rows.db]
    compiler = rows.query.get_compiler(connection=connection)
    try:
        sql, params = compiler.as_sql()
    except EmptyResultSet:
        return
    makers = {
        place: lru_cache(maxsize=_ALIKE)(_maker(converters, expression, connection))
        for place, (converters, expression) in compiler.get_converters([one[0] for one in compiler.select]).items()
    }
    with connection.cursor() as cursor:
        cursor.execute(sql, params)
        while stored := cursor.fetchmany(_AT_ONCE):
            columns: list[Iterable[Any]] = list(zip(*stored, strict=True))
            for place, make in makers.items():
                columns[place] = map(make, columns[place])
            yield from zip(*columns, strict=True)


def share_days() -> None:
    """SQLite stores days as text: each day is read once, not in each of a million rows. Called once, at the start."""
    import_module("django.db.backends.sqlite3.base")  # sets the reader that is replaced here
    sqlite3.register_converter("date", lru_cache(maxsize=_ALIKE)(lambda stored: parse_date(stored.decode())))


def _maker(
    converters: Sequence[Callable[..., Any]], expression: Any, connection: BaseDatabaseWrapper
) -> Callable[[Any], Any]:
    def make(value: Any) -> Any:
        for convert in converters:
            value = convert(value, expression, connection)
        return value

    return make


# ------------------------------------------------------------------------------------------------------------ stand-ins


def _shape(given: Sequence[Any]) -> Iterator[Any]:
    return (len(one) if isinstance(one, list) else 0 for one in given)


def _stand_ins(given: Sequence[Any]) -> list[Any]:
    """Other values of the same kinds, no two alike, by which the places of what is given are found again."""
    numbers = count(1)
    return [
        [_stand_in(each, next(numbers)) for each in one] if isinstance(one, list) else _stand_in(one, next(numbers))
        for one in given
    ]


def _stand_in(value: Any, number: int) -> Any:
    kinds: dict[type, Callable[[], Any]] = {
        int: lambda: _STAND_IN + number,
        str: lambda: f"stand-in {number}",
        date: lambda: date(4000, 1, 1) + timedelta(days=number),
        UUID: lambda: UUID(int=_STAND_IN + number),
    }
    return next(made() for kind, made in kinds.items() if isinstance(value, kind))


def _text(sql: str, params: Sequence[Any], stand_ins: Sequence[Any], connection: BaseDatabaseWrapper) -> _Text:
    """Raises ValueError where something that was given is not found as it was given."""
    places: dict[Any, _Slot] = {}
    for number, one in enumerate(stand_ins):
        for part, each in enumerate(one) if isinstance(one, list) else ((None, one),):
            places[_adapted(each, connection)] = (number, part)
    if not set(places) <= set(params):
        raise ValueError(f"What is given does not stand in the query as it is: {sql}")
    return _Text(sql, [(places.get(value), value) for value in params])


def _at(given: Sequence[Any], slot: _Slot) -> Any:
    number, part = slot
    return given[number] if part is None else given[number][part]


def _adapted(value: Any, connection: BaseDatabaseWrapper) -> Any:
    """A value as the database takes it."""
    if isinstance(value, date):
        return connection.ops.adapt_datefield_value(value)
    if isinstance(value, UUID):
        return value if connection.features.has_native_uuid_field else value.hex
    return str(value) if isinstance(value, str) else value  # of an enumeration its value
