"""Django's settings, made from the environment and refused when unsafe."""

from pathlib import Path
from typing import Any

from lineofsight.config import sign_in
from lineofsight.config.environment import read_environment

ENVIRONMENT = read_environment()
PACKAGE = Path(__file__).parents[1]

SECRET_KEY = ENVIRONMENT.secret_key
DEBUG = ENVIRONMENT.debug
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
MIDDLEWARE = sign_in.MIDDLEWARE
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
            "builtins": ["django_cotton.templatetags.cotton"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ],
        },
    }
]
DATABASES = ENVIRONMENT.databases
AUTH_USER_MODEL = "organization.Account"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
PASSWORD_HASHERS = ["lineofsight.web.sign_in.hashing.BoundedArgon2"]
if ENVIRONMENT.mode == "test":  # a good hash is slow on purpose
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher", *PASSWORD_HASHERS]
USE_TZ = True
TIME_ZONE = "UTC"
USE_I18N = True
LANGUAGE_CODE = "en-gb"
STATIC_URL = "/static/"
STATIC_ROOT = ENVIRONMENT.static_root
LINEOFSIGHT_URL: str  # ours among those that the next line sets, for the type checker
KNOWN_BROWSER_COOKIE_NAME: str
OIDC_EMAILS_ARE_VERIFIED: bool
SESSION_IDLE_SECONDS: int
SESSION_LONGEST_SECONDS: int
SOCIALACCOUNT_PROVIDERS: dict[str, Any]
globals().update(sign_in.sign_in_settings())  # accounts, sessions, cookies, headers
