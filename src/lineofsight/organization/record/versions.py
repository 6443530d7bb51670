"""How history is written: the present version of a row is closed, and the next one opened."""

from collections.abc import Collection, Sequence
from collections.abc import Set as AbstractSet
from datetime import datetime

from django.db.models import F, Value
from django.db.models.functions import Greatest

from lineofsight.organization.models.kept import AuditEntry, Version
from lineofsight.organization.record import bulk
from lineofsight.organization.record.base import Versioned
from lineofsight.organization.record.rows import rows_by_pk

AT_ONCE = 1_000
COLUMNS = ("table", "object_id", "row", "entry_id", "valid_from", "valid_to")


def keep(
    model: type[Versioned], pks: Collection[int], new: AbstractSet[int], entry: AuditEntry
) -> None:
    """Write how rows read now, some at a time.

    Parameters
    ----------
    pks : collection of int
        The rows; those of them that are gone are left out.
    new : set of int
        Those of which no version is open.
    """
    table, at = model.PLAN.table, entry.at
    every = sorted(pks)
    for start in range(0, len(every), AT_ONCE):
        some = every[start : start + AT_ONCE]
        rows = rows_by_pk(model, some)
        there_before = [pk for pk in some if pk not in new]
        later = _begun_later(table, there_before, at)
        end(table, there_before, at)
        bulk.insert(
            Version,
            COLUMNS,
            ((table, pk, rows[pk], entry.pk, later.get(pk, at), None) for pk in some if pk in rows),
        )


def end(table: str, pks: Sequence[int], at: datetime) -> None:
    """Close the present versions of rows; one that begins later ends as it begins."""
    for start in range(0, len(pks), AT_ONCE):
        # An entry that began earlier may be written later: a version never ends before it begins.
        Version.objects.filter(
            table=table, object_id__in=pks[start : start + AT_ONCE], valid_to__isnull=True
        ).update(valid_to=Greatest(F("valid_from"), Value(at)))


def _begun_later(table: str, pks: Sequence[int], at: datetime) -> dict[int, datetime]:
    """Return the beginnings of present versions that lie after an instant.

    A change that began earlier may be written later: inside another, or while another waited. Then
    its versions begin where the present ones did, so that one version holds at every instant.
    """
    if not pks:
        return {}
    return dict(
        Version.objects.filter(
            table=table, object_id__in=pks, valid_to__isnull=True, valid_from__gt=at
        ).values_list("object_id", "valid_from")
    )
