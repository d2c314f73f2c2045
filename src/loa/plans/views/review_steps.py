"""The steps of a review that take one press: accept, reject, merge."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from loa.plans.actions.review import accept, reject, take_back
from loa.plans.actions.review_shape import merge
from loa.plans.errors import ChangedMeanwhile
from loa.plans.models import Obligation, Plan
from loa.plans.queries.review import key_of
from loa.plans.views.asking import person_of, tell_errors, words_of
from loa.plans.views.review import back_to_review, reviewed_plan

__all__ = ["obligation_of", "review_accept", "review_merge", "review_reject", "review_take_back", "revision_of"]


def obligation_of(plan: Plan, key: UUID) -> Obligation:
    """An obligation of the plan. Raises Http404, also for one that was merged into another."""
    found = plan.obligations.filter(key=key, merged_into=None).first()
    if found is None:
        raise Http404(_("This obligation is not there any more: it was merged with another or taken out."))
    found.plan = plan
    return found


def revision_of(request: HttpRequest) -> int:
    """The revision the page was made from; 0, which no row has, where none was sent."""
    sent = request.POST.get("revision", "")
    return int(sent) if sent.isascii() and sent.isdigit() and len(sent) < 10 else 0


def _done(request: HttpRequest, plan: Plan, step: Callable[[], object], place: str) -> HttpResponse:
    """Takes the step and goes back to the screen, which tells what went wrong."""
    try:
        step()
    except ChangedMeanwhile:
        messages.error(request, _("Somebody else changed this obligation meanwhile. Look at it again, then decide."))
    except ValidationError as problem:
        tell_errors(request, problem)
    return back_to_review(request, plan, place)


@login_required
@require_POST
def review_accept(request: HttpRequest, key: UUID, obligation: UUID) -> HttpResponse:
    """Agrees to an obligation and goes on to the next."""
    plan = reviewed_plan(request, key)
    row, by, today = obligation_of(plan, obligation), person_of(request), timezone.localdate()
    return _done(request, plan, lambda: accept(row, revision=revision_of(request), by=by, on=today), "next")


@login_required
@require_POST
def review_reject(request: HttpRequest, key: UUID, obligation: UUID) -> HttpResponse:
    """Says that something is no obligation."""
    plan = reviewed_plan(request, key)
    row, by, today = obligation_of(plan, obligation), person_of(request), timezone.localdate()
    reason, revision = words_of(request, "reason"), revision_of(request)
    return _done(request, plan, lambda: reject(row, reason=reason, revision=revision, by=by, on=today), "next")


@login_required
@require_POST
def review_take_back(request: HttpRequest, key: UUID, obligation: UUID) -> HttpResponse:
    """Puts the whole reading of an obligation back."""
    plan = reviewed_plan(request, key)
    row, by, today = obligation_of(plan, obligation), person_of(request), timezone.localdate()
    return _done(request, plan, lambda: take_back(row, revision=revision_of(request), by=by, on=today), key_of(row))


@login_required
@require_POST
def review_merge(request: HttpRequest, key: UUID) -> HttpResponse:
    """Makes one of those ticked, or of one and the next."""
    plan = reviewed_plan(request, key)
    by, today = person_of(request), timezone.localdate()
    chosen = _chosen(request)
    row = plan.obligations.filter(pk__in=chosen, merged_into=None).order_by("position", "pk").first()
    if row is None:
        messages.error(request, _("Tick the obligations to merge first."))
        return back_to_review(request, plan)
    row.plan = plan
    return _done(request, plan, lambda: merge(row, chosen, revision=chosen[row.pk], by=by, on=today), key_of(row))


def _chosen(request: HttpRequest) -> dict[int, int]:
    """The keys ticked, with the revision each had on the page."""
    pairs = (sent.split(":") for sent in request.POST.getlist("others"))
    return {int(pair[0]): int(pair[1]) for pair in pairs if len(pair) == 2 and all(map(_is_number, pair))}


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 19
