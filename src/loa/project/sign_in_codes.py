"""One-time codes that open once: the forms of the package, with what they forget too early kept as long as needed."""

from allauth.mfa import app_settings
from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms
from django.core.cache import cache

__all__ = ["AuthenticateForm", "ReauthenticateForm"]


class _OnceForm(forms.BaseAuthenticateForm):  # type: ignore[misc]  # the package has no types
    """The package remembers a used code for one period; with a tolerance it would be taken again in the next."""

    def clean_code(self) -> str:
        code: str = super().clean_code()
        place = f"sign-in-code:{self.user.pk}:{''.join(code.split())}"
        periods = 1 + 2 * app_settings.TOTP_TOLERANCE
        if not cache.add(place, "used", periods * app_settings.TOTP_PERIOD):
            self._emit_authentication_failed(self.authenticator)
            raise get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(_OnceForm, forms.AuthenticateForm):  # type: ignore[misc]  # as above
    """Asks for a code when signing in."""


class ReauthenticateForm(_OnceForm, forms.ReauthenticateForm):  # type: ignore[misc]  # as above
    """Asks for a code again before something grave."""
