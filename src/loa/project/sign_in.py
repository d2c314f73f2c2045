"""How people come in: nobody signs up by themselves, and whoever comes by single sign-on must be known already."""

from base64 import urlsafe_b64encode
from collections.abc import Callable
from hashlib import sha256
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from cryptography.fernet import Fernet
from django.conf import settings
from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from loa.organizations.actions.password_links import owe_links
from loa.organizations.models import Person
from loa.project import sign_in_trail

__all__ = ["AccountAdapter", "MFAAdapter", "SocialAccountAdapter", "second_factor"]


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the package has no types
    """Accounts are made by administrators only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # the package's signature
        return False

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:  # noqa: ARG002  # as above
        known = Person.objects.filter(email=str(credentials.get("email", "")).lower()).first()
        sign_in_trail.failed(known, factor="password")

    @transaction.atomic
    def send_password_reset_mail(self, user: Person, email: str, context: dict[str, Any]) -> None:  # noqa: ARG002
        """In the background: the mail is noted with the row of the trail, its link is made when it is written."""
        sign_in_trail.record_of("sign-in.ask-reset", user, by=None)
        owe_links([user], new=False)


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # the package has no types
    """Single sign-on opens the account with the same, verified address, and leaves nothing behind in it."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002  # the package's signature
        return False

    def pre_social_login(self, request: HttpRequest, sociallogin: Any) -> None:
        """Finds who it is. Raises ImmediateHttpResponse with a page that says what to do where nobody is found."""
        verified = [address.email.lower() for address in sociallogin.email_addresses if address.verified]
        known = Person.objects.filter(email__in=verified, is_active=True).first()
        if known is None:
            sign_in_trail.refused()
            page = render(request, "socialaccount/refused.html", {"verified": bool(verified)}, status=403)
            raise ImmediateHttpResponse(page)
        sociallogin.user = known


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]  # the package has no types
    """Keeps the secrets of second factors under the key of the installation."""

    def encrypt(self, text: str) -> str:
        return _box().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        return _box().decrypt(encrypted_text.encode()).decode()


def _box() -> Fernet:
    return Fernet(urlsafe_b64encode(sha256(f"loa.mfa:{settings.SECRET_KEY}".encode()).digest()))


_OPEN = ("/accounts/", "/i18n/", settings.STATIC_URL)
"""Where somebody who still has to set up a second factor may go."""


def second_factor(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Where the installation wants a second factor of everybody, leads those without one to its set-up first."""

    def middleware(request: HttpRequest) -> HttpResponse:
        if settings.REQUIRE_TOTP and _lacks_factor(request):
            messages.warning(request, _("Before you go on, set up a one-time code: this installation asks it of all."))
            return redirect("mfa_activate_totp")
        return get_response(request)

    return middleware


def _lacks_factor(request: HttpRequest) -> bool:
    if request.path.startswith(_OPEN) or not request.user.is_authenticated:
        return False
    return not Authenticator.objects.filter(user_id=request.user.pk, type=Authenticator.Type.TOTP).exists()
