"""The room as Django knows it."""

from importlib import import_module

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Registers the room."""

    name = "lineofsight.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Let the door know who may see and change the room's tables."""
        import_module("lineofsight.exchange.policies")
