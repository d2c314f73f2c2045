"""The recorded changes of the organisation."""

from django.db.models import Count, QuerySet

from loa.organizations.models import Succession

__all__ = ["changes", "with_shares"]


def changes() -> QuerySet[Succession]:
    """All changes, the latest first, each with how many agencies it took from (`old`) and gave to (`new`)."""
    counted = Succession.objects.annotate(
        old=Count("shares__predecessor", distinct=True), new=Count("shares__successor", distinct=True)
    )
    return counted.order_by("-effective_on", "-pk")


def with_shares(rows: QuerySet[Succession]) -> QuerySet[Succession]:
    """The same with their shares and the agencies of these: two more queries."""
    return rows.prefetch_related("shares__predecessor", "shares__successor")
