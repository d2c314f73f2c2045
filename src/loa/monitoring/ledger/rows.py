"""The rows of a ledger: canonical JSON, one to a line, in sections that follow one another."""

import json
from collections.abc import Mapping
from enum import StrEnum
from typing import Any

__all__ = ["FORMAT", "LONGEST", "Section", "line_of", "row_of"]

FORMAT = 1
LONGEST = 32 * 1024 * 1024
"""No part is longer than this when it is unpacked; what is was not written by Loa."""


class Section(StrEnum):
    """What a row tells of, in the order in which sections stand in the file."""

    HEAD = "head"
    AGENCY = "agency"
    OBLIGATION = "obligation"
    OCCURRENCE = "occurrence"
    EVIDENCE = "evidence"
    DUTY = "duty"
    FOOT = "foot"


def line_of(row: Mapping[str, Any]) -> bytes:
    """The one way to write a row: keys sorted, nothing between, UTF-8, a line feed at the end."""
    text = json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode() + b"\n"


def row_of(line: bytes) -> dict[str, Any]:
    """The row of a line. Raises ValueError for what `line_of` did not write."""
    row = json.loads(line)
    if not isinstance(row, dict) or line_of(row) != line:
        raise ValueError("not a row in its canonical form")
    return row
