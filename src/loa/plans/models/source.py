"""The document a plan was read from."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from loa.organizations.models import Person
from loa.plans.enums import ReadingState
from loa.plans.models.closed import Content, ContentQuerySet
from loa.plans.models.plan import Plan

__all__ = ["Source"]


class SourceQuerySet(ContentQuerySet["Source"]):
    """Documents that plans were read from."""


class Source(Content):
    """An uploaded document with what the reader made of it.

    `reading` is the whole reading as JSON (`loa.writing.plan_json`), `text` the text its places point into.
    `stage` and `progress` (percent) tell people who wait. `problem_vi` and `problem_en` say why it could not be read,
    or, of a document that was read, why it is no plan. `pane_vi` and `pane_en` are the document as escaped HTML, drawn
    once because the file's own layout is known only while it is read.
    """

    plan = models.OneToOneField(Plan, models.CASCADE, related_name="source")
    file = models.FileField(upload_to="plans/%Y/%m/")
    name = models.CharField(_("file name"), max_length=255)
    size = models.PositiveBigIntegerField(_("size"))
    sha256 = models.CharField(max_length=64, db_index=True)
    format = models.CharField(_("format"), max_length=20, blank=True)
    pages = models.PositiveIntegerField(_("pages"), null=True)
    state = models.CharField(_("reading"), max_length=20, choices=ReadingState, default=ReadingState.WAITING)
    stage = models.CharField(max_length=40, blank=True)
    progress = models.PositiveSmallIntegerField(default=0)
    problem_vi = models.TextField(blank=True)
    problem_en = models.TextField(blank=True)
    text = models.TextField(blank=True)
    reading = models.JSONField(null=True)
    pane_vi = models.TextField(blank=True, editable=False)
    pane_en = models.TextField(blank=True, editable=False)
    uploaded_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    uploaded_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        verbose_name = _("document")
        verbose_name_plural = _("documents")

    def __str__(self) -> str:
        return self.name

    def _plans(self) -> list[int]:
        return [self.plan_id, *Source.objects.filter(pk=self.pk).values_list("plan_id", flat=True)]
