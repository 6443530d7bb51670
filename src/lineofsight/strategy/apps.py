"""The room as Django knows it."""

from django.apps import AppConfig


class StrategyConfig(AppConfig):
    """Registers the room."""

    name = "lineofsight.strategy"
    label = "strategy"
    default_auto_field = "django.db.models.BigAutoField"
