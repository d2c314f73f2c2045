"""Words of the room in templates. `{% load organizations %}`."""

from django import template

from loa.organizations.enums import Role

register = template.Library()


@register.filter
def role_name(code: str) -> str:
    """What a role is called; a code that is no role stays as it is."""
    return str(Role(code).label) if code in Role.values else code
