"""What is done with plans in the background."""

from django.utils import timezone

from loa.audit.acting import acting
from loa.plans.actions.reading import read_source as read

__all__ = ["read_source"]


def read_source(source_id: int) -> None:
    """Reads an uploaded document. Run twice, or run again after it was killed, it leaves the same as run once."""
    with acting(request_id=f"read-source-{source_id}"):
        read(source_id, on=timezone.localdate())
