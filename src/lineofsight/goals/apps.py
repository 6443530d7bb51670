"""The room as Django knows it."""

from django.apps import AppConfig


class GoalsConfig(AppConfig):
    """Registers the room."""

    name = "lineofsight.goals"
    label = "goals"
    default_auto_field = "django.db.models.BigAutoField"
