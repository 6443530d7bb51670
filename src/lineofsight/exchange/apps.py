"""The room as Django knows it."""

from django.apps import AppConfig


class ExchangeConfig(AppConfig):
    """Registers the room."""

    name = "lineofsight.exchange"
    label = "exchange"
    default_auto_field = "django.db.models.BigAutoField"
