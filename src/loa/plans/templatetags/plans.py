"""How plans and obligations are told on pages: `{% load plans %}`."""

from datetime import date

from django import template
from django.utils.translation import gettext as _

from loa.plans.enums import PartyRole, Review, State
from loa.plans.models import Exemption, Obligation, Party, Plan
from loa.plans.queries import wording
from loa.ui.parts import Tone

register = template.Library()

_TONES: dict[str, Tone] = {
    State.CONSULTING: "info",
    State.SUBMITTED: "info",
    State.SIGNED: "info",
    State.ISSUED: "info",
    State.IN_FORCE: "success",
    State.AMENDED: "success",
    State.WITHDRAWN: "danger",
    Review.PENDING: "warning",
    Review.ACCEPTED: "success",
    Review.CORRECTED: "success",
    Review.REJECTED: "neutral",
}


@register.inclusion_tag("ui/badge.html")
def plan_state(plan: Plan) -> dict[str, str]:
    """Where the plan stands, as a badge."""
    return {"label": plan.get_state_display(), "tone": _TONES.get(plan.state, "neutral")}


@register.inclusion_tag("ui/badge.html")
def review_state(obligation: Obligation) -> dict[str, str]:
    """What a person said of the obligation, as a badge."""
    return {"label": obligation.get_review_display(), "tone": _TONES.get(obligation.review, "neutral")}


@register.filter
def covers(plan: Plan) -> str:
    """The time of a plan as short as it can be said: `2026`, `2021–2025`, `01/03/2026–31/08/2026`."""
    begin, end = plan.period_from, plan.period_to
    if (begin.month, begin.day, end.month, end.day) != (1, 1, 12, 31):
        return f"{_day(begin)}–{_day(end)}"
    return str(begin.year) if begin.year == end.year else f"{begin.year}–{end.year}"


def _day(day: date) -> str:
    return f"{day:%d/%m/%Y}"


@register.filter
def lead(obligation: Obligation) -> str:
    """Who leads."""
    return wording.parties_text(obligation.parties.all(), PartyRole.LEAD)


@register.filter
def rhythm(obligation: Obligation) -> str:
    """How often and how many, in one line."""
    return wording.rhythm_text(obligation)


@register.filter
def value(obligation: Obligation, field: str) -> str:
    """A field of the obligation in words."""
    return wording.field_text(obligation, field)


@register.filter
def party_words(party: Party) -> str:
    """A body in words."""
    return wording.party_text(party)


@register.filter
def field_label(field: str) -> str:
    """The name of a field of an obligation."""
    return wording.field_label(field)


@register.filter
def allowed(exemption: Exemption) -> str:
    """What an exemption allows."""
    if exemption.amount is None:
        return _("owes nothing")
    return _("owes %(amount)d") % {"amount": exemption.amount}


@register.filter
def since_until(exemption: Exemption) -> str:
    """The days on which an exemption holds."""
    if exemption.valid_to is None:
        return _("from %(day)s on") % {"day": _day(exemption.valid_from)}
    return f"{_day(exemption.valid_from)}–{_day(exemption.valid_to)}"
