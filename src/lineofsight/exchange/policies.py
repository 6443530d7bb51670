"""Who may take files into the record, and who sees what came of it."""

from django.db.models import Q

from lineofsight.exchange.models import Import, QuarantinedRow
from lineofsight.organization.access import Policy, Viewer, register
from lineofsight.organization.access.rules import everyone
from lineofsight.organization.policies import keeps_strategy, runs_or_keeps_strategy

PEOPLE = ("organization", "functions", "teams", "people")  # what administrators import
STRATEGY = ("strategy", "pillars", "kpis")  # open to all once it is in the record


def _seen_imports(viewer: Viewer) -> Q:
    """Whoever brought a file; that it was imported, administrators, strategy office, auditors."""
    if viewer.is_strategy_office or viewer.is_administrator or viewer.is_auditor:
        return everyone(viewer)
    return Q(actor_id=viewer.pk)


def _seen_rows(viewer: Viewer) -> Q:
    """A waiting row has content: of goals and conversations, whoever brought it sees it."""
    seen = Q(of__actor_id=viewer.pk)
    if viewer.is_administrator:
        seen |= Q(table__in=PEOPLE)
    if viewer.is_strategy_office:
        seen |= Q(table__in=PEOPLE + STRATEGY)
    return seen


register(
    Policy(
        Import,
        _seen_imports,
        verbs={"import.undo": runs_or_keeps_strategy},
        makes={
            "import.run": runs_or_keeps_strategy,
            "import.people": runs_or_keeps_strategy,
            "import.plan": keeps_strategy,
        },
        told="Administrators import people, teams and functions; the strategy office whole plans, "
        "but for what people said to each other and who reads a confidential goal. Nobody puts "
        "people under themselves. Either may undo an import.",
    )
)
register(
    Policy(
        QuarantinedRow,
        _seen_rows,
        verbs={
            "quarantined.place": runs_or_keeps_strategy,
            "quarantined.drop": runs_or_keeps_strategy,
        },
        told="A row that waits is seen by whoever brought it; of people and teams also by "
        "administrators and the strategy office, of the strategy by the strategy office.",
    )
)
