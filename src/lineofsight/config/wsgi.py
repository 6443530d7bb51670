"""The server's entrance."""

import os

from django.core.wsgi import get_wsgi_application

from lineofsight.config.operations.family import die_with_parent

die_with_parent()
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lineofsight.config.settings")
application = get_wsgi_application()
