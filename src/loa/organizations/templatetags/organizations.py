"""Words of the room in templates. `{% load organizations %}`."""

from datetime import date
from decimal import Decimal
from typing import Protocol

from django import template
from django.urls import reverse

from loa.organizations.enums import Role
from loa.organizations.models import Agency, Person
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


@register.filter
def day_before(day: date) -> date:
    """The day before."""
    return day - ONE_DAY
