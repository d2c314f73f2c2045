"""The ways between the lists of urging and inspection."""

from typing import Any

from django import template
from django.urls import reverse
from django.utils.translation import gettext as _

from loa.ui.parts import Link

__all__ = ["urging_ways"]

register = template.Library()


@register.inclusion_tag("ui/tabs.html")
def urging_ways(here: str) -> dict[str, Any]:
    """The lists as tabs; `here` is the name of the address that is open."""
    ways = {
        "reminders": _("Reminders"),
        "letters": _("Urging letters"),
        "explanations": _("Explanations"),
        "inspections": _("Inspections"),
        "findings": _("Findings"),
        "commendations": _("Praise and criticism"),
        "good-models": _("Good models"),
    }
    items = [Link(label, reverse(f"monitoring:{name}"), current=name == here) for name, label in ways.items()]
    return {"items": items, "label": _("Urging and inspection")}
