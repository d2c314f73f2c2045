"""What stands in the ledger of an agency and those under it for a time, row by row.

Names of people are left out: who recorded or decided stands there by role.
"""

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Prefetch, QuerySet
from django.utils import timezone

from loa.monitoring.enums import Done
from loa.monitoring.models import Evidence, EvidenceFile, LedgerExport, Match, Occurrence, PageCopy, Tally
from loa.monitoring.queries.duties import Duty, continuous, duties
from loa.monitoring.queries.standing import owed_of_duty
from loa.monitoring.standing import NOTHING, Shown, standing
from loa.organizations.models import Agency, Post
from loa.organizations.queries.reach import below
from loa.plans.models import Obligation

__all__ = [
    "Roles", "Span", "agencies_in", "agency_rows", "duty_rows", "evidence_ids", "evidence_rows", "exports_of",
    "obligation_rows", "occurrence_rows",
]  # fmt: skip

_CHUNK = 500
_PLAIN = (
    "kind", "channel", "areas", "title", "items", "minutes", "attendances", "copies", "link", "source", "state",
)  # fmt: skip
Row = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Span:
    """Whose ledger, for which days, with standing as of which day."""

    agency: Agency
    first: date
    last: date
    on: date


@dataclass(slots=True)
class Roles:
    """In which role people did something, by their posts; each person is asked about once."""

    _known: dict[int, list[tuple[int, str, date, date]]] = field(default_factory=dict)

    def learn(self, people: Iterable[int | None]) -> None:
        """Fetches the posts of those not known yet, in one query."""
        new = {one for one in people if one is not None} - self._known.keys()
        if not new:
            return
        self._known.update({one: [] for one in new})
        rows = Post.objects.filter(person__in=new).order_by("valid_from", "pk")
        for person, agency, role, first, last in rows.values_list(
            "person_id", "agency_id", "role", "valid_from", "valid_to"
        ):
            self._known[person].append((agency, role, first, last or date.max))

    def role(self, person: int | None, agency_id: int, day: date) -> str:
        """The role at the agency on the day, or else at another; empty for Loa itself."""
        if person is None:
            return ""
        held = [(agency, role) for agency, role, first, last in self._known[person] if first <= day <= last]
        own = [role for agency, role in held if agency == agency_id]
        return next(iter(own or [role for _, role in held]), "none")


# ------------------------------------------------------------------------------------------------------------ agencies


def agencies_in(span: Span) -> list[int]:
    """The agency and all that stood under it at the beginning or the end of the time."""
    return sorted(below({span.agency.pk}, span.first) | below({span.agency.pk}, span.last))


def agency_rows(ids: Collection[int]) -> Iterator[Row]:
    """Agencies by key and name."""
    yield from _chunked(ids, lambda part: Agency.objects.filter(pk__in=part), _agency)


def _agency(agency: Agency) -> Row:
    return {"id": agency.pk, "key": agency.key.hex, "name": agency.name}


# --------------------------------------------------------------------------------------------------------- obligations


def obligation_rows(ids: Collection[int]) -> Iterator[Row]:
    """Obligations in their own words, with the plan that lays them down."""
    rows = Obligation.objects.select_related("plan__issuer").defer("read_as", "doubts", "searched")
    yield from _chunked(ids, lambda part: rows.filter(pk__in=part), _obligation)


def _obligation(row: Obligation) -> Row:
    plan = row.plan
    told = {"key": plan.key.hex, "number": plan.number, "title": plan.title, "issuer": plan.issuer.name}
    return {"id": row.pk, "key": row.key.hex, "ref": row.ref, "text": row.text, "plan": told}


def occurrence_rows(ids: Collection[int]) -> Iterator[Row]:
    """Windows, with what is required of everybody."""
    yield from _chunked(ids, lambda part: Occurrence.objects.filter(pk__in=part).defer("explanation"), _occurrence)


def _occurrence(row: Occurrence) -> Row:
    told = {"id": row.pk, "obligation": row.obligation_id, "rule": row.rule_id, "key": row.key, "amount": row.amount}
    return {**told, "unit": row.unit, **_window(row)}


def _window(row: Occurrence) -> Row:
    return {
        "from": row.window_from.isoformat(),
        "to": row.window_to.isoformat(),
        "due_on": row.due_on.isoformat() if row.due_on else None,
        "closes_on": row.closes_on.isoformat(),
    }


def _chunked(
    ids: Collection[int], rows: Callable[[Sequence[int]], QuerySet[Any]], tell: Callable[[Any], Row]
) -> Iterator[Row]:
    ordered = sorted(ids)
    for start in range(0, len(ordered), _CHUNK):
        yield from map(tell, rows(ordered[start : start + _CHUNK]).order_by("pk"))


# ------------------------------------------------------------------------------------------------------------ evidence


def evidence_ids(agencies: Collection[int], span: Span) -> Iterator[int]:
    """The pieces of these agencies that happened in the time, also those that count for nothing."""
    rows = Evidence.objects.filter(agency__in=agencies, happened_on__range=(span.first, span.last))
    yield from rows.order_by().values_list("pk", flat=True).iterator(chunk_size=5000)


def evidence_rows(ids: Sequence[int], roles: Roles) -> Iterator[Row]:
    """Pieces by their keys in rising order, with the hashes of their files and of the stored copies of their pages."""
    copies = PageCopy.objects.defer("text", "told").order_by("pk")
    kept = (Prefetch("files", EvidenceFile.objects.order_by("pk")), Prefetch("page_copies", copies))
    for start in range(0, len(ids), _CHUNK):
        rows = Evidence.objects.filter(pk__in=ids[start : start + _CHUNK]).order_by("pk").defer("note", "searched")
        found = list(rows.prefetch_related(*kept))
        roles.learn(one.recorded_by_id for one in found)
        for one in found:
            yield _evidence(one, roles)


def _evidence(one: Evidence, roles: Roles) -> Row:
    recorded = timezone.localtime(one.recorded_at)
    return {
        **{name: getattr(one, name) for name in _PLAIN},
        "id": one.pk,
        "key": one.key.hex,
        "agency": one.agency_id,
        "item": one.item_id or one.pk,
        "happened_on": one.happened_on.isoformat(),
        "recorded_at": recorded.isoformat(),
        "recorded_by": roles.role(one.recorded_by_id, one.agency_id, recorded.date()),
        "revision": one.revision,
        "files": [{"sha256": row.sha256, "size": row.size, "type": row.media_type} for row in one.files.all()],
        "pages": [{"sha256": row.sha256, "at": row.fetched_at.isoformat()} for row in one.page_copies.all()],
    }


# -------------------------------------------------------------------------------------------------------------- duties


def duty_rows(agency_id: int, span: Span, roles: Roles) -> list[Row]:
    """What an agency owes in the time, each with the matches and the counters. Inside a transaction, in which the
    counters are locked, so that they are those of these matches."""
    found = {one.occurrence.pk: one for one in continuous(agency_id, span.first, span.last)[:]}
    found |= {one.occurrence.pk: one for one in duties(agency_id, span.first, span.last)[:]}
    tallies = _tallies(agency_id, found)
    matches = _matches(agency_id, found, roles)
    return [
        _duty(found[pk], tallies.get(pk, NOTHING), matches.get(pk, []), span.on) for pk in sorted(found)
    ]  # fmt: skip


def _tallies(agency_id: int, occurrences: Collection[int]) -> Mapping[int, Shown]:
    rows = Tally.objects.select_for_update().filter(agency=agency_id, occurrence__in=occurrences)
    return {
        row.occurrence_id: Shown(row.counted, row.in_time, Done(row.done), row.done_on, row.last_on)
        for row in rows.order_by("occurrence_id")
    }


def _matches(agency_id: int, occurrences: Collection[int], roles: Roles) -> Mapping[int, list[Row]]:
    rows = list(Match.objects.filter(agency=agency_id, occurrence__in=occurrences).order_by("happened_on", "pk"))
    roles.learn(row.decided_by_id for row in rows)
    found: dict[int, list[Row]] = {}
    for row in rows:
        found.setdefault(row.occurrence_id, []).append(_match(row, roles))
    return found


def _match(row: Match, roles: Roles) -> Row:
    told: Row = {
        "evidence": row.evidence_id, "on": row.happened_on.isoformat(), "amount": row.amount, "state": row.state,
        "reason": row.reason,
    }  # fmt: skip
    if row.decided_by_id is not None and row.decided_at is not None:
        at = timezone.localtime(row.decided_at)
        by = roles.role(row.decided_by_id, row.agency_id, at.date())
        told["decided"] = {"by": by, "at": at.isoformat(), "because": row.decided_because}
    return told


def _duty(duty: Duty, shown: Shown, matches: list[Row], on: date) -> Row:
    one = duty.occurrence
    owed = owed_of_duty(duty)
    return {
        "agency": duty.agency_id,
        "occurrence": one.pk,
        "leads": duty.leads,
        "kind": owed.kind.value,
        "required": owed.required,
        "waived": owed.waived,
        **_window(one),
        "matches": matches,
        "tally": {
            "counted": shown.counted,
            "in_time": shown.in_time,
            "done": shown.done.value,
            "done_on": shown.done_on.isoformat() if shown.done_on else None,
            "last_on": shown.last_on.isoformat() if shown.last_on else None,
        },
        "standing": standing(owed, shown, today=on).value,
    }


# ------------------------------------------------------------------------------------------------------------- exports


def exports_of(agencies: Collection[int]) -> QuerySet[LedgerExport]:
    """The ledgers that were asked for of some agencies, the latest first."""
    rows = LedgerExport.objects.filter(agency__in=agencies).select_related("agency", "asked_by")
    return rows.order_by("-asked_at", "-pk")
