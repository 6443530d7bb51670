"""The strategy on a page: its words, its pillars with who carries them, its measures, its echo."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count, F, Q, Value

from lineofsight.organization.access import ANYBODY, Viewer, visible_to
from lineofsight.organization.models import Function, Person
from lineofsight.organization.record.prepared import Given, Prepared, pairs
from lineofsight.strategy.models import (
    STATEMENT_KINDS,
    Acknowledgement,
    Kpi,
    Pillar,
    Statement,
    StrategyVersion,
)
from lineofsight.strategy.selectors.versions import newest_published
from lineofsight.strategy.selectors.weights import effective_weights

LastValues = Mapping[int, tuple[date, float]]  # by number of the KPI: day and value


@dataclass(frozen=True, slots=True)
class KpiState:
    """A KPI with its last value; ``is_healthy`` is None without a value or without a range."""

    kpi: Kpi
    value: float | None
    date: date | None
    is_healthy: bool | None


@dataclass(frozen=True, slots=True)
class StatementLine:
    """One statement, and the KPI by which it is measured."""

    statement: Statement
    measure: KpiState | None


@dataclass(frozen=True, slots=True)
class PillarLine:
    """One pillar; ``weight`` is its share of the strategy, in [0, 1]."""

    pillar: Pillar
    weight: float
    sponsor: Person | None
    champions: tuple[Person, ...]
    functions: tuple[Function, ...]
    kpis: tuple[KpiState, ...]


@dataclass(frozen=True, slots=True)
class Echo:
    """How many present people have acknowledged the version, and what they said: counts alone."""

    acknowledged: int
    people: int
    questions: int
    concerns: int
    contributions: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class StrategyPage:
    """What the page shows; ``acknowledged`` tells whether the viewer has read the version."""

    version: StrategyVersion | None
    statements: tuple[StatementLine, ...]
    pillars: tuple[PillarLine, ...]
    kpis: tuple[KpiState, ...]
    echo: Echo
    acknowledged: bool

    def of_kind(self, kind: str) -> tuple[StatementLine, ...]:
        """Return the statements of one kind: vision, mission, value or north_star."""
        return tuple(line for line in self.statements if line.statement.kind == kind)


def strategy_on_a_page(
    viewer: Viewer, last_values: LastValues, version: StrategyVersion | None = None
) -> StrategyPage:
    """Return the strategy as a viewer sees it, in a constant number of queries.

    ``last_values`` are the last observations of KPIs, from the room of goals. ``version`` (default:
    the newest that is published) must be one that the viewer sees. Statements that belong to no
    version stand on every page.
    """
    shown = version or newest_published(viewer.today)
    measures = {kpi.pk: state_of(kpi, last_values) for kpi in _KPIS(viewer=viewer)}
    return StrategyPage(
        version=shown,
        statements=tuple(
            StatementLine(statement, measures.get(statement.measure_id or 0))
            for statement in _statements(viewer, shown)
        ),
        pillars=_pillars(viewer, measures),
        kpis=tuple(measures.values()),
        echo=_echo(viewer, shown),
        acknowledged=shown is not None and bool(_OWN(viewer=viewer, version=shown.pk)),
    )


_KPIS = Prepared(lambda: visible_to(ANYBODY, Kpi).select_related("owner").order_by("name", "pk"))
_OWN = Prepared(
    lambda: Acknowledgement.objects.filter(
        person=ANYBODY.pk, strategy_version=Given("version")
    ).values_list("pk")[:1]
)
_STATEMENTS = Prepared(
    lambda: (
        visible_to(ANYBODY, Statement)
        .filter(Q(strategy_version__isnull=True) | Q(strategy_version=Given("version")))
        .order_by("pk")
    )
)
_PILLARS = Prepared(lambda: visible_to(ANYBODY, Pillar).select_related("sponsor"))
_CHAMPIONS = Prepared(lambda: pairs(Pillar, "champions").select_related("person"))
_FUNCTIONS = Prepared(lambda: pairs(Pillar, "functions").select_related("function"))
_MEASURED = Prepared(lambda: pairs(Pillar, "kpis"))


def _by_pillar(rows: Iterable[Any]) -> dict[int, list[Any]]:
    """Arrange what is said of pillars, one pair a row."""
    found: dict[int, list[Any]] = {}
    for row in rows:
        found.setdefault(row.pillar_id, []).append(row)
    return found


def state_of(kpi: Kpi, last_values: LastValues) -> KpiState:
    """Tell whether the last value of a KPI lies in its healthy range; its bounds are healthy."""
    day, value = last_values.get(kpi.pk, (None, None))
    low, high = kpi.healthy_min, kpi.healthy_max
    if value is None or (low is None and high is None):
        return KpiState(kpi, value, day, None)
    healthy = (low is None or value >= low) and (high is None or value <= high)
    return KpiState(kpi, value, day, healthy)


def _statements(viewer: Viewer, version: StrategyVersion | None) -> list[Statement]:
    found = _STATEMENTS(viewer=viewer, version=version.pk if version else None)
    return sorted(found, key=lambda statement: STATEMENT_KINDS.index(statement.kind))


def _pillars(viewer: Viewer, measures: Mapping[int, KpiState]) -> tuple[PillarLine, ...]:
    found = _PILLARS(viewer=viewer)
    champions, functions, kpis = (
        _by_pillar(read()) for read in (_CHAMPIONS, _FUNCTIONS, _MEASURED)
    )
    weights = effective_weights({pillar.pk: pillar.weight for pillar in found})
    return tuple(
        PillarLine(
            pillar=pillar,
            weight=weights[pillar.pk],
            sponsor=pillar.sponsor,
            champions=tuple(row.person for row in champions.get(pillar.pk, ())),
            functions=tuple(row.function for row in functions.get(pillar.pk, ())),
            kpis=tuple(
                measures[row.kpi_id] for row in kpis.get(pillar.pk, ()) if row.kpi_id in measures
            ),
        )
        for pillar in sorted(found, key=lambda pillar: (-weights[pillar.pk], pillar.pk))
    )


def _echo(viewer: Viewer, version: StrategyVersion | None) -> Echo:
    counts = _ECHO.first(viewer=viewer, version=version.pk if version else None)
    none = dict.fromkeys(_COUNTS, 0)
    return Echo(people=_PEOPLE.first(viewer=viewer) or 0, **(counts or none))


def _present(at: str = "") -> Q:
    """Return the condition that a person, or the one at the end of a path, works here today."""
    today = ANYBODY.today
    begun = Q(**{f"{at}start_date__isnull": True}) | Q(**{f"{at}start_date__lte": today})
    stays = Q(**{f"{at}end_date__isnull": True}) | Q(**{f"{at}end_date__gte": today})
    return begun & stays


_ASKED = Q(kind__in=("question", "concern"))
_COUNTS = {
    "acknowledged": Count("person", distinct=True, filter=_present("person__")),
    "questions": Count("pk", filter=Q(kind="question")),
    "concerns": Count("pk", filter=Q(kind="concern")),
    "contributions": Count("pk", filter=Q(kind="contribution")),
    "unanswered": Count("pk", filter=_ASKED & Q(answer="")),
}
_ECHO = Prepared(
    lambda: (
        Acknowledgement.objects.filter(strategy_version=Given("version"), date__lte=ANYBODY.today)
        .order_by()
        .values(_of=F("strategy_version"))
        .annotate(**_COUNTS)
        .values(*_COUNTS)
    )
)
_PEOPLE = Prepared(
    lambda: (
        Person.objects.filter(_present())
        .order_by()
        .values(_of=Value(1))
        .annotate(people=Count("pk"))
        .values_list("people", flat=True)
    )
)
