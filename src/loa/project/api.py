"""The programming interface at `/api/v1/`: the routes of the rooms under one roof, and what every error looks like."""

from collections.abc import Iterator
from http import HTTPStatus
from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError
from ninja.errors import ValidationError as WrongRequest
from ninja.openapi.schema import OpenAPISchema

from loa.monitoring.api import router as monitoring
from loa.monitoring.api_disputes import router as disputes
from loa.monitoring.api_evidence import router as evidence
from loa.monitoring.api_standing import router as standing
from loa.monitoring.errors import ChangedMeanwhile as MatterChanged
from loa.organizations.api import router as organizations
from loa.organizations.api_base import Problem, SessionKey, TokenKey
from loa.organizations.policy import Forbidden
from loa.plans.api import router as plans
from loa.plans.errors import ChangedMeanwhile, IllegalStep, NotEditable
from loa.reading.errors import ReadingError

__all__ = ["api", "nothing_here"]

PROBLEM = "application/problem+json"

_DESCRIPTION = """
Agencies over time, plans with their obligations, what is owed when, the evidence for it and how it stands.

Send `Authorization: Bearer <token>`; a person makes tokens on the page “Access tokens”. A token can do less than its
person, never more. Each operation names the scope it needs. Signed-in people may call from the same site with their
session; writes then need the header `X-CSRFToken`.

Days are ISO 8601 (`2026-03-25`). Sentences come in Vietnamese or English by `Accept-Language`. Codes of obligations
(cadence, quota, kind, channel, group) are those of the annotation guide. Lists take `limit` and `offset`.

What you change carries the `revision` you read; when somebody changed it since, the answer is 409 and nothing is lost.
Every error is `application/problem+json` (RFC 9457).
"""


_FILE = {
    "description": "The file.",
    "content": {"application/octet-stream": {"schema": {"type": "string", "format": "binary"}}},
}


class _Api(NinjaAPI):
    """Tells programs that errors are problem details, which the library does not know of."""

    def get_openapi_schema(
        self, *, path_prefix: str | None = None, path_params: dict[str, Any] | None = None
    ) -> OpenAPISchema:
        schema = super().get_openapi_schema(path_prefix=path_prefix, path_params=path_params)
        for methods in schema["paths"].values():
            for operation in methods.values():
                if operation.pop("x-file", False):
                    operation["responses"][200] = _FILE
                for status, response in operation["responses"].items():
                    if int(status) >= HTTPStatus.BAD_REQUEST and "content" in response:
                        response["content"] = {PROBLEM: response["content"].pop("application/json")}
        return schema


api = _Api(
    title="Loa",
    version="1",
    description=_DESCRIPTION,
    auth=[TokenKey(), SessionKey()],
    docs_url=None,  # its pages fetch scripts from elsewhere, which our content policy forbids
    openapi_url="/openapi.json",
    urls_namespace="api",
)
api.add_router("", organizations, tags=["organisations"])
api.add_router("", plans, tags=["plans"])
api.add_router("", monitoring, tags=["occurrences"])
api.add_router("", evidence, tags=["evidence"])
api.add_router("", standing, tags=["standing"])
api.add_router("", disputes, tags=["disputes"])


def _problem(status: int, code: str, detail: str, *, errors: list[dict[str, str]] | None = None) -> HttpResponse:
    told = {
        "type": f"urn:loa:problem:{code}",
        "title": _title(status),
        "status": status,
        "detail": detail,
        "errors": errors or [],
    }
    response = JsonResponse(told, status=status, content_type=PROBLEM, json_dumps_params={"ensure_ascii": False})
    if status == HTTPStatus.UNAUTHORIZED:
        response.headers["WWW-Authenticate"] = 'Bearer realm="Loa"'
    return response


def _title(status: int) -> str:
    titles = {
        401: _("Who is asking?"),
        403: _("Not allowed"),
        404: _("Not here"),
        409: _("Not possible as things stand"),
        422: _("Something in the request cannot be taken"),
    }
    return titles.get(status) or HTTPStatus(status).phrase


@api.exception_handler(Problem)
def _told(_request: HttpRequest, problem: Problem) -> HttpResponse:
    return _problem(problem.status, problem.code, problem.detail)


@api.exception_handler(AuthenticationError)
def _unknown(_request: HttpRequest, _problem_met: AuthenticationError) -> HttpResponse:
    detail = _("Send a valid access token: Authorization: Bearer loa_… It may be mistyped, revoked or too old.")
    return _problem(401, "unauthorized", detail)


@api.exception_handler(PermissionDenied)
def _forbidden(_request: HttpRequest, met: PermissionDenied) -> HttpResponse:
    verb = met.verb if isinstance(met, Forbidden) else ""
    detail = _("Your posts do not give you the right to this.")
    return _problem(403, "forbidden", f"{detail} ({verb})" if verb else detail)


@api.exception_handler(Http404)
def _absent(_request: HttpRequest, _met: Http404) -> HttpResponse:
    return _problem(404, "not-found", _("There is nothing with this key, or you may not see it."))


@api.exception_handler(HttpError)
def _refused(_request: HttpRequest, met: HttpError) -> HttpResponse:
    status = 422 if met.status_code == HTTPStatus.BAD_REQUEST else met.status_code
    return _problem(status, "request", _("The body of the request cannot be read as what it should be."))


@api.exception_handler(WrongRequest)
def _wrong(_request: HttpRequest, met: WrongRequest) -> HttpResponse:
    errors = [{"field": _path(error["loc"]), "detail": str(error["msg"])} for error in met.errors]
    detail = _("Some values are missing or cannot be taken; each is listed under “errors”.")
    return _problem(422, "invalid", detail, errors=errors)


def _path(location: tuple[str | int, ...]) -> str:
    return ".".join(str(part) for part in location if part not in ("body", "query", "path", "payload"))


@api.exception_handler(ValidationError)
def _impossible(_request: HttpRequest, met: ValidationError) -> HttpResponse:
    """What a verb refused: what the state forbids is a conflict, the rest lies in the values."""
    code = getattr(met, "code", None) or "invalid"
    conflict = isinstance(met, ChangedMeanwhile | MatterChanged | IllegalStep | NotEditable) or code in _CONFLICTS
    return _problem(409 if conflict else 422, code, " ".join(met.messages), errors=list(_by_field(met)))


_CONFLICTS = frozenset({"withdrawn", "over", "twice", "counted"})
"""Codes of what the state of evidence and disputes forbids."""


def _by_field(met: ValidationError) -> Iterator[dict[str, str]]:
    """Each value that cannot be taken. Several faults at once stand there by field, or with the field as their code."""
    if hasattr(met, "error_dict"):
        for name, problems in met.error_dict.items():
            yield from ({"field": name, "detail": " ".join(problem.messages)} for problem in problems)
    elif not hasattr(met, "code"):
        for problem in met.error_list:
            yield {"field": problem.code or "", "detail": " ".join(problem.messages)}


@api.exception_handler(ReadingError)
def _unreadable(_request: HttpRequest, met: ReadingError) -> HttpResponse:
    told = met.message
    return _problem(422, met.code, told.en if get_language() == "en" else told.vi)


@csrf_exempt
def nothing_here(request: HttpRequest) -> HttpResponse:
    """What programs get for an address below the interface that none of its operations has."""
    return _absent(request, Http404())
