"""How people come in: nobody signs up by themselves, and whoever comes by single sign-on must be known already."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from django.http import HttpRequest

__all__ = ["AccountAdapter", "SocialAccountAdapter"]


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # the package has no types
    """Accounts are made by administrators only."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:  # noqa: ARG002  # the package's signature
        return False


class SocialAccountAdapter(DefaultSocialAccountAdapter):  # type: ignore[misc]  # the package has no types
    """Single sign-on opens the account with the same, verified address."""

    def is_open_for_signup(self, request: HttpRequest, sociallogin: Any) -> bool:  # noqa: ARG002  # the package's signature
        return False
