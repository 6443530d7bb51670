"""The room as Django knows it."""

from typing import Any

from django.apps import AppConfig
from django.db import transaction


class AlignmentConfig(AppConfig):
    """Registers the room."""

    name = "lineofsight.alignment"
    label = "alignment"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self) -> None:
        """Register who sees what, and listen to changes of the record."""
        from lineofsight.alignment import policies  # noqa: F401, PLC0415 - registers; needs models
        from lineofsight.organization.record.change import recorded  # noqa: PLC0415 - needs models

        recorded.connect(_changed, dispatch_uid="alignment.changed")


def _changed(*, entry: Any, **_others: Any) -> None:
    from lineofsight.alignment import lease  # noqa: PLC0415 - needs models

    if not entry.verb.startswith(lease.UNHEARD):

        def note() -> None:  # with a name, by which Django tells of one that fails
            lease.mark_dirty(entry.at)

        transaction.on_commit(note, robust=True)
