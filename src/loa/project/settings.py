"""Django's settings, made from the environment alone. See `environment.py` for what an installation may set."""

from urllib.parse import unquote, urlsplit

import dj_database_url

from loa.project.environment import Environment
from loa.project.logs import configuration
from loa.project.secret import secret_key

LOA = Environment()

SECRET_KEY = LOA.secret_key or secret_key(LOA.home)
DEBUG = LOA.debug
ALLOWED_HOSTS = [host.strip() for host in LOA.hosts.split(",") if host.strip()]
ROOT_URLCONF = "loa.project.urls"
WSGI_APPLICATION = "loa.project.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "loa.ui",
    "loa.audit",
    "loa.organizations",
    "loa.plans",
    "loa.monitoring",
    "loa.workspace",
    "loa.project",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "django_htmx",
    "template_partials",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "django_q",
]

MIDDLEWARE = [
    "loa.project.middleware.who_acts",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "loa.project.logs.access_log",
    "django.middleware.gzip.GZipMiddleware",
    "loa.project.middleware.content_policy",
    "loa.project.middleware.private_pages",
    "loa.project.middleware.upload_limit",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "loa.project.language.of_the_person",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "loa.project.sign_in.second_factor",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "loa.project.navigation.navigation",
                "loa.project.sample_data.sample_data",
            ],
        },
    }
]

# ---------------------------------------------------------------------------------------------------------- database

_SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": LOA.home / "loa.sqlite3",
    # To open the file and read the names of its tables takes longer than most requests do.
    "CONN_MAX_AGE": 60,
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # FULL: what was acknowledged is on the disk, whatever happens to the power.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA cache_size=-32000;",
    },
}


def _postgresql(url: str) -> dict[str, object]:
    told = dj_database_url.parse(url)
    pool = {"min_size": 1, "max_size": 10, "timeout": 10}
    return {**told, "OPTIONS": {**told.get("OPTIONS", {}), "pool": pool}}


DATABASES = {"default": _postgresql(LOA.database_url) if LOA.database_url else _SQLITE}
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "loa_cache",
        # Attempts to sign in and requests that programs repeat are counted here: a few hundred others must not push
        # them out, as they would with Django's 300. What is over is forgotten each night (`loa.project.tasks.tidy`).
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}

# ------------------------------------------------------------------------------------------------------------- people

AUTH_USER_MODEL = "organizations.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "loa.project.sign_in.AccountAdapter"
SOCIALACCOUNT_ADAPTER = "loa.project.sign_in.SocialAccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_RATE_LIMITS = {"login_failed": "10/m/ip,5/5m/key", "login": "30/m/ip"}
ACCOUNT_LOGOUT_REDIRECT_URL = LOGIN_URL
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
# The package's own generator keeps copies of addresses that would still open the account after a change.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105  # a class
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if LOA.https else 0
REQUIRE_TOTP = LOA.require_totp
MFA_ADAPTER = "loa.project.sign_in.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_TOTP_ISSUER = "Loa"
# A code typed in the last second of its half minute still opens, and so does that of a clock that is a little off.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "loa.project.sign_in_codes.AuthenticateForm",
    "reauthenticate": "loa.project.sign_in_codes.ReauthenticateForm",
}
# A form may be sent to Loa alone (content policy), browsers include where it leads on to: the way out is a link.
SOCIALACCOUNT_LOGIN_ON_GET = True
SOCIALACCOUNT_PROVIDERS = (
    {
        "openid_connect": {
            "APPS": [
                {
                    "provider_id": "oidc",
                    "name": LOA.oidc_name or "OpenID Connect",
                    "client_id": LOA.oidc_client_id,
                    "secret": LOA.oidc_client_secret,
                    "settings": {"server_url": LOA.oidc_url},
                }
            ]
        }
    }
    if LOA.oidc_url
    else {}
)

# ------------------------------------------------------------------------------------------------- language and time

LANGUAGE_CODE = LOA.language
LANGUAGES = [("vi", "Tiếng Việt"), ("en", "English")]
TIME_ZONE = LOA.time_zone
USE_TZ = True
FORMAT_MODULE_PATH = ["loa.project.formats"]
FORM_RENDERER = "loa.ui.forms.Renderer"

# ------------------------------------------------------------------------------------------------------- files, mail

STATIC_URL = "/static/"
STATIC_ROOT = LOA.home / "static"
MEDIA_ROOT = LOA.files or LOA.home / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
UPLOAD_LIMIT = LOA.upload_limit_mb * 1024 * 1024

DEFAULT_FROM_EMAIL = LOA.email_from
if LOA.email_url:
    _mail = urlsplit(LOA.email_url)
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST = _mail.hostname or "localhost"
    EMAIL_PORT = _mail.port or 25
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_TLS = "tls=true" in _mail.query
    EMAIL_TIMEOUT = 20  # seconds; a server that does not answer must not hold a task for ever
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(LOA.home / "mail")

# ----------------------------------------------------------------------------------------------------------- security

CSRF_FAILURE_VIEW = "loa.project.errors.csrf_failure"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LOA.https
SESSION_COOKIE_AGE = 12 * 60 * 60
SECURE_HSTS_SECONDS = 365 * 24 * 60 * 60 if LOA.https else 0
SECURE_SSL_REDIRECT = LOA.https
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]
# Whether subdomains and preload lists may be spoken for is known to the owner of the domain alone.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if LOA.https else None
CSRF_TRUSTED_ORIGINS = [LOA.base_url] if LOA.https else []

# -------------------------------------------------------------------------------------------------------------- tasks

# The queue alone: who does the tasks, and when one is taken again, stands in `loa.project.work`. What the package asks
# for here would only matter to its own cluster, which is never started (docs/decisions/0015).
Q_CLUSTER = {"name": "loa", "orm": "default", "catch_up": False, "timeout": 600, "retry": 660}

LOGGING = configuration(LOA.log_level)
