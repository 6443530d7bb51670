"""The room as Django knows it."""

from importlib import import_module

from django.apps import AppConfig
from django.db.models.signals import post_migrate


class GoalsConfig(AppConfig):
    """Registers the room."""

    name = "lineofsight.goals"
    label = "goals"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the door know who may see and change the room's tables, and words be found."""
        import_module("lineofsight.goals.policies")
        post_migrate.connect(import_module("lineofsight.goals.words").keep, sender=self)
