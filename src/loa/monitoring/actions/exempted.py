"""What an exemption does to counters: another number required, or nothing at all."""

from functools import partial

from django.db import transaction

from loa.monitoring.actions.branching import refill
from loa.monitoring.actions.counting import recount
from loa.monitoring.models import Occurrence, Tally
from loa.monitoring.queries.owing import takings_of
from loa.plans.models import Exemption
from loa.plans.queries.versions import root_of

__all__ = ["count_exempted"]


def count_exempted(exemption: Exemption) -> None:
    """Counts anew what the agency owes of the duty from the first day of the exemption on.

    Once more when this is committed: who recorded evidence meanwhile could not see the exemption yet.
    """
    told = (root_of(exemption.obligation).pk, exemption)
    _count(*told)
    transaction.on_commit(partial(_count, *told))


@transaction.atomic
def _count(root: int, exemption: Exemption) -> None:
    rows = Occurrence.objects.filter(obligation=root, owed_on__gte=exemption.valid_from)
    takings = takings_of(rows)
    counted = Tally.objects.filter(occurrence__in=rows.values("pk"), agency=exemption.agency_id)
    recount(counted.order_by().values_list("occurrence_id", "agency_id"))
    refill(takings)
