"""Writing a ledger as a stream: rows go in, parts go out, nothing is kept but their hashes."""

from collections import Counter
from collections.abc import Mapping
from typing import Any, BinaryIO

from loa.monitoring.ledger.container import Part, digest, packed, sealed
from loa.monitoring.ledger.keys import Signer
from loa.monitoring.ledger.rows import Section, line_of

__all__ = ["Section", "Writer"]

_ROWS = 500
"""In one part: the fewer, the closer a changed byte is found; the more, the better they compress."""


class Writer:
    """Takes the rows of a ledger in the order of their sections. `close` seals it; before that it is no ledger."""

    def __init__(self, file: BinaryIO, signer: Signer) -> None:
        self._file, self._signer = file, signer
        self._parts: list[Part] = []
        self._lines: list[bytes] = []
        self._section: Section | None = None
        self._at = 0
        self.counts: Counter[str] = Counter()

    def put(self, section: Section, row: Mapping[str, Any]) -> None:
        """Adds a row."""
        if section is not self._section or len(self._lines) >= _ROWS:
            self._flush()
            self._section = section
        self._lines.append(line_of({section.value: row}))
        self.counts[section.value] += 1

    def close(self) -> None:
        """Writes what is left, the index and the seal."""
        self._flush()
        index = packed(b"".join(part.line for part in self._parts))
        self._file.write(index)
        self._file.write(sealed(self._at, index, self._signer))
        self._file.flush()

    def _flush(self) -> None:
        if self._section is None or not self._lines:
            return
        member = packed(b"".join(self._lines))
        self._file.write(member)
        self._parts.append(Part(self._section.value, len(self._lines), len(member), digest(member)))
        self._at += len(member)
        self._lines = []
