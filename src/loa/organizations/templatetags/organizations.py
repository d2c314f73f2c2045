"""Words of the room in templates. `{% load organizations %}`."""

from datetime import date
from decimal import Decimal
from typing import Protocol

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from loa.organizations.enums import Role
from loa.organizations.models import Agency, Person
from loa.organizations.queries.importing_timeline import EARLIEST
from loa.organizations.validity import Valid
from loa.schedule.window import ONE_DAY

register = template.Library()


class Slider(Protocol):
    """Something between two days."""

    first: date
    last: date


@register.filter
def role_name(code: str) -> str:
    """What a role is called; a code that is no role stays as it is."""
    return str(Role(code).label) if code in Role.values else code


@register.filter
def span_days(slider: Slider) -> int:
    """How many days the slider covers."""
    return (slider.last - slider.first).days


@register.filter
def day_number(slider: Slider, day: date) -> int:
    """Where the day stands on the slider."""
    return (day - slider.first).days


@register.simple_tag
def back_url(back: Agency | Person | str) -> str:
    """The page of an agency or a person, or the address with this name."""
    if isinstance(back, str):
        return reverse(back)
    return reverse(f"organizations:{back._meta.model_name}", args=[back.key])


@register.filter
def percent(weight: Decimal) -> str:
    """A part as a percentage: 0.333334 gives 33,33 %."""
    return f"{(weight * 100).quantize(Decimal('0.01')).normalize():f}".replace(".", ",") + " %"


@register.simple_tag
def days(row: Valid) -> str:
    """From when to when a row holds; what began before the tables reach back has no first day."""
    begins = "" if row.valid_from <= EARLIEST else f"{row.valid_from:%d/%m/%Y}"
    ends = f"{row.valid_to:%d/%m/%Y}" if row.valid_to else ""
    if begins and ends:
        return _("from %(from)s to %(to)s") % {"from": begins, "to": ends}
    if begins:
        return _("from %(from)s") % {"from": begins}
    return _("until %(to)s") % {"to": ends} if ends else _("for as long as is known")


@register.filter
def day_before(day: date) -> date:
    """The day before."""
    return day - ONE_DAY
