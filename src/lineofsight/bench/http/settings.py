"""The settings of an installation, with the floor beside its pages; nothing else differs."""

from lineofsight.config.settings import *  # noqa: F403 - all of them, as they are
from lineofsight.config.settings import MIDDLEWARE as WHOLE

ROOT_URLCONF = "lineofsight.bench.http.urls"
MIDDLEWARE = ["lineofsight.bench.http.floor.Bare", *WHOLE]
