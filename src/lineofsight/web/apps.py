"""The room as Django knows it."""

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Registers the room."""

    name = "lineofsight.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"
