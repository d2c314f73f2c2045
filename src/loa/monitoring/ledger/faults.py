"""What can be wrong with a ledger, by a code that never changes and the place."""

from dataclasses import dataclass
from typing import Any

__all__ = ["Fault"]


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong. `at` says where in the file, in words of the file itself; `values` what was met.

    Codes: `short` (cut off or no ledger), `seal`, `index`, `signature`, `key` (signed by another than expected),
    `part` (bytes were changed), `length`, `row` (cannot be understood), `order`, `unknown` (names what is not in the
    ledger), `count`, `tally`, `standing`, `withdrawn` (counts what was withdrawn), `different` (says of a thing what
    the thing itself does not).
    """

    code: str
    at: str
    values: tuple[tuple[str, Any], ...] = ()

    @property
    def told(self) -> str:
        """The values in one line."""
        return ", ".join(f"{name}={value}" for name, value in self.values)
