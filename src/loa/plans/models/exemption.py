"""What one agency is let off, or owes in another number."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from loa.organizations.models import Agency, Person
from loa.organizations.validity import Valid, ValidQuerySet, ends_after_it_begins
from loa.plans.models.obligation import Obligation

__all__ = ["Exemption"]


class Exemption(Valid):
    """An obligation that one agency need not meet, or only in another number, from a day to a day.

    `amount` is the number that takes the place of each quota; None lets the agency off altogether. `authority` is the
    act or person that allowed it.
    """

    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="exemptions")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="exemptions")
    amount = models.PositiveIntegerField(_("changed quota"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500)
    authority = models.CharField(_("authority"), max_length=300)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    revoked_at = models.DateTimeField(null=True)

    objects = ValidQuerySet["Exemption"].as_manager()

    class Meta:
        ordering = ["obligation", "agency", "valid_from"]
        verbose_name = _("exemption")
        verbose_name_plural = _("exemptions")
        constraints = [
            ends_after_it_begins("exemption_ends_after_it_begins"),
            models.CheckConstraint(condition=Q(amount=None) | Q(amount__gte=1), name="exemption_amount_is_positive"),
        ]

    def __str__(self) -> str:
        return f"{self.agency}: {self.obligation_id}"
