"""Makes the room known to Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class AuditConfig(AppConfig):
    """The room `loa.audit`."""

    name = "loa.audit"
    verbose_name = _("Audit trail")
