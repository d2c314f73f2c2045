"""The obligations as CSV that spreadsheets open with the right letters and without running anything."""

import csv
import io

from loa.reading.model import PlanDraft
from loa.writing.formulas import harmless
from loa.writing.tables import obligation_columns, obligation_rows
from loa.writing.wording import Language

__all__ = ["dumps"]


def dumps(draft: PlanDraft, language: Language = "vi") -> bytes:
    """UTF-8 with a byte-order mark, which Excel needs to see the letters, and CRLF between rows (RFC 4180).

    A cell that a spreadsheet would take for a formula is given a leading apostrophe.
    """
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow([column.heading for column in obligation_columns(language)])
    for row in obligation_rows(draft, language):
        writer.writerow([harmless(cell.replace("\0", "")) for cell in row])
    return out.getvalue().encode("utf-8-sig", "replace")
