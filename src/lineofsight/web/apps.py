"""The room as Django knows it."""

from importlib import import_module

from django.apps import AppConfig


class WebConfig(AppConfig):
    """Registers the room."""

    name = "lineofsight.web"
    label = "web"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Note when a session begins, and what happens to accounts, from the first sign-in on.

        And remember sentences.
        """
        import_module("lineofsight.web.middleware.person")
        import_module("lineofsight.web.sign_in.events").listen()
        import_module("lineofsight.web.sentences").remember()
