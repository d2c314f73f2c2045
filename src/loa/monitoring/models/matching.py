"""What evidence is worth for which duty: the rule of each duty, the matches, and texts that resemble each other."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from loa.monitoring.enums import MatchState, NearCopyState
from loa.monitoring.models.calendar import Occurrence
from loa.monitoring.models.evidence import Evidence
from loa.organizations.models import Agency, Person
from loa.plans.models import Obligation

__all__ = ["Band", "EvidenceRule", "Match", "NearCopy"]


class EvidenceRule(models.Model):
    """What evidence a duty takes, set by people in place of what its kind, channel and unit say (`matching.toml`).

    `obligation` is that of the plan first issued. Empty lists and None leave what the plan says. `exclusive`: what
    counts here counts for no other quota of the same plan; the most fitting one takes it. `below`: evidence of units
    inside an agency counts for the agency.
    """

    obligation = models.OneToOneField(Obligation, models.CASCADE, related_name="evidence_rule")
    kinds = models.JSONField(_("kinds of evidence"), default=list, blank=True)
    channels = models.JSONField(_("channels"), default=list, blank=True)
    areas = models.JSONField(_("reform areas"), default=list, blank=True)
    minimum_words = models.PositiveIntegerField(_("words at least"), null=True, blank=True)
    own_work = models.BooleanField(_("own work only"), default=False)
    with_photo = models.BooleanField(_("with a photo"), default=False)
    with_proof = models.BooleanField(_("with a link or a file"), default=True)
    exclusive = models.BooleanField(_("counts for no other quota of the plan"), default=True)
    below = models.BooleanField(_("units inside the agency count"), default=True)
    revision = models.PositiveIntegerField(default=1)
    changed_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    changed_at = models.DateTimeField(auto_now=True)

    class Meta:
        verbose_name = _("rule of evidence")
        verbose_name_plural = _("rules of evidence")

    def __str__(self) -> str:
        return str(self.obligation_id)


class Match(models.Model):
    """A piece of evidence laid against one occurrence that an agency owes, and why.

    `agency` is the one that owes; the evidence is its own or of a unit inside it. `reason` holds codes with values
    (`loa.monitoring.reasons`). `decided_by` is None while the rules alone said so; what a person decided the rules
    leave alone. `item`, `obligation` and `happened_on` are those of evidence and occurrence, kept here to be found.
    """

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="matches")
    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="matches")
    agency = models.ForeignKey(Agency, models.PROTECT, related_name="matches")
    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="+", db_index=False)
    item = models.ForeignKey(Evidence, models.CASCADE, related_name="+", db_index=False)
    happened_on = models.DateField()
    amount = models.PositiveIntegerField(_("counts as"), default=1)
    state = models.CharField(_("state"), max_length=20, choices=MatchState)
    reason = models.JSONField(default=list)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+", db_index=False)
    decided_at = models.DateTimeField(null=True)
    decided_because = models.CharField(_("reason"), max_length=500, blank=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["happened_on", "pk"]
        verbose_name = _("match")
        verbose_name_plural = _("matches")
        constraints = [
            models.UniqueConstraint(fields=["evidence", "occurrence", "agency"], name="matched_once"),
        ]
        indexes = [
            models.Index(fields=["occurrence", "agency", "state"], name="match_of_pair"),
            models.Index(fields=["item", "obligation", "agency"], name="match_of_item"),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} → {self.occurrence_id}"


class NearCopy(models.Model):
    """Two pieces of evidence whose texts resemble each other; `evidence` is the later one. `likeness` in percent."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="near_copies")
    other = models.ForeignKey(Evidence, models.CASCADE, related_name="copied_by")
    likeness = models.PositiveSmallIntegerField(_("likeness"))
    state = models.CharField(_("state"), max_length=20, choices=NearCopyState, default=NearCopyState.FLAGGED)
    found_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(Person, models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-found_at", "-pk"]
        verbose_name = _("near copy")
        verbose_name_plural = _("near copies")
        constraints = [
            models.UniqueConstraint(fields=["evidence", "other"], name="near_copy_once"),
            models.CheckConstraint(condition=~Q(evidence=F("other")), name="near_copy_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.evidence_id} ~ {self.other_id}"


class Band(models.Model):
    """One of the values by which a text is found among millions: texts alike share some (`fingerprints`)."""

    evidence = models.ForeignKey(Evidence, models.CASCADE, related_name="bands")
    value = models.BigIntegerField()

    class Meta:
        ordering = ["pk"]
        verbose_name = _("band of a text")
        verbose_name_plural = _("bands of texts")
        indexes = [models.Index(fields=["value", "evidence"], name="band_found")]

    def __str__(self) -> str:
        return f"{self.evidence_id}: {self.value}"
