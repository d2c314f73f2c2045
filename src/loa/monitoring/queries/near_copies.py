"""Pairs of evidence that resemble each other, for those who judge them."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date

from django.db.models import F, Q, QuerySet

from loa.monitoring.enums import EvidenceState
from loa.monitoring.fingerprints import Passage, common_passages
from loa.monitoring.models import Evidence, EvidenceFile, NearCopy, PageCopy
from loa.monitoring.queries.evidence import agencies_seen_by
from loa.organizations.folding import folded
from loa.organizations.models import Person
from loa.organizations.policy import agencies_in_charge

__all__ = ["Compared", "WantedCopies", "compared_texts", "judged_by", "near_copies_found"]


@dataclass(frozen=True, slots=True)
class WantedCopies:
    """Which pairs are asked for; what is empty does not narrow. `within`: `one` agency or `several`."""

    text: str = ""
    state: str = ""
    within: str = ""
    likeness: int | None = None


def judged_by(person: Person, *, on: date) -> QuerySet[NearCopy]:
    """The pairs whose later piece somebody judges; both agencies come along."""
    agencies = agencies_in_charge(person, "evidence.judge", on=on)
    standing = Q(evidence__state=EvidenceState.RECORDED, other__state=EvidenceState.RECORDED)
    rows = NearCopy.objects.filter(standing, evidence__agency__in=agencies)
    return rows.select_related("evidence__agency", "other__agency", "decided_by")


def near_copies_found(pairs: QuerySet[NearCopy], wanted: WantedCopies) -> QuerySet[NearCopy]:
    """Those of the pairs that are asked for."""
    if wanted.state:
        pairs = pairs.filter(state=wanted.state)
    if wanted.likeness is not None:
        pairs = pairs.filter(likeness__gte=wanted.likeness)
    own = Q(evidence__agency=F("other__agency"))
    if wanted.within:
        pairs = pairs.filter(own) if wanted.within == "one" else pairs.exclude(own)
    for word in folded(wanted.text).split():
        pairs = pairs.filter(Q(evidence__searched__contains=word) | Q(other__searched__contains=word))
    return pairs


@dataclass(frozen=True, slots=True)
class Compared:
    """One side of a pair. `evidence` is None where it may not be seen; its agency is named all the same."""

    agency: str
    evidence: Evidence | None
    copy: PageCopy | None
    passages: Collection[Passage]


def compared_texts(pair: NearCopy, person: Person, *, on: date) -> tuple[list[Compared], list[EvidenceFile]]:
    """Both sides with what they have in common told apart, the earlier first; and the files that both are shown by."""
    seen = agencies_seen_by(person, on=on)
    sides = [pair.other, pair.evidence]
    copies = [_latest(one) for one in sides]
    passages = common_passages(*[copy.text if copy else "" for copy in copies])
    may_see = [one.agency_id in seen for one in sides]
    compared = [
        Compared(one.agency.name, one if visible else None, copy if visible else None, parts if visible else ())
        for one, copy, parts, visible in zip(sides, copies, passages, may_see, strict=True)
    ]
    return compared, _shared_files(pair) if all(may_see) else []


def _latest(evidence: Evidence) -> PageCopy | None:
    return evidence.page_copies.order_by("-fetched_at", "-pk").first()


def _shared_files(pair: NearCopy) -> list[EvidenceFile]:
    theirs = EvidenceFile.objects.filter(evidence=pair.other_id).values("sha256")
    return list(EvidenceFile.objects.filter(evidence=pair.evidence_id, sha256__in=theirs))
