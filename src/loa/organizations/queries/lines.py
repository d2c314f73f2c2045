"""The line of authority over a stretch of days: from when to when an agency lay under others."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Q, QuerySet

from loa.organizations.enums import RelationKind
from loa.organizations.models import Relation
from loa.schedule import Window

__all__ = ["Lines", "both", "joined", "overlapping"]

_DEEPEST = 12
"""No line of authority is longer; it ends the walk should the data hold a circle."""

Spans = tuple[Window, ...]
Superiors = Mapping[int, list[tuple[int, Window]]]


def overlapping(window: Window) -> Q:
    """Rows of `Valid` that hold on some day of the window."""
    return Q(valid_from__lte=window.end) & (Q(valid_to=None) | Q(valid_to__gte=window.start))


def both(one: Iterable[Window], other: Iterable[Window]) -> Spans:
    """The days that lie in both."""
    others = tuple(other)
    return tuple(common for left in one for right in others if (common := left.within(right)))


def joined(spans: Iterable[Window]) -> Spans:
    """The same days as few windows as possible, the first first."""
    found: list[Window] = []
    for span in sorted(spans, key=lambda span: span.start):
        if found and span.start.toordinal() <= found[-1].end.toordinal() + 1:
            found[-1] = Window(found[-1].start, max(found[-1].end, span.end))
        else:
            found.append(span)
    return tuple(found)


@dataclass(frozen=True, slots=True)
class Lines:
    """Who was over whom in the days of a window; two queries however many agencies there are."""

    window: Window
    superiors: Superiors
    recipients: Superiors

    @classmethod
    def within(cls, window: Window) -> "Lines":
        """Loads the relations of line and of reporting that hold on some day of the window."""
        rows = Relation.objects.filter(overlapping(window))
        return cls(
            window,
            _by_agency(rows.filter(kind=RelationKind.LINE), window),
            _by_agency(rows.filter(kind=RelationKind.REPORTING), window),
        )

    def directly_under(self, agency_id: int, superior_id: int) -> Spans:
        """The days on which the agency has this line superior."""
        return tuple(span for to, span in self.superiors.get(agency_id, ()) if to == superior_id)

    def reporting_to(self, agency_id: int, recipient_id: int) -> Spans:
        """The days on which the agency has no line superior at all and reports to this agency."""
        if self.superiors.get(agency_id):
            return ()
        return tuple(span for to, span in self.recipients.get(agency_id, ()) if to == recipient_id)

    def under(self, agency_id: int, tops: Collection[int], *, deepest: int = _DEEPEST) -> Spans:
        """The days on which the line of the agency leads, through however many others, to one of these."""
        spans: list[Window] = []
        for to, span in self.superiors.get(agency_id, ()):
            if to in tops:
                spans.append(span)
            elif deepest:
                spans.extend(both((span,), self.under(to, tops, deepest=deepest - 1)))
        return joined(spans)


def _by_agency(rows: QuerySet[Relation], window: Window) -> Superiors:
    found: dict[int, list[tuple[int, Window]]] = defaultdict(list)
    for agency_id, to_id, begins, ends in rows.values_list("agency_id", "to_id", "valid_from", "valid_to"):
        start, end = max(begins, window.start), min(ends or date.max, window.end)
        found[agency_id].append((to_id, Window(start, end)))
    return dict(found)
