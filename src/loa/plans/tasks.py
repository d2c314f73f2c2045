"""What is done with plans in the background."""

from django.utils import timezone

from loa.audit.acting import acting
from loa.plans.actions.reading import read_source as read
from loa.plans.actions.telling import tell_all_bound

__all__ = ["read_source", "tell_bound"]


def read_source(source_id: int) -> None:
    """Reads an uploaded document. Run twice, or run again after it was killed, it leaves the same as run once."""
    with acting(request_id=f"read-source-{source_id}"):
        read(source_id, on=timezone.localdate())


def tell_bound(telling_id: int) -> None:
    """Tells every agency that a plan binds what happened to it, once."""
    with acting(request_id=f"tell-bound-{telling_id}"):
        tell_all_bound(telling_id)
