"""Recording what happened: once, by whoever may, matched and counted in the same transaction."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.audit.actions import record
from loa.monitoring.actions.again import once_more
from loa.monitoring.actions.matching import lock_items, match_again, match_first
from loa.monitoring.actions.recording_checks import CHANGEABLE, checked, link_variants, normalised_link
from loa.monitoring.enums import EvidenceState, NearCopyState, Source
from loa.monitoring.errors import ChangedMeanwhile, MonitoringError
from loa.monitoring.events import evidence_changed, evidence_recorded
from loa.monitoring.happening import Happening
from loa.monitoring.models import Evidence, NearCopy
from loa.monitoring.queries.lineage import Lineage
from loa.organizations.models import Agency, Person
from loa.organizations.policy import Forbidden, require
from loa.prepared import Change, Insertion, Question

__all__ = ["correct_evidence", "record_evidence", "withdraw_evidence"]

_BY_THEMSELVES = frozenset({Source.ROOM, Source.FEED})
"""Sources that announce without a person."""
_PLACEMENT = "#"
"""Parts the name of an item from that of its placement in a reference: `article-12#portal`."""


@once_more
def record_evidence(happening: Happening, *, by: Person | None, on: date) -> Evidence:
    """Records what happened, matches and counts it: all of it or nothing.

    What was recorded before under the same reference is given as it stands, and nothing is written. `by` is None
    for rooms and watched sites only. Raises Forbidden and MonitoringError. Announces `evidence_recorded`.
    """
    _may_record(happening, by, on)
    lineage = Lineage()
    values = checked(happening, lineage=lineage, on=on)
    with transaction.atomic():
        _wait_for_placements(happening)
        evidence = _inserted(happening, values, by)
        if evidence is None:
            return _same(happening).get()
        _join_item(evidence, happening, lineage)
        evidence_recorded.send(Evidence, evidence=evidence, happening=happening, by=by, on=on)
        record("evidence.record", evidence, by=by, agency_id=evidence.agency_id, after=_told(evidence))
    return evidence


def _wait_for_placements(happening: Happening) -> None:
    """Two placements of one item, recorded at once, have to see each other: one waits for the other.

    Where a database has no locks of rows, whoever writes waits for everybody else already.
    """
    may_be_one = happening.link or happening.placement_of or _PLACEMENT in happening.reference
    if may_be_one and transaction.get_connection().features.has_select_for_update:
        _WAIT(happening.agency.pk)


_WAIT = Question(lambda pk: Agency.objects.select_for_update(no_key=True).filter(pk=pk).values_list("pk"), tuple)


def _may_record(happening: Happening, by: Person | None, on: date) -> None:
    if by is not None:
        require(by, "evidence.record", happening.agency, on=on)
    elif happening.source not in _BY_THEMSELVES:
        raise Forbidden("evidence.record")


def _inserted(happening: Happening, values: Mapping[str, Any], by: Person | None) -> Evidence | None:
    """The new row; None where the reference is there already, also when somebody else is writing it right now."""
    evidence = Evidence(
        agency=happening.agency, source=happening.source, reference=happening.reference, recorded_by=by,
        recorded_at=timezone.now(), **values,
    )  # fmt: skip
    evidence.searched = evidence.searched_text()
    if not happening.reference:
        _ADD(evidence)
    elif not _ADD_ONCE(evidence):
        if not _same(happening).exists():
            _ADD(evidence)  # something else stands in its way, and the database says what
        return None
    return evidence


_ADD, _ADD_ONCE = Insertion(Evidence), Insertion(Evidence, ignore=True)
_SET_ITEM = Change(lambda pk, item: (Evidence.objects.filter(pk=pk), {"item": item}))


def _same(happening: Happening) -> QuerySet[Evidence]:
    return Evidence.objects.filter(
        agency=happening.agency, source=happening.source, reference=happening.reference
    ).exclude(reference="")


# --------------------------------------------------------------------------------------------------------------- items


def _join_item(evidence: Evidence, happening: Happening, lineage: Lineage) -> None:
    """Finds the item that it is a placement of, else it is one of its own; then matches."""
    first = _first_placement(evidence, happening.placement_of)
    evidence.item_id = first or evidence.pk
    _SET_ITEM(evidence.pk, evidence.item_id)
    if first:
        match_again([evidence.pk], lineage=lineage)
    else:
        match_first(evidence, lineage)


def _first_placement(evidence: Evidence, placement_of: str) -> int | None:
    others = Evidence.objects.filter(agency=evidence.agency_id).exclude(pk=evidence.pk)
    if placement_of:
        return _by_key(others, placement_of)
    return _by_link(evidence) or _by_reference(others, evidence)


def _by_key(others: QuerySet[Evidence], key: str) -> int:
    """The item that somebody names by the key of one of its placements."""
    found: int | None = None
    with suppress(ValueError):
        found = others.filter(key=UUID(key)).values_list("item_id", flat=True).first()
    if found is None:
        raise MonitoringError(
            _("The item that this is a placement of was not found among the evidence of the agency."),
            code="placement_of",
        )
    return found


def _by_link(evidence: Evidence) -> int | None:
    if not evidence.link:
        return None
    found = _LINKED(evidence.agency_id, evidence.pk, list(link_variants(evidence.link)))
    return found[0] if found else None


def _linked(agency: int, pk: int, links: list[str]) -> QuerySet[Any]:
    same = Evidence.objects.filter(agency=agency, link__in=links).exclude(pk=pk)
    return same.order_by("pk").values_list("item_id")[:1]


_LINKED = Question(_linked, lambda row: int(row[0]))


def _by_reference(others: QuerySet[Evidence], evidence: Evidence) -> int | None:
    if _PLACEMENT not in evidence.reference:
        return None
    stem = evidence.reference.partition(_PLACEMENT)[0]
    same = others.filter(Q(reference=stem) | Q(reference__startswith=stem + _PLACEMENT), source=evidence.source)
    return same.order_by("pk").values_list("item_id", flat=True).first()


# ------------------------------------------------------------------------------------------------------------- changing


@once_more
@transaction.atomic
def correct_evidence(
    evidence: Evidence, changes: Mapping[str, Any], *, by: Person, on: date, revision: int
) -> Evidence:
    """Puts right what was recorded, and matches it anew; what people decided about it stays decided.

    `changes` are fields of `Happening` that describe what happened. Raises Forbidden, MonitoringError and
    ChangedMeanwhile. Announces `evidence_changed`.
    """
    require(by, "evidence.record", evidence.agency_id, on=on)
    kept = _locked(evidence)
    if kept.revision != revision:
        raise ChangedMeanwhile
    before = {name: getattr(kept, name) for name in CHANGEABLE}
    happening = _as_corrected(kept, before, changes)
    values = checked(happening, lineage=Lineage(), on=on)
    differing = {name: value for name, value in values.items() if before[name] != value}
    if not differing:
        return kept
    for name, value in differing.items():
        setattr(kept, name, value)
    kept.revision += 1
    kept.save()
    if "link" in differing:
        _find_item_again(kept)
    match_again([kept.pk])
    evidence_changed.send(Evidence, evidence=kept, by=by, on=on)
    told = {name: before[name] for name in differing}
    record("evidence.correct", kept, by=by, agency_id=kept.agency_id, before=told, after=differing)
    return kept


def _as_corrected(kept: Evidence, before: Mapping[str, Any], changes: Mapping[str, Any]) -> Happening:
    unknown = set(changes) - CHANGEABLE
    if unknown:
        raise MonitoringError(
            _("These entries cannot be changed: %(names)s.") % {"names": ", ".join(sorted(unknown))}, code="unknown"
        )
    told = {**before, **changes}
    if before["link"] and "link" in changes and normalised_link(changes["link"]) == before["link"]:
        told["link"] = before["link"]
    return Happening(agency=kept.agency, source=Source(kept.source), reference=kept.reference, **told)


def _find_item_again(evidence: Evidence) -> None:
    """With another link it may be a placement of another item, unless others are placements of its own."""
    if evidence.item_id != evidence.pk or evidence.placements.exclude(pk=evidence.pk).exists():
        return
    first = _by_link(evidence)
    if first:
        evidence.item_id = first
        Evidence.objects.filter(pk=evidence.pk).update(item=first)


@once_more
@transaction.atomic
def withdraw_evidence(evidence: Evidence, *, because: str, by: Person | None, on: date) -> Evidence:
    """Takes back what should not have been recorded: it is kept with the reason, and counts no more.

    `by` is None for a room that takes back what it announced. Raises Forbidden and MonitoringError.
    Announces `evidence_changed`.
    """
    if by is not None or evidence.source != Source.ROOM:
        require(by, "evidence.withdraw", evidence.agency_id, on=on)
    reason = because.strip()
    if not reason:
        raise MonitoringError(_("Say why the evidence is withdrawn."), code="reason")
    copies = dict(_copies_of(evidence))
    kept = _locked(evidence, also=copies.values())
    kept.state, kept.withdrawn_because = EvidenceState.WITHDRAWN, reason[:500]
    kept.revision += 1
    kept.save(update_fields=["state", "withdrawn_because", "revision"])
    match_again([kept.pk, *copies])
    evidence_changed.send(Evidence, evidence=kept, by=by, on=on)
    before, after = {"state": EvidenceState.RECORDED}, {"state": kept.state, "because": reason}
    record("evidence.withdraw", kept, by=by, agency_id=kept.agency_id, before=before, after=after)
    return kept


def _copies_of(evidence: Evidence) -> Iterable[tuple[int, int]]:
    """What somebody called a copy of this, with its item: it counts again once this does not."""
    rows = NearCopy.objects.filter(other=evidence, state=NearCopyState.COPY).order_by("evidence")
    return [(pk, item or pk) for pk, item in rows.values_list("evidence_id", "evidence__item_id")]


def _locked(evidence: Evidence, *, also: Iterable[int] = ()) -> Evidence:
    """The evidence as it is stored now, its item and others locked first. Raises MonitoringError when withdrawn."""
    if evidence.item_id:
        lock_items({evidence.item_id, *also})
    kept: Evidence = Evidence.objects.select_for_update(of=("self",)).select_related("agency").get(pk=evidence.pk)
    if kept.state == EvidenceState.WITHDRAWN:
        raise MonitoringError(_("This evidence was withdrawn already."), code="withdrawn")
    return kept


def _told(evidence: Evidence) -> dict[str, Any]:
    """What the trail tells of a new piece: what identifies it and what it is."""
    names = ("kind", "channel", "happened_on", "title", "items", "link", "source", "reference")
    told = {name: getattr(evidence, name) for name in names if getattr(evidence, name)}
    return {"key": str(evidence.key), **told}
