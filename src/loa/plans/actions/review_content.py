"""Putting what an obligation says into its rows."""

from collections.abc import Iterable

from loa.plans.models import Obligation, Party
from loa.plans.queries.review_content import FIELDS, LISTS, Body, Content

__all__ = ["put", "put_parties"]


def put(obligation: Obligation, content: Content) -> None:
    """Writes all but the parties into the row, which the caller saves."""
    for name in FIELDS:
        if name != "parties":
            value = getattr(content, name)
            setattr(obligation, name, list(value) if name in LISTS else value)


def put_parties(obligation: Obligation, parties: Iterable[Body]) -> None:
    """Puts these parties in the place of those there are."""
    obligation.parties.all().delete()
    Party.objects.bulk_create(
        Party(
            obligation=obligation,
            position=position,
            role=body.role,
            name=body.name[:300],
            group=body.group,
            agency_id=body.agency,
            outside=body.outside,
        )
        for position, body in enumerate(parties)
    )
