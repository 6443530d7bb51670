"""Django's settings, made from the environment and refused when unsafe."""

from pathlib import Path
from typing import Any

from lineofsight.config import sign_in
from lineofsight.config.environment import read_environment
from lineofsight.config.logs import logging_settings

ENVIRONMENT = read_environment()
PACKAGE = Path(__file__).parents[1]

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = False
ALLOWED_HOSTS = ENVIRONMENT.hosts
ROOT_URLCONF = "lineofsight.config.urls"
WSGI_APPLICATION = "lineofsight.config.wsgi.application"
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "lineofsight.organization",
    "lineofsight.organization.work",
    "lineofsight.strategy",
    "lineofsight.goals",
    "lineofsight.rhythm",
    "lineofsight.pulse",
    "lineofsight.exchange",
    "lineofsight.alignment",
    "lineofsight.web",
    "lineofsight.api",
    *sign_in.APPS,  # below ours, whose templates go before theirs
]
MIDDLEWARE = [
    "lineofsight.config.outermost.Health",
    "lineofsight.config.outermost.RequestLog",
    "lineofsight.config.outermost.DatabaseAway",
    *sign_in.MIDDLEWARE,
    "lineofsight.api.middleware.InterfaceMiddleware",  # innermost: it speaks for the views
]
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024  # bytes: a plan is sent to the interface as a whole
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [],
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django_cotton.cotton_loader.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "builtins": [
                "django_cotton.templatetags.cotton",
                "lineofsight.web.templatetags.marks",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "lineofsight.web.frame.context.frame",
            ],
        },
    }
]
DATABASES = ENVIRONMENT.databases
AUTH_USER_MODEL = "organization.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en-gb"
STATIC_URL = "/static/"
# Ours alone: apps of others bring files that no page of ours needs. The report carries the same
# fonts; they are kept once.
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STATICFILES_DIRS = [
    PACKAGE / "web" / "static",
    ("vendor/fonts", PACKAGE / "report" / "html" / "fonts"),
]
STATIC_ROOT = ENVIRONMENT.data / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    # Names with a hash of the content: browsers keep them for good, until they change.
    "staticfiles": {"BACKEND": "lineofsight.config.static.Collected"},
}
# How whitenoise tells such a name: by itself it takes the middle of htmx.esm.js for a hash too.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+\.[0-9a-f]{12}\.[^./]+$"
LINEOFSIGHT_DATA = ENVIRONMENT.data
METRICS_TOKEN = ENVIRONMENT.metrics_token
MAIL_SERVER_BACKEND = ENVIRONMENT.email["backend"]
EMAIL_BACKEND = "lineofsight.organization.work.mail.QueuedBackend"
globals().update({name: said for name, said in ENVIRONMENT.email.items() if name.isupper()})
LOGGING_CONFIG = None  # config.logs does it, before Django starts
logging_settings(ENVIRONMENT.log_level, lines_of_json=ENVIRONMENT.mode == "production")
LINEOFSIGHT_URL: str  # ours among those that the next line sets, for the type checker
KNOWN_BROWSER_COOKIE_NAME: str
OIDC_EMAILS_ARE_VERIFIED: bool
SESSION_IDLE_SECONDS: int
SESSION_LONGEST_SECONDS: int
SOCIALACCOUNT_PROVIDERS: dict[str, Any]
globals().update(sign_in.sign_in_settings())  # accounts, sessions, cookies, headers
SECURE_SSL_REDIRECT = ENVIRONMENT.https
SECURE_REDIRECT_EXEMPT = [
    r"^healthz$",
    r"^readyz$",
    r"^metrics$",
]  # asked from beside it, over http
if ENVIRONMENT.mode == "test":
    # A good hash is slow on purpose, and nothing is collected before tests.
    PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.MD5PasswordHasher",
        *sign_in.sign_in_settings()["PASSWORD_HASHERS"],
    ]
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    WHITENOISE_USE_FINDERS = WHITENOISE_AUTOREFRESH = True
