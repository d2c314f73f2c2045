"""Inspection (kiểm tra): a plan of visits, their checklists, what was found and how it was remedied."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from loa.monitoring.enums import FindingState, InspectionState
from loa.organizations.models import Agency, Person
from loa.plans.models import Obligation

__all__ = ["Check", "Finding", "FindingPhoto", "Inspection", "Visit"]


class Inspection(models.Model):
    """A round of inspection of one agency over others in a time (đợt kiểm tra), with the decision it rests on."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="inspections")
    title = models.CharField(_("name of the round"), max_length=300)
    decision = models.CharField(_("decision it rests on"), max_length=200, blank=True)
    first_day = models.DateField(_("from"))
    last_day = models.DateField(_("to"))
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    made_at = models.DateTimeField(auto_now_add=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-first_day", "-pk"]
        verbose_name = _("round of inspection")
        verbose_name_plural = _("rounds of inspection")

    def __str__(self) -> str:
        return self.title


class Visit(models.Model):
    """One agency inspected on a day. `conclusion` is written when it is closed."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    inspection = models.ForeignKey(Inspection, models.CASCADE, related_name="visits")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="visits")
    on = models.DateField(_("day"))
    inspector = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    state = models.CharField(_("state"), max_length=20, choices=InspectionState, default=InspectionState.PLANNED)
    conclusion = models.TextField(_("conclusion"), blank=True)
    closed_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["inspection", "on", "pk"]
        verbose_name = _("visit")
        verbose_name_plural = _("visits")
        constraints = [models.UniqueConstraint(fields=["inspection", "agency"], name="visited_once_in_a_round")]

    def __str__(self) -> str:
        return f"{self.agency} {self.on:%d/%m/%Y}"


class Check(models.Model):
    """A line of a visit's checklist: one duty with its figures at that day, and what the inspector saw.

    `agrees` says whether what was seen bears out the figures; None before it was looked at.
    """

    visit = models.ForeignKey(Visit, models.CASCADE, related_name="checks")
    obligation = models.ForeignKey(Obligation, models.PROTECT, related_name="+")
    position = models.PositiveSmallIntegerField(default=0)
    met = models.PositiveIntegerField(default=0)
    owed = models.PositiveIntegerField(default=0)
    agrees = models.BooleanField(_("agrees with what was seen"), null=True)
    remark = models.TextField(_("remark"), blank=True)

    class Meta:
        ordering = ["visit", "position", "pk"]
        verbose_name = _("line of a checklist")
        verbose_name_plural = _("lines of checklists")
        constraints = [models.UniqueConstraint(fields=["visit", "obligation"], name="checked_once_in_a_visit")]

    def __str__(self) -> str:
        return f"{self.visit_id} {self.obligation_id}"


class Finding(models.Model):
    """What was wrong, what has to be done about it and by when, and what was done."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    visit = models.ForeignKey(Visit, models.CASCADE, related_name="findings")
    check_line = models.ForeignKey(Check, models.SET_NULL, null=True, blank=True, related_name="findings")
    text = models.TextField(_("what was found"))
    remedy = models.TextField(_("what has to be done"), blank=True)
    due_on = models.DateField(_("to be remedied by"), null=True, blank=True)
    state = models.CharField(_("state"), max_length=20, choices=FindingState, default=FindingState.OPEN)
    remedied = models.TextField(_("what was done"), blank=True)
    remedied_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    remedied_at = models.DateTimeField(null=True)
    remark = models.TextField(_("remark"), blank=True)
    closed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    closed_at = models.DateTimeField(null=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["visit", "pk"]
        verbose_name = _("finding")
        verbose_name_plural = _("findings")

    def __str__(self) -> str:
        return self.text[:80]


class FindingPhoto(models.Model):
    """A photo of what was found, or of what was done about it."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    finding = models.ForeignKey(Finding, models.CASCADE, related_name="photos")
    file = models.ImageField(upload_to="inspections/%Y/%m/", max_length=300)
    name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    of_remedy = models.BooleanField(default=False)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["pk"]
        verbose_name = _("photo of a finding")
        verbose_name_plural = _("photos of findings")

    def __str__(self) -> str:
        return self.name
