"""Who may see which duties, and who may do what with calendar links."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from loa.monitoring.models import Dispute, Feed, Occurrence
from loa.monitoring.queries.disputes import another_may_decide
from loa.monitoring.queries.owed import holds
from loa.organizations.models import Agency, Person
from loa.organizations.policy import Forbidden, agencies_where, may
from loa.plans.models import Plan

__all__ = ["Sight", "may_decide", "may_make", "may_revoke", "may_see", "sight_of"]

SEE = "occurrences.see"


@dataclass(frozen=True, slots=True)
class Sight:
    """How much of a plan's calendar somebody sees: all of it, or what is laid on these agencies."""

    whole: bool
    agencies: Collection[int] = ()


def may_see(person: Person, agency: Agency | int, *, on: date) -> bool:
    """Whether somebody may see what an agency owes."""
    return may(person, SEE, agency, on=on)


def sight_of(plan: Plan, person: Person, *, on: date, one: Occurrence | None = None) -> Sight:
    """What of the calendar of a plan, or of one occurrence, somebody sees. Raises Forbidden when nothing.

    Who may see what the issuer owes sees the whole; others what their own agencies owe.
    """
    if may(person, SEE, plan.issuer_id, on=on):
        return Sight(whole=True)
    own = tuple(agencies_where(person, SEE, on=on))
    if not holds(own, plan, one):
        raise Forbidden(SEE)
    return Sight(whole=False, agencies=own)


def may_make(person: Person, agency: Agency | None, *, on: date) -> bool:
    """Whether somebody may have a calendar link: to an agency where they hold a post, or to all of these."""
    if agency is None:
        return bool(tuple(agencies_where(person, "feeds.make", on=on)))
    return may(person, "feeds.make", agency, on=on)


def may_revoke(person: Person, feed: Feed, *, on: date) -> bool:
    """Whether somebody may end a calendar link: their own, or one of an agency by their post there."""
    if feed.person_id == person.pk:
        return True
    return feed.agency_id is not None and may(person, "feeds.revoke", feed.agency_id, on=on)


def may_decide(person: Person, dispute: Dispute, *, on: date) -> bool:
    """Whether somebody may decide a dispute: nobody one they opened, nor one about their own rejection of the
    evidence while somebody else may (where there is only one, work must go on)."""
    if not may(person, "disputes.decide", dispute.agency_id, on=on) or dispute.opened_by_id == person.pk:
        return False
    return dispute.match.decided_by_id != person.pk or not another_may_decide(dispute, person, on)
