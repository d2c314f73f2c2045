"""Reminding, urging and asking for explanations."""

import uuid
from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from loa.monitoring.enums import LetterState, RemindedPerson
from loa.monitoring.models.calendar import Occurrence
from loa.organizations.models import Agency, Person

__all__ = ["ExplanationRequest", "LineWords", "Reminder", "ReminderStep", "UrgingLetter", "UrgingLine"]


class ReminderStep(models.Model):
    """A step of reminding (bước nhắc việc) that an agency has set for those under it; none of its own: the default.

    `days` counts from the due day: before it when negative. A step with `letter` drafts an urging letter.
    """

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="reminder_steps")
    days = models.SmallIntegerField(_("days from the due day"))
    to = models.CharField(_("to"), max_length=20, choices=RemindedPerson, blank=True)
    letter = models.BooleanField(_("an urging letter is drafted"), default=False)

    class Meta:
        ordering = ["agency", "days", "to"]
        verbose_name = _("step of reminding")
        verbose_name_plural = _("steps of reminding")
        constraints = [
            models.UniqueConstraint(fields=["agency", "days", "to", "letter"], name="step_once"),
            models.CheckConstraint(condition=Q(letter=True) ^ ~Q(to=""), name="step_reaches_somebody_or_writes"),
        ]

    def __str__(self) -> str:
        return f"{self.days:+d} {self.to}"


class Reminder(models.Model):
    """An agency was reminded of an occurrence, once for each step. `counted` is what it had to show then.

    `answered_on` is the day on which it was met after that, None while it is not: what the step achieved.
    """

    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="reminders")
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="reminders")
    days = models.SmallIntegerField()
    to = models.CharField(max_length=20, choices=RemindedPerson)
    sent_at = models.DateTimeField()
    people = models.PositiveSmallIntegerField(default=0)
    counted = models.PositiveIntegerField(default=0)
    required = models.PositiveIntegerField(default=1)
    answered_on = models.DateField(null=True)

    class Meta:
        ordering = ["-sent_at", "-pk"]
        verbose_name = _("reminder")
        verbose_name_plural = _("reminders")
        constraints = [
            models.UniqueConstraint(fields=["occurrence", "agency", "days", "to"], name="reminded_once"),
        ]
        indexes = [models.Index(fields=["agency", "-sent_at"], name="reminder_of_agency")]

    def __str__(self) -> str:
        return f"{self.occurrence_id} {self.agency_id} {self.days:+d}"


class UrgingLetter(models.Model):
    """A letter (văn bản đôn đốc) of a superior to an agency that owes, drafted by Loa and signed by a person.

    A draft has no words of its own until a person writes some (`written_at`): it says what every letter says, as of the
    day it is read (`loa.monitoring.letter_words.wording_of`). `extended_at` is when it took further duties.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="urging_letters")
    to = models.ForeignKey(Agency, models.PROTECT, related_name="urged_by")
    state = models.CharField(_("state"), max_length=20, choices=LetterState, default=LetterState.DRAFT)
    number = models.CharField(_("number"), max_length=60, blank=True)
    dated = models.DateField(_("day"), null=True)
    answer_by = models.DateField(_("to be done by"), null=True)
    words = models.TextField(_("words of the letter"), blank=True)
    signer = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    drafted_at = models.DateTimeField(auto_now_add=True)
    extended_at = models.DateTimeField(null=True)
    written_at = models.DateTimeField(null=True)
    sent_at = models.DateTimeField(null=True)
    discarded_because = models.CharField(_("reason"), max_length=500, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["-drafted_at", "-pk"]
        verbose_name = _("urging letter")
        verbose_name_plural = _("urging letters")
        constraints = [
            models.UniqueConstraint(
                fields=["agency", "to"], condition=Q(state="draft"), name="one_draft_letter_to_an_agency"
            ),
        ]

    def __str__(self) -> str:
        return self.number or f"{self.agency_id} → {self.to_id}"

    @property
    def outran_its_words(self) -> bool:
        """Whether a draft took further duties after a person had written its words."""
        is_draft = self.state == LetterState.DRAFT
        return bool(is_draft and self.written_at and self.extended_at and self.written_at < self.extended_at)


@dataclass(frozen=True, slots=True)
class LineWords:
    """What a line of a letter says is owed."""

    plan: str
    ref: str
    text: str
    window_vi: str
    window_en: str
    due_on: date | None

    @property
    def window(self) -> str:
        """The name of the window, in the language of who reads."""
        return self.window_en if get_language() == "en" else self.window_vi

    def stored(self) -> dict[str, Any]:
        """As JSON."""
        return {**asdict(self), "due_on": self.due_on.isoformat() if self.due_on else None}


class UrgingLine(models.Model):
    """One thing owed, as a letter tells it.

    Figures and words (`told`) are those of the signing: they stay whatever becomes of the calendar. In a draft
    `queries.letters.lines_of` puts the figures of now in their place, and says what is settled: done, or let off.
    """

    settled = False

    letter = models.ForeignKey(UrgingLetter, models.CASCADE, related_name="lines")
    occurrence = models.ForeignKey(Occurrence, models.PROTECT, related_name="+")
    counted = models.PositiveIntegerField(default=0)
    required = models.PositiveIntegerField(default=1)
    answered_on = models.DateField(null=True)
    told = models.JSONField(default=dict)

    class Meta:
        ordering = ["letter", "occurrence__owed_on", "pk"]
        verbose_name = _("line of an urging letter")
        verbose_name_plural = _("lines of urging letters")
        constraints = [models.UniqueConstraint(fields=["letter", "occurrence"], name="urged_once_in_a_letter")]

    def __str__(self) -> str:
        return f"{self.letter_id} {self.occurrence_id}"

    @property
    def words(self) -> LineWords:
        """Those of the letter that was signed; before, those of the calendar."""
        if self.told:
            due = self.told["due_on"]
            return LineWords(**{**self.told, "due_on": date.fromisoformat(due) if due else None})
        one = self.occurrence
        plan = one.plan.number or one.plan.title
        return LineWords(plan, one.rule.ref, one.rule.text, one.name_vi, one.name_en, one.due_on)


class ExplanationRequest(models.Model):
    """An explanation asked for on a figure (yêu cầu giải trình), and what was answered. Neither is changed later."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="explanations_owed")
    occurrence = models.ForeignKey(Occurrence, models.PROTECT, null=True, related_name="explanation_requests")
    figure = models.CharField(_("figure"), max_length=300)
    question = models.TextField(_("question"))
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    asking = models.ForeignKey(Agency, models.PROTECT, related_name="explanations_asked")
    asked_at = models.DateTimeField(auto_now_add=True)
    answer_by = models.DateField(_("answer by"))
    answer = models.TextField(_("answer"), blank=True)
    answered_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    answered_at = models.DateTimeField(null=True)
    accepted = models.BooleanField(_("accepted"), null=True)
    remark = models.TextField(_("remark"), blank=True)
    judged_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    judged_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name = _("explanation")
        verbose_name_plural = _("explanations")

    def __str__(self) -> str:
        return self.figure
