"""Tables of one's own: the same columns are read, and a wrong cell is named in both languages."""

import gzip
from datetime import date
from pathlib import Path

import pytest

from loa.organizations.catalogue import BrokenTable, SuccessionKind, UnitType, read_successions, read_units

UNITS = "key,code,name,full_name,type,tier,parent\n"
WAYS = "predecessor,successor,kind,extent,weight,main\n"


def table(folder: Path, text: str) -> Path:
    path = folder / "own.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_own_units_are_read_in_any_order_of_columns_with_a_byte_order_mark(tmp_path: Path) -> None:
    path = table(tmp_path, "﻿name,key,code,full_name,type,tier,parent,more\nMới,x-1,,Xã Mới,commune,commune,,-\n")
    (one,) = read_units(path, valid_from=date(2027, 1, 1))
    assert (one.key, one.name, one.type, one.parent) == ("x-1", "Mới", UnitType.COMMUNE, None)


def test_a_gzipped_table_is_read_as_well(tmp_path: Path) -> None:
    path = tmp_path / "own.csv.gz"
    path.write_bytes(gzip.compress(f"{WAYS}a,b,merge,whole,1,1\n".encode()))
    assert [way.kind for way in read_successions(path)] == [SuccessionKind.MERGE]


@pytest.mark.parametrize(
    ("row", "row_number", "column", "english"),
    [
        ("x-1,,Mới,Xã Mới,village,commune,\n", 2, "type", "“village” must be one of: province"),
        ("x-1,,,Xã Mới,commune,commune,\n", 2, "name", "this cell must not be empty"),
        ("x-1,,A,Xã A,commune,commune,\n\nx-1,,B,Xã B,commune,commune,\n", 4, "key", "the key “x-1” comes twice"),
        ("x-1,,Mới\n", 2, "", "cells do not match columns (3/7)"),
    ],
)
def test_a_wrong_cell_of_a_unit_is_named(tmp_path: Path, row: str, row_number: int, column: str, english: str) -> None:
    with pytest.raises(BrokenTable) as caught:
        list(read_units(table(tmp_path, UNITS + row)))
    assert (caught.value.row, caught.value.column) == (row_number, column)
    assert english in caught.value.english
    assert f"own.csv, dòng {row_number}" in caught.value.vietnamese


@pytest.mark.parametrize("weight", ["0", "1.5", "half", "NaN"])
def test_a_weight_that_is_no_share_is_refused(tmp_path: Path, weight: str) -> None:
    with pytest.raises(BrokenTable, match="must be over 0 and at most 1"):
        list(read_successions(table(tmp_path, f"{WAYS}a,b,split,part,{weight},1\n")))


def test_a_missing_column_is_named(tmp_path: Path) -> None:
    with pytest.raises(BrokenTable, match="thiếu cột này"):
        list(read_units(table(tmp_path, "key,code\n")))


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "own.csv"
    path.write_bytes(b"\x1f\x8bno gzip")
    with pytest.raises(BrokenTable, match="not UTF-8 text"):
        list(read_units(path))
