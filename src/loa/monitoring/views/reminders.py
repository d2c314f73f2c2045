"""Reminders: what was sent, what it achieved, and by which steps."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.monitoring.actions.reminding import set_steps
from loa.monitoring.forms.urging import (
    EffectFilter,
    ReminderFilter,
    Steps,
    cleaned,
    initial_steps,
    steps_of,
    told,
    untold,
)
from loa.monitoring.models import Reminder
from loa.monitoring.queries.reminders import SPANS, Effect, agencies_named, effects, reminders_seen_by
from loa.monitoring.queries.reminding import default_steps, own_steps, steps_for
from loa.monitoring.views.asking import export_format, person_of
from loa.monitoring.views.doing import tell_errors
from loa.organizations.models import Agency
from loa.organizations.policy import Forbidden, agencies_in_charge, agencies_where, may
from loa.ui.export import Column, table_response
from loa.ui.listing import listing
from loa.ui.parts import Link

__all__ = ["effect", "reminders", "steps"]

_SORTS = {"sent": "sent_at", "agency": ("agency__name", "-sent_at"), "due": ("occurrence__owed_on", "-sent_at")}


@login_required
def reminders(request: HttpRequest) -> HttpResponseBase:
    """Every reminder of the agencies somebody is in charge of."""
    person, today = person_of(request), timezone.localdate()
    form = ReminderFilter(request.GET)
    rows = _narrowed(reminders_seen_by(person, today), cleaned(form))
    if format := export_format(request):
        return table_response(rows.iterator(), _columns(), name=_("Reminders"), format=format)
    page = listing(request, rows, sorts=_SORTS, default="-sent")
    own = Agency.objects.filter(pk__in=list(agencies_where(person, "reminders.configure", on=today)))
    context = {"listing": page, "filter_form": form, "tabs": _tabs("list"), "own": own, "today": today}
    return render(request, "monitoring/reminders.html", context)


def _narrowed(rows: QuerySet[Reminder], given: dict[str, Any]) -> QuerySet[Reminder]:
    if given.get("q"):
        rows = rows.filter(agency__in=agencies_named(given["q"]))
    if given.get("to"):
        rows = rows.filter(to=given["to"])
    if given.get("answered"):
        rows = rows.filter(answered_on__isnull=given["answered"] == "no")
    if given.get("since"):
        rows = rows.filter(sent_at__date__gte=given["since"])
    return rows.filter(sent_at__date__lte=given["until"]) if given.get("until") else rows


def _columns() -> Sequence[Column[Reminder]]:
    return (
        Column(_("Sent"), lambda row: row.sent_at, 18),
        Column(_("Agency"), lambda row: row.agency.name, 40),
        Column(_("Obligation"), lambda row: str(row.occurrence.rule), 60),
        Column(_("Window"), lambda row: row.occurrence.name, 20),
        Column(_("Due on"), lambda row: row.occurrence.due_on, 12),
        Column(_("Days from the due day"), lambda row: row.days, 10),
        Column(_("Who was reminded"), lambda row: row.get_to_display(), 30),
        Column(_("People reached"), lambda row: row.people, 10),
        Column(_("Shown then"), lambda row: row.counted, 10),
        Column(_("Required"), lambda row: row.required, 10),
        Column(_("Done on"), lambda row: row.answered_on, 12),
    )


@login_required
def effect(request: HttpRequest) -> HttpResponseBase:
    """What each step achieved, for the agencies somebody is in charge of."""
    person, today = person_of(request), timezone.localdate()
    form = EffectFilter(request.GET)
    first, last = form.days(today)
    rows = effects(agencies_in_charge(person, "occurrences.see", on=today), first, last)
    if format := export_format(request):
        return table_response(rows, _effect_columns(), name=_("What reminders achieved"), format=format)
    context = {
        "rows": rows, "filter_form": form, "first": first, "last": last, "spans": SPANS, "tabs": _tabs("effect"),
        "breadcrumbs": [(_("Reminders"), reverse("monitoring:reminders")), (_("What they achieved"), None)],
    }  # fmt: skip
    return render(request, "monitoring/reminder_effect.html", context)


def _effect_columns() -> Sequence[Column[Effect]]:
    def within(place: int) -> Column[Effect]:
        return Column(_("Done within %d days") % SPANS[place], lambda row: row.within[place], 14)

    return (
        Column(_("Days from the due day"), lambda row: row.days, 10),
        Column(_("Who was reminded"), lambda row: row.reaches, 30),
        Column(_("Sent"), lambda row: row.sent, 10),
        *(within(place) for place in range(len(SPANS))),
        Column(_("Done in all"), lambda row: row.answered, 12),
    )


def _tabs(here: str) -> list[Link]:
    return [
        Link(_("Sent"), reverse("monitoring:reminders"), current=here == "list"),
        Link(_("What they achieved"), reverse("monitoring:reminder-effect"), current=here == "effect"),
    ]


@login_required
def steps(request: HttpRequest, key: UUID) -> HttpResponse:
    """By which steps an agency has those reminded whom it urges."""
    agency = get_object_or_404(Agency, key=key)
    if not may(person_of(request), "reminders.configure", agency, on=timezone.localdate()):
        raise Forbidden("reminders.configure")
    own, held = own_steps(agency.pk), steps_for(agency.pk, timezone.localdate())
    rows = Steps(request.POST if "form-TOTAL_FORMS" in request.POST else None, initial=initial_steps(held))
    if request.method == "POST" and (answer := _save(request, agency, rows)):
        return answer
    context = {
        "agency": agency, "rows": rows, "is_own": bool(own), "is_default": held == default_steps(),
        "seen": request.POST.get("seen", told(own)),
        "breadcrumbs": [(_("Reminders"), reverse("monitoring:reminders")), (_("Steps"), None)],
    }  # fmt: skip
    return render(request, "monitoring/reminder_steps.html", context)


def _save(request: HttpRequest, agency: Agency, rows: Any) -> HttpResponse | None:
    """Saves what was entered, or goes back to the default; None where something is to be put right."""
    to_default = "default" in request.POST
    if not to_default and not rows.is_valid():
        return None
    wanted = [] if to_default else steps_of(rows)
    seen = untold(request.POST.get("seen", ""))
    try:
        set_steps(agency, wanted, seen=seen, by=person_of(request), on=timezone.localdate())
    except ValidationError as problem:
        tell_errors(request, problem)
        return None
    said = _("The steps are saved.") if wanted else _("The default steps hold again.")
    messages.success(request, said)
    return redirect("monitoring:reminder-steps", agency.key)
