"""The pages of importing: choose a table, see what it would do, confirm."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from loa.organizations.actions.importing_cells import Fault
from loa.organizations.actions.importing_preview import Faulty, Outdated, Preview
from loa.organizations.actions.importing_sheets import Unreadable
from loa.organizations.forms.imports import UploadForm
from loa.organizations.models import Agency
from loa.organizations.policy import agencies_where, may
from loa.organizations.views.asking import Asked, asked
from loa.organizations.views.imports_kinds import Kind, kind_of
from loa.organizations.views.imports_waiting import Waiting, done_with, keep, waiting
from loa.ui.export import FORMATS, Column, table_response
from loa.ui.parts import Progress, Step

__all__ = ["preview", "template", "upload"]

_SHOWN = 300
"""Rows of a preview on the page; all faults can be taken along as a table."""


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest, kind: str) -> HttpResponse:
    """Asks for the table and for the agency that is in charge of its rows."""
    told = kind_of(kind)
    who = asked(request, told.verb)
    wished = _wished(request)
    choices = _choices(wished, told, who)
    form = told.form(request.POST or None, request.FILES or None, at=choices, initial={"at": wished and wished.key})
    if form.is_valid():
        try:
            token = _take(form, told, who)
        except Unreadable as problem:
            form.add_error("file", problem)
        else:
            return redirect("organizations:import-preview", told.name, token)
    context = {"kind": told, "form": form, "steps": _steps(0), "columns": list(told.columns()), **_frame(told)}
    return render(request, "organizations/imports/upload.html", context, status=422 if form.errors else 200)


def _take(form: UploadForm, kind: Kind, who: Asked) -> str:
    file: UploadedFile[bytes] = form.cleaned_data["file"]
    data = file.read()
    kind.read(data)
    told = form.cleaned_data
    table = Waiting(kind.name, told["at"].pk, file.name or "", data, bool(told.get("welcome")))
    return keep(who.person, table)


def _choices(wished: Agency | None, kind: Kind, who: Asked) -> Collection[int]:
    """The agencies of the person's posts, and the one the page was opened for if they are in charge of it."""
    own = set(agencies_where(who.person, kind.verb, on=who.today))
    return own | ({wished.pk} if wished and may(who.person, kind.verb, wished, on=who.today) else set())


def _wished(request: HttpRequest) -> Agency | None:
    """The agency that `?at=` or the form names by its key."""
    try:
        key = UUID(request.POST.get("at") or request.GET.get("at", ""))
    except ValueError:
        return None
    return Agency.objects.filter(key=key).first()


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, kind: str, token: str) -> HttpResponseBase:
    """Shows what the table would do; POST does it, provided that it would still do what was shown."""
    told = kind_of(kind)
    who = asked(request, told.verb)
    table = waiting(who.person, token)
    if table is None or table.kind != told.name:
        messages.warning(request, _("The table is gone: it was imported, or two hours went by. Upload it again."))
        return redirect(f"organizations:import-{told.name}")
    case = _Case(told, who, table, _agency(table))
    if request.method == "POST":
        return _confirm(request, case, token)
    shown = case.previewed()
    if request.GET.get("format") in FORMATS:
        return table_response(shown.faults, _fault_columns(told), name="loi-nhap", format=request.GET["format"])
    return _shown(request, case, shown)


@dataclass(frozen=True, slots=True)
class _Case:
    """A table that waits, who asks about it, and at which agency it is imported."""

    kind: Kind
    who: Asked
    table: Waiting
    at: Agency

    def previewed(self) -> Preview:
        """What the import would do now. Raises Forbidden."""
        sheet = self.kind.read(self.table.data)
        return self.kind.preview(sheet, at=self.at, by=self.who.person, on=self.who.today)


def _agency(table: Waiting) -> Agency:
    found = Agency.objects.filter(pk=table.at).first()
    if found is None:
        raise Http404(_("There is no such agency."))
    return found


def _confirm(request: HttpRequest, case: _Case, token: str) -> HttpResponse:
    kind, who, table = case.kind, case.who, case.table
    extra = {"welcome": table.welcome} if "welcome" in kind.form.base_fields else {}
    told: dict[str, Any] = {"fingerprint": request.POST.get("fingerprint", ""), **extra}
    try:
        done = kind.do(kind.read(table.data), at=case.at, by=who.person, on=who.today, **told)
    except Outdated as outdated:
        return _shown(request, case, outdated.preview, problem=outdated.messages[0], status=409)
    except Faulty as faulty:
        return _shown(request, case, case.previewed(), problem=faulty.messages[0], status=422)
    done_with(who.person, token)
    counts = {"new": done.new, "changed": done.changed, "unchanged": done.unchanged}
    messages.success(request, _("Imported: %(new)s new, %(changed)s changed, %(unchanged)s unchanged.") % counts)
    return redirect(kind.shown_at)


def _shown(request: HttpRequest, case: _Case, shown: Preview, *, problem: str = "", status: int = 200) -> HttpResponse:
    kind = case.kind
    context = {
        "kind": kind,
        "table": case.table,
        "at": case.at,
        "preview": shown,
        "problem": problem,
        "faults": [(fault.row, kind.label(fault.column), fault.message) for fault in shown.faults[:_SHOWN]],
        "lines": shown.lines[:_SHOWN],
        "more_faults": max(len(shown.faults) - _SHOWN, 0),
        "more_lines": max(len(shown.lines) - _SHOWN, 0),
        "steps": _steps(1),
        "upload_url": reverse(f"organizations:import-{kind.name}"),
        **_frame(kind),
    }
    return render(request, "organizations/imports/preview.html", context, status=status)


def _fault_columns(kind: Kind) -> list[Column[Fault]]:
    return [
        Column(_("Row"), lambda fault: fault.row, 8),
        Column(_("Column"), lambda fault: kind.label(fault.column), 32),
        Column(_("What is wrong"), lambda fault: fault.message, 70),
    ]


def _steps(current: int) -> list[Step]:
    labels = (_("Choose the table"), _("See what it does"), _("Done"))
    return [Step(label, _state(place, current)) for place, label in enumerate(labels)]


def _state(place: int, current: int) -> Progress:
    if place == current:
        return "current"
    return "done" if place < current else "todo"


def _frame(kind: Kind) -> dict[str, Any]:
    if kind.name == "people":
        return {"breadcrumbs": [(_("People"), reverse("organizations:people")), (kind.title, None)]}
    return {"breadcrumbs": [(_("Organisations"), reverse("organizations:list")), (kind.title, None)]}


@login_required
@require_GET
def template(request: HttpRequest, kind: str, format: str) -> HttpResponseBase:
    """A file to fill in: the headings and one example."""
    told = kind_of(kind)
    asked(request, told.verb)
    if format not in FORMATS:
        raise Http404(_("There is no such table."))
    return table_response([told.example], told.template(), name=told.file_name, format=format)
