"""The room as Django knows it."""

from django.apps import AppConfig


class RhythmConfig(AppConfig):
    """Registers the room."""

    name = "lineofsight.rhythm"
    label = "rhythm"
    default_auto_field = "django.db.models.BigAutoField"
