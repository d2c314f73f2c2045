"""People as administrators see them: who works where, and what can be done."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from loa.organizations.actions.people import (
    add_person,
    change_person,
    may_change,
    require_change,
    send_password_link,
    set_active,
)
from loa.organizations.actions.posts import end_post, give_post
from loa.organizations.enums import Role
from loa.organizations.forms.browsing import PeopleFilter
from loa.organizations.forms.people import AddPersonForm, CardForm, EndPostForm, PostForm
from loa.organizations.models import Agency, Person, Post
from loa.organizations.policy import Forbidden, agencies_in_charge, may, require
from loa.organizations.queries.people import delegations_given, delegations_received, past_posts_of, posts_of
from loa.organizations.queries.people_list import NO_POST, SoughtPeople, people_for
from loa.organizations.views.asking import Asked, asked, show_problem
from loa.ui.export import FORMATS, Column, table_response
from loa.ui.listing import listing

__all__ = ["add", "change", "end", "let_in", "list_people", "lock_out", "person", "post", "send_link"]

_SORTS = {"name": "sort_key", "email": "email"}


@login_required
def list_people(request: HttpRequest) -> HttpResponseBase:
    """The people in the charge of who asks."""
    ask = asked(request, "people.change")
    agencies = agencies_in_charge(ask.person, "people.change", on=ask.today)
    found = people_for(agencies, _wanted(request), ask.today)
    if request.GET.get("format") in FORMATS:
        return table_response(found, _columns(), name="can-bo", format=request.GET["format"])
    page = listing(request, found, sorts=_SORTS, default="name")
    return render(
        request, "organizations/people.html", {"listing": page, "filter_form": PeopleFilter(request.GET or None)}
    )


def _columns() -> list[Column[Person]]:
    return [
        Column(_("Full name"), lambda row: row.full_name, 30),
        Column(_("E-mail"), lambda row: row.email, 30),
        Column(_("Telephone"), lambda row: row.phone, 16),
        Column(_("Posts"), _held_words, 60),
        Column(_("May sign in"), lambda row: _("yes") if row.is_active else _("no"), 12),
    ]


def _held_words(row: Any) -> str:
    return "; ".join(f"{post.get_role_display()}, {post.agency}" for post in row.held)


def _wanted(request: HttpRequest) -> SoughtPeople:
    role, state = request.GET.get("role", ""), request.GET.get("state", "")
    return SoughtPeople(
        text=request.GET.get("q", "")[:100],
        role=role if role in {*Role.values, NO_POST} else "",
        state=state if state in {"in", "out"} else "",
    )


@login_required
def person(request: HttpRequest, key: UUID) -> HttpResponse:
    """What is known of a person: posts, now and before, and what was handed on."""
    ask = asked(request)
    kept = _seen(key, ask)
    posts = [(one, *_deeds(one, ask)) for one in posts_of(kept, ask.today)]
    given = delegations_given(kept, ask.today)
    context = {
        "subject": kept,
        "posts": posts,
        "past": past_posts_of(kept, ask.today),
        "given": given,
        "may_revoke": {one.pk for one in given if _deeds(one.post, ask)[1]},
        "received": delegations_received(kept, ask.today),
        "may_change": may_change(ask.person, kept, on=ask.today),
        "is_self": kept.pk == ask.person.pk,
        "breadcrumbs": _way(),
    }
    return render(request, "organizations/person.html", context)


def _deeds(post: Post, ask: Asked) -> tuple[bool, bool]:
    """Whether who asks may end the post, and hand it on."""
    may_end = may(ask.person, "people.change", post.agency_id, on=ask.today)
    may_hand = may(ask.person, "people.delegate", post.agency_id, on=ask.today)
    return may_end, may_hand and (may_end or post.person_id == ask.person.pk)


def _way(*people: Person) -> list[tuple[str, str]]:
    pages = [(one.full_name, reverse("organizations:person", args=[one.key])) for one in people]
    return [(_("People"), reverse("organizations:people")), *pages]


def _person(key: UUID) -> Person:
    found = Person.objects.filter(key=key).first()
    if found is None:
        raise Http404(_("There is no such person, or you may not see them."))
    return found


def _seen(key: UUID, ask: Asked) -> Person:
    """The person, for whom is in charge of one of their agencies or works there. Raises Http404."""
    kept = _person(key)
    if kept.pk == ask.person.pk or may_change(ask.person, kept, on=ask.today):
        return kept
    posts = posts_of(kept, ask.today)
    if any(may(ask.person, "people.see", one.agency_id, on=ask.today) for one in posts):
        return kept
    raise Http404(_("There is no such person, or you may not see them."))


@login_required
def add(request: HttpRequest) -> HttpResponse:
    """Enters somebody with a first post."""
    ask = asked(request, "people.change")
    first = {"valid_from": ask.today, "agency": _named(request)}
    form = AddPersonForm(request.POST or None, today=ask.today, initial=first)

    def perform() -> Person:
        return add_person(form.card(), form.post(), by=ask.person, on=ask.today)

    return _form_page(
        request, form, perform, heading=_("Add a person"), done=_("The person is entered and gets a mail."), way=_way()
    )


def _named(request: HttpRequest) -> str:
    try:
        found = Agency.objects.filter(key=UUID(request.GET.get("at", ""))).first()
    except ValueError:
        return ""
    return found.name if found else ""


@login_required
def change(request: HttpRequest, key: UUID) -> HttpResponse:
    """Changes what is known of somebody."""
    ask = asked(request, "people.change")
    kept = _seen(key, ask)
    require_change(ask.person, kept, on=ask.today)
    form = CardForm(request.POST or None, initial=CardForm.initial_of(kept))

    def perform() -> Person:
        return change_person(kept, form.card(), seen=form.seen_card(), by=ask.person, on=ask.today)

    return _form_page(
        request, form, perform, heading=kept.full_name, done=_("The change is saved."), way=_way(kept), back=kept
    )


@login_required
def post(request: HttpRequest, key: UUID) -> HttpResponse:
    """Gives somebody another post."""
    ask = asked(request, "people.change")
    kept = _seen(key, ask)
    first = {"valid_from": ask.today, "agency": _named(request)}
    form = PostForm(request.POST or None, today=ask.today, initial=first)

    def perform() -> Person:
        return give_post(kept, form.post(), by=ask.person, on=ask.today).person

    return _form_page(
        request, form, perform, heading=_("Give a post"), done=_("The post is given."), way=_way(kept), back=kept
    )


@login_required
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a post on a day."""
    ask = asked(request, "people.change")
    kept = Post.objects.select_related("person", "agency").filter(pk=pk).first()
    if kept is None:
        raise Http404(_("There is no such post."))
    require(ask.person, "people.change", kept.agency_id, on=ask.today)
    form = EndPostForm(request.POST or None, initial={"last": ask.today})

    def perform() -> Person:
        end_post(kept, form.cleaned_data["last"], by=ask.person, on=ask.today)
        return kept.person

    heading = _("End the post: %s") % kept
    return _form_page(
        request, form, perform, heading=heading, done=_("The post ends."), way=_way(kept.person), back=kept.person
    )


@require_POST
@login_required
def lock_out(request: HttpRequest, key: UUID) -> HttpResponse:
    """Somebody may no longer sign in."""
    return _deed(request, key, lambda kept, ask: set_active(kept, False, by=ask.person, on=ask.today))


@require_POST
@login_required
def let_in(request: HttpRequest, key: UUID) -> HttpResponse:
    """Somebody may sign in again."""
    return _deed(request, key, lambda kept, ask: set_active(kept, True, by=ask.person, on=ask.today))


@require_POST
@login_required
def send_link(request: HttpRequest, key: UUID) -> HttpResponse:
    """Mails somebody a link to set a new password."""
    return _deed(request, key, lambda kept, ask: send_password_link(kept, by=ask.person, on=ask.today))


def _deed(request: HttpRequest, key: UUID, perform: Callable[[Person, Asked], None]) -> HttpResponse:
    ask = asked(request, "people.change")
    kept = _person(key)
    try:
        perform(kept, ask)
    except ValidationError as problem:
        for sentence in problem.messages:
            messages.error(request, sentence)
    else:
        messages.success(request, _("Done."))
    return redirect("organizations:person", kept.key)


def _form_page(
    request: HttpRequest,
    form: forms.Form,
    perform: Callable[[], Person],
    *,
    heading: str,
    done: str,
    way: list[tuple[str, str]],
    back: Person | str = "organizations:people",
) -> HttpResponse:
    if request.method == "POST" and form.is_valid():
        try:
            kept = perform()
        except Forbidden:
            raise
        except ValidationError as problem:
            show_problem(form, problem)
        else:
            messages.success(request, done)
            return redirect("organizations:person", kept.key)
    context = {"form": form, "heading": heading, "breadcrumbs": way, "back": back}
    return render(request, "organizations/form.html", context, status=422 if form.errors else 200)
