"""The obligations a reader found, as rows that a person will review."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from loa.organizations.folding import folded
from loa.plans.actions.reading_fields import day_of
from loa.plans.actions.resolve_names import Meaning, asks_outsiders, meanings
from loa.plans.enums import Origin, PartyRole, Review
from loa.plans.models import Obligation, Party, Plan
from loa.reading import PlanDraft
from loa.reading import model as read
from loa.writing.plan_json import to_json

__all__ = ["make_obligations"]

_ASKED = re.compile(r"(?:^|[.;:]\s+)\W*Đề nghị\b")
_BEFORE_A_NAME = 12
"""How far before the name of a lead the word *Đề nghị* may begin, in characters."""


def make_obligations(plan: Plan, draft: PlanDraft, *, on: date) -> int:
    """Makes the rows of all obligations and their parties; tells how many. `on` is today."""
    names = {party.name for duty in draft.obligations for _, party in _parties(duty) if party.name}
    known = meanings(names, issuer=plan.issuer, on=day_of(plan, draft, on=on))
    encoded = to_json(draft)["obligations"]
    first = plan.obligations.count()
    pairs = list(zip(draft.obligations, encoded, strict=True))
    rows = [
        _row(plan, draft, duty, as_json, position)
        for position, (duty, as_json) in enumerate(pairs, start=first)
    ]  # fmt: skip
    for row in rows:
        row.searched = folded(f"{row.ref} {row.topic} {row.text}")
    made = Obligation.objects.bulk_create(rows)
    parties = [party for row, duty in zip(made, draft.obligations, strict=True) for party in _rows_of(row, duty, known)]
    Party.objects.bulk_create(parties)
    _mark_requested(made, parties, known)
    return len(made)


def _row(plan: Plan, draft: PlanDraft, duty: read.Obligation, as_json: Mapping[str, Any], position: int) -> Obligation:
    return Obligation(
        plan=plan,
        position=position,
        ref=duty.ref[:80],
        start=duty.place.start,
        end=duty.place.end,
        page=duty.place.page,
        text=duty.text,
        topic=(duty.topic or "")[:500],
        kinds=list(duty.kind),
        cadences=list(duty.cadence),
        quotas=as_json["quotas"],
        deadline=(duty.deadline or "")[:200],
        window=(duty.window or "")[:60],
        channels=list(duty.channels),
        requested=_is_asked(duty, draft),
        origin=Origin.READER,
        review=Review.PENDING,
        read_as=dict(as_json),
        doubts=as_json["doubts"],
        confidence=duty.confidence,
    )


def _is_asked(duty: read.Obligation, draft: PlanDraft) -> bool:
    """Whether the plan asks (*Đề nghị …*) rather than orders, in the duty's words or before the name of its lead."""
    leads = (mark.place.start for mark in duty.marks if mark.place and mark.field == "lead")
    before = (draft.source.text[max(0, start - _BEFORE_A_NAME) : start] for start in leads)
    return bool(_ASKED.search(duty.text)) or any(words.rstrip().endswith("Đề nghị") for words in before)


def _parties(duty: read.Obligation) -> Iterator[tuple[PartyRole, read.Party]]:
    yield from ((PartyRole.LEAD, party) for party in duty.lead)
    yield from ((PartyRole.COORDINATE, party) for party in duty.coordinate)
    yield from ((PartyRole.REPORTS_TO, party) for party in duty.reports_to)
    if duty.via:
        yield PartyRole.VIA, duty.via


def _rows_of(row: Obligation, duty: read.Obligation, known: Mapping[str, Meaning]) -> Iterator[Party]:
    for position, (role, party) in enumerate(_parties(duty)):
        meaning = known.get(party.name or "", Meaning())
        yield Party(
            obligation=row,
            role=role,
            position=position,
            name=(party.name or "")[:300],
            group=party.group or "",
            agency_id=meaning.agency_id,
        )


def _mark_requested(made: list[Obligation], parties: list[Party], known: Mapping[str, Meaning]) -> None:
    """What only bodies outside the executive are to do is asked of them, whatever the words."""
    outside = {meaning.agency_id for meaning in known.values() if meaning.outside_executive}
    for row in made:
        leads = [party for party in parties if party.obligation is row and party.role == PartyRole.LEAD]
        if not row.requested and asks_outsiders(leads, outside):
            row.requested = True
    Obligation.objects.bulk_update(made, ["requested"])
