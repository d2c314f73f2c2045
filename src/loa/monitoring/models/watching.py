"""Web sites of agencies that Loa reads by itself."""

import uuid

from django.db import models
from django.utils.translation import gettext_lazy as _

from loa.monitoring.enums import WatchKind
from loa.monitoring.models.evidence import Evidence
from loa.organizations.models import Agency, Person

__all__ = ["Sighting", "Site", "Watch"]


class Watch(models.Model):
    """A feed or sitemap of an agency's own site (trang theo dõi), read again and again.

    `channel` is what is read there counts as; `sections` are beginnings of paths that narrow it, none takes all.
    `etag` and `last_modified` are what the site said last. `failures` counts attempts in a row that failed; the pause
    between attempts grows with them.
    """

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="watches")
    url = models.URLField(_("address"), max_length=1000)
    kind = models.CharField(_("kind"), max_length=20, choices=WatchKind)
    channel = models.CharField(_("channel"), max_length=20)
    sections = models.JSONField(_("parts of the site"), default=list, blank=True)
    reform_only = models.BooleanField(_("only what speaks of administrative reform"), default=True)
    since = models.DateField(_("from"))
    active = models.BooleanField(_("active"), default=True)
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    next_at = models.DateTimeField(null=True, db_index=True)
    read_at = models.DateTimeField(_("last read"), null=True)
    problem = models.CharField(_("problem"), max_length=300, blank=True)
    failures = models.PositiveSmallIntegerField(default=0)
    added_by = models.ForeignKey(Person, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(auto_now_add=True)
    revision = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ["agency", "url"]
        verbose_name = _("watched site")
        verbose_name_plural = _("watched sites")
        constraints = [models.UniqueConstraint(fields=["agency", "url"], name="watched_once")]

    def __str__(self) -> str:
        return self.url


class Sighting(models.Model):
    """A page met on a watched site, so that it is looked at once.

    `fetch`: it waits to be looked at. `published_on` is what the feed says. `verdict` is a `SightingVerdict` or the
    code of a problem of `loa.monitoring.fetching`.
    """

    watch = models.ForeignKey(Watch, models.CASCADE, related_name="sightings")
    reference = models.CharField(max_length=300)
    url = models.URLField(max_length=1000)
    title = models.CharField(max_length=500, blank=True)
    published_on = models.DateField(null=True)
    seen_at = models.DateTimeField()
    fetch = models.BooleanField(default=False)
    verdict = models.CharField(max_length=30, blank=True)
    evidence = models.ForeignKey(Evidence, models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["-seen_at", "-pk"]
        verbose_name = _("page seen on a watched site")
        verbose_name_plural = _("pages seen on watched sites")
        constraints = [models.UniqueConstraint(fields=["watch", "reference"], name="seen_once")]
        indexes = [models.Index(fields=["watch", "fetch"], name="sighting_to_fetch")]

    def __str__(self) -> str:
        return self.url


class Site(models.Model):
    """A host Loa reads pages of: what its robots.txt says, and when it may be asked again.

    Kept here and not in memory, so that all processes together are as polite as one.
    """

    host = models.CharField(max_length=260, unique=True)
    robots = models.TextField(blank=True)
    robots_at = models.DateTimeField(null=True)
    next_at = models.DateTimeField()

    class Meta:
        ordering = ["host"]
        verbose_name = _("host")
        verbose_name_plural = _("hosts")

    def __str__(self) -> str:
        return self.host
