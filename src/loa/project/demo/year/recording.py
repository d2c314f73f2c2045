"""Recording what happened in the sample province, many at a time: as the verb does it, with one row of the trail."""

from collections.abc import Callable, Sequence
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from loa.audit.actions import record
from loa.monitoring.actions.matching import match_again
from loa.monitoring.actions.recording_checks import checked
from loa.monitoring.happening import Happening
from loa.monitoring.models import Evidence
from loa.monitoring.queries.lineage import Lineage
from loa.organizations.models import Agency, Person

__all__ = ["Recorder", "record_all"]

Recorder = Callable[[Agency], Person | None]
"""Who recorded what an agency did."""

_NOON = time(11, 40)


@transaction.atomic
def record_all(happenings: Sequence[Happening], recorder: Recorder, province: Agency, *, on: date) -> None:
    """Records, matches and counts all of them.

    Those of an agency and a month together: then each of its counters is written once and not with every few pieces.
    """
    if not happenings:
        return
    lineage = Lineage()
    lineage.prepare({one.agency.pk for one in happenings})
    in_order = sorted(happenings, key=lambda one: (one.happened_on.replace(day=1), one.agency.pk, one.happened_on))
    rows = [_row(one, recorder(one.agency), lineage, on) for one in in_order]
    made = Evidence.objects.bulk_create(rows, batch_size=400)
    keys = [row.pk for row in made]
    Evidence.objects.filter(pk__in=keys).update(item=F("pk"))
    match_again(keys, lineage=lineage)
    record("evidence.record", province, by=None, agency_id=province.pk, after={"evidence": len(keys)})


def _row(happening: Happening, by: Person | None, lineage: Lineage, on: date) -> Evidence:
    row = Evidence(
        agency=happening.agency,
        source=happening.source,
        reference=happening.reference,
        recorded_by=by,
        recorded_at=timezone.make_aware(datetime.combine(happening.happened_on, _NOON)),
        **checked(happening, lineage=lineage, on=on),
    )
    row.searched = row.searched_text()
    return row
