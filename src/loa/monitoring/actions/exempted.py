"""What an exemption does to counters: another number required, or nothing at all."""

from functools import partial

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from loa.monitoring.actions.branching import refill
from loa.monitoring.actions.counting import recount
from loa.monitoring.models import Laying, Occurrence, Tally
from loa.monitoring.queries.owing import takings_of
from loa.plans.models import Exemption
from loa.plans.queries.versions import first_plan, root_of

__all__ = ["count_exempted"]


def count_exempted(exemption: Exemption) -> None:
    """Counts anew what the agency owes of the duty from the first day of the exemption on.

    Once more when this is committed: who recorded evidence meanwhile could not see the exemption yet. Until that is
    done it is noted with the plan, so that the clock does it where nobody came to it.
    """
    noted = _noted(exemption)
    root = root_of(exemption.obligation).pk
    _count(root, exemption)
    transaction.on_commit(partial(_count_once_more, root, exemption, noted))


def _noted(exemption: Exemption) -> QuerySet[Laying]:
    """Notes that evidence has to be matched anew; gives the note where it is there for this exemption alone."""
    rows = Laying.objects.filter(plan=first_plan(exemption.obligation.plan))
    laying = rows.select_for_update().first()
    if laying is None:
        return Laying.objects.none()
    before, laying.changed_at = laying.match_since, timezone.now()
    laying.match_since = min(exemption.valid_from, before or exemption.valid_from)
    laying.save(update_fields=["match_since", "changed_at"])
    return rows.filter(match_since=laying.match_since, changed_at=laying.changed_at) if before is None else rows.none()


def _count_once_more(root: int, exemption: Exemption, noted: QuerySet[Laying]) -> None:
    _count(root, exemption)
    noted.update(match_since=None)


@transaction.atomic
def _count(root: int, exemption: Exemption) -> None:
    rows = Occurrence.objects.filter(obligation=root, owed_on__gte=exemption.valid_from)
    takings = takings_of(rows)
    counted = Tally.objects.filter(occurrence__in=rows.values("pk"), agency=exemption.agency_id)
    recount(counted.order_by().values_list("occurrence_id", "agency_id"))
    refill(takings)
