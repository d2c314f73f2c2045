"""Settings of the tests: those of Loa, with a home of their own and cheap passwords.

LOA_TEST_DATABASE=postgresql runs the tests that use the database on PostgreSQL.
"""

import os
import tempfile
from pathlib import Path

from tests.databases import postgresql_url

for name in [name for name in os.environ if name.startswith("LOA_") and not name.startswith("LOA_TEST_")]:
    if name not in ("LOA_DATABASE_URL", "LOA_SYSTEM_PACKAGES"):
        del os.environ[name]  # an installation on the same machine must not leak into the tests
os.environ["LOA_HOME"] = str(Path(tempfile.gettempdir()) / "loa-tests")
if os.environ.get("LOA_TEST_DATABASE") == "postgresql":
    postgresql_url()
else:
    os.environ.pop("LOA_DATABASE_URL", None)

from loa.project.messages import compile_messages  # noqa: E402  # the environment comes first
from loa.project.settings import *  # noqa: E402, F403  # the environment comes first
from loa.ui.stylesheet import compose  # noqa: E402

compile_messages()
compose()
STATIC_ROOT.mkdir(parents=True, exist_ok=True)  # noqa: F405  # from Loa's settings

if not LOA.database_url:  # noqa: F405  # from Loa's settings
    # What a test has written need not outlive a loss of power.
    DATABASES["default"]["OPTIONS"]["init_command"] += "PRAGMA synchronous=OFF;"  # type: ignore[index]  # noqa: F405  # likewise
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
CACHES = {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}}
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
Q_CLUSTER = {**Q_CLUSTER, "sync": True}  # noqa: F405  # from Loa's settings
