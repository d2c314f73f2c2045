"""Recording what happened in the sample province, many at a time: as the verb does it, with one row of the trail."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from loa.audit.actions import record
from loa.monitoring.actions.matching import match_again
from loa.monitoring.actions.recording_checks import checked
from loa.monitoring.enums import Source
from loa.monitoring.happening import Happening
from loa.monitoring.models import Evidence
from loa.monitoring.queries.lineage import Lineage
from loa.organizations.models import Agency, Person

__all__ = ["record_all"]

_NOON = time(11, 40)


@transaction.atomic
def record_all(happenings: Sequence[Happening], officers: Mapping[int, Person], province: Agency, *, on: date) -> None:
    """Records, matches and counts all of them; what no watched site told was recorded by an officer of its agency."""
    if not happenings:
        return
    lineage = Lineage()
    lineage.prepare({one.agency.pk for one in happenings})
    rows = [_row(one, officers, lineage, on) for one in happenings]
    made = Evidence.objects.bulk_create(rows, batch_size=400)
    keys = [row.pk for row in made]
    Evidence.objects.filter(pk__in=keys).update(item=F("pk"))
    match_again(keys, lineage=lineage)
    record("evidence.record", province, by=None, agency_id=province.pk, after={"evidence": len(keys)})


def _row(happening: Happening, officers: Mapping[int, Person], lineage: Lineage, on: date) -> Evidence:
    by = officers.get(happening.agency.pk) if happening.source is Source.PERSON else None
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
