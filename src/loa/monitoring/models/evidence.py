"""Evidence: one thing that happened, with its files and the stored copies of its page."""

import uuid

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from loa.monitoring.enums import EvidenceKind, EvidenceState, Source
from loa.monitoring.window_names import window_told
from loa.organizations.folding import folded
from loa.organizations.models import Agency, Person

__all__ = ["Evidence", "EvidenceFile", "PageCopy"]


class Evidence(models.Model):
    """One thing that happened (minh chứng), by one agency, on one channel, on one day.

    `item` is the first placement of the same item: an article that stands on three channels is three rows of one
    item, and the first points at itself. `items`, `minutes`, `attendances` and `copies` say how many. `about` is the
    key of the window meant (`2026-Q1`), where a report or plan says so itself. `own_work` is None while nobody said
    whether it is a reprint. `reference` is the name it has at its source: recorded once for each agency and source.
    `fingerprint` is a 64-bit hash of its text under which texts alike are near (`loa.monitoring.fingerprints`).
    `link_problem` is a code of `loa.monitoring.fetching`; `link_next_at` is when the page is looked at next, None where
    it never was.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="evidence", db_index=False)
    kind = models.CharField(_("kind"), max_length=20, choices=EvidenceKind)
    channel = models.CharField(_("channel"), max_length=20, blank=True)
    areas = models.JSONField(_("reform areas"), default=list)
    happened_on = models.DateField(_("happened on"))
    title = models.CharField(_("heading"), max_length=500)
    items = models.PositiveIntegerField(_("items"), default=1)
    minutes = models.PositiveIntegerField(_("minutes"), null=True, blank=True)
    attendances = models.PositiveIntegerField(_("attendances"), null=True, blank=True)
    copies = models.PositiveIntegerField(_("copies"), null=True, blank=True)
    place = models.CharField(_("venue"), max_length=300, blank=True)
    link = models.URLField(_("link"), max_length=1000, blank=True)
    language = models.CharField(_("language"), max_length=10, default="vi")
    about = models.CharField(_("for the window"), max_length=80, blank=True)
    words = models.PositiveIntegerField(_("words"), null=True, blank=True)
    own_work = models.BooleanField(_("own work"), null=True, blank=True)
    has_photo = models.BooleanField(_("with a photo"), default=False)
    note = models.TextField(_("note"), blank=True)

    item = models.ForeignKey("self", models.PROTECT, null=True, related_name="placements", db_index=False)
    source = models.CharField(_("source"), max_length=20, choices=Source)
    reference = models.CharField(max_length=300, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=EvidenceState, default=EvidenceState.RECORDED)
    withdrawn_because = models.CharField(_("reason"), max_length=500, blank=True)
    recorded_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    recorded_at = models.DateTimeField(_("recorded at"))
    revision = models.PositiveIntegerField(default=1)
    fingerprint = models.BigIntegerField(null=True)
    link_checked_at = models.DateTimeField(null=True)
    link_problem = models.CharField(max_length=200, blank=True)
    link_next_at = models.DateTimeField(null=True)
    searched = models.TextField(editable=False, default="")

    class Meta:
        ordering = ["-happened_on", "-pk"]
        verbose_name = _("evidence")
        verbose_name_plural = _("evidence")
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "source", "reference"], condition=~Q(reference=""), name="evidence_once_at_source"
            ),
            models.CheckConstraint(condition=Q(items__gte=1), name="evidence_is_something"),
        ]
        indexes = [
            models.Index(fields=["agency", "-happened_on", "-id"], name="evidence_of_agency"),
            # The list of a superior is read from this one alone, down to its page.
            models.Index(fields=["-happened_on", "-id", "agency", "item"], name="evidence_by_day"),
            # Without a condition: SQLite knows none when it is asked with parameters.
            models.Index(fields=["agency", "link"], name="evidence_by_link"),
            models.Index(fields=["item"], name="evidence_by_item"),
            models.Index(fields=["link_next_at"], condition=~Q(link=""), name="evidence_to_check"),
        ]

    def __str__(self) -> str:
        return self.title

    def save(self, *args: object, **kwargs: object) -> None:
        self.searched = self.searched_text()
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came

    @property
    def window_told(self) -> str:
        """The window that whoever recorded it named, for people to read; empty for a thing done once."""
        return window_told(self.about)

    def searched_text(self) -> str:
        """What a search looks in, without marks."""
        return folded(f"{self.title} {self.place}")


class EvidenceFile(models.Model):
    """A file that shows what happened: photo, scan, log, recording. `sha256` is that of the bytes as they came."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="files")
    file = models.FileField(upload_to="evidence/%Y/%m/", max_length=300)
    name = models.CharField(max_length=200)
    media_type = models.CharField(max_length=100)
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64, db_index=True)
    added_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("file of evidence")
        verbose_name_plural = _("files of evidence")
        constraints = [models.UniqueConstraint(fields=["evidence", "sha256"], name="file_once_for_evidence")]

    def __str__(self) -> str:
        return self.name


class PageCopy(models.Model):
    """The text of a linked page as it stood at a moment; kept so that the proof outlives the page.

    `compared`: texts that resemble it were looked for.
    """

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="page_copies")
    url = models.URLField(max_length=1000)
    fetched_at = models.DateTimeField()
    title = models.CharField(max_length=500, blank=True)
    published_on = models.DateField(null=True)
    text = models.TextField()
    sha256 = models.CharField(max_length=64)
    told = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    compared = models.BooleanField(default=False)

    class Meta:
        ordering = ["evidence", "-fetched_at"]
        verbose_name = _("stored copy of a page")
        verbose_name_plural = _("stored copies of pages")
        constraints = [models.UniqueConstraint(fields=["evidence", "sha256"], name="page_kept_once")]
        indexes = [models.Index(fields=["id"], condition=Q(compared=False), name="page_to_compare")]

    def __str__(self) -> str:
        return self.url
