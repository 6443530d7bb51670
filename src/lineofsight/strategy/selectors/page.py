"""The strategy on a page: its words, its pillars with who carries them, its measures, its echo."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet

from lineofsight.organization.access import Viewer, visible_to
from lineofsight.organization.models import Function, Person
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
    measures = {
        kpi.pk: state_of(kpi, last_values)
        for kpi in visible_to(viewer, Kpi).select_related("owner").order_by("name", "pk")
    }
    return StrategyPage(
        version=shown,
        statements=tuple(
            StatementLine(statement, measures.get(statement.measure_id or 0))
            for statement in _statements(viewer, shown)
        ),
        pillars=_pillars(viewer, measures),
        kpis=tuple(measures.values()),
        echo=_echo(viewer, shown),
        acknowledged=shown is not None
        and Acknowledgement.objects.filter(person=viewer.pk, strategy_version=shown).exists(),
    )


def state_of(kpi: Kpi, last_values: LastValues) -> KpiState:
    """Tell whether the last value of a KPI lies in its healthy range; its bounds are healthy."""
    day, value = last_values.get(kpi.pk, (None, None))
    low, high = kpi.healthy_min, kpi.healthy_max
    if value is None or (low is None and high is None):
        return KpiState(kpi, value, day, None)
    healthy = (low is None or value >= low) and (high is None or value <= high)
    return KpiState(kpi, value, day, healthy)


def _statements(viewer: Viewer, version: StrategyVersion | None) -> list[Statement]:
    of_version = Q(strategy_version__isnull=True)
    if version is not None:
        of_version |= Q(strategy_version=version)
    found = visible_to(viewer, Statement).filter(of_version).order_by("pk")
    return sorted(found, key=lambda statement: STATEMENT_KINDS.index(statement.kind))


def _pillars(viewer: Viewer, measures: Mapping[int, KpiState]) -> tuple[PillarLine, ...]:
    found: QuerySet[Pillar] = (
        visible_to(viewer, Pillar)
        .select_related("sponsor")
        .prefetch_related("champions", "functions", "kpis")
    )
    weights = effective_weights({pillar.pk: pillar.weight for pillar in found})
    return tuple(
        PillarLine(
            pillar=pillar,
            weight=weights[pillar.pk],
            sponsor=pillar.sponsor,
            champions=tuple(pillar.champions.all()),
            functions=tuple(pillar.functions.all()),
            kpis=tuple(measures[kpi.pk] for kpi in pillar.kpis.all() if kpi.pk in measures),
        )
        for pillar in sorted(found, key=lambda pillar: (-weights[pillar.pk], pillar.pk))
    )


def _echo(viewer: Viewer, version: StrategyVersion | None) -> Echo:
    said = Acknowledgement.objects.filter(strategy_version=version, date__lte=viewer.today)
    asked = Q(kind__in=("question", "concern"))
    counts = said.aggregate(
        acknowledged=Count("person", distinct=True, filter=_present(viewer, "person__")),
        questions=Count("pk", filter=Q(kind="question")),
        concerns=Count("pk", filter=Q(kind="concern")),
        contributions=Count("pk", filter=Q(kind="contribution")),
        unanswered=Count("pk", filter=asked & Q(answer="")),
    )
    return Echo(people=Person.objects.filter(_present(viewer)).count(), **counts)


def _present(viewer: Viewer, at: str = "") -> Q:
    """Return the condition that a person, or the one at the end of a path, works here today."""
    begun = Q(**{f"{at}start_date__isnull": True}) | Q(**{f"{at}start_date__lte": viewer.today})
    stays = Q(**{f"{at}end_date__isnull": True}) | Q(**{f"{at}end_date__gte": viewer.today})
    return begun & stays
