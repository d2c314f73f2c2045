"""Settings of the tests: those of Loa, with a home of their own and cheap passwords."""

import os
import tempfile
from pathlib import Path

os.environ.setdefault("LOA_HOME", str(Path(tempfile.gettempdir()) / "loa-tests"))

from loa.project.settings import *  # noqa: F403  # the environment comes first

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
Q_CLUSTER = {**Q_CLUSTER, "sync": True}  # noqa: F405  # from Loa's settings
