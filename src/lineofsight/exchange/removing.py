"""Taking rows out of the record in bulk, with what goes with them."""

from collections.abc import Mapping, Sequence

from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from lineofsight.exchange.tables import Single, all_tables, bound
from lineofsight.kit.errors import Conflict
from lineofsight.organization.record.change import Change

AT_ONCE = 1_000


def remove_rows(change: Change, gone: Mapping[str, Sequence[int]]) -> None:
    """Delete rows of several tables; nothing that stays may need one of them.

    Parameters
    ----------
    gone : mapping of table to numbers of rows

    Raises
    ------
    Conflict
        Rows that stay hold on to one that should go.
    """
    for name, pks in gone.items():
        _let_go(name, pks)
    try:
        for name in reversed(all_tables()):
            change.remove_all(bound(name).model, gone.get(name, ()))
    except ProtectedError as error:
        held = next(iter(error.protected_objects))
        message = _("{row} still needs a row that would be removed. Look at the preview again.")
        raise Conflict(message.format(row=held)) from error


def _let_go(name: str, pks: Sequence[int]) -> None:
    """Empty what these rows refer to, so that they hold none of the others."""
    table = bound(name)
    names = {
        target.attname: None
        for binding in table.bindings.values()
        if isinstance(binding, Single) and not binding.required
        for target in binding.targets
    }
    if not names or name == "allocations":  # an allocation is of one: it cannot let go
        return
    for start in range(0, len(pks), AT_ONCE):
        table.model._default_manager.filter(pk__in=pks[start : start + AT_ONCE]).update(**names)
