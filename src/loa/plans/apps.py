"""Makes the room known to Django."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PlansConfig(AppConfig):
    """The room `loa.plans`."""

    name = "loa.plans"
    verbose_name = _("Plans")
