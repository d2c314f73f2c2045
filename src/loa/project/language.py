"""In which language a page speaks: the person's, else the one chosen on this device, else the installation's."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

from loa.organizations.models import Person

__all__ = ["choose", "of_the_device", "of_the_person"]

Next = Callable[[HttpRequest], HttpResponse]

_KNOWN = frozenset(code for code, _ in settings.LANGUAGES)


def of_the_person(get_response: Next) -> Next:
    """Speaks the language of who asks. What the browser prefers is not asked: Loa is Vietnamese first."""

    def middleware(request: HttpRequest) -> HttpResponse:
        language = _language(request)
        with translation.override(language):
            request.LANGUAGE_CODE = language
            response = get_response(request)
            if hasattr(response, "render") and not getattr(response, "is_rendered", True):
                response.render()
        response.headers.setdefault("Content-Language", language)
        return response

    return middleware


def _language(request: HttpRequest) -> str:
    wanted = getattr(request.user, "language", "") if request.user.is_authenticated else ""
    return wanted if wanted in _KNOWN else of_the_device(request)


def of_the_device(request: HttpRequest) -> str:
    """The language chosen on this device. Django would make and keep a catalogue for any other word in the cookie."""
    wanted = request.COOKIES.get(settings.LANGUAGE_COOKIE_NAME, "")
    return wanted if wanted in _KNOWN else settings.LANGUAGE_CODE


@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    """Takes the language for this device, and for the person who is signed in."""
    chosen = request.POST.get("language", "")
    if request.user.is_authenticated and chosen in _KNOWN:
        Person.objects.filter(pk=request.user.pk).update(language=chosen)
    return set_language(request)
