"""The one settings file. What differs between machines comes from the environment.

Every variable is described in `.env.example` and `docs/reference/settings.md`.
"""

from pathlib import Path

import dj_database_url
from csp.constants import NONCE, SELF
from django.utils.translation import gettext_lazy as _

from distretto import __version__
from distretto.web import env

VERSION = __version__
BASE_DIR = Path(__file__).resolve().parent

DATA_DIR = env.folder("DISTRETTO_DATA", "var")
SECRET_KEY = env.secret_key("DISTRETTO_SECRET_KEY", DATA_DIR)
DEBUG = env.flag("DISTRETTO_DEBUG", default=False)
ALLOWED_HOSTS = env.names("DISTRETTO_HOSTS", "127.0.0.1,localhost,[::1]")
CSRF_TRUSTED_ORIGINS = env.names("DISTRETTO_ORIGINS")
HTTPS = env.flag("DISTRETTO_HTTPS", default=False)
# The largest file that people may upload; larger ones are refused while they arrive.
UPLOAD_LIMIT_MB = env.whole_number("DISTRETTO_UPLOAD_LIMIT_MB", default=2048)
UNPACK_LIMIT_MB = env.whole_number("DISTRETTO_UNPACK_LIMIT_MB", default=8192)
WORKBOOK_MEMORY_MB = env.whole_number("DISTRETTO_WORKBOOK_MEMORY_MB", default=4096)
# Without a server for e-mail (a laptop), links are shown instead of sent.
SENDS_EMAIL = bool(env.text("DISTRETTO_EMAIL_HOST"))

INSTALLED_APPS = [
    "distretto.web.ui",
    "distretto.web.history",
    "distretto.web.accounts",
    "distretto.web.work",
    "distretto.web.register",
    "distretto.web.selection",
    "distretto.web.diagnosis",
    "distretto.web.overview",
    "distretto.web.exchange",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "axes",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "ninja",
    "simple_history",
    "template_partials",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "distretto.web.ui.compressed.CompressedTexts",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "distretto.web.accounts.middleware.preferred_language",
    "django.contrib.messages.middleware.MessageMiddleware",
    "distretto.web.ui.sent_forms.sent_forms",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "distretto.web.urls"
WSGI_APPLICATION = "distretto.web.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "distretto.web.ui.context.look",
                "distretto.web.overview.context.rail",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            ["django.template.loaders.app_directories.Loader"],
                        )
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.l10n",
                "django.templatetags.static",
                "template_partials.templatetags.partials",
                "distretto.web.ui.templatetags.ui",
                "distretto.web.register.templatetags.register_words",
                "distretto.web.selection.templatetags.measures",
                "distretto.web.selection.templatetags.wording",
            ],
        },
    }
]

# IMMEDIATE is what lets several people write at once on one file: a transaction
# that reads and then writes takes the lock first instead of failing half-way.
_SQLITE_OPTIONS = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=NORMAL;"
        "PRAGMA mmap_size=134217728;PRAGMA journal_size_limit=27103364;"
        "PRAGMA cache_size=-20000;PRAGMA temp_store=MEMORY;"
    ),
}
DATABASES = {
    "default": dj_database_url.parse(
        env.text("DATABASE_URL", f"sqlite:///{DATA_DIR / 'distretto.sqlite3'}"),
        conn_max_age=60,
    )
}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = _SQLITE_OPTIONS
    # A named file: an in-memory test database with threads is "locked" at once.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend"}}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "allauth.account.auth_backends.AuthenticationBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "overview:home"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
# Whoever set a password with the link that was sent to them has shown the address
# to be theirs.
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_EMAIL_NOTIFICATIONS = SENDS_EMAIL
ACCOUNT_UNIQUE_EMAIL = True
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
# Wrong passwords are counted by axes, in the database that all processes share.
ACCOUNT_RATE_LIMITS = {"login_failed": None}
# People are invited by a manager; nobody signs up by themselves.
ACCOUNT_ADAPTER = "distretto.web.accounts.adapter.InvitedOnly"
PASSWORD_RESET_TIMEOUT = 7 * 24 * 3600
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Distretto"
AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = 0.25  # hours
# A person at a place: nobody can lock out a colleague from elsewhere.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_USERNAME_CALLABLE = "distretto.web.accounts.adapter.name_tried"
AXES_RESET_ON_SUCCESS = True
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False

LANGUAGE_CODE = "en"
LANGUAGES = [
    ("en", _("English")),
    ("fr", _("French")),
    ("es", _("Spanish")),
    ("ar", _("Arabic")),
]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = env.text("DISTRETTO_TIME_ZONE", "UTC")
USE_TZ = True
USE_THOUSAND_SEPARATOR = True
FORMAT_MODULE_PATH = ["distretto.web.ui.formats"]

STATIC_URL = "static/"
STATIC_ROOT = DATA_DIR / "static"
# WhiteNoise warns of a folder that is not there; ours is, even if it stays empty.
STATIC_ROOT.mkdir(exist_ok=True)
STORAGES = {
    "default": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": DATA_DIR / "files"},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
WHITENOISE_USE_FINDERS = True
CACHES = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
    # Rendered pictures by the hash of their definition: slow to draw, small to keep.
    "pictures": {
        "BACKEND": "django.core.cache.backends.filebased.FileBasedCache",
        "LOCATION": DATA_DIR / "pictures",
        "TIMEOUT": None,
        "OPTIONS": {"MAX_ENTRIES": 5000},
    },
}

EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if SENDS_EMAIL
    else "django.core.mail.backends.console.EmailBackend"
)
EMAIL_HOST = env.text("DISTRETTO_EMAIL_HOST", "localhost")
EMAIL_PORT = env.whole_number("DISTRETTO_EMAIL_PORT", default=587)
EMAIL_HOST_USER = env.text("DISTRETTO_EMAIL_USER")
EMAIL_HOST_PASSWORD = env.text("DISTRETTO_EMAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("DISTRETTO_EMAIL_TLS", default=True)
DEFAULT_FROM_EMAIL = env.text("DISTRETTO_EMAIL_FROM", "distretto@localhost")

CSRF_FAILURE_VIEW = "distretto.web.ui.views.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "object-src": ["'none'"],
        "base-uri": [SELF],
        "form-action": [SELF],
        "frame-ancestors": ["'none'"],
    }
}
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS else None
# Answered on purpose: neither subdomains nor the browsers' preload list are ours to
# bind, because both concern more than this site.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "handlers": {"console": {"class": "logging.StreamHandler"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
