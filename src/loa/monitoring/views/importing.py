"""The pages of recording a table of evidence: choose it, see what it does, confirm, follow it."""

from collections.abc import Iterator, Sequence
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods

from loa.monitoring.actions.importing import AT_ONCE, Batch, batch_of, confirm, keep_table
from loa.monitoring.actions.importing_rows import HEADS, REQUIRED
from loa.monitoring.channels import channel_choices
from loa.monitoring.enums import EvidenceKind, ImportState, ReformArea
from loa.monitoring.errors import MonitoringError
from loa.monitoring.forms.importing import TableForm
from loa.monitoring.models import EvidenceImport
from loa.monitoring.views.asking import person_of
from loa.monitoring.views.recording_entry import desk_of
from loa.organizations.actions.importing_sheets import Unreadable
from loa.ui.export import FORMATS, Column, table_response
from loa.ui.parts import Progress, Step

__all__ = ["preview", "template", "upload"]

_SHOWN = 300
"""Rows of a preview on the page; all faults can be taken along as a table."""
_ONE_OF = gettext_lazy("One of:")
_HINTS: dict[str, str | Promise] = {
    "happened_on": gettext_lazy("As 25/03/2026; not later than today."),
    "kind": _ONE_OF,
    "title": gettext_lazy("The title of the article, or what was done."),
    "link": gettext_lazy("The address, beginning with https://."),
    "channel": _ONE_OF,
    "areas": gettext_lazy("Several are parted by semicolons. One of:"),
    "items": gettext_lazy("How many of the kind on this day; empty: 1."),
    "minutes": gettext_lazy("Of broadcasts."),
    "attendances": gettext_lazy("Of events, training classes and contests."),
    "copies": gettext_lazy("Of what is printed."),
    "place": gettext_lazy("Where it happened."),
    "own_work": gettext_lazy("“có” for own work, “không” for what was taken over from elsewhere."),
    "photo": gettext_lazy("“có” where the article has a photo."),
    "words": gettext_lazy("Length of the article in words."),
    "about": gettext_lazy("For reports: the window meant, such as 2026-Q1."),
    "note": gettext_lazy("Whatever helps who checks it."),
    "agency": gettext_lazy("Only for several agencies: the name or key. Empty: the agency chosen."),
}
_EXAMPLES: Sequence[dict[str, str]] = (
    {
        "happened_on": "16/03/2026", "kind": "tin, bài", "title": "Trả kết quả thủ tục đất đai tại nhà", "words": "450",
        "link": "https://xa.example/tin/tra-ket-qua-tai-nha", "areas": "Thủ tục hành chính", "own_work": "có",
        "photo": "có", "items": "1",
    },
    {
        "happened_on": "17/03/2026", "kind": "phát sóng, phát thanh", "title": "Bản tin truyền thanh buổi sáng",
        "minutes": "8", "place": "12 thôn, tổ dân phố", "items": "1",
    },
)  # fmt: skip


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    """Asks for the table and for the agency of rows that name none."""
    desk = desk_of(person_of(request), timezone.localdate())
    form = TableForm(request.POST or None, request.FILES or None, agencies=desk.agencies)
    if form.is_valid():
        file = form.cleaned_data["file"]
        try:
            table = keep_table(
                file.read(), file.name or "", agency=form.cleaned_data["agency"], by=desk.person, on=desk.today
            )
        except Unreadable as problem:
            form.add_error("file", problem)
        else:
            return redirect("monitoring:import-evidence-preview", table.key)
    context = {"form": form, "columns": list(_columns()), "steps": _steps(0), "breadcrumbs": _crumbs()}
    return render(request, "monitoring/import_upload.html", context, status=422 if form.errors else 200)


def _columns() -> Iterator[tuple[str, str, bool]]:
    """The columns of the template: heading, what to write, whether it must be there."""
    words = {
        "kind": [str(label) for label in EvidenceKind.labels],
        "channel": [words for code, words in channel_choices() if code],
        "areas": [str(label) for label in ReformArea.labels],
    }
    for column, hint in _HINTS.items():
        known = "; ".join(words.get(column, ()))
        yield HEADS[column][0], f"{hint} {known}".strip(), column in REQUIRED


def _crumbs() -> list[tuple[str, str | None]]:
    entry = reverse("monitoring:record-evidence")
    return [(_("Evidence"), reverse("monitoring:evidence")), (_("Record evidence"), entry), (_("Many at once"), None)]


def _steps(current: int) -> list[Step]:
    labels = (_("Choose the table"), _("See what it does"), _("Record"))
    return [Step(label, _state(place, current)) for place, label in enumerate(labels)]


def _state(place: int, current: int) -> Progress:
    if place == current:
        return "current"
    return "done" if place < current else "todo"


@login_required
@require_GET
def template(request: HttpRequest, format: str) -> HttpResponseBase:
    """A file to fill in: the headings and two examples."""
    desk_of(person_of(request), timezone.localdate())
    if format not in FORMATS:
        raise Http404(_("There is no such table."))
    columns = [Column(HEADS[column][0], _cell(column), 24) for column in _HINTS]
    return table_response(_EXAMPLES, columns, name="mau-minh-chung", format=format)


def _cell(column: str) -> Any:
    return lambda row: row.get(column, "")


@never_cache
@login_required
@require_http_methods(["GET", "POST"])
def preview(request: HttpRequest, key: UUID) -> HttpResponseBase:
    """What the table would do, row by row; POST records; afterwards how far it is and what was refused."""
    desk = desk_of(person_of(request), timezone.localdate())
    table = get_object_or_404(EvidenceImport.objects.select_related("agency", "person"), key=key, person=desk.person)
    if table.state != ImportState.SHOWN:
        return _progress(request, table)
    if request.method == "POST":
        return _confirmed(request, table)
    batch = batch_of(table, on=desk.today)
    if request.GET.get("format") in FORMATS:
        faults = [(fault.row, _label(fault.column), fault.message) for fault in batch.preview.faults]
        return table_response(faults, _fault_columns(), name="loi-minh-chung", format=request.GET["format"])
    return _shown(request, table, batch)


def _confirmed(request: HttpRequest, table: EvidenceImport) -> HttpResponse:
    today = timezone.localdate()
    chosen = request.POST.getlist("row")
    rows = None if "all" in request.POST else {int(one) for one in chosen if one.isascii() and one.isdigit()}
    if "rest" in request.POST:
        rows = {line.row for line in batch_of(table, on=today).preview.lines}
    try:
        done = confirm(
            table, fingerprint=request.POST.get("fingerprint", ""), rows=rows, by=person_of(request), on=today
        )  # fmt: skip
    except MonitoringError as problem:
        return _shown(request, table, batch_of(table, on=today), problem=problem.messages[0], status=422)
    except ValidationError as problem:
        return _shown(request, table, batch_of(table, on=today), problem=" ".join(problem.messages), status=422)
    if done.state == ImportState.DONE:
        messages.success(request, _("Recorded: %(count)s rows.") % {"count": len(done.rows)})
    return redirect("monitoring:import-evidence-preview", table.key)


def _shown(
    request: HttpRequest, table: EvidenceImport, batch: Batch, *, problem: str = "", status: int = 200
) -> HttpResponse:
    shown = batch.preview
    context = {
        "table": table,
        "preview": shown,
        "problem": problem,
        "faults": [(fault.row, _label(fault.column), fault.message) for fault in shown.faults[:_SHOWN]],
        "lines": shown.lines[:_SHOWN],
        "more_faults": max(len(shown.faults) - _SHOWN, 0),
        "more_lines": max(len(shown.lines) - _SHOWN, 0),
        "wrong_rows": len({fault.row for fault in shown.faults}),
        "in_background": len(shown.lines) > AT_ONCE,
        "steps": _steps(1),
        "breadcrumbs": _crumbs(),
    }
    return render(request, "monitoring/import_preview.html", context, status=status)


def _progress(request: HttpRequest, table: EvidenceImport) -> HttpResponseBase:
    if request.GET.get("format") in FORMATS:
        rows = [(number, "", told) for number, told in table.refused]
        return table_response(rows, _fault_columns(), name="khong-ghi-nhan", format=request.GET["format"])
    context = {
        "table": table,
        "is_running": table.state == ImportState.RUNNING,
        "whole": len(table.rows),
        "recorded": table.done - len(table.refused),
        "refused": table.refused[:_SHOWN],
        "steps": _steps(2),
        "breadcrumbs": _crumbs(),
    }
    part = bool(request.headers.get("HX-Request"))
    return render(
        request, "monitoring/import_progress_part.html" if part else "monitoring/import_progress.html", context
    )


def _label(column: str) -> str:
    return HEADS[column][0] if column in HEADS else ""


def _fault_columns() -> list[Column[tuple[int, str, str]]]:
    return [
        Column(_("Row"), lambda fault: fault[0], 8),
        Column(_("Column"), lambda fault: fault[1], 24),
        Column(_("What is wrong"), lambda fault: fault[2], 70),
    ]
