"""Duties on pages. `{% load monitoring %}`."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django import template
from django.utils.functional import Promise

from loa.monitoring.models import Laying
from loa.monitoring.queries.duties import Duty
from loa.monitoring.wording import KINDS, TONES
from loa.schedule import Kind

__all__ = ["duties_table", "kind_tone", "kind_words", "laying_notice"]

register = template.Library()


@register.filter
def kind_words(kind: str) -> str | Promise:
    """What an occurrence of the kind is called."""
    return KINDS[Kind(kind)]


@register.filter
def kind_tone(kind: str) -> str:
    """The colour that goes with the words."""
    return TONES[Kind(kind)]


@register.inclusion_tag("monitoring/_duties.html")
def duties_table(
    duties: Iterable[Duty], today: date, caption: str, *, proofs: bool = True, record: bool = False
) -> dict[str, Any]:
    """Duties as a table, cards on a narrow screen; `proofs` adds what counts as proof, folded, `record` the way to
    recording evidence."""
    return {"duties": duties, "today": today, "caption": caption, "proofs": proofs, "record": record}


@register.inclusion_tag("monitoring/_laying.html")
def laying_notice(laying: Laying | None) -> dict[str, Any]:
    """Says that a plan is still being laid out and how far that is, or what of it could not be; else nothing."""
    return {"laying": laying}
