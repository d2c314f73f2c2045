"""People, the posts they hold at agencies, and what they hand to others for a time."""

import uuid
from html import unescape

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models import Q
from django.template.loader import select_template
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy
from vn_collate import collate_key

from loa.organizations.enums import Role
from loa.organizations.folding import folded
from loa.organizations.models.agency import Agency
from loa.organizations.validity import Valid, ValidQuerySet, ends_after_it_begins

__all__ = ["AccessToken", "Delegation", "Notice", "OwedLink", "Person", "Post"]


class PersonManager(BaseUserManager["Person"]):
    """Finds people by their address, whatever its case."""

    def get_by_natural_key(self, username: str | None) -> "Person":
        return self.get(email__iexact=username)


class Person(AbstractBaseUser):
    """Somebody who can sign in. What they may do follows from their posts alone."""

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    email = models.EmailField(_("e-mail"), unique=True)
    full_name = models.CharField(_("full name"), max_length=120)
    phone = models.CharField(_("telephone"), max_length=30, blank=True)
    language = models.CharField(_("language"), max_length=5, default="vi")
    mail_notices = models.BooleanField(_("notices by e-mail"), default=True)
    is_active = models.BooleanField(_("may sign in"), default=True)
    searched = models.CharField(max_length=250, editable=False, db_index=True)
    sort_key = models.CharField(max_length=300, editable=False, db_index=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["full_name"]
    objects = PersonManager()

    class Meta:
        ordering = ["sort_key", "pk"]
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.full_name or self.email

    def save(self, *args: object, **kwargs: object) -> None:
        self.searched = folded(f"{self.full_name} {self.email}")[:250]
        # Vietnamese lists go by the given name, the last word.
        self.sort_key = collate_key(" ".join(reversed(self.full_name.split())))[:300]
        super().save(*args, **kwargs)  # type: ignore[arg-type]  # handed on as they came


class Post(Valid):
    """A role somebody has at an agency from a day to a day, with the title it goes by."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="posts")
    agency = models.ForeignKey(Agency, models.CASCADE, related_name="posts")
    role = models.CharField(_("role"), max_length=20, choices=Role)
    title = models.CharField(pgettext_lazy("of a post", "title"), max_length=120, blank=True)

    objects = ValidQuerySet["Post"].as_manager()

    class Meta:
        ordering = ["agency", "role", "valid_from"]
        verbose_name = _("post")
        verbose_name_plural = _("posts")
        constraints = [
            models.UniqueConstraint(fields=["person", "agency", "role", "valid_from"], name="post_once_from_a_day"),
            ends_after_it_begins("post_ends_after_it_begins"),
        ]

    def __str__(self) -> str:
        return f"{self.get_role_display()}, {self.agency}"


class Delegation(Valid):
    """A post handed to another person for a time (ủy quyền); the holder keeps it as well."""

    post = models.ForeignKey(Post, models.CASCADE, related_name="delegations")
    to = models.ForeignKey(Person, models.CASCADE, related_name="delegations")
    reason = models.CharField(_("reason"), max_length=300)

    objects = ValidQuerySet["Delegation"].as_manager()

    class Meta:
        ordering = ["-valid_from", "pk"]
        verbose_name = _("delegation")
        verbose_name_plural = _("delegations")
        constraints = [ends_after_it_begins("delegation_ends_after_it_begins")]

    def __str__(self) -> str:
        return f"{self.post} → {self.to}"


class AccessToken(models.Model):
    """A key with which a program acts for a person, within scopes. Only its hash is kept."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="access_tokens")
    name = models.CharField(_("name"), max_length=80)
    hash = models.CharField(max_length=64, unique=True, editable=False)
    scopes = models.JSONField(default=list)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_on = models.DateField(_("last day"))
    used_at = models.DateTimeField(null=True, editable=False)
    revoked_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.name


class Notice(models.Model):
    """Something a person is told, on the desk and, where they wish it, by e-mail.

    `code` names the kind of notice, `values` what its sentence holds; it is made in the reader's language.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="notices")
    code = models.CharField(max_length=60)
    values = models.JSONField(default=dict)
    link = models.CharField(max_length=300, blank=True)
    told_at = models.DateTimeField(auto_now_add=True)
    read_at = models.DateTimeField(null=True)
    mailed_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["-told_at", "-pk"]
        indexes = [models.Index(fields=["person"], condition=Q(read_at=None), name="notice_unread")]

    def __str__(self) -> str:
        return f"{self.code} → {self.person_id}"

    @property
    def sentence(self) -> str:
        """What it says, in the language at work; the words stand in `organizations/notices/<code>.txt`."""
        names = [f"organizations/notices/{self.code}.txt", "organizations/notices/unknown.txt"]
        # Templates escape for pages by default; this is plain text, and pages escape it when they show it.
        return " ".join(unescape(select_template(names).render(self.values)).split())


class OwedLink(models.Model):
    """A link to set a password that somebody is still to be mailed. The row goes when the mail server has taken it."""

    person = models.OneToOneField(Person, models.CASCADE, primary_key=True, related_name="owed_link")
    new = models.BooleanField()
    asked_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"→ {self.person_id}"
