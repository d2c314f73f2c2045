import csv
import io

import pytest
from tests.writing.factory import make_no_plan, make_obligation, make_plan

from loa.reading.model import PlanDraft
from loa.writing.csv_table import dumps


def _rows(draft: PlanDraft) -> list[list[str]]:
    return list(csv.reader(io.StringIO(dumps(draft).decode("utf-8-sig"), newline="")))


def test_starts_with_a_byte_order_mark_and_ends_lines_as_excel_wants() -> None:
    data = dumps(make_plan())
    assert data.startswith(b"\xef\xbb\xbfM\xc3\xa3,")
    assert data.endswith(b"\r\n")


def test_one_row_for_each_obligation_in_the_order_of_the_document() -> None:
    rows = _rows(make_plan())
    assert [row[0] for row in rows] == ["Mã", "N12-01", "N12-02", "N12-03", "N12-04"]
    assert {len(row) for row in rows} == {17}


def test_cells_are_worded() -> None:
    first = dict(zip(*_rows(make_plan())[:2], strict=True))
    assert first["Cơ quan chủ trì"] == "Văn phòng Hội đồng nhân dân và Ủy ban nhân dân"
    assert first["Cơ quan phối hợp"] == "Các thôn, tổ dân phố"
    assert first["Định mức"] == "ít nhất 05 tin, bài/tháng"
    assert first["Độ tin cậy"] == "93%"


def test_a_document_that_is_no_plan_gives_the_heading_row() -> None:
    assert len(_rows(make_no_plan())) == 1


@pytest.mark.parametrize(
    "words", ["=1+1", "+84 24", "-1", "@SUM(A1)", "\t=1", " =1", "\r=1", "\n=1", "\uff1d1", "|cmd"]
)
def test_no_cell_can_run_as_a_formula(words: str) -> None:
    rows = _rows(PlanDraft(make_plan().source, obligations=(make_obligation(text=words),)))
    assert rows[1][2] == "'" + words


def test_broken_characters_do_no_harm() -> None:
    rows = _rows(PlanDraft(make_plan().source, obligations=(make_obligation(text='a"\n\0\ud800b'),)))
    assert rows[1][2] == 'a"\n?b'
