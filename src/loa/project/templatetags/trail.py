"""Of the pages of the trail."""

from collections.abc import Mapping

from django import template

register = template.Library()


@register.filter
def named(names: Mapping[int, str], key: int | None) -> str:
    """`agencies|named:row.agency_id`: the name of a key, empty where it has none."""
    return names.get(key, "") if key is not None else ""
