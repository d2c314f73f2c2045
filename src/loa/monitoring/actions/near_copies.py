"""Comparing the texts of evidence by their content, and deciding what those are that resemble each other."""

import time
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.audit.actions import record
from loa.monitoring.actions.matching import lock_items, match_again
from loa.monitoring.enums import EvidenceState, NearCopyState
from loa.monitoring.errors import ChangedMeanwhile, MonitoringError
from loa.monitoring.fingerprints import bands_of, likeness
from loa.monitoring.models import Band, Evidence, NearCopy, PageCopy
from loa.organizations.actions.notices import notify
from loa.organizations.enums import Role
from loa.organizations.models import Person
from loa.organizations.policy import require
from loa.organizations.queries.people import people_with_role

__all__ = ["JUDGE", "compare", "compare_waiting", "decide"]

JUDGE = "evidence.judge"

_OF_A_BAND = 25
"""So many of the latest texts are taken of one band. What stands in a thousand texts is found in some of them."""

_COMPARED = 20
_FLAGGED = 5
_AT_ONCE = 500
_SHOWN = 200


def compare_waiting(*, seconds: float, of: int | None = None) -> int:
    """Compares the texts that wait for it, all or those of one piece of evidence, for so long; gives how many."""
    until = time.monotonic() + seconds
    done = 0
    waiting = PageCopy.objects.filter(compared=False, **({} if of is None else {"evidence": of}))
    for pk in list(waiting.order_by("pk").values_list("pk", flat=True)[:_AT_ONCE]):
        if time.monotonic() > until:
            break
        compare(pk)
        done += 1
    return done


def compare(copy_id: int) -> list[NearCopy]:
    """Looks for texts that resemble the one of a stored page, and flags them. The same when done twice.

    The bands are stored before others are looked for, so that of two texts compared at once each can be found.
    """
    copy = PageCopy.objects.select_related("evidence").get(pk=copy_id)
    bands = bands_of(copy.text)
    with transaction.atomic():
        Band.objects.filter(evidence=copy.evidence_id).delete()
        Band.objects.bulk_create(Band(evidence=copy.evidence, value=value) for value in bands)
    found = _alike(copy, _candidates(copy.evidence, bands))
    with transaction.atomic():
        flagged = [_pair(copy.evidence, other, percent) for other, percent in found]
        NearCopy.objects.bulk_create(flagged, ignore_conflicts=True)
        PageCopy.objects.filter(pk=copy_id).update(compared=True)
    return flagged


def _candidates(evidence: Evidence, bands: Iterable[int]) -> list[Evidence]:
    """Evidence whose texts share most bands; as many look-ups as there are bands, however many texts there are."""
    shared: Counter[int] = Counter()
    for value in bands:
        sharing = Band.objects.filter(value=value).order_by("-evidence_id").values_list("evidence_id", flat=True)
        shared.update(sharing[:_OF_A_BAND])
    likely = [pk for pk, _number in shared.most_common(_COMPARED * 2)]
    rows = Evidence.objects.filter(pk__in=likely, state=EvidenceState.RECORDED).exclude(item=evidence.item_id)
    return sorted(rows, key=lambda one: (one.agency_id != evidence.agency_id, -shared[one.pk], one.pk))[:_COMPARED]


def _alike(copy: PageCopy, others: Sequence[Evidence]) -> list[tuple[Evidence, int]]:
    """Those that are alike enough: of the agency itself first, then the most alike."""
    texts = _latest_texts(others)
    measured = [(other, likeness(copy.text, texts[other.pk])) for other in others if other.pk in texts]
    found = [one for one in measured if one[1] >= settings.LOA.near_copy_percent]
    own = copy.evidence.agency_id
    return sorted(found, key=lambda one: (one[0].agency_id != own, -one[1], one[0].pk))[:_FLAGGED]


def _latest_texts(evidence: Iterable[Evidence]) -> Mapping[int, str]:
    rows = PageCopy.objects.filter(evidence__in=[one.pk for one in evidence]).order_by("fetched_at", "pk")
    return dict(rows.values_list("evidence_id", "text"))


def _pair(one: Evidence, other: Evidence, percent: int) -> NearCopy:
    """What came later is the copy; of one day, what was recorded later."""
    earlier, later = sorted((one, other), key=lambda evidence: (evidence.happened_on, evidence.pk))
    return NearCopy(evidence=later, other=earlier, likeness=percent)


# ------------------------------------------------------------------------------------------------------------ deciding


@transaction.atomic
def decide(pair: NearCopy, to: NearCopyState, *, seen_as: NearCopyState, by: Person, on: date) -> NearCopy:
    """Says what two texts are to each other; what both are worth follows from it.

    `seen_as` is what the page showed. Raises Forbidden, ChangedMeanwhile where somebody decided meanwhile, and
    MonitoringError where one of the two agencies is not the other.
    """
    require(by, JUDGE, pair.evidence.agency_id, on=on)
    lock_items(sorted({pair.evidence.item_id or pair.evidence_id, pair.other.item_id or pair.other_id}))
    kept = NearCopy.objects.select_for_update(of=("self",)).select_related("evidence", "other").get(pk=pair.pk)
    if kept.state != seen_as:
        raise ChangedMeanwhile
    if to in {NearCopyState.FLAGGED, kept.state}:
        raise MonitoringError(_("Choose what the two texts are to each other."), code="state")
    _set_item(kept, to)
    before = {"state": kept.state}
    kept.state, kept.decided_by, kept.decided_at = to, by, timezone.now()
    kept.save()
    match_again([kept.evidence_id, kept.other_id], locked=True)
    if to == NearCopyState.COPY:
        _tell_owner(kept, by, on)
    after = {"state": to, "evidence": str(kept.evidence.key), "other": str(kept.other.key), "likeness": kept.likeness}
    record("evidence.judge-copy", kept, by=by, agency_id=kept.evidence.agency_id, before=before, after=after)
    return kept


def _set_item(pair: NearCopy, to: NearCopyState) -> None:
    """Placements of one item count once and are shown as one; what is taken back stands by itself again."""
    if to == NearCopyState.PLACEMENT:
        if pair.evidence.agency_id != pair.other.agency_id:
            raise MonitoringError(
                _("Only evidence of one agency can be the same item. Of another agency it is a copy."), code="agency"
            )
        Evidence.objects.filter(item=pair.evidence.item_id).update(item=pair.other.item_id)
    elif pair.state == NearCopyState.PLACEMENT:
        Evidence.objects.filter(pk=pair.evidence_id).update(item=pair.evidence_id)


def _tell_owner(pair: NearCopy, by: Person, on: date) -> None:
    """Those who look after the evidence of the agency learn that it counts no more, and where to object."""
    people = people_with_role(pair.evidence.agency_id, [Role.COORDINATOR, Role.OFFICER, Role.EDITOR], on)
    values: dict[str, str | int] = {
        "who": str(by),
        "title": pair.evidence.title[:_SHOWN],
        "likeness": pair.likeness,
    }
    link = reverse("monitoring:evidence-detail", args=[pair.evidence.key])
    notify([one for one in people if one.pk != by.pk], "monitoring.near-copy", values, link)
