"""What agencies named in a draft said of it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from loa.organizations.models import Agency, Person
from loa.plans.models.plan import Plan

__all__ = ["Consultation"]


class Consultation(models.Model):
    """An agency asked for its opinion on a draft (lấy ý kiến), and what it answered."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="consultations")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="consultations")
    asked_on = models.DateField(_("asked on"))
    answer_by = models.DateField(_("answer by"))
    agrees = models.BooleanField(_("agrees"), null=True)
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(_("answered at"), null=True)

    class Meta:
        ordering = ["plan", "agency"]
        verbose_name = _("consultation")
        verbose_name_plural = _("consultations")
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "agency"], condition=models.Q(answered_at=None), name="asked_once_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return f"{self.plan_id} ← {self.agency}"
