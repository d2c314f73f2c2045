"""The reorganisation screen: who and when, then how much and with what effect, then it is done."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext as _
from django.utils.translation import pgettext
from django.views.decorators.http import require_POST

from loa.organizations.actions.agencies import may_charge
from loa.organizations.actions.succession import require_all, succeed
from loa.organizations.actions.succession_rules import check
from loa.organizations.actions.undoing import undo_succession
from loa.organizations.changes import Change
from loa.organizations.effects import effects
from loa.organizations.enums import SuccessionKind
from loa.organizations.forms.browsing import ChangeFilter
from loa.organizations.forms.succession import NewAgencyFormSet, ShareOptions, Successor, WhoForm
from loa.organizations.models import Agency, Succession
from loa.organizations.queries.change_list import SoughtChanges, changes, with_shares
from loa.organizations.queries.consequences import consequences
from loa.organizations.views.asking import Asked, asked, crumbs, show_problem
from loa.schedule.window import ONE_DAY
from loa.ui.export import FORMATS, Column, table_response
from loa.ui.listing import listing
from loa.ui.parts import Step

__all__ = ["change", "list_changes", "succession", "undo"]

_SORTS = {"day": "effective_on", "kind": ("kind", "-effective_on")}


@login_required
def list_changes(request: HttpRequest) -> HttpResponseBase:
    """The recorded changes, the latest first."""
    ask = asked(request)
    kind = request.GET.get("kind", "")
    wanted = SoughtChanges(request.GET.get("q", "")[:100], kind if kind in SuccessionKind.values else "")
    found = with_shares(changes(wanted))
    if request.GET.get("format") in FORMATS:
        return table_response(found, _columns(), name="sap-xep-to-chuc", format=request.GET["format"])
    page = listing(request, found, sorts=_SORTS, default="-day", per_page=30)
    context = {"listing": page, "ask": ask, "filter_form": ChangeFilter(request.GET or None), "breadcrumbs": crumbs()}
    return render(request, "organizations/changes.html", context)


def _columns() -> Sequence[Column[Succession]]:
    return (
        Column(_("Day"), lambda row: row.effective_on, 12),
        Column(_("What happened"), lambda row: row.get_kind_display(), 20),
        Column(pgettext("agencies", "From"), lambda row: _names(share.predecessor for share in row.shares.all()), 60),
        Column(pgettext("agencies", "To"), lambda row: _names(share.successor for share in row.shares.all()), 60),
        Column(_("Legal basis"), lambda row: row.basis, 40),
    )


def _names(agencies: Iterable[Agency | None]) -> str:
    return "; ".join(dict.fromkeys(str(agency) for agency in agencies if agency is not None))


@login_required
def change(request: HttpRequest, key: UUID) -> HttpResponse:
    """One recorded change: who went where, and undoing it."""
    ask = asked(request)
    kept = _succession(key)
    shares = list(kept.shares.select_related("predecessor", "successor"))
    in_charge = all(may_charge(ask.person, "agencies.succeed", share.predecessor, on=ask.today) for share in shares)
    context = {"succession": kept, "shares": shares, "ask": ask, "may_undo": in_charge and kept.journal}
    return render(
        request,
        "organizations/change.html",
        {**context, "breadcrumbs": [*crumbs(), (_("Changes"), reverse("organizations:changes"))]},
    )


@require_POST
@login_required
def undo(request: HttpRequest, key: UUID) -> HttpResponse:
    """Takes a change back, as if it had never been made."""
    ask = asked(request, "agencies.succeed")
    kept = _succession(key)
    try:
        undo_succession(kept, by=ask.person, on=ask.today)
    except ValidationError as problem:
        for sentence in problem.messages:
            messages.error(request, sentence)
        return redirect("organizations:change", key)
    messages.success(request, _("The change is undone."))
    return redirect("organizations:changes")


def _succession(key: UUID) -> Succession:
    found = Succession.objects.filter(key=key).first()
    if found is None:
        raise Http404(_("There is no such change."))
    return found


@dataclass
class _Screen:
    """The forms of both steps as they were sent."""

    who: WhoForm
    new: Any
    share: ShareOptions | None = None
    change: Change | None = None

    @property
    def successors(self) -> list[Successor]:
        """Those that exist, then the new ones."""
        made = [agency for form in self.new if (agency := form.agency())]
        return [*self.who.cleaned_data["existing"], *made]


@login_required
def succession(request: HttpRequest) -> HttpResponse:
    """`step` says which button was pressed: `who`, `more` (another row), `effect`, `again` or `confirm`."""
    ask = asked(request, "agencies.succeed")
    step = request.POST.get("step", "who")
    screen = _screen(request, ask)
    if request.method != "POST" or step in {"who", "more"}:
        return _first(request, screen)
    if not (screen.who.is_valid() and screen.new.is_valid()):
        return _first(request, screen, status=422)
    _read_shares(screen, request.POST, step)
    problem = _problem(screen, ask)
    if screen.share is None:
        return _first(request, screen, status=422)
    if problem is None and step == "confirm" and screen.change and _digest(screen.change) == request.POST.get("seen"):
        return _confirm(request, screen, screen.change, ask)
    return _second(request, screen, problem, step)


def _screen(request: HttpRequest, ask: Asked) -> _Screen:
    data = request.POST.copy() if request.method == "POST" else None
    if data is not None and data.get("step") == "more":
        data["new-TOTAL_FORMS"] = str(_number(data.get("new-TOTAL_FORMS", "")) + 1)
    who = WhoForm(data, initial={"effective_on": ask.today + ONE_DAY, "predecessors": _named(request)})
    names_as_of = {"on": who.fields["existing"].on}  # type: ignore[attr-defined]  # an AgenciesField
    blank: list[dict[str, Any]] | None = None if data is not None else [{}]
    new = NewAgencyFormSet(data, initial=blank, form_kwargs=names_as_of, prefix="new")
    return _Screen(who, new)


def _number(sent: str | None) -> int:
    return int(sent) if sent and sent.isascii() and sent.isdigit() and len(sent) < 10 else 0


def _named(request: HttpRequest) -> str:
    try:
        found = Agency.objects.filter(key=UUID(request.GET.get("of", ""))).first()
    except ValueError:
        return ""
    return found.name if found else ""


def _read_shares(screen: _Screen, data: QueryDict, step: str) -> None:
    """Builds the second step; its fields take what was sent, or equal parts when it is shown for the first time."""
    old: list[Agency] = screen.who.cleaned_data["predecessors"]
    new = screen.successors
    blank = ShareOptions(old=old, new=new)
    sent = data if step in {"again", "confirm"} else QueryDict(mutable=True)
    if step not in {"again", "confirm"}:
        sent.update({name: _first_value(blank, name) for name in blank.fields if _first_value(blank, name)})
    screen.share = ShareOptions(sent, old=old, new=new)
    if screen.share.is_valid():
        screen.change = screen.share.change(screen.who)


def _first_value(form: ShareOptions, name: str) -> str:
    value = form.fields[name].initial
    return "on" if value is True else str(value or "")


def _problem(screen: _Screen, ask: Asked) -> ValidationError | None:
    """What keeps the change from being made; a matter of the first step goes there. Raises Forbidden."""
    if screen.change is None:
        return None
    try:
        require_all(screen.change, by=ask.person, on=ask.today)
        check(screen.change)
    except ValidationError as problem:
        if getattr(problem, "code", "") in {"kind", "predecessors", "successors"}:
            show_problem(screen.who, problem)
            screen.share = None
        return problem
    return None


def _digest(change: Change) -> str:
    """What was shown is what is confirmed: any difference asks for another look."""
    told = consequences(change)
    seen = [
        change.kind, change.effective_on, change.lasting, change.carries_posts, change.carries_subordinates,
        [(s.predecessor.pk, str(s.successor), s.weight, s.takes_obligations, s.takes_history) for s in change.shares],
        [(moved.relation.pk, str(moved.to)) for moved in told.relations],
        [(moved.post.pk, str(moved.at)) for moved in told.posts],
    ]  # fmt: skip
    return salted_hmac("loa.organizations.succession", repr(seen)).hexdigest()


def _confirm(request: HttpRequest, screen: _Screen, change: Change, ask: Asked) -> HttpResponse:
    try:
        made = succeed(change, by=ask.person, on=ask.today)
    except ValidationError as problem:
        return _second(request, screen, problem, "confirm")
    messages.success(request, _("The change is recorded."))
    return redirect("organizations:change", made.key)


def _steps(current: int) -> list[Step]:
    labels = [_("Who and when"), _("Weights and effect"), _("Done")]
    states = ["done" if place < current else "current" if place == current else "todo" for place in range(3)]
    return [Step(label, state) for label, state in zip(labels, states, strict=True)]  # type: ignore[arg-type]  # as listed


def _first(request: HttpRequest, screen: _Screen, *, status: int = 200) -> HttpResponse:
    context = {"who": screen.who, "new": screen.new, "steps": _steps(0), "breadcrumbs": crumbs()}
    return render(request, "organizations/succession.html", context, status=status)


def _second(request: HttpRequest, screen: _Screen, problem: ValidationError | None, step: str) -> HttpResponse:
    change = screen.change if problem is None else None
    context = {
        "share": screen.share,
        "successors": screen.successors,
        "problem": problem,
        "change": change,
        "told": consequences(change) if change else None,
        "lines": effects(change) if change else [],
        "seen": _digest(change) if change else "",
        "outdated": change is not None and step == "confirm",
        "kept": _kept(request),
        "steps": _steps(1),
        "breadcrumbs": crumbs(),
    }
    return render(request, "organizations/succession_effect.html", context, status=422 if problem else 200)


def _kept(request: HttpRequest) -> list[tuple[str, str]]:
    """The entries of the first step, carried along unseen."""
    names = ("kind", "effective_on", "basis", "predecessors", "existing")
    return [
        (name, str(value))
        for name, values in request.POST.lists()
        for value in values
        if name in names or name.startswith("new-")
    ]
