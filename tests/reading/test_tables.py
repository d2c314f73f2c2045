"""Task tables: columns under many names and in any order, repeated heads, rows cut by a page end, heading rows."""

import pytest
from tests.reading.desk import table

from loa.reading.duties import row_duties
from loa.reading.tables import TaskRow, task_rows

HEAD = ["TT", "Nội dung tuyên truyền", "Hình thức tuyên truyền", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian"]
FIRST = ["1", "Quy định về cư trú", "Loa truyền thanh", "Công an xã", "Các thôn", "Quý II"]
SECOND = ["2", "Giá khám bệnh", "Niêm yết", "Trạm Y tế xã", "", "Thường xuyên"]


def rows(*grids: list[list[str]]) -> list[TaskRow]:
    found = task_rows([table(grid) for grid in grids])
    assert found is not None
    return found


def cells(row: TaskRow) -> dict[str, str]:
    return {role: row.cell(role).text for role in row.cells if role != "number"}


def refs(found: list[TaskRow]) -> list[str]:
    return [duty.ref for row, duty in row_duties(found, "PL") if not row.is_group]


# -------------------------------------------------------------------------------------------------------------- columns


def test_every_cell_has_the_role_of_its_column() -> None:
    (row,) = rows([HEAD, FIRST])
    assert row.number == "1"
    assert cells(row) == {
        "content": "Quy định về cư trú",
        "form": "Loa truyền thanh",
        "lead": "Công an xã",
        "coordinate": "Các thôn",
        "time": "Quý II",
    }


@pytest.mark.parametrize("order", [(0, 1, 2, 3, 4, 5), (5, 4, 3, 2, 1, 0), (0, 3, 5, 1, 4, 2)])
def test_columns_are_read_by_their_names_in_any_order(order: tuple[int, ...]) -> None:
    (row,) = rows([[HEAD[i] for i in order], [FIRST[i] for i in order]])
    assert cells(row) == cells(rows([HEAD, FIRST])[0])


@pytest.mark.parametrize(
    ("head", "role"),
    [
        ("Nhiệm vụ", "content"),
        ("Nội dung công việc", "content"),
        ("Hoạt động", "content"),
        ("Nội dung, nhiệm vụ cụ thể", "content"),
        ("NỘI DUNG", "content"),
    ],
)
def test_the_task_column_goes_by_many_names(head: str, role: str) -> None:
    (row,) = rows([["STT", head, "Chủ trì"], ["1", "Mở lớp", "Sở Y tế"]])
    assert cells(row) == {role: "Mở lớp", "lead": "Sở Y tế"}


@pytest.mark.parametrize(
    ("head", "role"),
    [
        ("Đơn vị thực hiện", "lead"),
        ("Cơ quan, đơn vị chủ trì", "lead"),
        ("Phối hợp", "coordinate"),
        ("Đơn vị chủ trì, phối hợp", "lead-coordinate"),
        ("Thời hạn hoàn thành", "time"),
        ("Tiến độ", "time"),
        ("Thời gian (dự kiến)", "time"),
        ("Sản phẩm", "product"),
        ("Kết quả, sản phẩm", "product"),
        ("Kênh truyền thông", "form"),
        ("Ghi chú", "note"),
    ],
)
def test_other_columns_go_by_many_names_as_well(head: str, role: str) -> None:
    (row,) = rows([["TT", "Nhiệm vụ", "Kinh phí", head], ["1", "Mở lớp", "5 triệu", "như sau"]])
    assert cells(row) == {"content": "Mở lớp", "money": "5 triệu", role: "như sau"}


def test_the_column_without_a_known_name_is_the_task_beside_known_ones() -> None:
    (row,) = rows([["TT", "Tên hội nghị", "Đơn vị chủ trì", "Thời gian"], ["1", "Sơ kết", "Sở Nội vụ", "Tháng 7"]])
    assert cells(row) == {"lead": "Sở Nội vụ", "time": "Tháng 7", "content": "Sơ kết"}


@pytest.mark.parametrize(
    ("head", "roles"),
    [
        (
            ["TT", "Nội dung", "Hình thức, phương thức", "Chủ trì", "Thời gian, tần suất"],
            "number content form lead time",
        ),
        (["STT", "Sản phẩm, ấn phẩm", "Chủ trì", "Phối hợp", "Mốc thời gian"], "number content lead coordinate time"),
        (["Số TT", "Nhiệm vụ", "Cơ quan thực hiện chính", "Kết quả cần đạt được ngay"], "number content lead product"),
    ],
)
def test_in_a_head_a_column_is_known_by_a_word_of_its_name(head: list[str], roles: str) -> None:
    (row,) = rows([head, [str(i + 1) + " ngày" if i else "1" for i in range(len(head))]])
    assert sorted({"number", *cells(row)}) == sorted(roles.split())


def test_a_head_of_two_rows_names_the_columns_below_it() -> None:
    (row,) = rows(
        [["TT", "Nhiệm vụ", "Phân công", ""], ["", "", "Chủ trì", "Phối hợp"], ["1", "Mở lớp", "Sở Y tế", "Sở Nội vụ"]]
    )
    assert cells(row) == {"content": "Mở lớp", "lead": "Sở Y tế", "coordinate": "Sở Nội vụ"}


@pytest.mark.parametrize("counters", [["(1)", "(2)", "(3)", "(4)", "(5)", "(6)"], ["1", "2", "3", "4", "5", "6"]])
def test_a_row_that_counts_the_columns_is_no_task(counters: list[str]) -> None:
    assert [row.number for row in rows([HEAD, counters, FIRST])] == ["1"]


@pytest.mark.parametrize(
    "grid",
    [
        [["Họ và tên", "Năm sinh"], ["Lò Văn Pún", "1990"]],
        [["TT", "Họ và tên", "Chức vụ"], ["1", "Lò Văn Pún", "Trưởng thôn"]],
        [["1", "Mở lớp", "Sở Y tế"]],
    ],
)
def test_a_table_that_names_no_tasks_and_bodies_has_none(grid: list[list[str]]) -> None:
    assert task_rows([table(grid)]) is None


# ------------------------------------------------------------------------------------------------------------ page ends


def test_a_repeated_head_is_no_task() -> None:
    assert [row.number for row in rows([HEAD, FIRST, HEAD, SECOND])] == ["1", "2"]


def test_tables_of_several_pages_are_one() -> None:
    assert [row.number for row in rows([HEAD, FIRST], [HEAD, SECOND])] == ["1", "2"]
    assert [row.number for row in rows([HEAD, FIRST], [SECOND])] == ["1", "2"]


def test_a_row_cut_by_a_page_end_is_joined_cell_by_cell() -> None:
    cut = ["1", "Quy định về cư trú cho", "Loa truyền", "Công an", "Các", "Quý"]
    rest = ["", "người thuê trọ", "thanh", "xã", "thôn", "II"]
    first, second = rows([HEAD, cut], [HEAD, rest, SECOND])
    assert cells(first) == {
        "content": "Quy định về cư trú cho người thuê trọ",
        "form": "Loa truyền thanh",
        "lead": "Công an xã",
        "coordinate": "Các thôn",
        "time": "Quý II",
    }
    assert cells(second)["content"] == "Giá khám bệnh"


def test_a_row_may_go_on_in_one_cell_only() -> None:
    first, _ = rows([HEAD, FIRST], [HEAD, ["", "", "", "", "tổ dân phố", ""], SECOND])
    assert cells(first)["coordinate"] == "Các thôn tổ dân phố"


# ----------------------------------------------------------------------------------------------------------------- rows


def test_a_bullet_at_the_start_of_a_cell_is_dropped_and_those_inside_stay() -> None:
    (row,) = rows([HEAD, ["1", "- Luật Cư trú\n- Luật Căn cước", "Loa", "Công an xã", "", ""]])
    assert cells(row)["content"] == "Luật Cư trú - Luật Căn cước"


def test_an_empty_cell_says_nothing() -> None:
    row = rows([HEAD, SECOND])[0]
    assert "coordinate" not in row.cells
    assert row.cell("coordinate").text == ""


def test_rows_without_a_column_of_numbers_are_counted() -> None:
    found = rows([["Nhiệm vụ", "Chủ trì"], ["Mở lớp", "Sở Y tế"], ["Treo pa nô", "Sở Xây dựng"]])
    assert refs(found) == ["PL.1", "PL.2"]


def test_a_number_used_again_is_counted() -> None:
    assert refs(rows([HEAD, FIRST, ["1", *SECOND[1:]], SECOND])) == ["PL.1", "PL.1#2", "PL.2"]


GROUPED = [["I", "CHỈ ĐẠO", "", "", "", ""], FIRST, SECOND, ["II", "TUYÊN TRUYỀN", "", "", "", ""], FIRST]


def test_a_numbered_heading_row_holds_the_rows_below_it_and_is_no_task() -> None:
    found = rows([HEAD, *GROUPED])
    assert [row.number for row in found if row.is_group] == ["I", "II"]
    assert refs(found) == ["PL.I.1", "PL.I.2", "PL.II.1"]


def test_a_heading_row_without_a_number_is_no_part_of_the_path() -> None:
    unnumbered = [["", *row[1:]] if row[0] in ("I", "II") else row for row in GROUPED]
    assert refs(rows([HEAD, *unnumbered])) == ["PL.1", "PL.2", "PL.1#2"]
