"""Pages of webhooks: who is told of what, and what became of it."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from loa.monitoring.actions.delivering import body_of
from loa.monitoring.actions.webhooks import (
    change_webhook,
    make_webhook,
    remove_webhook,
    renew_secret,
    send_again,
    send_test,
)
from loa.monitoring.enums import DeliveryState, WebhookEvent
from loa.monitoring.fetching.outcome import problem_text
from loa.monitoring.forms.webhooks import DeliveryFilter, NewWebhookForm, WebhookForm
from loa.monitoring.models import Delivery, Webhook
from loa.monitoring.queries.webhooks import deliveries_of, webhooks_of
from loa.monitoring.views.asking import person_of
from loa.organizations.policy import Forbidden, agencies_where, require
from loa.ui.listing import listing

__all__ = ["again", "page", "remove", "secret", "test", "webhooks"]

_VERB = "webhooks.change"
_TONES = {DeliveryState.WAITING: "info", DeliveryState.DELIVERED: "success", DeliveryState.FAILED: "danger"}


@never_cache
@login_required
def webhooks(request: HttpRequest) -> HttpResponse:
    """The webhooks of the agencies somebody administers, and a form for another."""
    person, today = person_of(request), timezone.localdate()
    agencies = list(agencies_where(person, _VERB, on=today))
    if not agencies:
        raise Forbidden(_VERB)
    form = NewWebhookForm(agencies, request.POST or None)
    if form.is_valid():
        try:
            made, told = make_webhook(form.cleaned_data["agency"], form.wanted(), by=person, on=today)
            return _page(request, made, told=told)
        except ValidationError as problem:
            form.add_error(None, problem)
    context = {
        "webhooks": [(one, _events(one)) for one in webhooks_of(agencies)],
        "form": form,
        "breadcrumbs": [(_("Webhooks"), None)],
    }
    return render(request, "monitoring/webhooks.html", context)


def _events(webhook: Webhook) -> str:
    names = dict(WebhookEvent.choices)
    return "; ".join(str(names.get(event, event)) for event in webhook.events)


@never_cache
@login_required
def page(request: HttpRequest, key: UUID) -> HttpResponse:
    """One webhook: its address and events, to be changed, and what was sent."""
    webhook = _seen(request, key)
    if request.method != "POST":
        return _page(request, webhook)
    form = WebhookForm(request.POST)
    if form.is_valid():
        person, today = person_of(request), timezone.localdate()
        try:
            revision = form.cleaned_data["revision"]
            change_webhook(webhook, form.wanted(), revision=revision, by=person, on=today)
        except ValidationError as problem:
            form.add_error(None, problem)
        else:
            messages.success(request, _("Saved."))
            return HttpResponseRedirect(reverse("monitoring:webhook", args=[key]))
    return _page(request, webhook, form)


def _seen(request: HttpRequest, key: UUID) -> Webhook:
    webhook = get_object_or_404(Webhook.objects.select_related("agency", "made_by"), key=key)
    require(person_of(request), _VERB, webhook.agency_id, on=timezone.localdate())
    return webhook


def _page(request: HttpRequest, webhook: Webhook, form: WebhookForm | None = None, *, told: str = "") -> HttpResponse:
    narrowed = DeliveryFilter(request.GET)
    narrowed.is_valid()
    rows = deliveries_of(
        webhook, state=narrowed.cleaned_data.get("state", ""), event=narrowed.cleaned_data.get("event", "")
    )
    found = listing(request, rows, sorts={"made": "pk"}, default="-made", per_page=25)
    fields = ("url", "events", "active", "revision")
    context = {
        "webhook": webhook,
        "secret": told,
        "form": form or WebhookForm(initial={name: getattr(webhook, name) for name in fields}),
        "listing": found,
        "rows": [_row(delivery) for delivery in found],
        "filter_form": narrowed,
        "breadcrumbs": [(_("Webhooks"), reverse("monitoring:webhooks")), (webhook.url, None)],
    }
    return render(request, "monitoring/webhook.html", context)


def _row(delivery: Delivery) -> dict[str, object]:
    state = DeliveryState(delivery.state)
    return {
        "delivery": delivery,
        "event": WebhookEvent(delivery.event).label if delivery.event in WebhookEvent.values else delivery.event,
        "state": state.label,
        "tone": _TONES[state],
        "problem": problem_text(delivery.problem),
        "body": body_of(delivery).decode(),
        "waits": state is DeliveryState.WAITING,
    }


def _deed(request: HttpRequest, webhook: Webhook, do: Callable[[], object], words: str) -> HttpResponse:
    do()
    messages.success(request, words)
    return HttpResponseRedirect(reverse("monitoring:webhook", args=[webhook.key]))


@login_required
@require_POST
def test(request: HttpRequest, key: UUID) -> HttpResponse:
    """Sends something to try the address."""
    webhook = _seen(request, key)
    words = _("A test is on its way. Load this page again in a moment to see what became of it.")
    return _deed(
        request, webhook, lambda: send_test(webhook, by=person_of(request), on=timezone.localdate()), words
    )  # fmt: skip


@never_cache
@login_required
@require_POST
def secret(request: HttpRequest, key: UUID) -> HttpResponse:
    """Makes another secret and shows it this once."""
    webhook = _seen(request, key)
    told = renew_secret(webhook, by=person_of(request), on=timezone.localdate())
    webhook.refresh_from_db()
    return _page(request, webhook, told=told)


@login_required
@require_POST
def remove(request: HttpRequest, key: UUID) -> HttpResponse:
    """Ends a webhook."""
    remove_webhook(_seen(request, key), by=person_of(request), on=timezone.localdate())
    messages.success(request, _("Nothing is sent to this address any more."))
    return HttpResponseRedirect(reverse("monitoring:webhooks"))


@login_required
@require_POST
def again(request: HttpRequest, key: UUID) -> HttpResponse:
    """Sends one event once more."""
    delivery = get_object_or_404(Delivery.objects.select_related("webhook__agency"), key=key)
    require(person_of(request), _VERB, delivery.webhook.agency_id, on=timezone.localdate())
    words = _("It is on its way again, under the same id.")
    return _deed(
        request,
        delivery.webhook,
        lambda: send_again(delivery, by=person_of(request), on=timezone.localdate()),
        words,
    )
