"""Makes the room known to Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MonitoringConfig(AppConfig):
    """The room `loa.monitoring`."""

    name = "loa.monitoring"
    verbose_name = _("Monitoring")

    def ready(self) -> None:
        from loa.monitoring.listening import listen  # noqa: PLC0415 - needs models, which are not loaded before this

        listen()
