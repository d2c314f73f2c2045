"""Makes the room known to Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class OrganizationsConfig(AppConfig):
    """The room `loa.organizations`."""

    name = "loa.organizations"
    verbose_name = _("Organisations")
