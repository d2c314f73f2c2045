"""What the agencies that a plan binds are still to be told of it."""

from django.db import models

from loa.plans.models.plan import Plan

__all__ = ["Telling"]


class Telling(models.Model):
    """Something that happened to a plan, noted with the deed; all whom the plan binds on the day get a notice of it."""

    plan = models.ForeignKey(Plan, models.CASCADE, related_name="tellings")
    code = models.CharField(max_length=60)
    values = models.JSONField(default=dict)
    on = models.DateField()
    asked_at = models.DateTimeField(auto_now_add=True)
    told_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["pk"]
        indexes = [models.Index(fields=["asked_at"], condition=models.Q(told_at=None), name="telling_owed")]

    def __str__(self) -> str:
        return f"{self.code} → {self.plan_id}"
