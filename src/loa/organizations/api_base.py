"""What the programming interface of every room stands on: who calls, what they get on an error, pages of lists."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any, Generic, TypeVar, overload

from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation.trans_real import parse_accept_lang_header
from ninja import Field, Schema
from ninja.security import APIKeyCookie, HttpBearer
from ninja.utils import check_csrf

from loa.organizations.actions.tokens import touch
from loa.organizations.models import Person
from loa.organizations.queries.tokens import live_token
from loa.organizations.scopes import Scope

__all__ = [
    "ERRORS", "Caller", "Day", "Line", "Number", "Page", "Paging", "Problem", "ProblemOut", "SessionKey", "TokenKey",
    "Words", "caller_of", "page_of",
]  # fmt: skip

_Row = TypeVar("_Row")
_Out = TypeVar("_Out")

# --------------------------------------------------------------------------------------------------- kinds of values

_NO_NUL = r"^[^\x00]*$"
Line = Annotated[str, Field(max_length=500, pattern=_NO_NUL)]
"""A text of one line; the databases cannot hold the character NUL."""
Words = Annotated[str, Field(max_length=20_000, pattern=_NO_NUL)]
Day = Annotated[date, Field(ge=date(1900, 1, 1), le=date(2200, 12, 31))]
Number = Annotated[int, Field(ge=1, le=2**53)]

# -------------------------------------------------------------------------------------------------------- who calls


@dataclass(frozen=True, slots=True)
class Caller:
    """Who calls and with which scopes; None for somebody signed in, who may do all that they may on the pages."""

    person: Person
    scopes: frozenset[str] | None


def _speak(request: HttpRequest) -> None:
    """Speaks the language a program asks for by Accept-Language; the middleware of languages turns back afterwards."""
    known = dict(settings.LANGUAGES)
    for code, _weight in parse_accept_lang_header(request.headers.get("Accept-Language", "").lower()):
        if code.partition("-")[0] in known:
            translation.activate(code.partition("-")[0])
            return


class TokenKey(HttpBearer):
    """`Authorization: Bearer loa_…`."""

    openapi_description = "An access token of a person, made on the page “Access tokens”."

    def __call__(self, request: HttpRequest) -> Caller | None:
        _speak(request)  # first of all: errors are told in this language too
        found: Caller | None = super().__call__(request)
        return found

    def authenticate(self, request: HttpRequest, token: str) -> Caller | None:  # noqa: ARG002  # the package's signature
        found = live_token(token.strip(), on=timezone.localdate())
        if found is None:
            return None
        touch(found)
        return Caller(found.person, frozenset(found.scopes))


class SessionKey(APIKeyCookie):
    """The session of somebody signed in; writes need the token against forged requests, as on the pages."""

    param_name = "sessionid"

    def __init__(self) -> None:
        # Checked below, once it is known that there is a session: who has none is to get 401, not 403.
        super().__init__(csrf=False)

    def authenticate(self, request: HttpRequest, key: str | None) -> Caller | None:  # noqa: ARG002  # as above
        person = request.user
        if request.headers.get("Authorization") or not isinstance(person, Person) or not person.is_active:
            return None
        if check_csrf(request) is not None:
            raise Problem(403, "csrf", _("The header X-CSRFToken is missing or wrong."))
        translation.activate(person.language)
        return Caller(person, None)


def caller_of(request: HttpRequest, scope: Scope) -> Person:
    """Who calls. Raises Problem when their token does not allow this."""
    caller = getattr(request, "auth", None)
    if not isinstance(caller, Caller):
        raise PermissionDenied
    if caller.scopes is not None and scope not in caller.scopes:
        raise Problem(
            403, "scope", _("This token may not do that: it lacks the scope “%s”. Make another token.") % scope
        )
    return caller.person


# ------------------------------------------------------------------------------------------------------------ errors


class Problem(Exception):  # the word of RFC 9457
    """An answer other than what was asked for, by its status, a code for programs and a sentence for people."""

    def __init__(self, status: int, code: str, detail: str, **more: Any) -> None:
        super().__init__(detail)
        self.status, self.code, self.detail, self.more = status, code, detail, more


class WrongValue(Schema):
    """One value that cannot be taken."""

    field: str = Field(description="Where it stood, the parts of its path joined by dots.")
    detail: str = Field(description="What is wrong with it.")


class ProblemOut(Schema):
    """What went wrong, after RFC 9457 (`application/problem+json`)."""

    type: str = Field(description="`urn:loa:problem:` and a code that never changes.")
    title: str = Field(description="The kind of problem, in the language of `Accept-Language` (vi or en).")
    status: int
    detail: str = Field(description="What is wrong here and what to do, in the same language.")
    errors: list[WrongValue] = Field([], description="Each value that cannot be taken.")


ERRORS = {frozenset({401, 403, 404, 409, 422}): ProblemOut}
"""The errors any operation may answer with."""

# ------------------------------------------------------------------------------------------------------------- pages


class Paging(Schema):
    """Which part of a list is wanted."""

    limit: int = Field(50, ge=1, le=200, description="How many rows at most.")
    offset: int = Field(0, ge=0, le=10_000_000, description="How many rows to leave out.")


class Page(Schema, Generic[_Out]):
    """A part of a list."""

    total: int = Field(description="How many rows there are in all.")
    offset: int = Field(description="How many rows lie before the first one here.")
    items: list[_Out]


@overload
def page_of(rows: QuerySet[Any], paging: Paging, tell: Callable[[Any], _Out]) -> dict[str, Any]: ...
@overload
def page_of(rows: Sequence[_Row], paging: Paging, tell: Callable[[_Row], _Out]) -> dict[str, Any]: ...
def page_of(rows: Any, paging: Paging, tell: Callable[[Any], Any]) -> dict[str, Any]:
    """The page that is wanted of ordered rows: one query for their number, then what a slice of them takes."""
    total = rows.order_by().count() if isinstance(rows, QuerySet) else len(rows)
    found = rows[paging.offset : paging.offset + paging.limit] if paging.offset < total else []
    return {"total": total, "offset": paging.offset, "items": [tell(row) for row in found]}
