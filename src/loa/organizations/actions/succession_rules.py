"""What a change of the organisation must satisfy before it is made."""

from collections.abc import Callable
from decimal import Decimal

from django.db.models import Q
from django.utils.translation import gettext as _

from loa.organizations.changes import Change, NewAgency, total
from loa.organizations.enums import SuccessionKind
from loa.organizations.errors import OrganizationError
from loa.organizations.models import Agency, Designation, Relation, SuccessionShare
from loa.schedule.window import ONE_DAY

__all__ = ["check"]

_ROUNDING = Decimal("0.00001")


def check(change: Change) -> None:
    """Raises OrganizationError that says what is wrong and with whom."""
    if not change.shares:
        raise OrganizationError(_("Say which agencies change."), code="predecessors")
    _check_number(change)
    for agency in change.predecessors:
        _check_predecessor(change, agency)
        _check_weights(change, agency)
    for successor in change.successors:
        _check_successor(change, successor)


def _check_number(change: Change) -> None:
    old, new = len(change.predecessors), len(change.successors)
    rules: dict[SuccessionKind, tuple[Callable[[], bool], str]] = {
        SuccessionKind.MERGE: (
            lambda: new >= 1 and (old > 1 or not change.new),
            _("A merger needs two predecessors and a successor, or one that goes into an agency that exists."),
        ),
        SuccessionKind.SPLIT: (
            lambda: new > 1 or (new == 1 and bool(change.lasting)),
            _("A split needs two successors, or a predecessor that goes on beside one."),
        ),
        SuccessionKind.RENAME: (
            lambda: old == 1 and new == 1 and not change.lasting,
            _("A renaming has one predecessor and one successor."),
        ),
        SuccessionKind.TIER_CHANGE: (
            lambda: old == 1 and new == 1 and not change.lasting,
            _("A change of tier has one predecessor and one successor."),
        ),
        SuccessionKind.ABOLISH: (lambda: not change.lasting, _("What is abolished cannot go on.")),
    }
    holds, problem = rules[change.kind]
    if not holds():
        raise OrganizationError(problem, code="kind")


def _check_predecessor(change: Change, agency: Agency) -> None:
    last = change.effective_on - ONE_DAY
    now = Agency.objects.get(pk=agency.pk)
    if not now.exists_on(last) or not now.exists_on(change.effective_on):
        raise OrganizationError(
            _("“%s” does not exist on the day of the change and the day before. Choose another day.") % agency,
            code="predecessors",
        )
    later = Q(valid_from__gte=change.effective_on)
    lines = Relation.objects.filter(later, Q(agency=agency) | Q(to=agency))
    if agency in change.ending and (Designation.objects.filter(later, agency=agency).exists() or lines.exists()):
        raise OrganizationError(
            _("Something of “%s” is recorded from that day on or later. Take it out first, or choose a later day.")
            % agency,
            code="predecessors",
        )
    if SuccessionShare.objects.filter(predecessor=agency, succession__effective_on=change.effective_on).exists():
        raise OrganizationError(_("A change of “%s” on that day is recorded already.") % agency, code="predecessors")


def _check_weights(change: Change, agency: Agency) -> None:
    shares = [share for share in change.shares if share.predecessor.pk == agency.pk]
    to = [share.successor for share in shares]
    if len(set(to)) != len(to):
        raise OrganizationError(_("“%s” leads to the same successor twice.") % agency, code="weights")
    if agency in change.successors:
        raise OrganizationError(_("“%s” cannot follow itself. Let it go on instead.") % agency, code="successors")
    if any(not 0 <= share.weight <= 1 for share in shares):
        raise OrganizationError(_("A weight lies between 0 and 1."), code="weights")
    whole = total(share.weight for share in shares)
    if agency.pk in change.lasting:
        if whole > 1:
            raise OrganizationError(_("“%s” gives away more than it has.") % agency, code="weights")
    elif abs(whole - 1) > _ROUNDING:
        raise OrganizationError(
            _("The weights of “%(agency)s” add up to %(sum)s; they must add up to 1.")
            % {"agency": agency, "sum": whole.normalize()},
            code="weights",
        )


def _check_successor(change: Change, successor: Agency | NewAgency) -> None:
    over = successor.superior if isinstance(successor, NewAgency) else successor
    if over is None:
        return
    if over in change.ending:
        raise OrganizationError(_("“%s” ends with this change.") % over, code="successors")
    if not over.exists_on(change.effective_on):
        raise OrganizationError(_("“%s” does not exist on the day of the change.") % over, code="successors")
