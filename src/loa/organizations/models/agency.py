"""An agency, the names and positions it had over time, and how it stood to others."""

import uuid
from datetime import date

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _
from vn_collate import collate_key

from loa.organizations.enums import OUTSIDE_EXECUTIVE, AgencyKind, RelationKind, Tier
from loa.organizations.folding import folded
from loa.organizations.spelling import stem
from loa.organizations.validity import Valid, ValidQuerySet, ends_after_it_begins

__all__ = ["Agency", "Designation", "Relation"]


class AgencyQuerySet(models.QuerySet["Agency"]):
    """Agencies by the days on which they exist."""

    def existing(self, on: date) -> "AgencyQuerySet":
        """Those that exist on the day."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gte=on), founded_on__lte=on)


class Agency(models.Model):
    """A unit of the organisation (cơ quan, đơn vị).

    Names and official codes are reused, so neither is a key: `key` is, and never changes. `name` is the present (or
    last) designation's, kept here so that lists need no join; ask `designation(on)` for the name on a day.
    `external_key` is what tables that are imported call it, empty for those made by hand.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    external_key = models.CharField(_("key in imported tables"), max_length=80, blank=True, editable=False)
    name = models.CharField(_("name"), max_length=200)
    founded_on = models.DateField(_("founded on"))
    ended_on = models.DateField(_("last day"), null=True, blank=True)

    objects = AgencyQuerySet.as_manager()

    class Meta:
        ordering = ["name", "pk"]
        verbose_name = _("agency")
        verbose_name_plural = _("agencies")
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("founded_on")), name="agency_ends_after_it_begins"
            ),
            models.UniqueConstraint(
                fields=["external_key"], condition=~Q(external_key=""), name="agency_one_for_an_external_key"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def exists_on(self, day: date) -> bool:
        """Whether the agency exists on the day."""
        return self.founded_on <= day and (self.ended_on is None or day <= self.ended_on)

    def designation(self, on: date) -> "Designation | None":
        """Its name, code, tier and kind on the day; None on a day it does not exist."""
        return self.designations.on(on).first()


class Designation(Valid):
    """What an agency was called, and its code, tier and kind, from a day to a day.

    `place` is the territory without the word for it (`Lạng Sơn`), empty where the agency has none of its own.
    """

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="designations")
    name = models.CharField(_("name"), max_length=200)
    short_name = models.CharField(_("short name"), max_length=120, blank=True)
    abbreviation = models.CharField(_("abbreviation"), max_length=40, blank=True)
    code = models.CharField(_("code"), max_length=40, blank=True)
    place = models.CharField(_("place"), max_length=80, blank=True)
    tier = models.CharField(_("tier"), max_length=20, choices=Tier)
    kind = models.CharField(_("kind"), max_length=30, choices=AgencyKind)
    searched = models.CharField(max_length=400, editable=False, db_index=True)
    sort_key = models.CharField(max_length=300, editable=False, db_index=True)
    stem = models.CharField(max_length=200, editable=False, db_index=True)
    short_stem = models.CharField(max_length=120, editable=False, db_index=True)

    objects = ValidQuerySet["Designation"].as_manager()

    class Meta:
        ordering = ["agency", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "valid_from"], name="designation_one_from_a_day"),
            ends_after_it_begins("designation_ends_after_it_begins"),
        ]
        indexes = [models.Index(fields=["tier", "kind", "valid_from"], name="designation_class")]

    def __str__(self) -> str:
        return self.name

    def derive(self) -> "Designation":
        """Fills the columns by which it is searched, sorted and resolved; `save` does it, `bulk_create` does not."""
        self.searched = folded(f"{self.name} {self.short_name} {self.abbreviation} {self.code}")[:400]
        self.sort_key = collate_key(self.name)[:300]
        self.stem = stem(self.name, self.place)[:200]
        self.short_stem = stem(self.short_name, self.place)[:120]
        return self

    def save(self, *args: object, **kwargs: object) -> None:
        self.derive()
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came

    @property
    def outside_executive(self) -> bool:
        """Whether a plan can only ask this body, not order it."""
        return self.kind in OUTSIDE_EXECUTIVE


class Relation(Valid):
    """How one agency stood to another from a day to a day."""

    agency = models.ForeignKey(Agency, models.CASCADE, related_name="relations")
    to = models.ForeignKey(Agency, models.CASCADE, related_name="relations_to_it")
    kind = models.CharField(_("relation"), max_length=20, choices=RelationKind)

    objects = ValidQuerySet["Relation"].as_manager()

    class Meta:
        ordering = ["agency", "kind", "valid_from"]
        constraints = [
            models.UniqueConstraint(fields=["agency", "kind", "to", "valid_from"], name="relation_once_from_a_day"),
            models.CheckConstraint(condition=~Q(agency=F("to")), name="relation_to_another"),
            ends_after_it_begins("relation_ends_after_it_begins"),
        ]
        indexes = [models.Index(fields=["to", "kind", "valid_from"], name="relation_to")]

    def __str__(self) -> str:
        return f"{self.agency_id} {self.kind} {self.to_id}"
