"""The trail: rows that are only ever added, each carrying the hash of the one before."""

from typing import Any, NoReturn

from django.db import models
from django.utils.translation import gettext_lazy as _

__all__ = ["Entry", "Head"]

_APPEND_ONLY = "The audit trail is append-only."


class EntryQuerySet(models.QuerySet["Entry"]):
    """Rows that can be asked for and added, nothing else."""

    def update(self, **_kwargs: object) -> NoReturn:
        raise TypeError(_APPEND_ONLY)

    def delete(self) -> NoReturn:
        raise TypeError(_APPEND_ONLY)


class Entry(models.Model):
    """One verb somebody did (nhật ký hệ thống).

    People and agencies stand by id and name rather than by reference: the row must read the same when they have gone.
    """

    number = models.PositiveBigIntegerField(primary_key=True)
    at = models.DateTimeField(db_index=True)
    verb = models.CharField(max_length=80, db_index=True)
    actor_id = models.PositiveBigIntegerField(null=True, db_index=True)
    actor_name = models.CharField(max_length=200)
    agency_id = models.PositiveBigIntegerField(null=True, db_index=True)
    request_id = models.CharField(max_length=64)
    subject_type = models.CharField(max_length=60)
    subject_id = models.CharField(max_length=60)
    subject_name = models.CharField(max_length=300)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        verbose_name = _("audit entry")
        verbose_name_plural = _("audit entries")
        indexes = [models.Index(fields=["subject_type", "subject_id", "number"], name="audit_subject")]

    def __str__(self) -> str:
        return f"{self.number} {self.verb} {self.subject_name}"

    def save(self, **kwargs: Any) -> None:
        if not self._state.adding:
            raise TypeError(_APPEND_ONLY)
        super().save(**kwargs)

    def delete(self, *_args: object, **_kwargs: object) -> NoReturn:
        raise TypeError(_APPEND_ONLY)


class Head(models.Model):
    """The one row that knows the last number and hash; locking it puts writers in line."""

    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"{self.number} {self.hash}"
