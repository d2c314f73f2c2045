"""The forms a plan is given out in, and how each is made."""

import io
from enum import StrEnum
from typing import Literal

from rich.console import Console

from loa.reading import Reading
from loa.reading.model import PlanDraft
from loa.writing import akoma_ntoso, csv_table, plan_json, spreadsheet
from loa.writing.showcase import to_page
from loa.writing.terminal import plan_view, show
from loa.writing.wording import Language

__all__ = ["Form", "View", "made"]


class Form(StrEnum):
    """What `--format` takes."""

    TABLE = "table"
    JSON = "json"
    AKN = "akn"
    XLSX = "xlsx"
    CSV = "csv"
    HTML = "html"

    @property
    def suffix(self) -> str:
        """The end of the name of a file in this form."""
        return {Form.TABLE: ".txt", Form.AKN: ".akn.xml"}.get(self, f".{self.value}")


class View:
    """How the table is shown: how wide, in colours or not, under agencies or in order."""

    __slots__ = ("by_agency", "colours", "width")

    def __init__(self, width: int = 100, *, colours: bool = False, by_agency: bool = False) -> None:
        self.width = width
        self.colours = colours
        self.by_agency = by_agency


def made(reading: Reading, form: Form, language: Language, *, view: View) -> bytes:
    """The plan in a form; a page and an Akoma Ntoso text are laid out as in the file it was read from."""
    draft, blocks = reading.draft, reading.extraction.blocks
    if form is Form.JSON:
        return plan_json.dumps(draft).encode("utf-8", "replace")
    if form is Form.AKN:
        return akoma_ntoso.dumps(draft, blocks=blocks)
    if form is Form.XLSX:
        return spreadsheet.to_workbook(draft, language)
    if form is Form.CSV:
        return csv_table.dumps(draft, language)
    if form is Form.HTML:
        return to_page(draft, language, blocks).encode("utf-8", "replace")
    return _table(draft, language, view)


def _table(draft: PlanDraft, language: Language, view: View) -> bytes:
    out = io.StringIO()
    colours: Literal["standard"] | None = "standard" if view.colours else None
    console = Console(file=out, width=view.width, force_terminal=view.colours, color_system=colours)
    show(plan_view(draft, language, width=view.width, by_agency=view.by_agency), console)
    return out.getvalue().encode("utf-8", "replace")
