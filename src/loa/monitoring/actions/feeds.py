"""Private calendar links: made, renewed, revoked."""

import secrets
from datetime import date

from django.db import transaction
from django.utils import timezone

from loa.audit.actions import record
from loa.monitoring.models import Feed
from loa.monitoring.policy import may_make, may_revoke
from loa.monitoring.queries.feeds import hash_of
from loa.organizations.models import Agency, Person
from loa.organizations.policy import Forbidden

__all__ = ["make", "revoke"]

_BYTES = 32


@transaction.atomic
def make(*, by: Person, agency: Agency | None = None, on: date) -> tuple[Feed, str]:
    """Makes the link of a person, or of an agency for a person who works there; gives it with its token.

    The token is told this once: only its hash is kept. A link there was is replaced and leads nowhere from now on.
    Raises Forbidden.
    """
    if not may_make(by, agency, on=on):
        raise Forbidden("feeds.make")
    token = secrets.token_urlsafe(_BYTES)
    feed = Feed.objects.select_for_update().filter(person=by, agency=agency, revoked_at=None).first()
    if feed is None:
        feed = Feed.objects.create(person=by, agency=agency, hash=hash_of(token))
    else:
        feed.hash, feed.version = hash_of(token), feed.version + 1
        feed.save()
    record("feeds.make", feed, by=by, agency_id=feed.agency_id, after={"version": feed.version})
    return feed, token


@transaction.atomic
def revoke(feed: Feed, *, by: Person, on: date) -> Feed:
    """The link leads nowhere from now on. A second time changes nothing. Raises Forbidden."""
    if not may_revoke(by, feed, on=on):
        raise Forbidden("feeds.revoke")
    locked = Feed.objects.select_for_update().get(pk=feed.pk)
    if locked.revoked_at is None:
        locked.revoked_at = timezone.now()
        locked.save()
        record("feeds.revoke", locked, by=by, agency_id=locked.agency_id, before={"version": locked.version})
    return locked
