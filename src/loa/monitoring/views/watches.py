"""Watched sites: the list, one of them with what was met there, adding and changing."""

from collections.abc import Callable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from loa.monitoring.actions.reading_watches import Trial, try_out
from loa.monitoring.actions.watching import (
    CHANGE,
    add_watch,
    change_watch,
    pause_watch,
    read_now,
    remove_watch,
    resume_watch,
)
from loa.monitoring.channels import channel_words
from loa.monitoring.fetching import problem_text
from loa.monitoring.forms.watching import SightingFilter, WatchFilter, WatchForm
from loa.monitoring.models import Sighting, Watch
from loa.monitoring.queries.watches import (
    agencies_watched_by,
    sightings_found,
    tallies_of,
    watches_found,
    watches_seen_by,
)
from loa.monitoring.templatetags.watching import verdict_words
from loa.monitoring.views.asking import export_format, person_of
from loa.monitoring.views.saying import show_errors, tell_errors
from loa.organizations.models import Agency
from loa.organizations.policy import Forbidden, may, may_anywhere, require
from loa.ui.export import Column, table_response
from loa.ui.listing import listing

__all__ = ["add", "change", "pause", "read", "remove", "resume", "watch_list", "watch_page"]

_SORTS = {"agency": ("agency__name", "url"), "site": "url", "read": "read_at"}
_MET_SORTS = {"seen": "seen_at", "title": "title", "day": "published_on"}


@login_required
def watch_list(request: HttpRequest) -> HttpResponseBase:
    """The watched sites of the agencies whose evidence somebody sees."""
    person, today = person_of(request), timezone.localdate()
    form = WatchFilter(request.GET)
    rows = watches_found(watches_seen_by(person, on=today), form.wanted())
    if format := export_format(request):
        return table_response(rows.iterator(chunk_size=500), _columns(), name=_("Watched sites"), format=format)
    page = listing(request, rows, sorts=_SORTS, default="agency")
    tallies = tallies_of(page.rows)
    context = {
        "listing": page,
        "watches": [(watch, tallies.get(watch.pk)) for watch in page],
        "filter_form": form,
        "may_add": may_anywhere(person, CHANGE, on=today),
        "breadcrumbs": [(_("Evidence"), reverse("monitoring:evidence")), (_("Watched sites"), None)],
    }
    return render(request, "monitoring/watches.html", context)


def _columns() -> list[Column[Watch]]:
    return [
        Column(_("Agency"), lambda row: row.agency.name, 40),
        Column(_("Address"), lambda row: row.url, 60),
        Column(_("Kind"), lambda row: row.get_kind_display(), 20),
        Column(_("Channel"), lambda row: channel_words(row.channel), 30),
        Column(_("Active"), lambda row: _("yes") if row.active else _("no"), 8),
        Column(_("Last read"), lambda row: row.read_at, 16),
        Column(_("Problem"), lambda row: problem_text(row.problem), 60),
    ]


@login_required
def watch_page(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """One watched site, and every page met there with what became of it."""
    watch, today = _seen_watch(request, key), timezone.localdate()
    form = SightingFilter(request.GET)
    rows = sightings_found(watch, **form.wanted())
    if format := export_format(request):
        return table_response(rows.iterator(chunk_size=500), _met_columns(), name=_("Pages met"), format=format)
    context = {
        "watch": watch,
        "listing": listing(request, rows, sorts=_MET_SORTS, default="-seen"),
        "tally": tallies_of([watch]).get(watch.pk),
        "filter_form": form,
        "may_change": may(person_of(request), CHANGE, watch.agency_id, on=today),
        "breadcrumbs": _crumbs(watch.agency.name),
    }
    return render(request, "monitoring/watches_one.html", context)


def _met_columns() -> list[Column[Sighting]]:
    return [
        Column(_("Met at"), lambda row: row.seen_at, 16),
        Column(_("Title"), lambda row: row.title, 60),
        Column(_("Address"), lambda row: row.url, 60),
        Column(_("Published on"), lambda row: row.published_on, 12),
        Column(_("What became of the page"), _became, 40),
    ]


def _became(row: Sighting) -> str:
    return _("waits to be looked at") if row.fetch else verdict_words(row.verdict)


def _crumbs(last: str) -> list[tuple[str, str | None]]:
    return [
        (_("Evidence"), reverse("monitoring:evidence")),
        (_("Watched sites"), reverse("monitoring:watches")),
        (last, None),
    ]


def _seen_watch(request: HttpRequest, key: UUID) -> Watch:
    """The site, for who sees the evidence of its agency or looks after its sites. Raises Http404."""
    watch = Watch.objects.select_related("agency", "added_by").filter(key=key).first()
    person, today = person_of(request), timezone.localdate()
    if watch is None or not any(may(person, verb, watch.agency_id, on=today) for verb in ("evidence.see", CHANGE)):
        raise Http404(_("There is no such watched site, or you may not see it."))
    return watch


# ------------------------------------------------------------------------------------------------- adding and changing


@login_required
def add(request: HttpRequest) -> HttpResponse:
    """Watches a site, after a trial that stores nothing where one is asked for."""
    person, today = person_of(request), timezone.localdate()
    if not may_anywhere(person, CHANGE, on=today):
        raise Forbidden(CHANGE)
    agencies = agencies_watched_by(person, on=today)
    form = WatchForm(request.POST or None, agencies=agencies, initial={"since": date(today.year, 1, 1)})

    def save(agency: Agency, filled: WatchForm) -> Watch:
        return add_watch(agency, filled.wish(), by=person, on=today)

    return _watch_form(request, form, save, {"breadcrumbs": _crumbs(_("Watch a site"))})


@login_required
def change(request: HttpRequest, key: UUID) -> HttpResponse:
    """Changes what is read of a site."""
    watch, person, today = _seen_watch(request, key), person_of(request), timezone.localdate()
    require(person, CHANGE, watch.agency_id, on=today)
    form = WatchForm(request.POST or None, initial=WatchForm.about(watch))

    def save(_agency: Agency, filled: WatchForm) -> Watch:
        revision = filled.cleaned_data["revision"] or 0
        return change_watch(watch, filled.wish(), by=person, on=today, revision=revision)

    return _watch_form(request, form, save, {"watch": watch, "breadcrumbs": _crumbs(watch.agency.name)})


def _watch_form(
    request: HttpRequest, form: WatchForm, save: Callable[[Agency, WatchForm], Watch], context: dict[str, Any]
) -> HttpResponse:
    """Tries or saves what was entered; an address is looked at before it is saved, so that it can be read at all."""
    trial = None
    if request.method == "POST" and form.is_valid():
        watch: Watch | None = context.get("watch")
        agency = watch.agency if watch else form.cleaned_data["agency"]
        tries = "try" in request.POST
        if tries or not form.is_found:
            trial = _tried(agency, form, pages=3 if tries else 0)
            form = _with_findings(request, form, trial, watch)
        if not tries and not form.errors and form.is_valid():
            try:
                saved = save(agency, form)
            except ValidationError as problem:
                show_errors(form, problem)
            else:
                messages.success(request, _("The site is watched. It is being read now."))
                return redirect("monitoring:watch", saved.key)
    shown = {**context, "form": form, "trial": trial}
    return render(request, "monitoring/watches_form.html", shown, status=422 if form.errors else 200)


def _tried(agency: Agency, form: WatchForm, *, pages: int) -> Trial:
    return try_out(Watch(agency=agency, **form.wish().values()), pages=pages)


def _with_findings(request: HttpRequest, form: WatchForm, trial: Trial, watch: Watch | None) -> WatchForm:
    """The form with the address that was found, or with why none was."""
    if trial.problem:
        form.add_error("url", problem_text(trial.problem))
        return form
    told = request.POST.copy()
    told["url"] = told["found"] = trial.url
    told["kind"] = trial.kind.value
    agencies = None if watch else agencies_watched_by(person_of(request), on=timezone.localdate())
    found = WatchForm(told, agencies=agencies)
    found.is_valid()
    return found


# ------------------------------------------------------------------------------------------------------------ one click


def _do(request: HttpRequest, key: UUID, act: Callable[..., object], said: str, back: str = "") -> HttpResponse:
    watch = _seen_watch(request, key)
    try:
        act(watch, by=person_of(request), on=timezone.localdate())
    except ValidationError as problem:
        tell_errors(request, problem)
    else:
        messages.success(request, said)
        if back:
            return redirect(back)
    return redirect("monitoring:watch", key)


@login_required
@require_POST
def pause(request: HttpRequest, key: UUID) -> HttpResponse:
    """Leaves a site alone."""
    return _do(request, key, pause_watch, _("The site is paused."))


@login_required
@require_POST
def resume(request: HttpRequest, key: UUID) -> HttpResponse:
    """Reads a site again."""
    return _do(request, key, resume_watch, _("The site is read again."))


@login_required
@require_POST
def read(request: HttpRequest, key: UUID) -> HttpResponse:
    """Has a site read at once."""
    return _do(request, key, read_now, _("The site is being read. Load this page again in a minute."))


@login_required
@require_POST
def remove(request: HttpRequest, key: UUID) -> HttpResponse:
    """Watches a site no more."""
    said = _("The site is not watched any more. What was recorded from it stays.")
    return _do(request, key, remove_watch, said, back="monitoring:watches")
