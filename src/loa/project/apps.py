"""Makes the room known to Django."""

from django.apps import AppConfig


class ProjectConfig(AppConfig):
    """The room `loa.project`."""

    name = "loa.project"
