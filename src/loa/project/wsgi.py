"""The door for web servers."""

import os

from django.core.wsgi import get_wsgi_application

from loa.project.serving import leave_with_server

__all__ = ["application"]

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "loa.project.settings")
leave_with_server()
application = get_wsgi_application()
