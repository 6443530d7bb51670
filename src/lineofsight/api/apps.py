"""The room as Django knows it."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """Registers the room."""

    name = "lineofsight.api"
    label = "api"
    default_auto_field = "django.db.models.BigAutoField"
