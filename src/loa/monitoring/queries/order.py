"""Agencies in the order of the Vietnamese alphabet."""

from django.db.models import OuterRef, Subquery

from loa.organizations.models import Designation

__all__ = ["sort_key_of"]


def sort_key_of(agency: str) -> Subquery:
    """The key by which an agency is sorted, that of its latest name; `agency` is the field that holds it."""
    latest = Designation.objects.filter(agency=OuterRef(agency)).order_by("-valid_from")
    return Subquery(latest.values("sort_key")[:1])
