"""One duty of a plan, and the bodies that have to do with it."""

import uuid
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from loa.organizations.folding import folded
from loa.organizations.models import Agency
from loa.plans.enums import Change, Origin, PartyRole, Review
from loa.plans.models.closed import Content, ContentQuerySet
from loa.plans.models.plan import Plan
from loa.reading.model import Quota
from loa.schedule import Terms, parse_terms

__all__ = ["Obligation", "Party"]


class ObligationQuerySet(ContentQuerySet["Obligation"]):
    """Obligations by what a person said of them."""

    def standing(self) -> "ObligationQuerySet":
        """Those that count: not rejected, and not merged into another."""
        return self.exclude(review=Review.REJECTED).filter(merged_into=None)


class Obligation(Content):
    """One duty stated by a plan (nhiệm vụ), in its own words, with its structured reading.

    The fields from `text` to `requested` hold what counts: the reader's value until a person corrects it. What the
    reader found stays in `read_as`, in the form of the annotation guide, None where no reader was at work. `start` and
    `end` are characters of `Source.text`. Codes are those of the annotation guide.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    plan = models.ForeignKey(Plan, models.CASCADE, related_name="obligations")
    position = models.PositiveIntegerField()
    ref = models.CharField(_("item"), max_length=80, blank=True)
    start = models.PositiveIntegerField(null=True)
    end = models.PositiveIntegerField(null=True)
    page = models.PositiveIntegerField(_("page"), null=True)

    text = models.TextField(_("words of the plan"))
    topic = models.CharField(_("topic"), max_length=500, blank=True)
    kinds = models.JSONField(_("kinds"), default=list)
    cadences = models.JSONField(_("cadence"), default=list)
    quotas = models.JSONField(_("quotas"), default=list)
    deadline = models.CharField(_("deadline"), max_length=200, blank=True)
    window = models.CharField(_("time"), max_length=60, blank=True)
    channels = models.JSONField(_("channels"), default=list)
    requested = models.BooleanField(_("asked of a body outside the executive"), default=False)

    origin = models.CharField(_("origin"), max_length=20, choices=Origin, default=Origin.PERSON)
    review = models.CharField(_("review"), max_length=20, choices=Review, default=Review.PENDING)
    review_note = models.CharField(_("note"), max_length=500, blank=True)
    read_as = models.JSONField(null=True)
    doubts = models.JSONField(default=list)
    confidence = models.FloatField(null=True)
    derived_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="derived")
    split_from = models.ForeignKey("self", models.CASCADE, null=True, blank=True, related_name="parts")
    merged_into = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="merged")
    change = models.CharField(_("change"), max_length=10, choices=Change, blank=True)
    replaces = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="replaced_by")
    revision = models.PositiveIntegerField(default=1)
    searched = models.TextField(editable=False, default="")

    objects = ObligationQuerySet.as_manager()

    class Meta:
        ordering = ["plan", "position", "pk"]
        verbose_name = _("obligation")
        verbose_name_plural = _("obligations")
        indexes = [models.Index(fields=["plan", "position"], name="obligation_order")]

    def __str__(self) -> str:
        words = self.topic or self.text
        return f"{self.ref} {words[:120]}".strip()

    def terms(self) -> Terms:
        """What it says about time and amount. Raises UnknownCode and UnknownDeadline."""
        return parse_terms(
            cadence=self.cadences,
            quotas=[Quota(**quota) for quota in self.quotas],
            deadline=self.deadline or None,
            kinds=self.kinds,
            requested=self.requested,
            words=self.text,
        )

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.searched = folded(f"{self.ref} {self.topic} {self.text}")
        super().save(*args, **kwargs)

    def _plans(self) -> list[int]:
        return [self.plan_id, *_plans_of(Obligation.objects.filter(pk=self.pk))]


def _plans_of(stored: "models.QuerySet[Obligation]") -> list[int]:
    """The plan a row belongs to in the database, whatever the object says."""
    return list(stored.values_list("plan_id", flat=True))


class PartyQuerySet(ContentQuerySet["Party"]):
    """Bodies named by obligations."""

    to_plan = "obligation__plan"


class Party(Content):
    """A body named by an obligation: an agency, a group by its code, or words that lead to neither.

    `name` or `group` is as the reader (or a person) gave it; `agency` is what the name was found to mean on the plan's
    day. A name with neither agency nor `outside` still has to be asked about; `outside` says that a person looked
    and it is no agency Loa knows (`tổ chức, cá nhân`).
    """

    obligation = models.ForeignKey(Obligation, models.CASCADE, related_name="parties")
    role = models.CharField(_("role"), max_length=20, choices=PartyRole)
    position = models.PositiveSmallIntegerField(default=0)
    name = models.CharField(_("name"), max_length=300, blank=True)
    group = models.CharField(_("group"), max_length=40, blank=True)
    agency = models.ForeignKey(Agency, models.PROTECT, null=True, blank=True, related_name="+")
    outside = models.BooleanField(default=False)

    objects = PartyQuerySet.as_manager()

    class Meta:
        ordering = ["obligation", "role", "position", "pk"]
        verbose_name = _("party")
        verbose_name_plural = _("parties")
        constraints = [
            models.CheckConstraint(condition=~(Q(name="") & Q(group="") & Q(agency=None)), name="party_is_somebody"),
        ]

    def __str__(self) -> str:
        return self.name or self.group or str(self.agency)

    @property
    def is_resolved(self) -> bool:
        """Whether it is known who this is."""
        return bool(self.group or self.agency_id or self.outside)

    def _plans(self) -> list[int]:
        belongs = Q(pk=self.obligation_id) | Q(parties=self.pk) if self.pk else Q(pk=self.obligation_id)
        return _plans_of(Obligation.objects.filter(belongs))
