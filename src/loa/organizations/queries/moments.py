"""The days on which the organisation changed."""

from datetime import date

from loa.organizations.models import Agency, Designation, Relation, Succession
from loa.schedule.window import ONE_DAY

__all__ = ["change_days", "neighbours"]


def change_days() -> tuple[date, ...]:
    """Every day from which on something is otherwise than on the day before, in order; five queries."""
    # Without `order_by()` the usual order of the rows would count among what has to be distinct.
    begins = {
        *Designation.objects.values_list("valid_from", flat=True).order_by().distinct(),
        *Relation.objects.values_list("valid_from", flat=True).order_by().distinct(),
        *Succession.objects.values_list("effective_on", flat=True).order_by().distinct(),
    }
    ends = {
        *Agency.objects.exclude(ended_on=None).values_list("ended_on", flat=True).order_by().distinct(),
        *Relation.objects.exclude(valid_to=None).values_list("valid_to", flat=True).order_by().distinct(),
    }
    return tuple(sorted(begins | {day + ONE_DAY for day in ends if day is not None}))


def neighbours(days: tuple[date, ...], on: date) -> tuple[date | None, date | None]:
    """The last change before the day and the next after it."""
    before = [day for day in days if day < on]
    after = [day for day in days if day > on]
    return (before[-1] if before else None, after[0] if after else None)
