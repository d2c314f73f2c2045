"""The recorded changes of the organisation."""

from dataclasses import dataclass

from django.db.models import Count, Q, QuerySet

from loa.organizations.models import Succession, SuccessionShare
from loa.organizations.queries.directory import called

__all__ = ["SoughtChanges", "changes", "with_shares"]


@dataclass(frozen=True, slots=True)
class SoughtChanges:
    """Which changes are asked for; what is empty does not narrow. `text` is of an agency's name, of any time."""

    text: str = ""
    kind: str = ""


def changes(wanted: SoughtChanges) -> QuerySet[Succession]:
    """The changes, the latest first, each with how many agencies it took from (`old`) and gave to (`new`)."""
    counted = Succession.objects.annotate(
        old=Count("shares__predecessor", distinct=True), new=Count("shares__successor", distinct=True)
    )
    if wanted.kind:
        counted = counted.filter(kind=wanted.kind)
    if wanted.text.strip():
        agencies = called(wanted.text)
        shares = SuccessionShare.objects.filter(Q(predecessor__in=agencies) | Q(successor__in=agencies))
        counted = counted.filter(pk__in=shares.values("succession"))
    return counted.order_by("-effective_on", "-pk")


def with_shares(rows: QuerySet[Succession]) -> QuerySet[Succession]:
    """The same with their shares and the agencies of these: two more queries."""
    return rows.prefetch_related("shares__predecessor", "shares__successor")
