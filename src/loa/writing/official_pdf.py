"""Official documents as PDF, with the letters of Liberation Serif, which measures as Times New Roman."""

import json
from dataclasses import asdict
from datetime import UTC, datetime, time
from pathlib import Path
from typing import Any

import typst

from loa.writing.official import Official, Table, day_words

__all__ = ["dumps"]

_HERE = Path(__file__).parent
_STEADY = datetime(2026, 1, 1, tzinfo=UTC)


def dumps(official: Official) -> bytes:
    """The document as the bytes of a PDF file on A4; the same document gives the same bytes.

    Fonts of the system are left aside: version 1 of Liberation beside version 2 lacks letters.
    """
    told = asdict(official) | {
        "day": day_words(official.place, official.dated),
        "dated": None,
        "body": [asdict(block) | {"table": isinstance(block, Table)} for block in official.body],
    }
    made: Any = typst.compile(
        str(_HERE / "official.typ"),
        font_paths=[str(_HERE / "fonts")],
        ignore_system_fonts=True,
        sys_inputs={"official": json.dumps(told)},
        timestamp=datetime.combine(official.dated, time(), UTC) if official.dated else _STEADY,
    )
    return bytes(made)
