"""The page of access tokens."""

from datetime import timedelta

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from loa.organizations.actions.tokens import make_token, revoke_token
from loa.organizations.models import AccessToken, Person
from loa.organizations.policy import may_anywhere
from loa.organizations.queries.tokens import tokens_of
from loa.organizations.scopes import Scope
from loa.ui.forms import DateField

__all__ = ["revoke", "tokens"]

_USUAL = timedelta(days=90)


class TokenForm(forms.Form):
    """What a token is for, what it opens, and for how long."""

    name = forms.CharField(label=gettext_lazy("What for"), max_length=80)
    scopes = forms.MultipleChoiceField(
        label=gettext_lazy("The program may"), choices=Scope.choices, widget=forms.CheckboxSelectMultiple
    )
    expires_on = DateField(label=gettext_lazy("Last day"))


@never_cache
@login_required
def tokens(request: HttpRequest) -> HttpResponse:
    """The tokens of who asks, and a form for another, whose secret is shown this once."""
    person, today = _person(request), timezone.localdate()
    form = TokenForm(request.POST or None, initial={"expires_on": today + _USUAL})
    secret = ""
    if form.is_valid():
        try:
            _token, secret = make_token(by=person, on=today, **form.cleaned_data)
            form = TokenForm(initial={"expires_on": today + _USUAL})
        except ValidationError as problem:
            form.add_error(None, problem)
    context = {
        "tokens": [(token, _scopes(token)) for token in tokens_of(person)],
        "today": today,
        "form": form,
        "secret": secret,
        "may_make": may_anywhere(person, "tokens.make", on=today),
        "breadcrumbs": [(_("Access tokens"), None)],
    }
    return render(request, "organizations/tokens.html", context)


def _person(request: HttpRequest) -> Person:
    person = request.user
    assert isinstance(person, Person)  # noqa: S101  # for the type: `login_required` lets nobody else in
    return person


def _scopes(token: AccessToken) -> str:
    names = dict(Scope.choices)
    return "; ".join(str(names.get(scope, scope)) for scope in token.scopes)


@login_required
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Ends a token of who asks; other people's do not exist for them."""
    person = _person(request)
    revoke_token(get_object_or_404(AccessToken, pk=pk, person=person), by=person, on=timezone.localdate())
    messages.success(request, _("The token opens nothing any more."))
    return HttpResponseRedirect(reverse("organizations:tokens"))
