"""The record as the engine sees it, to hold the roll-up against the engine's own."""

from datetime import date
from typing import Any

import numpy as np
from django.utils import timezone

from lineofsight.engine.lenses.graph import Graph
from lineofsight.engine.lenses.progress import Progress
from lineofsight.engine.loading import to_day
from lineofsight.engine.snapshot import Snapshot
from lineofsight.goals.models import (
    Goal,
    GoalProgress,
    KeyResult,
    Link,
    Observation,
    Revision,
    RootProgress,
)
from lineofsight.goals.models.goal import MICRO
from lineofsight.organization.record.rows import rows_of
from lineofsight.planfile.columns import to_columns
from lineofsight.planfile.document import PlanDocument
from lineofsight.strategy.models import Pillar

CLOSE = 1e-6
OF_PLAN = (Pillar, Goal, KeyResult, Link, Observation, Revision)


def progress_of_record(as_of: date | None = None) -> Progress:
    """The engine's progress lens over what is in the record."""
    rows: dict[str, list[dict[str, Any]]] = {}
    for model in OF_PLAN:
        found = [row for _pk, row in rows_of(model)]
        if found:
            rows[model.PLAN.table] = found
    day = as_of or timezone.localdate()
    snapshot = Snapshot.build(to_columns(PlanDocument.from_rows(rows)), day)
    return Progress(snapshot, Graph(snapshot), to_day(day))


def differences_from_engine() -> list[str]:
    """Where what is kept is further than 1e-6 from the engine's, or known on one side alone."""
    lens = progress_of_record()
    snapshot = lens.snapshot
    goals = dict(Goal.objects.values_list("pk", "ref"))
    kept: dict[str, Any] = {goals[row.goal_id]: row.value for row in GoalProgress.objects.all()}
    pillars = dict(Pillar.objects.values_list("pk", "ref"))
    kept |= {
        pillars[row.pillar_id]: row.value
        for row in RootProgress.objects.filter(pillar__isnull=False)
    }
    nodes = list(snapshot.goals.ids) + list(snapshot.pillars.ids)
    found = [
        f"{ref}: {kept.get(ref)} is not {lens.node[at]}"
        for at, ref in enumerate(nodes)
        if not same(kept.get(ref), lens.node[at])
    ]
    results = {one.ref: one for one in KeyResult.objects.all()}
    for at, ref in enumerate(snapshot.key_results.ids):
        one, value = results[ref], lens.value[at]
        if not same(one.progress, lens.clipped[at]):
            found.append(f"{ref}: {one.progress} is not {lens.clipped[at]}")
        present = np.nan if one.present is None else one.present
        if not np.isclose(present, value, equal_nan=True):
            found.append(f"{ref}: {one.present} is not {value}")
    return found


def same(micro: int | None, progress: float) -> bool:
    if micro is None or np.isnan(progress):
        return micro is None and bool(np.isnan(progress))
    return abs(micro / MICRO - progress) <= CLOSE
