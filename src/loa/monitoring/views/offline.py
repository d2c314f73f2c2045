"""What lets evidence be entered without network: the page that is kept, its worker, the queue's door, the manifest."""

import json
from importlib import resources
from typing import Any

from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control, never_cache
from django.views.decorators.http import require_GET, require_http_methods

from loa.monitoring.views.asking import person_of
from loa.monitoring.views.recording import page_of_entry, save, show_faults
from loa.monitoring.views.recording_entry import Desk, begun, desk_of, recorded_already
from loa.organizations.policy import Forbidden

__all__ = ["manifest", "page", "send", "worker"]

_BRAND, _GROUND = "#8f1d1d", "#f4f5f7"


@login_required
@require_GET
def page(request: HttpRequest) -> HttpResponse:
    """The entry as browsers keep it, and what waits in this one."""
    desk = desk_of(person_of(request), timezone.localdate())
    begin, placement = begun(request, desk)
    # Messages are for the page that the person looks at, not for the one that is put away.
    return page_of_entry(request, desk.form(initial=begin), placement=placement, offline=True, messages=[])


@require_GET
@cache_control(max_age=0, must_revalidate=True, private=True)
def worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's form
    """The script that opens the kept page. It has to come from above the pages that it serves."""
    file = resources.files("loa.monitoring") / "static" / "monitoring" / "worker.js"
    return HttpResponse(file.read_bytes(), content_type="text/javascript; charset=utf-8")


@require_GET
def manifest(request: HttpRequest) -> HttpResponse:  # noqa: ARG001  # Django's form
    """Loa as something to be put on a phone's screen, to which pages of other sites can be shared."""
    entry = reverse("monitoring:record-evidence")
    told = {
        "name": _("Loa – record evidence"),
        "short_name": "Loa",
        "lang": get_language(),
        "start_url": entry,
        "scope": "/",
        "display": "minimal-ui",
        "theme_color": _BRAND,
        "background_color": _GROUND,
        "icons": [
            {"src": static(f"monitoring/loa-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png"}
            for size in (192, 512)
        ],
        "share_target": {
            "action": entry,
            "method": "GET",
            "params": {"title": "title", "text": "text", "url": "url"},
        },
    }
    return HttpResponse(json.dumps(told, ensure_ascii=False), content_type="application/manifest+json; charset=utf-8")


@never_cache
@require_http_methods(["GET", "POST"])
def send(request: HttpRequest) -> HttpResponse:
    """Takes one entry of a browser's queue; GET tells who is signed in and what a form needs to be let in."""
    if not request.user.is_authenticated:
        told = {"signed_in": False, "state": "waiting"}
        return JsonResponse(told, status=200 if request.method == "GET" else 401)
    if request.method == "GET":
        return JsonResponse({"signed_in": True, "person": str(person_of(request).key), "csrf": get_token(request)})
    try:
        desk = desk_of(person_of(request), timezone.localdate())
    except Forbidden:
        return _answer(
            "refused", why=[_("You may not record evidence any more. Ask the administrator of your agency.")]
        )
    return _taken(request, desk)


def _taken(request: HttpRequest, desk: Desk) -> JsonResponse:
    form = desk.form(request.POST, request.FILES)
    if form.is_valid():
        if same := recorded_already(form):
            told = _("This link is recorded already: “%(title)s”.") % {"title": same.title}
            return _answer("duplicate", why=[told], url=reverse("monitoring:evidence-detail", args=[same.key]))
        try:
            evidence = save(request, desk, form)
        except ValidationError as problem:
            show_faults(form, problem)
        else:
            return _answer("recorded", url=reverse("monitoring:evidence-recorded", args=[evidence.key]))
    return _answer("refused", why=_sentences(form))


def _sentences(form: Any) -> list[str]:
    labels = {name: field.label for name, field in form.fields.items()}
    return [
        f"{labels[name]}: {sentence}" if labels.get(name) else str(sentence)
        for name, sentences in form.errors.items()
        for sentence in sentences
    ]


def _answer(state: str, **told: Any) -> JsonResponse:
    """What became of an entry. Always 200: the queue reads the answer, and a refusal is no fault of the server."""
    return JsonResponse({"state": state, "why": [], **told})
