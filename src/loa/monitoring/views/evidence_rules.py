"""What evidence counts for an obligation: shown in words to all, changed by the coordinators of who issued the plan."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from loa.monitoring.actions.ruling import change_rule
from loa.monitoring.actions.ruling_preview import RulePreview, preview_rule
from loa.monitoring.errors import ChangedMeanwhile
from loa.monitoring.forms.evidence_rules import EvidenceRuleForm
from loa.monitoring.models import EvidenceRule
from loa.monitoring.queries.evidence_rules import gate_words
from loa.monitoring.views.asking import person_of
from loa.monitoring.views.saying import show_errors
from loa.organizations.models import Person
from loa.organizations.policy import Forbidden, may
from loa.plans.enums import NUMBERED
from loa.plans.models import Obligation
from loa.plans.queries.versions import root_of

__all__ = ["rule_page"]

_RULE = "evidence.rule"


@login_required
def rule_page(request: HttpRequest, key: UUID) -> HttpResponse:
    """The rule; a change is shown with what it would do before it is saved."""
    person, today = person_of(request), timezone.localdate()
    root = _published(key)
    may_change = may(person, _RULE, root.plan.issuer_id, on=today)
    if request.method == "POST" and not may_change:
        raise Forbidden(_RULE)
    rule = EvidenceRule.objects.select_related("changed_by").filter(obligation=root).first()
    form = EvidenceRuleForm(request.POST) if request.method == "POST" else EvidenceRuleForm.of(rule)
    preview: RulePreview | None = None
    if request.method == "POST" and form.is_valid():
        if "save" in request.POST and _saved(form, root, person):
            messages.success(request, _("The rule is saved. Evidence of the plan is weighed anew by it."))
            return redirect(reverse("monitoring:evidence-rule", args=[root.key]))
        if not form.errors:
            preview = preview_rule(root, form.changes(), by=person, on=today)
    return render(request, "monitoring/rule.html", _context(root, rule, form, preview, may_change=may_change))


def _saved(form: EvidenceRuleForm, root: Obligation, person: Person) -> bool:
    """Whether it was; else the form says what is wrong, and who saved meanwhile is seen above it."""
    given, today = form.cleaned_data["revision"], timezone.localdate()
    try:
        change_rule(root, form.changes(), by=person, on=today, revision=given)
    except ChangedMeanwhile as problem:
        kept = EvidenceRule.objects.filter(obligation=root).values_list("revision", flat=True).first()
        form.rebase(kept or 0)
        show_errors(form, problem)
        return False
    except ValidationError as problem:
        show_errors(form, problem)
        return False
    return True


def _published(key: UUID) -> Obligation:
    """The obligation as it was first issued. Of drafts there is no rule yet: nothing is owed under them."""
    found = get_object_or_404(Obligation.objects.select_related("plan__issuer"), key=key)
    if found.plan.state not in NUMBERED:
        raise Http404(_("The plan is not issued yet: nothing is owed under it."))
    return root_of(found)


def _context(
    root: Obligation,
    rule: EvidenceRule | None,
    form: EvidenceRuleForm,
    preview: RulePreview | None,
    *,
    may_change: bool,
) -> dict[str, Any]:
    return {
        "duty": root,
        "plan": root.plan,
        "ruled": rule,
        "gate": gate_words(root),
        "form": form,
        "preview": preview,
        "may_change": may_change,
        "breadcrumbs": [
            (root.plan.number, reverse("plans:plan", args=[root.plan.key])),
            (root.ref or _("Obligation"), reverse("plans:obligation", args=[root.key])),
            (_("What evidence counts"), None),
        ],
    }
