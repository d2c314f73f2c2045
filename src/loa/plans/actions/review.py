"""What a person says of an obligation: agreed, corrected, the reader was right after all, or no duty at all."""

from collections.abc import Collection
from dataclasses import replace
from datetime import date

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from loa.audit.actions import record
from loa.organizations.models import Person
from loa.plans.actions.review_content import put, put_parties
from loa.plans.actions.review_step import WrongContent, check, opened, standing, verdict
from loa.plans.enums import Review
from loa.plans.errors import PlanError
from loa.plans.models import Obligation, Plan
from loa.plans.queries.review_content import FIELDS, Content, content_as_read, content_of, with_meanings

__all__ = ["NoReading", "NoReason", "WrongContent", "accept", "accept_undoubted", "correct", "reject", "take_back"]


class NoReason(PlanError):
    """A rejection without a reason."""

    def __init__(self) -> None:
        super().__init__(_("Say why this is no obligation; whoever reads the plan later will ask."), code="no-reason")


class NoReading(PlanError):
    """There is nothing of a reader to go back to."""

    def __init__(self) -> None:
        super().__init__(_("This obligation was written by a person; there is no reading of it."), code="no-reading")


@transaction.atomic
def accept(obligation: Obligation, *, revision: int, by: Person, on: date) -> Obligation:
    """Agrees to the obligation as it stands. Raises Forbidden, NotEditable and ChangedMeanwhile."""
    kept = standing(obligation, revision=revision, by=by, on=on)
    before = {"review": kept.review, "review_note": kept.review_note}
    kept.review, kept.review_note = verdict(kept, content_of(kept)), ""
    _save(kept)
    after = {"review": kept.review, "review_note": ""}
    record("plans.accept-obligation", kept, by=by, agency_id=kept.plan.issuer_id, before=before, after=after)
    return kept


@transaction.atomic
def accept_undoubted(plan: Plan, *, by: Person, on: date) -> int:
    """Agrees to every obligation nobody has reviewed and no reader doubted, but parts of a split; tells how many."""
    plan = opened(plan, by=by, on=on)
    waiting = Obligation.objects.filter(plan=plan, review=Review.PENDING, merged_into=None, split_from=None)
    found = [row for row in waiting.select_for_update().prefetch_related("parties") if not row.doubts]
    states = {row.pk: verdict(row, content_of(row)) for row in found}
    for state in set(states.values()):
        rows = Obligation.objects.filter(pk__in=[pk for pk, one in states.items() if one == state])
        rows.update(review=state, revision=F("revision") + 1)
    after = {"accepted": {str(pk): state.value for pk, state in states.items()}}
    if states:
        record("plans.accept-undoubted", plan, by=by, agency_id=plan.issuer_id, before=None, after=after)
    return len(states)


@transaction.atomic
def reject(obligation: Obligation, *, reason: str, revision: int, by: Person, on: date) -> Obligation:
    """Says that this is no obligation, and why; it stays to be seen. Raises NoReason besides what `accept` raises."""
    if not reason.strip():
        raise NoReason
    kept = standing(obligation, revision=revision, by=by, on=on)
    before = {"review": kept.review, "review_note": kept.review_note}
    kept.review, kept.review_note = Review.REJECTED, reason.strip()[:500]
    _save(kept)
    after = {"review": kept.review, "review_note": kept.review_note}
    record("plans.reject-obligation", kept, by=by, agency_id=kept.plan.issuer_id, before=before, after=after)
    return kept


@transaction.atomic
def correct(obligation: Obligation, content: Content, *, revision: int, by: Person, on: date) -> Obligation:
    """Puts what a person says in the place of what stands; the reader's stays in `read_as`.

    Raises WrongContent besides what `accept` raises.
    """
    kept = standing(obligation, revision=revision, by=by, on=on)
    return _write(kept, content, "plans.correct-obligation", by)


@transaction.atomic
def take_back(
    obligation: Obligation, names: Collection[str] = FIELDS, *, revision: int, by: Person, on: date
) -> Obligation:
    """Puts the reader's values of these fields back. Raises NoReading besides what `accept` raises.

    Bodies that the reader named keep the agency they were found to be.
    """
    kept = standing(obligation, revision=revision, by=by, on=on)
    if kept.read_as is None:
        raise NoReading
    now = content_of(kept)
    as_read = content_as_read(kept.read_as, requested=now.requested)
    as_read = replace(as_read, parties=with_meanings(as_read.parties, kept.plan))
    back = {name: getattr(as_read, name) for name in names}
    return _write(kept, replace(now, **back), "plans.take-back-reading", by)


def _write(kept: Obligation, content: Content, verb: str, by: Person) -> Obligation:
    now = content_of(kept)
    changed = [name for name in FIELDS if now.plain()[name] != content.plain()[name]]
    before = {name: now.plain()[name] for name in changed} | {"review": kept.review, "review_note": kept.review_note}
    put(kept, content)
    check(kept, content)
    kept.review, kept.review_note = verdict(kept, content), ""
    _save(kept)
    if "parties" in changed:
        put_parties(kept, content.parties)
    after = {name: content.plain()[name] for name in changed} | {"review": kept.review, "review_note": ""}
    record(verb, kept, by=by, agency_id=kept.plan.issuer_id, before=before, after=after)
    return kept


def _save(kept: Obligation) -> None:
    kept.revision += 1
    kept.save()
