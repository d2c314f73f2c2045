"""The door for web servers."""

import os

from django.core.wsgi import get_wsgi_application

__all__ = ["application"]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loa.project.settings")
application = get_wsgi_application()
