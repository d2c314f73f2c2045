"""What can be wrong with a table or a question, each said in Vietnamese and in English."""

__all__ = ["BrokenTable", "CatalogueError", "UnknownUnit"]


class CatalogueError(Exception):
    """Base of all errors of the catalogue. `vietnamese` and `english` say the same to the person at the screen."""

    def __init__(self, vietnamese: str, english: str) -> None:
        super().__init__(f"{vietnamese} / {english}")
        self.vietnamese = vietnamese
        self.english = english


class BrokenTable(CatalogueError):
    """A cell that cannot be read. `row` counts as a spreadsheet does: the head is row 1; `column` may be empty."""

    def __init__(self, table: str, row: int, column: str, vietnamese: str, english: str) -> None:
        at_vi, at_en = (f", cột “{column}”", f", column “{column}”") if column else ("", "")
        super().__init__(f"{table}, dòng {row}{at_vi}: {vietnamese}", f"{table}, row {row}{at_en}: {english}")
        self.table = table
        self.row = row
        self.column = column


class UnknownUnit(CatalogueError):
    """No unit of that name or key existed on the day."""

    def __init__(self, asked: str, on: str) -> None:
        super().__init__(f"Không có đơn vị hành chính “{asked}” vào ngày {on}", f"No unit “{asked}” existed on {on}")
        self.asked = asked
