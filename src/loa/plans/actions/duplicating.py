"""Taking obligations over from another plan."""

from collections.abc import Sequence
from typing import Any

from loa.plans.enums import PartyRole
from loa.plans.models import Obligation, Party, Plan

__all__ = ["duplicate"]

_TAKEN = (
    "ref", "text", "topic", "kinds", "cadences", "quotas", "deadline", "window", "channels", "requested",
)  # fmt: skip


def duplicate(
    obligation: Obligation, plan: Plan, *, position: int, parties: Sequence[Party] | None = None, **other: Any
) -> Obligation:
    """Writes what an obligation says into another plan, with its parties or those given. `other` sets more fields.

    What the reader found, and where, belongs to the document of the first plan and stays there.
    """
    taken = {name: getattr(obligation, name) for name in _TAKEN}
    made = Obligation.objects.create(plan=plan, position=position, **{**taken, **other})
    wanted = obligation.parties.all() if parties is None else parties
    Party.objects.bulk_create([_party(one, made) for one in wanted])
    return made


def _party(one: Party, obligation: Obligation) -> Party:
    return Party(
        obligation=obligation, role=PartyRole(one.role), position=one.position, name=one.name, group=one.group,
        agency=one.agency, outside=one.outside,
    )  # fmt: skip
