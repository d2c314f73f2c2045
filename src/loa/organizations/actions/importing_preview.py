"""What an import would do, told before it is done, and told apart from what it would have done a moment ago."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from loa.organizations.actions.importing_cells import Fault
from loa.organizations.errors import OrganizationError

__all__ = ["Faulty", "Line", "Outdated", "Preview", "fingerprint_of"]


@dataclass(frozen=True, slots=True)
class Line:
    """An agency or a person that would come or change; `details` are sentences of what."""

    row: int
    key: str
    name: str
    is_new: bool
    details: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Preview:
    """What an import comes to. With faults nothing at all is imported. `notes` say what is left out and why.

    `fingerprint` is another one as soon as the same file would do something else.
    """

    lines: tuple[Line, ...]
    unchanged: int
    faults: tuple[Fault, ...]
    notes: tuple[str, ...]
    fingerprint: str

    @property
    def new(self) -> int:
        """How many would come."""
        return sum(line.is_new for line in self.lines)

    @property
    def changed(self) -> int:
        """How many would change."""
        return len(self.lines) - self.new

    @property
    def can_be_done(self) -> bool:
        """Whether there is anything to do and nothing wrong."""
        return bool(self.lines) and not self.faults


class Outdated(OrganizationError):
    """The data changed since the preview was shown; `preview` is that of now."""

    def __init__(self, preview: Preview) -> None:
        super().__init__(
            _("The data changed since you looked. Here is what the import would do now; look again and confirm."),
            code="outdated",
        )
        self.preview = preview


class Faulty(OrganizationError):
    """The table has faults, so nothing was imported."""

    def __init__(self, faults: Sequence[Fault]) -> None:
        super().__init__(
            _("Nothing was imported: %(count)s cells are wrong. Put them right in the file and upload it again.")
            % {"count": len(faults)},
            code="faulty",
        )


def fingerprint_of(*parts: object) -> str:
    """A short text that is the same only for the same parts; their `repr` must say all there is."""
    return hashlib.sha256("\n".join(map(repr, parts)).encode()).hexdigest()[:32]
