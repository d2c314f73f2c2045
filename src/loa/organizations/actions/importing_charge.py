"""Whether the agencies of a table are in the charge of the agency they are imported at: itself, or below it."""

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from uuid import UUID

from django.utils.translation import gettext as _

from loa.organizations.actions.importing_writing import Revision
from loa.organizations.enums import AgencyKind, RelationKind
from loa.organizations.models import Agency
from loa.organizations.queries.importing import Picture
from loa.organizations.queries.kinship import lines_above

__all__ = ["Charge", "charge_of"]

_DEEPEST = 15


@dataclass(frozen=True, slots=True)
class Charge:
    """What `at` is in charge of: `held` by key, with the superior in line of each agency that is known."""

    at: Agency
    place: tuple[str, str]
    held: frozenset[UUID]
    superiors: Mapping[UUID, UUID]

    def objection(self, revision: Revision, revisions: Mapping[UUID, Revision]) -> tuple[str, str] | None:
        """The column and the sentence that say why this revision is not for `at` to make; None if it is.

        A known agency must be under `at`; a new one, and one that moves, must stand under it afterwards.
        """
        key = revision.after.agency.key
        if revision.before is not None:
            if key not in self.held:
                return "key", _("this agency is not under %(at)s") % {"at": self.at}
            if key == self.at.key or _superior(revision.before) == _superior(revision.after):
                return None
        problem = self._walk(key, revisions)
        return ("line_parent", problem) if problem else None

    def _walk(self, key: UUID, revisions: Mapping[UUID, Revision]) -> str:
        """Goes up the line as it shall be; why it does not come to `at`, or nothing if it does."""
        here, seen = key, set[UUID]()
        while here != self.at.key:
            if here in seen or len(seen) > _DEEPEST:
                return _("the superiors form a circle")
            seen.add(here)
            revision = revisions.get(here)
            above = _superior(revision.after) if revision else self.superiors.get(here)
            if above is None:
                return "" if revision and self._is_beside(revision) else self._out_of_charge(here == key)
            here = above
        return ""

    def _out_of_charge(self, itself: bool) -> str:
        if itself:
            return _("say under which agency it stands, or to which it reports")
        return _("its superior is not under %(at)s") % {"at": self.at}

    def _is_beside(self, revision: Revision) -> bool:
        """Party bodies, associations and councils have no superior here: new ones go with the committee there."""
        own = revision.after.named[-1].value
        of_the_place = bool(own.place) and (own.place, own.tier) == self.place
        return revision.is_new and of_the_place and own.kind != AgencyKind.PEOPLES_COMMITTEE


def _superior(picture: Picture) -> UUID | None:
    """The last superior in line, or where it reports to if it has none."""
    for kind in (RelationKind.LINE, RelationKind.REPORTING):
        spans = picture.parents[kind]
        if spans and spans[-1].value:
            return min(spans[-1].value)
    return None


def charge_of(at: Agency, agencies: Collection[Agency], on: date) -> Charge:
    """What `at` is in charge of among these agencies on the day, or was on their last day; a few queries."""
    by_day: dict[date, list[Agency]] = defaultdict(list)
    for agency in agencies:
        by_day[min(on, agency.ended_on or on)].append(agency)
    lines = {pk: line for day, those in by_day.items() for pk, line in lines_above([a.pk for a in those], day).items()}
    keys = dict(Agency.objects.filter(pk__in={pk for line in lines.values() for pk in line}).values_list("pk", "key"))
    keys |= {agency.pk: agency.key for agency in agencies}
    superiors = {keys[low]: keys[high] for pk, line in lines.items() for low, high in pairwise((pk, *line))}
    held = {agency.key for agency in agencies if agency.pk == at.pk or at.pk in lines[agency.pk]}
    own = at.designation(on)
    return Charge(at, (own.place, own.tier) if own else ("", ""), frozenset(held), superiors)
