"""The room as Django knows it."""

from importlib import import_module

from django.apps import AppConfig


class AlignmentConfig(AppConfig):
    """Registers the room."""

    name = "lineofsight.alignment"
    label = "alignment"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the door know who may see and change the room's tables."""
        import_module("lineofsight.alignment.policies")
