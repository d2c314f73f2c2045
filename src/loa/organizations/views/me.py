"""The own page: card, posts, what was handed on and received."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from loa.organizations.actions.people import change_self
from loa.organizations.actions.posts import delegate, revoke_delegation
from loa.organizations.forms.people import DelegateForm, MeForm
from loa.organizations.models import Delegation, Person, Post
from loa.organizations.policy import Forbidden, may
from loa.organizations.queries.people import delegations_given, delegations_received, posts_of
from loa.organizations.views.asking import person_of, show_problem

__all__ = ["hand_on", "me", "revoke"]


@login_required
def me(request: HttpRequest) -> HttpResponse:
    """What Loa knows of who asks, and what they can change of it."""
    person, today = person_of(request), timezone.localdate()
    form = MeForm(request.POST or None, initial=MeForm.initial_of(person))
    if request.method == "POST" and form.is_valid():
        try:
            change_self(person, form.card(), seen=form.seen_card(), on=today)
        except ValidationError as problem:
            show_problem(form, problem)
        else:
            messages.success(request, _("The change is saved."))
            return redirect("organizations:me")
    posts = [(post, may(person, "people.delegate", post.agency_id, on=today)) for post in posts_of(person, today)]
    given = delegations_given(person, today)
    context = {
        "form": form,
        "posts": posts,
        "given": given,
        "may_revoke": {one.pk for one in given if may(person, "people.delegate", one.post.agency_id, on=today)},
        "received": delegations_received(person, today),
    }
    return render(request, "organizations/me.html", context, status=422 if form.errors else 200)


@login_required
def hand_on(request: HttpRequest, pk: int) -> HttpResponse:
    """Hands a post to somebody for a time."""
    person, today = person_of(request), timezone.localdate()
    post = Post.objects.select_related("person", "agency").filter(pk=pk).first()
    if post is None:
        raise Http404(_("There is no such post."))
    in_charge = may(person, "people.change", post.agency_id, on=today)
    if not may(person, "people.delegate", post.agency_id, on=today) or not (in_charge or post.person_id == person.pk):
        raise Forbidden("people.delegate")
    form = DelegateForm(request.POST or None, initial={"valid_from": today})
    if request.method == "POST" and form.is_valid():
        try:
            delegate(post, form.handing(), by=person, on=today)
        except ValidationError as problem:
            show_problem(form, problem)
        else:
            messages.success(request, _("The post is handed on."))
            return _to_holder(person, post)
    back = "organizations:me" if post.person_id == person.pk else post.person
    context = {"form": form, "heading": _("Hand on: %s") % post, "back": back}
    return render(request, "organizations/form.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a delegation today."""
    person, today = person_of(request), timezone.localdate()
    kept = Delegation.objects.select_related("post__person").filter(pk=pk).first()
    if kept is None:
        raise Http404(_("There is no such delegation."))
    try:
        revoke_delegation(kept, by=person, on=today)
    except ValidationError as problem:
        for sentence in problem.messages:
            messages.error(request, sentence)
    else:
        messages.success(request, _("The delegation is revoked."))
    return _to_holder(person, kept.post)


def _to_holder(person: Person, post: Post) -> HttpResponse:
    """To the page where the post stands: the own one, or for administrators that of its holder."""
    if post.person_id == person.pk:
        return redirect("organizations:me")
    return redirect("organizations:person", post.person.key)
