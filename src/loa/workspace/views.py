"""The pages of the desk."""

from collections.abc import Sequence

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from loa.organizations.actions.notices import mark_read
from loa.organizations.models import Person
from loa.organizations.policy import agencies_in_charge, agencies_where
from loa.ui.listing import listing
from loa.workspace.queries.administered import administered
from loa.workspace.queries.overseen import overseen
from loa.workspace.queries.own_duties import own_duties
from loa.workspace.queries.posts import Seat, seats
from loa.workspace.queries.search import search
from loa.workspace.queries.tasks_at_hand import tasks_at_hand
from loa.workspace.queries.watched import watched

__all__ = ["desk", "find", "notices", "open_notice", "read_all"]


def _person(request: HttpRequest) -> Person:
    """Who asks; `login_required` has made sure that somebody does."""
    person = request.user
    assert isinstance(person, Person)  # noqa: S101  # for the type: the only model of people
    return person


@login_required
def desk(request: HttpRequest) -> HttpResponse:
    """What must I do now? `?agency=KEY` turns to another agency of a person with several."""
    person, today = _person(request), timezone.localdate()
    held = seats(person, on=today)
    seat = _chosen(held, request.GET.get("agency", ""))
    charge = agencies_in_charge(person, "people.change", on=today)
    looked_after = [one.agency.pk for one in held if one.oversees]
    context = {
        "today": today,
        "seats": held,
        "seat": seat,
        "tasks": tasks_at_hand(person, on=today),
        "notices": person.notices.filter(read_at=None)[:5],
        "own": own_duties(seat.agency, on=today) if seat else None,
        "watched": watched(person, on=today),
        "overseen": overseen(looked_after, on=today) if looked_after else None,
        "may_record": bool(agencies_where(person, "evidence.record", on=today)),
        "may_upload": bool(agencies_where(person, "plans.write", on=today)),
        "administered": administered(charge, on=today) if charge else None,
    }
    return render(request, "workspace/desk.html", context)


def _chosen(held: Sequence[Seat], key: str) -> Seat | None:
    named = (seat for seat in held if str(seat.agency.key) == key)
    return next(named, held[0] if held else None)


@login_required
def find(request: HttpRequest) -> HttpResponse:
    """The search of the masthead."""
    text = request.GET.get("q", "").strip()[:200]
    found = search(text, person=_person(request), on=timezone.localdate())
    return render(request, "workspace/search.html", {"text": text, "found": found})


@login_required
def notices(request: HttpRequest) -> HttpResponse:
    """All the person was told, newest first."""
    shown = listing(request, _person(request).notices.all(), sorts={"told": "told_at"}, default="-told", per_page=25)
    unread = _person(request).notices.filter(read_at=None).count()
    return render(request, "workspace/notices.html", {"listing": shown, "unread": unread})


@login_required
@require_POST
def open_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Marks a notice as read and leads to what it tells of."""
    notice = get_object_or_404(_person(request).notices, pk=pk)
    mark_read(_person(request), notice)
    return redirect(notice.link or "workspace:notices")


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Marks everything as read."""
    mark_read(_person(request))
    return redirect("workspace:notices")
