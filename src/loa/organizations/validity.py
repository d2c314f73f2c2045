"""What holds from a date to a date, both counted; no end means until further notice."""

from datetime import date
from typing import Self, TypeVar

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

__all__ = ["Valid", "ValidQuerySet", "ends_after_it_begins"]

_Row_co = TypeVar("_Row_co", bound=models.Model, covariant=True)


class ValidQuerySet(models.QuerySet[_Row_co]):
    """Rows that can be asked about as of a day."""

    def on(self, day: date) -> Self:
        """Those that hold on the day."""
        return self.filter(Q(valid_to=None) | Q(valid_to__gte=day), valid_from__lte=day)


class Valid(models.Model):
    """A row that holds from `valid_from` to `valid_to`, the last day included."""

    valid_from = models.DateField(_("valid from"))
    valid_to = models.DateField(_("valid to"), null=True, blank=True)

    class Meta:
        abstract = True

    def holds_on(self, day: date) -> bool:
        """Whether the row holds on the day."""
        return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def ends_after_it_begins(name: str) -> models.CheckConstraint:
    """The database itself refuses a row that ends before it begins."""
    return models.CheckConstraint(condition=Q(valid_to=None) | Q(valid_to__gte=F("valid_from")), name=name)
