"""The pages for what goes wrong: each says what it is and what to do, in the language of the reader."""

from collections.abc import Iterator

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loa.audit.acting import request_id
from loa.audit.wording import verb_name
from loa.organizations.enums import Role
from loa.organizations.models import Person, Post
from loa.organizations.policy import Forbidden, matrix
from loa.organizations.queries.people import held_posts
from loa.project.language import of_the_device

__all__ = ["bad_request", "csrf_failure", "forbidden", "not_found", "server_error", "too_large"]

_MOST_NAMED = 3


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  # Django's form
    """The request cannot be understood."""
    return _page(request, 400)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:  # noqa: ARG001  # Django's form
    """Nothing is there, or nothing the visitor may know of."""
    return _page(request, 404)


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The person may not: says which right is missing, who has it, and who can give it."""
    text = " ".join(_missing(exception, request)) if isinstance(exception, Forbidden) else ""
    return _page(request, 403, text)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # Django's form
    """The form was not sent from a page of this session."""
    return _page(
        request,
        403,
        _("The page had been open too long, or cookies are switched off. Go back, reload it and send again."),
    )


def too_large(request: HttpRequest) -> HttpResponse:
    """More was sent than may be uploaded."""
    limit = settings.UPLOAD_LIMIT // 1024**2
    told = ngettext(
        "What you sent is larger than %(limit)d megabyte, the most this system takes.",
        "What you sent is larger than %(limit)d megabytes, the most this system takes.",
        limit,
    )
    with translation.override(of_the_device(request)):
        return _page(request, 413, f"{told} {_('Send a smaller file, or split the document.')}" % {"limit": limit})


def server_error(request: HttpRequest) -> HttpResponse:
    """The fault is Loa's. The number lets the administrator find it in the log."""
    return _page(request, 500, _("Tell the administrator this number: %(number)s") % {"number": request_id()[:12]})


def _page(request: HttpRequest, status: int, text: str = "") -> HttpResponse:
    return render(request, "ui/error.html", {"code": str(status), "text": text}, status=status)


def _missing(forbidden: Forbidden, request: HttpRequest) -> Iterator[str]:
    yield _("You may not do this: %(verb)s.") % {"verb": verb_name(forbidden.verb)}
    roles = sorted({str(Role(role).label) for allowed in matrix()[forbidden.verb].values() for role in allowed})
    if len(roles) < len(Role):
        yield _("It takes one of these roles: %(roles)s.") % {"roles": ", ".join(roles)}
    if request.user.is_authenticated and (names := _administrators(request.user)):
        yield _("If it belongs to your work, ask: %(names)s.") % {"names": "; ".join(names)}


def _administrators(person: Person) -> list[str]:
    """Who could give the person a role: the administrators of their agencies."""
    today = timezone.localdate()
    agencies = {post.agency_id for post in held_posts(person, today)}
    found = Post.objects.on(today).filter(agency__in=agencies, role=Role.ADMINISTRATOR, person__is_active=True)
    people = Person.objects.filter(posts__in=found).distinct()[:_MOST_NAMED]
    return [f"{one.full_name} ({one.email})" for one in people]
