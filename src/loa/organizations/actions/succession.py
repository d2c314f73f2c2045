"""Making a change of the organisation: who ends, who begins, who takes over (sáp nhập, chia tách, giải thể ...)."""

from dataclasses import dataclass, field
from datetime import date

from django.db import transaction
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from loa.audit.actions import record
from loa.organizations.actions.agencies import Superiors, make, require_charge
from loa.organizations.actions.notices import notify
from loa.organizations.actions.succession_rules import check
from loa.organizations.changes import Change, Details, NewAgency
from loa.organizations.events import organization_changed
from loa.organizations.models import (
    Agency,
    Designation,
    Person,
    Post,
    Relation,
    Succession,
    SuccessionShare,
)
from loa.organizations.queries.consequences import Consequences, consequences
from loa.organizations.validity import Valid
from loa.schedule.window import ONE_DAY

__all__ = ["require_all", "succeed"]


@dataclass
class _Journal:
    """Which rows a change made and which it ended, with the last day they had before."""

    made: dict[str, list[int]] = field(default_factory=dict)
    ended: dict[str, list[tuple[int, str | None]]] = field(default_factory=dict)

    def note_made(self, row: Agency | Valid) -> None:
        self.made.setdefault(row._meta.label_lower, []).append(row.pk)

    def note_ended(self, row: Agency | Valid, was: date | None) -> None:
        self.ended.setdefault(row._meta.label_lower, []).append((row.pk, was.isoformat() if was else None))

    def as_json(self) -> dict[str, object]:
        return {"made": self.made, "ended": self.ended}


@transaction.atomic
def succeed(change: Change, *, by: Person, on: date) -> Succession:
    """Makes the change: what ends, ends the day before; what begins, begins on its day. History stays as it was.

    Raises Forbidden, and OrganizationError for a change that cannot be. Announces `organization_changed`, tells the
    people whose posts end or move.
    """
    require_all(change, by=by, on=on)
    _lock(change)
    check(change)
    todo = consequences(change)
    journal = _Journal()
    heirs = _begin(change, todo, journal)
    _move(change, todo, heirs, journal)
    _end(change, journal)
    made = _shares(change, heirs, journal)
    told = {
        "predecessors": [str(one) for one in change.predecessors],
        "successors": [str(one) for one in heirs.values()],
    }
    after = {"kind": change.kind, "effective_on": change.effective_on, "basis": change.basis, **told}
    record("agencies.succeed", made, by=by, agency_id=change.predecessors[0].pk, after=after)
    touched = [*(agency.pk for agency in change.predecessors), *(agency.pk for agency in heirs.values())]
    organization_changed.send(Succession, since=change.effective_on, agencies=touched)
    _tell(made, todo)
    return made


def require_all(change: Change, *, by: Person, on: date) -> None:
    """Whoever ends, takes over or gets somebody new under it must be in the person's charge. Raises Forbidden."""
    for agency in change.predecessors:
        require_charge(by, "agencies.succeed", agency, on=on)
    for successor in change.successors:
        over = successor.superior if isinstance(successor, NewAgency) else successor
        if over is not None:
            require_charge(by, "agencies.succeed", over, on=on)


def _lock(change: Change) -> None:
    known = [one.pk for one in (*change.predecessors, *change.successors) if isinstance(one, Agency)]
    list(Agency.objects.select_for_update().filter(pk__in=known).order_by("pk"))


Heirs = dict[Agency | NewAgency, Agency]


def _begin(change: Change, todo: Consequences, journal: _Journal) -> Heirs:
    heirs: Heirs = {one: one for one in change.successors if isinstance(one, Agency)}
    for begins in todo.beginning:
        new = begins.agency
        details = Details(
            name=new.name, tier=new.tier, kind=new.kind, short_name=new.short_name,
            abbreviation=new.abbreviation, code=new.code, place=new.place,
        )  # fmt: skip
        made = make(details, Superiors(begins.line, begins.reporting, begins.guidance), since=change.effective_on)
        journal.note_made(made)
        heirs[new] = made
    return heirs


def _move(change: Change, todo: Consequences, heirs: Heirs, journal: _Journal) -> None:
    """Puts under the successors what stood under the predecessors, and the people who held posts there."""
    since = change.effective_on
    for moved in todo.relations:
        was = moved.relation.valid_to
        if moved.to is not None:
            journal.note_made(
                Relation.objects.create(
                    agency=moved.relation.agency, to=heirs[moved.to], kind=moved.relation.kind, valid_from=since,
                    valid_to=was,
                )
            )  # fmt: skip
    for held in todo.posts:
        post = held.post
        if held.at is not None and not _holds(post, heirs[held.at], since):
            journal.note_made(
                Post.objects.create(
                    person=post.person, agency=heirs[held.at], role=post.role, title=post.title, valid_from=since,
                    valid_to=post.valid_to,
                )
            )  # fmt: skip


def _holds(post: Post, agency: Agency, since: date) -> bool:
    same = Post.objects.on(since).filter(person=post.person, agency=agency, role=post.role)
    return same.exists()


def _end(change: Change, journal: _Journal) -> None:
    last = change.effective_on - ONE_DAY
    ending = [agency.pk for agency in change.ending]
    for rows in (
        Designation.objects.filter(agency__in=ending),
        Relation.objects.filter(Q(agency__in=ending) | Q(to__in=ending)),
        Post.objects.filter(agency__in=ending),
    ):
        _end_rows(rows, last, journal)
    for agency in Agency.objects.filter(pk__in=ending):
        journal.note_ended(agency, agency.ended_on)
    Agency.objects.filter(pk__in=ending).update(ended_on=last)


def _end_rows(
    rows: "QuerySet[Designation] | QuerySet[Relation] | QuerySet[Post]", last: date, journal: _Journal
) -> None:
    """Ends what holds beyond the day. `check` has made sure that nothing begins after it."""
    open_rows = rows.filter(Q(valid_to=None) | Q(valid_to__gt=last), valid_from__lte=last)
    for row in open_rows:
        journal.note_ended(row, row.valid_to)
    open_rows.update(valid_to=last)


def _shares(change: Change, heirs: Heirs, journal: _Journal) -> Succession:
    made = Succession.objects.create(
        kind=change.kind, effective_on=change.effective_on, basis=change.basis, journal=journal.as_json()
    )
    SuccessionShare.objects.bulk_create(
        SuccessionShare(
            succession=made,
            predecessor=share.predecessor,
            successor=heirs[share.successor] if share.successor is not None else None,
            weight=share.weight,
            takes_obligations=share.takes_obligations,
            takes_history=share.takes_history,
        )
        for share in change.shares
    )
    return made


def _tell(made: Succession, todo: Consequences) -> None:
    since = date_format(made.effective_on, "SHORT_DATE_FORMAT")
    for agency in todo.ending:
        people = [moved.post.person for moved in todo.posts if moved.post.agency_id == agency.pk]
        values = {"since": since, "what": _what(made), "agency": agency.name}
        notify(people, "organizations.succeeded", values, reverse("organizations:change", args=[made.key]))


def _what(made: Succession) -> str:
    names = made.shares.exclude(successor=None).values_list("predecessor__name", "successor__name")
    pairs = [f"{old} → {new}" for old, new in names[:4]]
    return "; ".join(pairs) or str(_("nobody follows"))
