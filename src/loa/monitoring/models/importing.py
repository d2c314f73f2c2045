"""Tables of evidence that people upload, from the preview to the last row."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from loa.monitoring.enums import ImportState
from loa.organizations.models import Agency, Person

__all__ = ["EvidenceImport"]


class EvidenceImport(models.Model):
    """A table of evidence, kept for who uploaded it until it is done with and for some days after.

    `agency` is the one of rows that name none. `rows` are the numbers of those to be recorded, `done` how many were
    gone through, `refused` the number of a row and why, in the language of the person.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="+")
    name = models.CharField(max_length=200)
    data = models.BinaryField()
    state = models.CharField(max_length=20, choices=ImportState, default=ImportState.SHOWN)
    rows = models.JSONField(default=list)
    done = models.PositiveIntegerField(default=0)
    refused = models.JSONField(default=list)
    uploaded_at = models.DateTimeField(auto_now_add=True, db_index=True)
    asked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-uploaded_at", "-pk"]
        verbose_name = _("table of evidence")
        verbose_name_plural = _("tables of evidence")

    def __str__(self) -> str:
        return self.name
