"""A plan, its obligations and its sub-plans as files."""

from collections.abc import Callable
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from loa.organizations.folding import folded
from loa.plans.models import Obligation, Plan
from loa.plans.queries.as_draft import as_draft
from loa.plans.queries.cascade import Owed
from loa.plans.queries.obligations import WantedObligations, obligations_of
from loa.plans.queries.wording import FIELDS, field_label, field_text
from loa.plans.views.asking import seen_plan
from loa.ui.export import Column, table_response
from loa.writing import akoma_ntoso, plan_json

__all__ = ["export", "file_name", "obligations_file", "sub_plans_file"]

_WIDTHS = {"text": 60, "lead": 30, "coordinate": 30}


def file_name(plan: Plan, words: str) -> str:
    """A name that any system can keep: number or title, and what is in it."""
    return slugify(folded(f"{plan.number.replace('/', '-') or plan.title[:60]} {words}"))


@login_required
def export(request: HttpRequest, key: UUID, kind: str) -> HttpResponseBase:
    """The plan as a table (`csv`, `xlsx`), as JSON of the annotation guide or as Akoma Ntoso (`xml`)."""
    plan = seen_plan(request, key)
    if kind in {"csv", "xlsx"}:
        return obligations_file(plan, WantedObligations(), kind)
    if kind == "json":
        return _attached(plan_json.dumps(as_draft(plan)).encode(), "application/json", file_name(plan, "") + ".json")
    if kind == "xml":
        written = akoma_ntoso.dumps(as_draft(plan), written=timezone.localdate())
        return _attached(written, "application/akn+xml", file_name(plan, "") + ".akn.xml")
    raise Http404


def _attached(content: bytes, content_type: str, name: str) -> HttpResponse:
    return HttpResponse(content, content_type, headers={"Content-Disposition": f'attachment; filename="{name}"'})


def obligations_file(plan: Plan, wanted: WantedObligations, file_format: str) -> HttpResponseBase:
    """The obligations of a plan that are asked for, as a table."""
    columns = [
        Column(_("Item"), lambda row: row.ref, 10),
        *(Column(field_label(field), _shown(field), _WIDTHS.get(field, 20)) for field in FIELDS),
    ]
    rows = obligations_of(plan, wanted)
    return table_response(rows, columns, name=file_name(plan, folded(_("obligations"))), format=file_format)


def _shown(field: str) -> Callable[[Obligation], str]:
    return lambda row: field_text(row, field)


def sub_plans_file(plan: Plan, rows: list[Owed], file_format: str) -> HttpResponseBase:
    """Who has made a plan of its own under this one, as a table."""
    columns: list[Column[Owed]] = [
        Column(_("Agency"), lambda row: row.agency.name, 40),
        Column(_("Due on"), lambda row: row.due_on, 12),
        Column(_("State"), lambda row: row.plan.get_state_display() if row.plan else _("not begun"), 20),
        Column(_("Number and symbol"), lambda row: row.plan.number if row.plan else "", 20),
        Column(_("Issued on"), lambda row: row.plan.issued_on if row.is_issued and row.plan else None, 12),
        Column(_("Late"), lambda row: _("yes") if row.is_late else "", 8),
        Column(_("Obligations left uncovered"), lambda row: len(row.uncovered) if row.plan else "", 14),
    ]
    return table_response(rows, columns, name=file_name(plan, folded(_("sub-plans"))), format=file_format)
