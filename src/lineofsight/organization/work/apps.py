"""The room as Django knows it."""

from django.apps import AppConfig


class WorkConfig(AppConfig):
    """Registers the room."""

    name = "lineofsight.organization.work"
    label = "work"
    default_auto_field = "django.db.models.BigAutoField"
