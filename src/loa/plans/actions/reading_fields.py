"""What a document says of the plan as a whole, put where nobody has written yet."""

from datetime import date

from loa.plans.actions.upload import new_title
from loa.plans.models import Plan
from loa.reading import PlanDraft

__all__ = ["day_of", "fill_plan"]


def fill_plan(plan: Plan, draft: PlanDraft, *, placeholder: str, on: date) -> None:
    """Fills what is blank or still as the upload left it, and saves; what a person has typed stays.

    A day of issue is taken over only when it is printed in full and no other plan of the agency bears this number and
    day: that would be the same plan twice, which the page of the plan then has to settle.
    """
    document = draft.document
    if plan.title == new_title(placeholder) and document.title:
        plan.title = document.title[:500]
    if document.year and _is_untouched(plan, on):
        plan.period_from, plan.period_to = date(document.year, 1, 1), date(document.year, 12, 31)
    read = {
        "number": document.number,
        "issue_place": document.place,
        "signer_authority": document.signer.authority,
        "signer_capacity": document.signer.capacity,
        "signer_name": document.signer.name,
    }
    for name, value in read.items():
        if value and not getattr(plan, name):
            setattr(plan, name, _cut(plan, name, value))
    if plan.issued_on is None and (issued := _whole_day(document.date)) and not _is_taken(plan, issued):
        plan.issued_on = issued
    plan.revision += 1
    plan.save()


def _is_untouched(plan: Plan, on: date) -> bool:
    """Whether the plan still covers the whole year that an upload puts in: that of its making."""
    years = {on.year, plan.created_at.year}
    return any((plan.period_from, plan.period_to) == (date(year, 1, 1), date(year, 12, 31)) for year in years)


def _whole_day(text: str | None) -> date | None:
    try:
        return date.fromisoformat(text or "")
    except ValueError:
        return None


def _is_taken(plan: Plan, issued: date) -> bool:
    same = Plan.objects.filter(issuer=plan.issuer_id, number=plan.number, issued_on=issued)
    return plan.number != "" and same.exclude(pk=plan.pk).exists()


def _cut(plan: Plan, name: str, value: str) -> str:
    field = plan._meta.get_field(name)
    return value[: getattr(field, "max_length", None)]


def day_of(plan: Plan, draft: PlanDraft, *, on: date) -> date:
    """The day as of which the names in the document are understood: its own date as far as it is printed, then the
    first day the plan covers, and never a day to come."""
    text = draft.document.date or ""
    # `2022-02` is understood as its first day.
    printed = _whole_day(text) or _whole_day(f"{text}-01") or plan.period_from
    return min(printed, on)
