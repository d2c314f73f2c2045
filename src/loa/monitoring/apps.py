"""Makes the room known to Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MonitoringConfig(AppConfig):
    """The room `loa.monitoring`."""

    name = "loa.monitoring"
    verbose_name = _("Monitoring")
