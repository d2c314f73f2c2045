"""Asking once what each name in the plan means."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from loa.organizations.models import Agency
from loa.plans.actions.resolve import Settled, look_up_again, settle_name
from loa.plans.models import Plan
from loa.plans.queries.review_agencies import agencies_like, asked_names, day_of_names
from loa.plans.queries.wording import language
from loa.plans.views.asking import crumbs, person_of, tell_errors, words_of
from loa.plans.views.review import reviewed_plan
from loa.writing.wording import codes, label

__all__ = ["review_look_up", "review_names"]


@login_required
def review_names(request: HttpRequest, key: UUID) -> HttpResponse:
    """Every name with what it means; open ones are asked about, each answer holds for the whole plan."""
    plan = reviewed_plan(request, key)
    if request.method == "POST":
        return _settle(request, plan)
    today = timezone.localdate()
    names = asked_names(plan, today)
    asked, words = request.GET.get("name", ""), request.GET.get("q", "").strip()
    context = {
        "plan": plan,
        "open_names": [one for one in names if one.is_open or one.name == asked],
        "known_names": [one for one in names if not one.is_open and one.name != asked],
        "groups": [(code, label("group", code, language())) for code in codes("group")],
        "asked": asked,
        "words": words,
        "found": agencies_like(words, day_of_names(plan, today)) if words else [],
        "breadcrumbs": crumbs(plan),
    }
    return render(request, "plans/review/names.html", context)


@login_required
@require_POST
def review_look_up(request: HttpRequest, key: UUID) -> HttpResponse:
    """Looks the open names up once more."""
    plan = reviewed_plan(request, key)
    try:
        count = look_up_again(plan, by=person_of(request), on=timezone.localdate())
    except ValidationError as problem:
        tell_errors(request, problem)
    else:
        told = ngettext("%(count)d name was found.", "%(count)d names were found.", count)
        messages.info(request, told % {"count": count})
    return redirect("plans:review-names", plan.key)


def _settle(request: HttpRequest, plan: Plan) -> HttpResponse:
    name, here = words_of(request, "name"), reverse("plans:review-names", args=[plan.key])
    to = _answer(request.POST.get("meaning", ""), request.POST.get("group", ""))
    if to is None:
        messages.error(request, _("Choose what “%(name)s” means, then save.") % {"name": name})
        return redirect(here)
    try:
        count = settle_name(plan, name, to=to, by=person_of(request), on=timezone.localdate())
    except ValidationError as problem:
        tell_errors(request, problem)
        return redirect(here)
    told = ngettext(
        "“%(name)s” is settled in %(count)d place.", "“%(name)s” is settled in %(count)d places.", count
    )  # fmt: skip
    messages.success(request, told % {"name": name, "count": count})
    return redirect(here)


def _answer(meaning: str, group: str) -> Settled | None:
    """What the boxes say; None where they say nothing that can be used."""
    if meaning == "outside":
        return Settled()
    if meaning == "group":
        return Settled(group=group) if group in codes("group") else None
    key = meaning.removeprefix("agency-")
    if not (meaning.startswith("agency-") and key.isascii() and key.isdigit() and len(key) < 19):
        return None
    agency = Agency.objects.filter(pk=int(key)).first()
    return Settled(agency) if agency else None
