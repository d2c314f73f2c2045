"""What can go wrong in monitoring, each told in a sentence that says what to do."""

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

__all__ = ["ChangedMeanwhile", "MonitoringError"]


class MonitoringError(ValidationError):
    """Something that cannot be done, and why."""


class ChangedMeanwhile(MonitoringError):
    """Somebody else saved since the page was opened."""

    def __init__(self) -> None:
        super().__init__(
            _("Somebody else changed this since you opened it. Your entries are kept below; compare and save again."),
            code="changed-meanwhile",
        )
