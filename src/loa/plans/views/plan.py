"""The page of a plan: its state and next step, and a tab for each side of it."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.organizations.models import Person
from loa.organizations.policy import agencies_where, may, may_anywhere
from loa.plans.enums import BINDING, ReadingState
from loa.plans.forms.deeds import AnswerForm
from loa.plans.forms.finding import DayForm, ObligationFilter
from loa.plans.models import Exemption, Plan, Source
from loa.plans.policy import asked_of, may_do, visible_to
from loa.plans.queries.cascade import Owed, coverage, held_against, sub_plans
from loa.plans.queries.differences import changes_of
from loa.plans.queries.history import history_of
from loa.plans.queries.obligations import obligations_of
from loa.plans.queries.relatives import relatives_of
from loa.plans.queries.review import key_of
from loa.plans.queries.versions import obligations_in_force, was_amended
from loa.plans.queries.wording import language
from loa.plans.views.asking import address, crumbs, issuers_for, page_of, person_of, seen_plan
from loa.plans.views.exports import obligations_file, sub_plans_file
from loa.plans.views.outline import branches
from loa.plans.views.steps import life_of, next_for
from loa.ui.listing import listing, listing_of
from loa.ui.parts import Link

__all__ = ["plan_page"]


_NUMBER = re.compile(r'href="#(o-[^"]+)"')


@dataclass(frozen=True, slots=True)
class _Seen:
    """A plan looked at by a person on a day."""

    plan: Plan
    person: Person
    today: date
    request: HttpRequest

    @property
    def is_own(self) -> bool:
        """Whether the person belongs to those who write it."""
        return may(self.person, "plans.see-draft", self.plan.issuer_id, on=self.today)


@login_required
def plan_page(request: HttpRequest, key: UUID, tab: str = "") -> HttpResponseBase:
    """One tab of the page; the first is the document where there is one, else the obligations."""
    seen = _Seen(seen_plan(request, key), person_of(request), timezone.localdate(), request)
    source = _source_of(seen.plan)
    tab = tab or ("document" if source else "obligations")
    names = _tab_names(seen, source)
    if tab not in names or tab not in _TABS:
        raise Http404
    filled = _TABS[tab](seen)
    if isinstance(filled, HttpResponseBase):
        return filled
    context = {**_frame(seen, source), "tab": tab, "tabs": _links(seen.plan, names, tab), **filled}
    return render(request, f"plans/plan_{tab.replace('-', '_')}.html", context)


def _source_of(plan: Plan) -> Source | None:
    """The document without what is long in it."""
    source = Source.objects.filter(plan=plan).defer("text", "reading", "pane_vi", "pane_en").first()
    if source:
        source.plan = plan
    return source


def _frame(seen: _Seen, source: Source | None) -> dict[str, Any]:
    """What every tab shows about the plan."""
    plan, person, today = seen.plan, seen.person, seen.today
    return {
        "plan": plan,
        "source": source,
        "steps": life_of(plan),
        "next": next_for(person, plan, on=today),
        "relatives": relatives_of(plan, visible_to(person, on=today)),
        "asked": [] if seen.is_own else list(asked_of(person, plan, on=today)),
        "may_copy": may_anywhere(person, "plans.write", on=today),
        "may_exempt": plan.is_binding and may(person, "plans.exempt", plan.issuer_id, on=today),
        "may_see_all": seen.is_own,
        "files": [
            ("xlsx", _("Obligations as XLSX")),
            ("csv", _("Obligations as CSV")),
            ("json", "JSON"),
            ("xml", "Akoma Ntoso"),
        ],
        "today": today,
        "breadcrumbs": crumbs(),
        "review_url": address("plans:review", plan.key)
        if may(person, "plans.review", plan.issuer_id, on=today)
        else "",
    }


def _tab_names(seen: _Seen, source: Source | None) -> dict[str, str]:
    plan = seen.plan
    names = {
        "document": _("Document"),
        "outline": _("Outline"),
        "obligations": _("Obligations"),
        "as-amended": _("As amended"),
        "changes": _("Changes"),
        "calendar": _("Calendar"),
        "sub-plans": _("Sub-plans"),
        "coverage": _("Held against the superior plan"),
        "exemptions": _("Exemptions"),
        "consultation": _("Consultation"),
        "history": _("History"),
    }
    shown = {
        "document": source is not None,
        "outline": source is not None and source.state == ReadingState.READ,
        "as-amended": plan.amends_id is None and was_amended(plan),
        "changes": plan.amends_id is not None,
        "calendar": plan.was_in_force and bool(address("monitoring:plan", plan.key)),
        "sub-plans": plan.was_in_force and plan.amends_id is None,
        "coverage": plan.superior_id is not None and plan.amends_id is None,
        "exemptions": plan.was_in_force,
        "consultation": seen.is_own or plan.is_editable,
    }
    return {name: label for name, label in names.items() if shown.get(name, True)}


def _links(plan: Plan, names: Mapping[str, str], current: str) -> list[Link]:
    addresses = {"calendar": address("monitoring:plan", plan.key)}
    return [
        Link(label, addresses.get(name) or reverse("plans:tab", args=[plan.key, name]), current=name == current)
        for name, label in names.items()
    ]


def _document(seen: _Seen) -> dict[str, Any]:
    source = Source.objects.defer("reading").get(plan=seen.plan)
    pane = source.pane_en if language() == "en" else source.pane_vi
    return {"text": "" if pane else source.text, "pane": _linked(pane, seen.plan) if pane else ""}


def _linked(pane: str, plan: Plan) -> str:
    """The document with the number of each obligation leading to its page."""
    rows = plan.obligations.defer("doubts", "searched")
    pages = {key_of(row): reverse("plans:obligation", args=[row.key]) for row in rows}
    return _NUMBER.sub(lambda found: f'href="{pages.get(found[1], "#" + found[1])}"', pane)


def _outline(seen: _Seen) -> dict[str, Any]:
    source = Source.objects.defer("pane_vi", "pane_en").get(plan=seen.plan)
    refs = seen.plan.obligations.exclude(ref="").values_list("ref", "key")
    pages = {ref: reverse("plans:obligation", args=[key]) for ref, key in refs}
    return {"nodes": branches((source.reading or {}).get("outline", []), source.text, pages)}


def _obligations(seen: _Seen) -> dict[str, Any] | HttpResponseBase:
    form = ObligationFilter(seen.request.GET)
    if not seen.plan.is_editable:
        del form.fields["review"]
    wanted = form.wanted()
    if file_format := seen.request.GET.get("format"):
        return obligations_file(seen.plan, wanted, file_format)
    rows = obligations_of(seen.plan, wanted)
    shown = listing(
        seen.request, rows, sorts={"position": ("position",), "ref": ("ref", "position")}, default="position"
    )
    return {
        "filter_form": form,
        "listing": shown,
        "was_amended": seen.plan.amends_id is None and was_amended(seen.plan),
    }


def _as_amended(seen: _Seen) -> dict[str, Any]:
    form = DayForm(seen.request.GET if "day" in seen.request.GET else {"day": f"{seen.today:%d/%m/%Y}"})
    day = form.cleaned_data["day"] if form.is_valid() else seen.today
    return {"form": form, "day": day, "duties": obligations_in_force(seen.plan, day)}


def _changes(seen: _Seen) -> dict[str, Any]:
    return {"changes": changes_of(seen.plan)}


def _sub_plans(seen: _Seen) -> dict[str, Any] | HttpResponseBase:
    rows = sub_plans(seen.plan, seen.today)
    if not seen.is_own:
        known = set(agencies_where(seen.person, "plans.see-draft", on=seen.today))
        rows = [row for row in rows if row.is_issued or row.agency.pk in known]
    if file_format := seen.request.GET.get("format"):
        return sub_plans_file(seen.plan, held_against(seen.plan, rows, seen.today), file_format)
    shown = [row for row in rows if _is_asked_for(row, seen)]
    own = (
        []
        if seen.plan.state not in BINDING
        else issuers_for(seen.person, "plans.write").exclude(pk=seen.plan.issuer_id)
    )
    begun = {row.agency.pk for row in rows if row.plan is not None}
    page = listing_of(seen.request, shown)
    return {
        "listing": replace(page, rows=held_against(seen.plan, page.rows, seen.today)),
        "counts": {
            "owed": sum(row.due_on is not None or row.duty is not None for row in rows),
            "issued": sum(row.is_issued for row in rows),
            "late": sum(row.is_late for row in rows),
            "drafting": sum(row.plan is not None and not row.is_issued for row in rows),
            "none": sum(row.plan is None for row in rows),
            "overdue": sum(row.is_overdue(seen.today) for row in rows),
        },
        "chosen": seen.request.GET.get("show", ""),
        "draft_for": [agency for agency in own if agency.pk not in begun],
    }


def _is_asked_for(row: Owed, seen: _Seen) -> bool:
    match seen.request.GET.get("show", ""):
        case "issued":
            return row.is_issued
        case "late":
            return row.is_late
        case "drafting":
            return row.plan is not None and not row.is_issued
        case "none":
            return row.plan is None
        case "overdue":
            return row.is_overdue(seen.today)
        case _:
            return True


def _coverage(seen: _Seen) -> dict[str, Any]:
    return {"covered": coverage(seen.plan, seen.today)}


def _exemptions(seen: _Seen) -> dict[str, Any]:
    rows = Exemption.objects.filter(obligation__plan=seen.plan).select_related("obligation__plan", "agency", "made_by")
    return {"exemptions": rows}


def _consultation(seen: _Seen) -> dict[str, Any]:
    rows = list(seen.plan.consultations.select_related("agency", "answered_by"))
    if not seen.is_own:
        own = {one.pk for one in asked_of(seen.person, seen.plan, on=seen.today)}
        rows = [row for row in rows if row.pk in own]
    may_answer = {row.pk for row in rows if may(seen.person, "plans.answer-consultation", row.agency_id, on=seen.today)}
    return {
        "consultations": [(row, AnswerForm() if row.pk in may_answer else None) for row in rows],
        "may_consult": seen.plan.is_editable and may_do(seen.person, "consult", seen.plan, on=seen.today),
        "answers": {
            "asked": len(rows),
            "agrees": sum(row.agrees is True for row in rows),
            "differs": sum(row.agrees is False for row in rows),
            "silent": sum(row.answered_at is None for row in rows),
        },
        "answer_url": page_of(seen.plan),
    }


def _history(seen: _Seen) -> dict[str, Any]:
    return {"events": history_of(seen.plan, whole=seen.is_own)}


_TABS: Mapping[str, Callable[[_Seen], dict[str, Any] | HttpResponseBase]] = {
    "document": _document,
    "outline": _outline,
    "obligations": _obligations,
    "as-amended": _as_amended,
    "changes": _changes,
    "sub-plans": _sub_plans,
    "coverage": _coverage,
    "exemptions": _exemptions,
    "consultation": _consultation,
    "history": _history,
}
