"""The room as Django knows it."""

from django.apps import AppConfig


class OrganizationConfig(AppConfig):
    """Registers the room."""

    name = "lineofsight.organization"
    label = "organization"
    default_auto_field = "django.db.models.BigAutoField"
