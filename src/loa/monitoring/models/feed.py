"""Private links under which calendar programs fetch due dates."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from loa.organizations.models import Agency, Person

__all__ = ["Feed"]


class Feed(models.Model):
    """A private calendar link (liên kết lịch) of a person, or of one agency, made by a person.

    Only the hash of its token is kept. Without an agency it carries the duties of all agencies where the person holds
    a post. `version` goes up with each new link in place of an old one.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    person = models.ForeignKey(Person, models.CASCADE, related_name="feeds")
    agency = models.ForeignKey(Agency, models.CASCADE, null=True, blank=True, related_name="feeds")
    hash = models.CharField(max_length=64, unique=True, editable=False)
    version = models.PositiveIntegerField(default=1)
    made_at = models.DateTimeField(_("made at"), auto_now_add=True)
    changed_at = models.DateTimeField(auto_now=True)
    revoked_at = models.DateTimeField(_("revoked at"), null=True)

    class Meta:
        ordering = ["-made_at", "-pk"]
        verbose_name = _("calendar link")
        verbose_name_plural = _("calendar links")
        constraints = [
            models.UniqueConstraint(
                fields=["person", "agency"], condition=Q(revoked_at=None, agency__isnull=False), name="feed_of_agency"
            ),
            models.UniqueConstraint(
                fields=["person"], condition=Q(revoked_at=None, agency=None), name="feed_of_person"
            ),
        ]

    def __str__(self) -> str:
        return str(self.agency or self.person)
