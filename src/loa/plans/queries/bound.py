"""Whom obligations bind on a day: the agencies they name, and those that their groups mean then."""

from collections.abc import Collection, Iterable
from datetime import date

from loa.organizations.models import Agency
from loa.organizations.queries.groups import Membership
from loa.plans.enums import PartyRole
from loa.plans.models import Obligation, Plan
from loa.plans.queries.versions import obligations_in_force
from loa.schedule import Window

__all__ = ["Circle", "agencies_bound", "binds", "duties_of"]

BINDING_ROLES = frozenset({PartyRole.LEAD, PartyRole.COORDINATE})
"""What a body can be in an obligation so that it has to do something."""


class Circle:
    """The agencies that the groups of one issuer mean on one day; each group is asked about once.

    `among` narrows the question to these agencies: of groups, others are then not found.
    """

    def __init__(self, issuer: Agency, on: date, *, among: Collection[int] | None = None) -> None:
        self.issuer = issuer
        self.on = on
        self._among = among
        self._known: dict[str, frozenset[int]] = {}
        self._membership: Membership | None = None

    def of_group(self, group: str) -> frozenset[int]:
        """The members of the group on the day. Raises UnknownGroup."""
        if self._membership is None:
            self._membership = Membership(self.issuer, Window(self.on, self.on), among=self._among)
        if group not in self._known:
            self._known[group] = frozenset(self._membership.of(group))
        return self._known[group]

    def bound_by(self, obligation: Obligation, roles: Collection[str] = BINDING_ROLES) -> set[int]:
        """The agencies the obligation binds in one of the roles. Its parties have to be fetched along."""
        found: set[int] = set()
        for party in obligation.parties.all():
            if party.role not in roles:
                continue
            if party.agency_id:
                found.add(party.agency_id)
            elif party.group:
                found |= self.of_group(party.group)
        return found


def agencies_bound(plan: Plan, on: date) -> set[int]:
    """The agencies that have to do something under the plan as it is written, on the day."""
    duties = plan.obligations.standing().prefetch_related("parties")
    return _all_bound(duties, Circle(plan.issuer, on))


def _all_bound(duties: Iterable[Obligation], circle: Circle) -> set[int]:
    return {agency for duty in duties for agency in circle.bound_by(duty)}


def binds(obligation: Obligation, agency: Agency, on: date) -> bool:
    """Whether the obligation binds the agency on the day, by name or in a group."""
    return agency.pk in Circle(obligation.plan.issuer, on, among=[agency.pk]).bound_by(obligation)


def duties_of(plan: Plan, agency: Agency, on: date) -> list[Obligation]:
    """The obligations in force on the day under the plan that bind the agency, in the order of the plan."""
    circle = Circle(plan.issuer, on, among=[agency.pk])
    return [duty for duty in obligations_in_force(plan, on) if agency.pk in circle.bound_by(duty)]
