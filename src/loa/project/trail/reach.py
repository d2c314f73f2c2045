"""How far into the trail somebody may look: the rows of their own agency, and of those under it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from loa.audit.models import Entry
from loa.organizations.models import Person
from loa.organizations.policy import Forbidden, Kinship, agencies_where, matrix
from loa.organizations.queries.directory import ever_under, superiors
from loa.organizations.queries.people import held_posts

__all__ = ["READ", "Reach", "reach_of"]

READ = "audit.read"


@dataclass(frozen=True, slots=True)
class Reach:
    """The agencies whose rows are open; `unplaced`: those that belong to no agency are as well."""

    agencies: Collection[int]
    unplaced: bool

    def holds(self, entry: Entry) -> bool:
        """Whether the row is open."""
        return self.unplaced if entry.agency_id is None else entry.agency_id in self.agencies


def reach_of(person: Person, *, on: date) -> Reach:
    """What is open to the person. Rows of no agency are for who reads the trail of one that has none above it.

    Raises Forbidden where nothing is open.
    """
    own = set(agencies_where(person, READ, on=on))
    if not own:
        raise Forbidden(READ)
    roles = matrix()[READ].get(Kinship.BELOW, frozenset())
    above = {post.agency_id for post in held_posts(person, on) if post.role in roles}
    return Reach(frozenset(own | ever_under(above, on)), unplaced=bool(above - superiors(above, on).keys()))
