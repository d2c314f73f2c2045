"""What every step of a review has in common: the lock, the right, the revision."""

from datetime import date

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from loa.organizations.models import Person
from loa.organizations.policy import require
from loa.plans.enums import Review
from loa.plans.errors import ChangedMeanwhile, NotEditable, PlanError
from loa.plans.models import Obligation, Plan
from loa.plans.queries.review_content import Content, content_as_read
from loa.schedule import ScheduleError

__all__ = ["REVIEW_VERBS", "WrongContent", "check", "opened", "standing", "verdict"]

REVIEW_VERBS = frozenset(
    {
        "plans.accept-obligation",
        "plans.accept-undoubted",
        "plans.add-obligation",
        "plans.correct-obligation",
        "plans.merge-obligations",
        "plans.reject-obligation",
        "plans.split-obligation",
        "plans.take-back-reading",
    }
)
"""The steps of a review as the trail calls them; each can be undone."""


def opened(plan: Plan, *, by: Person, on: date) -> Plan:
    """The plan, locked against everybody else who changes it. Raises Forbidden and NotEditable."""
    require(by, "plans.review", plan.issuer_id, on=on)
    kept = Plan.objects.select_for_update().get(pk=plan.pk)
    if not kept.is_editable:
        raise NotEditable
    return kept


def standing(obligation: Obligation, *, revision: int, by: Person, on: date) -> Obligation:
    """The obligation, locked, as the person saw it. Raises Forbidden, NotEditable and ChangedMeanwhile."""
    plan = opened(obligation.plan, by=by, on=on)
    kept = Obligation.objects.select_for_update().filter(pk=obligation.pk, merged_into=None).first()
    if kept is None or kept.revision != revision:
        raise ChangedMeanwhile
    kept.plan = plan
    return kept


class WrongContent(PlanError):
    """An obligation that says nothing, or that no calendar can be made from."""

    def __init__(self, why: str) -> None:
        super().__init__(why, code="wrong-content")


def check(obligation: Obligation, content: Content) -> None:
    """Raises WrongContent unless the obligation has words and its terms make a calendar."""
    if not content.text.strip():
        raise WrongContent(_("The words of the obligation are missing. Enter what has to be done."))
    try:
        obligation.terms()
    except ScheduleError as error:
        message = error.message
        raise WrongContent(message.vi if (get_language() or "vi").startswith("vi") else message.en) from error


def verdict(obligation: Obligation, content: Content) -> Review:
    """What it means that a person agrees to this content: it is the reader's, or a correction of it."""
    if obligation.read_as is None:
        return Review.ACCEPTED
    as_read = content_as_read(obligation.read_as, requested=content.requested)
    return Review.CORRECTED if content.differing(as_read) else Review.ACCEPTED
