"""What the trail keeps of signing in: every way in or out, every failure, every change of a factor."""

from typing import Any

from allauth.account.signals import password_changed, password_reset, password_set, user_logged_in
from allauth.mfa.models import Authenticator
from allauth.mfa.signals import (
    authentication_failed,
    authenticator_added,
    authenticator_removed,
    authenticator_reset,
)
from django.contrib.auth.signals import user_logged_out
from django.db import transaction
from django.dispatch import receiver
from django.utils import timezone

from loa.audit.actions import record
from loa.organizations.models import Person
from loa.organizations.queries.people import held_posts

__all__ = ["failed", "record_of", "refused"]


def record_of(verb: str, person: Person, *, by: Person | None, **after: Any) -> None:
    """One row about the person, under the agency of their first post, so that its auditor finds it."""
    with transaction.atomic():
        record(verb, person, by=by, agency_id=_agency_of(person), after=after or None)


def failed(person: Person | None, *, factor: str) -> None:
    """Somebody could not sign in; of an address nobody has, the trail keeps nothing but that it was tried."""
    record_of("sign-in.fail", person or Person(), by=None, factor=factor)


def refused() -> None:
    """Somebody came by single sign-on whom nobody knows here."""
    record_of("sign-in.refuse", Person(), by=None)


def _agency_of(person: Person) -> int | None:
    posts = held_posts(person, timezone.localdate())
    return posts[0].agency_id if posts else None


@receiver(user_logged_in)
def _came_in(user: Person, **told: Any) -> None:
    record_of("sign-in.succeed", user, by=user, method="oidc" if "sociallogin" in told else "password")


@receiver(user_logged_out)
def _went_out(user: Person | None = None, **_told: Any) -> None:
    if user is not None:
        record_of("sign-in.end", user, by=user)


@receiver(password_changed)
@receiver(password_set)
def _changed_password(user: Person, **_told: Any) -> None:
    record_of("sign-in.change-password", user, by=user)


@receiver(password_reset)
def _reset_password(user: Person, **_told: Any) -> None:
    record_of("sign-in.reset-password", user, by=user)


@receiver(authentication_failed)
def _failed_code(user: Person, authenticator: Authenticator, **_told: Any) -> None:
    failed(user, factor=str(authenticator.type))


@receiver(authenticator_added)
def _added_factor(user: Person, authenticator: Authenticator, **_told: Any) -> None:
    record_of("sign-in.add-factor", user, by=user, factor=str(authenticator.type))


@receiver(authenticator_removed)
def _removed_factor(user: Person, authenticator: Authenticator, **_told: Any) -> None:
    record_of("sign-in.remove-factor", user, by=user, factor=str(authenticator.type))


@receiver(authenticator_reset)
def _renewed_codes(user: Person, authenticator: Authenticator, **_told: Any) -> None:
    record_of("sign-in.renew-codes", user, by=user, factor=str(authenticator.type))
