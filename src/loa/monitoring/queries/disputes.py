"""Disputes: which somebody sees, who stands on which side of one, and who may decide it."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet

from loa.monitoring.enums import DisputeState
from loa.monitoring.models import Dispute, DisputeMessage, Match
from loa.monitoring.queries.evidence import agencies_seen_by
from loa.organizations.enums import Role
from loa.organizations.folding import folded
from loa.organizations.models import Designation, Person
from loa.organizations.policy import Kinship, agencies_in_charge, agencies_where, matrix
from loa.organizations.queries.kinship import last_line_above
from loa.organizations.queries.people import held_posts, people_with_role

__all__ = [
    "OpenDisputes",
    "WantedDisputes",
    "agency_side",
    "another_may_decide",
    "deciders",
    "disputes_about",
    "disputes_found",
    "disputes_seen_by",
    "open_disputes",
    "other_side",
    "said_in",
    "standpoint",
]

_DECIDE = "disputes.decide"


@dataclass(frozen=True, slots=True)
class OpenDisputes:
    """How many disputes wait for somebody: to be decided by them, and of their own agencies waiting for others."""

    to_decide: int
    own: int

    def __bool__(self) -> bool:
        return bool(self.to_decide or self.own)


def open_disputes(person: Person, on: date) -> OpenDisputes:
    """The open disputes that concern somebody, for their desk. Two queries beside those for what they are in charge of.

    A dispute about what they rejected themselves is counted with those to be decided: where nobody else may, they do.
    """
    rows = Dispute.objects.filter(state=DisputeState.OPEN)
    charge = agencies_in_charge(person, _DECIDE, on=on)
    own = agencies_where(person, "disputes.open", on=on)
    return OpenDisputes(
        to_decide=rows.filter(agency__in=charge).count() if charge else 0,
        own=rows.filter(agency__in=own).count() if own else 0,
    )


# ------------------------------------------------------------------------------------------------------------ the list


@dataclass(frozen=True, slots=True)
class WantedDisputes:
    """Which disputes are asked for; what is empty does not narrow. `whose` is `own`, `below` or `decide`."""

    text: str = ""
    agency: str = ""
    state: str = ""
    whose: str = ""


def disputes_seen_by(person: Person, *, on: date) -> QuerySet[Dispute]:
    """Those about agencies whose evidence somebody may see."""
    return Dispute.objects.filter(agency__in=agencies_seen_by(person, on=on))


def disputes_found(seen: QuerySet[Dispute], wanted: WantedDisputes, person: Person, *, on: date) -> QuerySet[Dispute]:
    """Those asked for, with evidence, window and agency; `said` messages, the last at `last_said`."""
    for word in folded(wanted.text).split():
        seen = seen.filter(match__evidence__searched__contains=word)
    if wanted.agency.strip():
        seen = seen.filter(agency__in=_called(wanted.agency))
    if wanted.state:
        seen = seen.filter(state=wanted.state)
    seen = _whose(seen, wanted.whose, person, on)
    related = ("agency", "opened_by", "decided_by", "match__evidence__agency", "match__occurrence__rule")
    rows = seen.select_related(*related).defer("match__occurrence__explanation", "match__occurrence__rule__read_as")
    told = rows.annotate(said=Count("messages"), last_said=Max("messages__said_at"), is_open=_is_open())
    return told.order_by("-is_open", "-opened_at", "pk")


def _is_open() -> Exists:
    return Exists(Dispute.objects.filter(pk=OuterRef("pk"), state=DisputeState.OPEN))


def _whose(rows: QuerySet[Dispute], whose: str, person: Person, on: date) -> QuerySet[Dispute]:
    own = list(agencies_where(person, "evidence.see", on=on))
    if whose == "own":
        return rows.filter(agency__in=own)
    if whose == "below":
        return rows.exclude(agency__in=own)
    if whose == "decide":
        return rows.filter(state=DisputeState.OPEN, agency__in=agencies_in_charge(person, _DECIDE, on=on))
    return rows


def _called(words: str) -> QuerySet[Designation, int]:
    named = Q()
    for word in folded(words).split():
        named &= Q(searched__contains=word)
    return Designation.objects.filter(named).order_by().values_list("agency_id", flat=True)


def disputes_about(matches: Collection[Match]) -> dict[int, list[Dispute]]:
    """The disputes about some matches, the latest first, by the key of the match. One query."""
    found: dict[int, list[Dispute]] = {}
    rows = Dispute.objects.filter(match__in=[match.pk for match in matches])
    for dispute in rows.select_related("opened_by", "decided_by"):
        found.setdefault(dispute.match_id, []).append(dispute)
    return found


def said_in(dispute: Dispute) -> list[DisputeMessage]:
    """What was said, in order. One query."""
    return list(dispute.messages.select_related("author", "agency"))


# ----------------------------------------------------------------------------------------------------------- the sides


def standpoint(person: Person, verb: str, agency_id: int, *, on: date) -> int:
    """For which agency somebody does this: for the one that owes, else for the nearest over it where they may."""
    allowed, posts = matrix()[verb], held_posts(person, on)
    if any(post.agency_id == agency_id and post.role in allowed.get(Kinship.OWN, ()) for post in posts):
        return agency_id
    reaching = {post.agency_id for post in posts if post.role in allowed.get(Kinship.BELOW, ())}
    return next((one for one in last_line_above(agency_id, on) if one in reaching), agency_id)


def deciders(agency_id: int, on: date) -> list[Person]:
    """Who is asked to decide: those who may at the nearest agency over it that has any."""
    roles = matrix()[_DECIDE].get(Kinship.BELOW, frozenset[Role]())
    for over in last_line_above(agency_id, on):
        if found := list(people_with_role(over, roles, on)):
            return found
    return []


def another_may_decide(dispute: Dispute, besides: Person, on: date) -> bool:
    """Whether somebody else over the agency may decide a dispute, who did not open it."""
    roles = matrix()[_DECIDE].get(Kinship.BELOW, frozenset[Role]())
    left_out = {besides.pk, dispute.opened_by_id}
    above = last_line_above(dispute.agency_id, on)
    return any(people_with_role(over, roles, on).exclude(pk__in=left_out).exists() for over in above)


def agency_side(dispute: Dispute) -> list[Person]:
    """Those who opened it or spoke for the agency that owes."""
    authors = dispute.messages.filter(agency=dispute.agency_id).values("author")
    return list(Person.objects.filter(Q(pk__in=authors) | Q(pk=dispute.opened_by_id)))


def other_side(dispute: Dispute, on: date) -> list[Person]:
    """Those asked to decide, who spoke for an agency over it, and who rejected the evidence."""
    authors = dispute.messages.exclude(agency=dispute.agency_id).values("author")
    spoke = Person.objects.filter(Q(pk__in=authors) | Q(pk=dispute.match.decided_by_id))
    return list({one.pk: one for one in (*deciders(dispute.agency_id, on), *spoke)}.values())
