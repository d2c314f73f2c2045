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
    now, root = timezone.now(), root_of(exemption.obligation).pk
    laying = Laying.objects.filter(plan=first_plan(exemption.obligation.plan))
    laying.update(changed_at=now)
    laying.filter(match_since=None).update(match_since=exemption.valid_from)
    _count(root, exemption)
    noted = laying.filter(match_since=exemption.valid_from, changed_at=now)
    transaction.on_commit(partial(_count_once_more, root, exemption, noted))


def _count_once_more(root: int, exemption: Exemption, noted: QuerySet[Laying]) -> None:
    """More than this that is to be matched since, or was before, stays noted."""
    _count(root, exemption)
    noted.update(match_since=None)


@transaction.atomic
def _count(root: int, exemption: Exemption) -> None:
    rows = Occurrence.objects.filter(obligation=root, owed_on__gte=exemption.valid_from)
    takings = takings_of(rows)
    counted = Tally.objects.filter(occurrence__in=rows.values("pk"), agency=exemption.agency_id)
    recount(counted.order_by().values_list("occurrence_id", "agency_id"))
    refill(takings)
