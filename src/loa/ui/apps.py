"""The room in Django's list of applications."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class UiConfig(AppConfig):
    """Makes templates, tags, styles and translations of the room known."""

    name = "loa.ui"
    label = "ui"
    verbose_name = _("Page components")
