"""The Atom feed of what changed, under the same private link as the calendar."""

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime
from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.feedgenerator import Atom1Feed
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from loa.monitoring.models import Feed
from loa.monitoring.queries.changes import Change, changes_of, last_change, spans_of
from loa.monitoring.queries.feeds import live_feed

__all__ = ["changes"]


@require_safe
def changes(request: HttpRequest, token: str) -> HttpResponse:
    """The feed of a link, for who knows it; 304 where nothing changed since it was last fetched."""
    feed, today = live_feed(token), timezone.localdate()
    if feed is None:
        raise Http404
    spans = spans_of(feed, on=today)
    last = max(feed.changed_at, last_change(list(spans)) or feed.changed_at)
    told = (feed.pk, feed.version, feed.person.language, today, last, *sorted(spans))
    etag, modified = quote_etag(hashlib.sha256(repr(told).encode()).hexdigest()), int(last.timestamp())
    # By its mark alone: with a new day things become overdue although nothing was written.
    response = get_conditional_response(request, etag=etag)
    if response is None:
        with translation.override(feed.person.language):
            content = _written(feed, changes_of(spans, today=today), last)
        response = HttpResponse(content, content_type="application/atom+xml; charset=utf-8")
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(modified)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _written(feed: Feed, found: Sequence[Change], last: datetime) -> bytes:
    whose = feed.agency.name if feed.agency else str(feed.person)
    atom = Atom1Feed(
        title=_("What changed: %s") % whose,
        link=_address("workspace:desk"),
        description="",
        language=feed.person.language,
        feed_guid=f"{_tag()}feed/{feed.key}",
    )
    atom.latest_post_date = lambda: found[0].at if found else last  # type: ignore[method-assign]  # else the clock of now
    for change in found:
        atom.add_item(
            title=_title(change),
            link=_link(change),
            description=_words(change),
            unique_id=_tag() + change.key,
            updateddate=change.at.astimezone(UTC),
            pubdate=change.at.astimezone(UTC),
            categories=[change.what],
            author_name=change.agency.name,
        )
    return atom.writeString("utf-8").encode()


def _tag() -> str:
    """Names of entries that stay, whatever becomes of addresses (RFC 4151)."""
    return f"tag:{urlsplit(settings.LOA.base_url).hostname},2026:"


def _address(name: str, *args: object) -> str:
    return f"{settings.LOA.base_url.rstrip('/')}{reverse(name, args=args)}"


def _link(change: Change) -> str:
    if change.dispute:
        return _address("monitoring:dispute", change.dispute.key)
    return _address("monitoring:behind", change.occurrence.pk, change.agency.key)


def _title(change: Change) -> str:
    titles = {
        "met": _("%(agency)s has done: %(duty)s"),
        "late": _("%(agency)s has done late: %(duty)s"),
        "overdue": _("Overdue at %(agency)s: %(duty)s"),
        "missed": _("Not done by %(agency)s: %(duty)s"),
        "upheld": _("Dispute of %(agency)s decided, the evidence counts: %(duty)s"),
        "dismissed": _("Dispute of %(agency)s decided, the evidence does not count: %(duty)s"),
    }
    rule = change.occurrence.rule
    return titles[change.what] % {"agency": change.agency.name, "duty": (rule.topic or rule.text)[:200]}


def _words(change: Change) -> str:
    if change.dispute:
        return change.dispute.decision
    told = {"window": change.occurrence.name, "counted": change.counted, "required": change.required}
    return _("%(window)s: %(counted)d of %(required)d") % told
