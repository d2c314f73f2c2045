"""Makes the room known to Django."""

from importlib import import_module

from django.apps import AppConfig

from loa.prepared import share_days


class ProjectConfig(AppConfig):
    """The room `loa.project`."""

    name = "loa.project"

    def ready(self) -> None:
        # Connects the receivers of signing in.
        import_module("loa.project.sign_in_trail")
        share_days()
