"""The room as Django knows it."""

from django.apps import AppConfig


class AlignmentConfig(AppConfig):
    """Registers the room."""

    name = "lineofsight.alignment"
    label = "alignment"
    default_auto_field = "django.db.models.BigAutoField"
