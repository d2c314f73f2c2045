"""What evidence a duty takes, set by the coordinators of who issued the plan."""

from collections.abc import Callable, Mapping
from datetime import date
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django_q.tasks import async_task

from loa.audit.actions import record
from loa.monitoring.actions.recomputing import match_laid
from loa.monitoring.enums import EvidenceKind, ReformArea
from loa.monitoring.errors import ChangedMeanwhile, MonitoringError
from loa.monitoring.models import Assignment, EvidenceRule, Laying, Match, Occurrence
from loa.organizations.models import Person
from loa.organizations.policy import require
from loa.plans.models import Obligation
from loa.plans.queries.versions import first_plan, root_of
from loa.writing.wording import codes

__all__ = ["RULED", "change_rule"]

RULED = (
    "kinds", "channels", "areas", "minimum_words", "own_work", "with_photo", "with_proof", "exclusive", "below",
)  # fmt: skip
"""What of a rule people set."""
_TASK = "loa.monitoring.tasks.lay_plan"
_FEW = 500
_MOST_WORDS = 100_000


@transaction.atomic
def change_rule(
    obligation: Obligation, changes: Mapping[str, Any], *, by: Person, on: date, revision: int
) -> EvidenceRule:
    """Sets what evidence a duty takes; evidence of its plan is matched anew, in the background where there is much.

    `revision` is that of the rule as it was seen, 0 where there was none. Raises Forbidden, MonitoringError and
    ChangedMeanwhile.
    """
    root = root_of(obligation)
    require(by, "evidence.rule", root.plan.issuer_id, on=on)
    rule = EvidenceRule.objects.select_for_update().filter(obligation=root).first()
    if (rule.revision if rule else 0) != revision:
        raise ChangedMeanwhile
    rule = rule or EvidenceRule(obligation=root, revision=0)
    before = {name: getattr(rule, name) for name in RULED}
    for name, value in _checked(changes).items():
        setattr(rule, name, value)
    after = {name: getattr(rule, name) for name in RULED}
    if rule.pk and after == before:
        return rule
    rule.revision += 1
    rule.changed_by = by
    rule.save()
    _match_anew(root)
    told = [{name: row[name] for name in RULED if before[name] != after[name]} for row in (before, after)]
    record("evidence.rule", root, by=by, agency_id=root.plan.issuer_id, before=told[0], after=told[1])
    return rule


def _match_anew(root: Obligation) -> None:
    """Everything of the plan: what one duty no longer takes another may."""
    plan = first_plan(root.plan)
    first = Occurrence.objects.filter(plan=plan).order_by("owed_on").values_list("owed_on", flat=True).first()
    if first is None:
        return
    laying = Laying.objects.select_for_update().get(plan=plan)
    laying.match_since = min(first, laying.match_since or first)
    laying.changed_at = timezone.now()
    laying.save(update_fields=["match_since", "changed_at"])
    if _is_small(plan.pk):
        match_laid(plan.pk)
    else:
        transaction.on_commit(partial(async_task, _TASK, plan.pk))


def _is_small(plan_id: int) -> bool:
    held = Assignment.objects.filter(obligation__plan=plan_id)[:_FEW].count()
    return held < _FEW and Match.objects.filter(occurrence__plan=plan_id)[:_FEW].count() < _FEW


def _checked(changes: Mapping[str, Any]) -> dict[str, Any]:
    unknown = set(changes) - set(RULED)
    if unknown:
        raise MonitoringError(
            _("These entries cannot be changed: %(names)s.") % {"names": ", ".join(sorted(unknown))}, code="unknown"
        )
    for name, is_right in _RIGHT.items():
        if name in changes and not is_right(changes[name]):
            raise MonitoringError(_("“%(name)s” has a value that is not in its list.") % {"name": name}, code=name)
    words = changes.get("minimum_words")
    if words is not None and not (type(words) is int and 1 <= words <= _MOST_WORDS):
        raise MonitoringError(
            _("The number of words has to lie between 1 and %(most)d, or be left empty.") % {"most": _MOST_WORDS},
            code="minimum_words",
        )
    return {name: sorted(map(str, value)) if name in _LISTS else value for name, value in changes.items()}


_LISTS: Mapping[str, Callable[[], list[str]]] = {
    "kinds": lambda: EvidenceKind.values,
    "channels": lambda: codes("channel"),
    "areas": lambda: ReformArea.values,
}
_SWITCHES = ("own_work", "with_photo", "with_proof", "exclusive", "below")


def _is_list_of(known: Callable[[], list[str]], value: Any) -> bool:
    return isinstance(value, list | tuple | set | frozenset) and {str(one) for one in value} <= set(known())


_RIGHT: Mapping[str, Callable[[Any], bool]] = {
    **{name: partial(_is_list_of, known) for name, known in _LISTS.items()},
    **dict.fromkeys(_SWITCHES, lambda value: isinstance(value, bool)),
}
