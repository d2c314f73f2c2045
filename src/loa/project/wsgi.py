"""The door for web servers."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from loa.project.serving import leave_with_server

__all__ = ["application"]


def _settle() -> None:
    """Loads every page's code now and leaves it out of the search for garbage, which halts a request for long."""
    list(get_resolver().url_patterns)
    gc.collect()
    gc.freeze()


os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loa.project.settings")
leave_with_server()
application = get_wsgi_application()
_settle()
