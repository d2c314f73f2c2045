"""Where one obligation ends and the next begins: split, merge, add."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from itertools import chain
from typing import TypeVar

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from loa.audit.actions import record
from loa.organizations.models import Person
from loa.plans.actions.review_content import put, put_parties
from loa.plans.actions.review_place import Found, find_words
from loa.plans.actions.review_step import WrongContent, check, opened, standing
from loa.plans.enums import Origin, PartyRole, Review
from loa.plans.errors import ChangedMeanwhile
from loa.plans.models import Obligation, Plan
from loa.plans.queries.review_content import Body, Content, content_of

__all__ = ["add", "merge", "split"]

_Value = TypeVar("_Value")


@transaction.atomic
def split(
    obligation: Obligation, first: str, second: str, *, revision: int, by: Person, on: date
) -> tuple[Obligation, Obligation]:
    """Makes two of one: the first keeps its place, the second follows it with the same fields. Both want a look.

    Raises WrongContent where a part is empty, besides Forbidden, NotEditable and ChangedMeanwhile.
    """
    if not (first.strip() and second.strip()):
        raise WrongContent(_("Both parts need words. Move the cut, or leave the obligation whole."))
    kept = standing(obligation, revision=revision, by=by, on=on)
    content = content_of(kept)
    before = {"text": kept.text, "review": kept.review, "review_note": kept.review_note}
    kept.text, kept.review, kept.review_note = first.strip(), Review.PENDING, ""
    kept.revision += 1
    kept.save()
    part = replace(content, text=second.strip(), topic="")
    made = _insert(kept.plan, part, kept.position + 1, Review.PENDING, find_words(kept.plan, second, near=kept.start))
    Obligation.objects.filter(pk=made.pk).update(split_from=kept, ref=kept.ref)
    made.refresh_from_db()
    after = {"text": kept.text, "review": kept.review, "review_note": "", "parts": {str(made.pk): part.plain()}}
    record("plans.split-obligation", kept, by=by, agency_id=kept.plan.issuer_id, before=before, after=after)
    return kept, made


@transaction.atomic
def merge(obligation: Obligation, others: Mapping[int, int], *, revision: int, by: Person, on: date) -> Obligation:
    """Makes one of several, which takes the place of the first; `others` are their keys with their revisions.

    Words are joined in the order of the plan, lists united, the first deadline kept. It wants a look.
    """
    kept = standing(obligation, revision=revision, by=by, on=on)
    rows = Obligation.objects.select_for_update().filter(plan=kept.plan, pk__in=others, merged_into=None)
    found = [row for row in rows.exclude(pk=kept.pk) if row.revision == others[row.pk]]
    if len(found) != len(set(others) - {kept.pk}):
        raise ChangedMeanwhile
    if not found:
        raise WrongContent(_("Choose at least two obligations to merge."))
    ordered = sorted([kept, *found], key=lambda row: (row.position, row.pk))
    first, rest = ordered[0], ordered[1:]
    first.plan = kept.plan
    return _merge(first, rest, by)


def _merge(first: Obligation, rest: Sequence[Obligation], by: Person) -> Obligation:
    now = content_of(first)
    united = _united([now, *(content_of(row) for row in rest)])
    before = {**now.plain(), "review": first.review, "review_note": first.review_note}
    put(first, united)
    first.review, first.review_note = Review.PENDING, ""
    first.revision += 1
    first.save()
    put_parties(first, united.parties)
    gone = Obligation.objects.filter(pk__in=[row.pk for row in rest])
    gone.update(merged_into=first, revision=F("revision") + 1)
    after = {**united.plain(), "review": first.review, "review_note": "", "merged": [row.pk for row in rest]}
    record("plans.merge-obligations", first, by=by, agency_id=first.plan.issuer_id, before=before, after=after)
    return first


def _united(contents: Sequence[Content]) -> Content:
    first = contents[0]
    return replace(
        first,
        text=" ".join(content.text.strip() for content in contents),
        kinds=_each(content.kinds for content in contents),
        cadences=_each(content.cadences for content in contents),
        quotas=_each(content.quotas for content in contents),
        channels=_each(content.channels for content in contents),
        deadline=next((content.deadline for content in contents if content.deadline), ""),
        window=next((content.window for content in contents if content.window), ""),
        requested=all(content.requested for content in contents),
        parties=_by_role(_each(content.parties for content in contents)),
    )


def _by_role(parties: Iterable[Body]) -> tuple[Body, ...]:
    return tuple(sorted(parties, key=lambda body: PartyRole.values.index(body.role)))


def _each(lists: Iterable[Iterable[_Value]]) -> tuple[_Value, ...]:
    """Every value once, in order of first mention; values need not be hashable."""
    found: list[_Value] = []
    for value in chain.from_iterable(lists):
        if value not in found:
            found.append(value)
    return tuple(found)


@transaction.atomic
def add(plan: Plan, content: Content, *, by: Person, on: date) -> Obligation:
    """Adds an obligation a person found or wrote, behind the one before it in the document, else at the end.

    Raises Forbidden, NotEditable and WrongContent.
    """
    plan = opened(plan, by=by, on=on)
    place = find_words(plan, content.text)
    made = _insert(plan, content, _position(plan, place), Review.ACCEPTED, place)
    check(made, content)
    record("plans.add-obligation", made, by=by, agency_id=plan.issuer_id, before=None, after=content.plain())
    return made


def _position(plan: Plan, place: Found | None) -> int:
    before = plan.obligations.order_by("-position")
    if place:
        before = before.filter(start__lte=place.start)
    last = before.values_list("position", flat=True).first()
    return 0 if last is None else last + 1


def _insert(plan: Plan, content: Content, position: int, review: Review, place: Found | None) -> Obligation:
    """Makes the row and its parties; those behind it move on by one."""
    plan.obligations.filter(position__gte=position).update(position=F("position") + 1)
    made = Obligation(plan=plan, position=position, origin=Origin.PERSON, review=review)
    if place:
        made.start, made.end, made.page, made.ref = place.start, place.end, place.page, place.ref[:80]
    put(made, content)
    made.save()
    put_parties(made, content.parties)
    return made
