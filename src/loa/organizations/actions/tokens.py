"""Access tokens: made, used, revoked."""

import secrets
from collections.abc import Sequence
from datetime import date, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.audit.actions import record
from loa.organizations.models import AccessToken, Person
from loa.organizations.policy import Forbidden, agencies_where
from loa.organizations.queries.tokens import hash_of
from loa.organizations.scopes import Scope

__all__ = ["LONGEST", "PREFIX", "make_token", "revoke_token", "touch"]

LONGEST = timedelta(days=366)
"""How long a token can live."""

PREFIX = "loa_"
"""What each token begins with, so that it is known for one wherever it leaks to."""

_TOUCHED_EACH = timedelta(minutes=1)


@transaction.atomic
def make_token(*, by: Person, name: str, scopes: Sequence[str], expires_on: date, on: date) -> tuple[AccessToken, str]:
    """Makes a token for the person's own programs; gives it with its secret, of which only the hash is kept.

    Raises Forbidden for who holds no post, ValidationError by field for what cannot be.
    """
    agencies = list(agencies_where(by, "tokens.make", on=on))
    if not agencies:
        raise Forbidden("tokens.make")
    _check(name, scopes, expires_on, on)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = AccessToken.objects.create(
        person=by, name=name.strip(), hash=hash_of(secret), scopes=sorted(set(scopes)), expires_on=expires_on
    )
    told = {"name": token.name, "scopes": token.scopes, "expires_on": expires_on}
    record("tokens.make", token, by=by, agency_id=agencies[0], after=told)
    return token, secret


def _check(name: str, scopes: Sequence[str], expires_on: date, on: date) -> None:
    wrong: dict[str, str] = {}
    if not name.strip():
        wrong["name"] = _("Say what the token is for, so that you know it again.")
    if not scopes or not set(scopes) <= set(Scope.values):
        wrong["scopes"] = _("Choose at least one thing that the program may do.")
    if not on <= expires_on <= on + LONGEST:
        wrong["expires_on"] = _("The last day must lie between today and a year from now.")
    if wrong:
        raise ValidationError(wrong)


@transaction.atomic
def revoke_token(token: AccessToken, *, by: Person, on: date) -> AccessToken:
    """The token opens nothing from now on. A second time changes nothing. Raises Forbidden but for its person."""
    if token.person_id != by.pk:
        raise Forbidden("tokens.revoke")
    locked = AccessToken.objects.select_for_update().get(pk=token.pk)
    if locked.revoked_at is None:
        locked.revoked_at = timezone.now()
        locked.save(update_fields=["revoked_at"])
        agencies = list(agencies_where(by, "tokens.make", on=on))
        record("tokens.revoke", locked, by=by, agency_id=agencies[0] if agencies else None, before={"name": token.name})
    return locked


def touch(token: AccessToken) -> None:
    """Notes that the token was used, once a minute at most: reading must not become writing."""
    now = timezone.now()
    stale = AccessToken.objects.filter(pk=token.pk).filter(Q(used_at=None) | Q(used_at__lt=now - _TOUCHED_EACH))
    if token.used_at is None or token.used_at < now - _TOUCHED_EACH:
        stale.update(used_at=now)
