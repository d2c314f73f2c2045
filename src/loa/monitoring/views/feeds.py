"""The page of calendar links, and the files that they lead to."""

from collections.abc import Sequence
from datetime import UTC
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import get_conditional_response
from django.utils.http import http_date, quote_etag
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from loa.monitoring.actions.feeds import make as make_feed
from loa.monitoring.actions.feeds import revoke as revoke_feed
from loa.monitoring.icalendar_file import calendar_file as file_of
from loa.monitoring.models import Feed
from loa.monitoring.queries.duties import Duty
from loa.monitoring.queries.feeds import Carried, carried, feeds_of, feeds_on, live_feed
from loa.monitoring.queries.standing import standings_of
from loa.monitoring.views.asking import person_of
from loa.organizations.models import Agency
from loa.organizations.policy import agencies_where

__all__ = ["calendar_file", "make", "page", "revoke"]


@login_required
def page(request: HttpRequest) -> HttpResponse:
    """The links of who asks, the agencies they can have one for, and other people's links to their agencies."""
    return _page(request)


def _page(request: HttpRequest, made: tuple[Feed, str] | None = None) -> HttpResponse:
    person, today = person_of(request), timezone.localdate()
    own = list(feeds_of(person))
    taken = {feed.agency_id for feed in own}
    here = Agency.objects.filter(pk__in=agencies_where(person, "feeds.make", on=today)).order_by("name")
    others = feeds_on(list(agencies_where(person, "feeds.revoke", on=today))).exclude(person=person)
    context = {
        "feeds": own,
        "has_own": None in taken,
        "agencies": [agency for agency in here if agency.pk not in taken],
        "others": others,
        "made": made[0] if made else None,
        "address": _address("monitoring:feed", made[1]) if made else "",
        "changes_address": _address("monitoring:changes-feed", made[1]) if made else "",
        "breadcrumbs": [(_("Calendar links"), None)],
    }
    response = render(request, "monitoring/feeds.html", context)
    response.headers["Cache-Control"] = "no-store"
    return response


def _address(name: str, *args: object) -> str:
    return f"{settings.LOA.base_url.rstrip('/')}{reverse(name, args=args)}"


@login_required
@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Makes a link, or another in its place, and shows it this once."""
    key = request.POST.get("agency", "")
    agency = _named(key) if key else None
    return _page(request, make_feed(by=person_of(request), agency=agency, on=timezone.localdate()))


def _named(key: str) -> Agency:
    """The agency a form names by its key. Raises Http404, also for what is no key."""
    try:
        return get_object_or_404(Agency, key=UUID(key))
    except ValueError as problem:
        raise Http404 from problem


@login_required
@require_POST
def revoke(request: HttpRequest, key: str) -> HttpResponse:
    """Ends a link."""
    revoke_feed(get_object_or_404(Feed, key=key), by=person_of(request), on=timezone.localdate())
    messages.success(request, _("The link no longer works. Calendars that used it will show no new dates."))
    return HttpResponseRedirect(reverse("monitoring:feeds"))


@require_safe
def calendar_file(request: HttpRequest, token: str) -> HttpResponse:
    """The file of a link, for who knows it; 304 where nothing changed since it was last fetched."""
    feed = live_feed(token)
    if feed is None:
        raise Http404
    found = carried(feed, on=timezone.localdate())
    etag, modified = quote_etag(found.mark), int(found.changed_at.timestamp())
    response = get_conditional_response(request, etag=etag, last_modified=modified)
    if response is None:
        response = HttpResponse(_file(found), content_type="text/calendar; charset=utf-8")
    response.headers["ETag"] = etag
    response.headers["Last-Modified"] = http_date(modified)
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["Referrer-Policy"] = "no-referrer"
    return response


def _file(found: Carried) -> bytes:
    feed = found.feed
    several = len(found.agencies) > 1
    with translation.override(feed.person.language):
        names = dict(Agency.objects.filter(pk__in=found.agencies).values_list("pk", "name"))
        duties = found.duties(timezone.localdate())
        stood = {id(duty): stands for duty, stands in zip(duties, _standings(duties), strict=True)}
        return file_of(
            duties,
            name=_("Duties of %s") % (feed.agency.name if feed.agency else feed.person),
            made_at=found.changed_at.astimezone(UTC).replace(microsecond=0),
            link=_link,
            agency=lambda duty: names[duty.agency_id] if several else "",
            standing=lambda duty: stood[id(duty)],
        )


def _standings(duties: Sequence[Duty]) -> list[str]:
    """How the duties stand, in words: so much of so much."""
    return [
        _("%(standing)s: %(counted)d of %(required)d")
        % {"standing": one.standing.label, "counted": one.shown.counted, "required": one.required}
        for one in standings_of(duties, today=timezone.localdate())
    ]


def _link(duty: Duty) -> str:
    return _address("monitoring:occurrence", duty.occurrence.pk)
