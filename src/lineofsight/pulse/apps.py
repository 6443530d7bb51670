"""The room as Django knows it."""

from django.apps import AppConfig


class PulseConfig(AppConfig):
    """Registers the room."""

    name = "lineofsight.pulse"
    label = "pulse"
    default_auto_field = "django.db.models.BigAutoField"
