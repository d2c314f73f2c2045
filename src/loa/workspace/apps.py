"""Makes the room known to Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class WorkspaceConfig(AppConfig):
    """The room `loa.workspace`."""

    name = "loa.workspace"
    verbose_name = _("Desk")
