"""What a plan still lacks before it can be submitted, or recorded as issued."""

from dataclasses import dataclass
from typing import Literal

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from loa.plans.enums import Change, ReadingState, Review
from loa.plans.models import Obligation, Party, Plan, Source
from loa.schedule import ScheduleError

__all__ = ["Missing", "missing_in", "unresolved"]

Place = Literal["head", "review"]


@dataclass(frozen=True, slots=True)
class Missing:
    """One thing that is not there: a sentence, the page to mend it on, and the obligation where it is one."""

    sentence: str
    place: Place
    obligation: Obligation | None = None


def unresolved(plan: Plan) -> QuerySet[Party]:
    """Bodies named by obligations that count, of whom nobody knows yet who they are."""
    open_names = Q(agency=None, group="", outside=False)
    counted = ~Q(obligation__review=Review.REJECTED) & Q(obligation__merged_into=None)
    return Party.objects.filter(open_names & counted, obligation__plan=plan)


def missing_in(plan: Plan) -> list[Missing]:
    """Everything that is missing, in the order in which one puts it right. Three queries."""
    duties = list(plan.obligations.standing().select_related("replaces"))
    return [*_in_head(plan), *_in_reading(plan), *_in_review(plan, duties), *_in_terms(duties)]


def _in_head(plan: Plan) -> list[Missing]:
    if plan.title.strip():
        return []
    return [Missing(_("The plan has no title."), "head")]


def _in_reading(plan: Plan) -> list[Missing]:
    at_work = Source.objects.filter(plan=plan, state__in=[ReadingState.WAITING, ReadingState.READING])
    return [Missing(_("The document is still being read."), "review")] if at_work.exists() else []


def _in_review(plan: Plan, duties: list[Obligation]) -> list[Missing]:
    found: list[Missing] = []
    if not duties:
        found.append(Missing(_("The plan has no obligations."), "review"))
    if waiting := sum(duty.review == Review.PENDING for duty in duties):
        words = ngettext("%(count)d obligation is not reviewed.", "%(count)d obligations are not reviewed.", waiting)
        found.append(Missing(words % {"count": waiting}, "review"))
    if names := unresolved(plan).values("name").distinct().count():
        words = ngettext(
            "It is not known which agency %(count)d name means.",
            "It is not known which agencies %(count)d names mean.",
            names,
        )
        found.append(Missing(words % {"count": names}, "review"))
    return found


def _in_terms(duties: list[Obligation]) -> list[Missing]:
    return [
        Missing(
            _("Time or amount of item %(ref)s cannot be understood.") % {"ref": duty.ref or duty.position},
            "review",
            duty,
        )
        for duty in duties
        if duty.change != Change.END and not _is_understood(duty)
    ]


def _is_understood(duty: Obligation) -> bool:
    try:
        duty.terms()
    except (ScheduleError, TypeError):  # TypeError: a quota with other keys than those of the guide
        return False
    return True
