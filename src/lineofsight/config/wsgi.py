"""The server's entrance."""

import gc
import os
import signal

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from lineofsight.config.operations.family import die_with_parent

# A process that answers waits for the one that started it before it ends, even if that was killed.
die_with_parent(signal.SIGKILL)
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lineofsight.config.settings")
application = get_wsgi_application()
# What answers requests is imported now: the first of them does not wait for it, and a version that
# cannot be imported does not begin to serve.
get_resolver().check()
# All of that stays: to look through it for what may go took a tenth of a second now and then.
gc.collect()
gc.freeze()
