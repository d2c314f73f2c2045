"""What a reorganisation would do to what is owed, told before it is done. One query."""

from collections.abc import Iterator

from django.db.models import Count, F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loa.monitoring.models import Assignment
from loa.organizations.changes import Change, Share

__all__ = ["effects_on_duties"]


def effects_on_duties(change: Change) -> Iterator[str]:
    """One sentence for each agency that has open obligations and is changed: to whom they go, or that they end."""
    since = change.effective_on
    open_ = Assignment.objects.filter(
        agency__in=change.predecessors,
        leads=True,
        held_to__gte=since,
        obligation__occurrences__owed_on__gte=since,
        obligation__occurrences__owed_on__lte=F("held_to"),
    )
    rows = open_.order_by().values_list("agency").annotate(count=Count("obligation", distinct=True))
    counts = dict(rows)
    for share in change.shares:
        if count := counts.get(share.predecessor.pk, 0):
            yield _sentence(share, count, lasts=share.predecessor.pk in change.lasting)


def _sentence(share: Share, count: int, *, lasts: bool) -> str:
    told = {"count": count, "agency": share.predecessor, "successor": share.successor}
    if share.successor is not None and share.takes_obligations:
        return (
            ngettext(
                "%(count)d open obligation of %(agency)s goes to %(successor)s.",
                "%(count)d open obligations of %(agency)s go to %(successor)s.",
                count,
            )
            % told
        )
    if lasts:
        return _("%(agency)s keeps its open obligations: %(count)d.") % told
    return (
        ngettext(
            "%(count)d open obligation of %(agency)s ends with it: nobody takes it over.",
            "%(count)d open obligations of %(agency)s end with it: nobody takes them over.",
            count,
        )
        % told
    )
