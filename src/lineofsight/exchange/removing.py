"""Taking rows out of the record in bulk, with what goes with them."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from django.db.models import ProtectedError
from django.utils.translation import gettext as _

from lineofsight.exchange.tables import Single, all_tables, bound
from lineofsight.kit.errors import Conflict
from lineofsight.organization.models import Membership, ReportingLine
from lineofsight.organization.record.change import Change
from lineofsight.strategy.models import StrategyVersion

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
    # An allocation is of one, and what was observed is never changed: they go first anyway.
    if not names or name in {"allocations", "observations"}:
        return
    for some in _some(pks):
        table.model._default_manager.filter(pk__in=some).update(**names)


def let_periods_go(people: Iterable[int], teams: Iterable[int]) -> None:
    """Delete reporting lines to people and memberships of teams that go."""
    for pks in _some(people):
        ReportingLine.objects.filter(manager__in=pks).delete()
    for pks in _some(teams):
        Membership.objects.filter(team__in=pks).delete()


def unused_versions(ranges: Iterable[Sequence[int]]) -> None:
    """Delete versions of the strategy that an import made and nobody uses or has published."""
    for first, last in ranges:
        StrategyVersion.objects.filter(
            pk__gte=first,
            pk__lte=last,
            published_on__isnull=True,
            statements__isnull=True,
            acknowledgements__isnull=True,
        ).delete()


def _some(pks: Iterable[int]) -> Iterator[Sequence[int]]:
    every = sorted(pks)
    for start in range(0, len(every), AT_ONCE):
        yield every[start : start + AT_ONCE]
