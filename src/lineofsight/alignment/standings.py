"""How goals, key results and links stand in the whole, written where it differs from before."""

from collections.abc import Iterator, Mapping, Sequence
from math import isnan
from typing import Any

import numpy as np
from django.db import models

from lineofsight.alignment.models import GoalStanding, KeyResultStanding, LinkStanding
from lineofsight.engine.codes import LinkKind, Scope
from lineofsight.engine.columns import FloatArray, IntArray
from lineofsight.engine.lens import Lenses
from lineofsight.engine.lenses.progress import pace, schedule_points
from lineofsight.engine.loading import iso
from lineofsight.goals.models import Goal, KeyResult, Link
from lineofsight.strategy.models import Pillar

BATCH = 1_000
DECIMALS = 9
MOST_SEEN = 13  # observations of a fan; older ones are no news
INNER, OUTER = 0.5, 0.8

Row = tuple[Any, ...]


def goal_rows(lenses: Lenses) -> Iterator[tuple[int, Row]]:
    """Yield the id of each goal and its standing, in the order of ``GOAL_FIELDS``."""
    snapshot, goals, n = lenses.snapshot, lenses.snapshot.goals, len(lenses.snapshot.goals)
    progress, paths = lenses.progress, lenses.paths
    everyone = np.arange(n, dtype=np.int64)
    below = np.zeros(n, dtype=np.int64)
    below[goals.active] = lenses.graph.active_below(np.flatnonzero(goals.active))
    node = progress.node[:n]
    chance = np.full(n, np.nan)
    asked = np.flatnonzero(goals.active & (goals.scope != Scope.INDIVIDUAL))
    chance[asked] = lenses.forecast.chance_of_goals(asked)
    root, n_pillars = paths.root, len(snapshot.pillars)
    is_pillar = (root >= n) & (root < n + n_pillars)
    rows = snapshot.pillars.row
    pillar = [int(rows[r - n]) if yes else None for r, yes in zip(root, is_pillar, strict=True)]
    has_path = lenses.graph.has_path[:n]
    yield from zip(
        goals.row.tolist(),
        zip(
            known(lenses.flow.stake[:n]),
            [int(d) if d >= 0 else None for d in lenses.graph.depth[everyone].tolist()],
            known(np.where(has_path, paths.strength, np.nan)),
            pillar,
            below.tolist(),
            known(node),
            known(progress.expected),
            known(pace(node, progress.expected)),
            known(chance),
            [None if isnan(t) else t == 1.0 for t in progress.track.tolist()],
            strict=True,
        ),
        strict=True,
    )


GOAL_FIELDS = (
    "stake",
    "depth",
    "strength",
    "pillar_id",
    "below",
    "progress",
    "expected",
    "pace",
    "chance",
    "on_track",
)


def key_result_rows(lenses: Lenses) -> Iterator[tuple[int, Row]]:
    """Yield the id of each key result and (chance, expected, fan)."""
    results, goals = lenses.snapshot.key_results, lenses.snapshot.goals
    n = len(results)
    asked = np.flatnonzero(
        goals.active[results.goal] & (goals.scope[results.goal] != Scope.INDIVIDUAL)
    )
    outlook = lenses.forecast.now(asked)
    low, high = lenses.forecast.interval(asked, INNER)
    chances = np.full(n, np.nan)
    chances[asked] = outlook.chance
    fans: dict[int, dict[str, Any]] = {}
    quantiles = np.column_stack([outlook.low, low, outlook.centre, high, outlook.high])
    for place in np.flatnonzero(~np.isnan(outlook.centre)).tolist():
        result = int(asked[place])
        fans[result] = _fan(lenses, result, known(quantiles[place]))
    expected = known(lenses.progress.expected_results)
    for result, pk in enumerate(results.row.tolist()):
        chance = chances.item(result)
        yield pk, (_round(chance), expected[result], fans.get(result, {}))


KEY_RESULT_FIELDS = ("chance", "expected", "fan")


def _fan(lenses: Lenses, result: int, quantiles: Sequence[float | None]) -> dict[str, Any]:
    results, seen = lenses.snapshot.key_results, lenses.snapshot.observations
    first, stop = lenses.forecast.bounds[result : result + 2].tolist()
    last = slice(max(first, stop - MOST_SEEN), stop)
    low80, low50, centre, high50, high80 = quantiles
    return {
        "seen": _points(seen.day[last], seen.value[last]),
        "plan": _plan(lenses, result),
        "end": iso(float(results.end[result])),
        "low80": low80,
        "low50": low50,
        "centre": centre,
        "high50": high50,
        "high80": high80,
    }


def _plan(lenses: Lenses, result: int) -> list[list[Any]]:
    """Return the plan of a key result: its schedule, else the straight line to its target."""
    results, scale = lenses.snapshot.key_results, lenses.progress.scale
    start, end = float(results.start[result]), float(results.end[result])
    baseline, target = float(scale.baseline[result]), float(scale.target[result])
    points = schedule_points(str(results.schedule[result]))
    if points and start < points[0][0] and not isnan(baseline):
        points = [(start, baseline), *points]
    if not points:
        if not start < end or isnan(target - baseline) or scale.is_band[result]:
            return []
        points = [(start, baseline), (end, target)]
    days, values = np.array(points).T
    return _points(days, values)


def _points(days: FloatArray, values: FloatArray) -> list[list[Any]]:
    return [[iso(d), v] for d, v in zip(days.tolist(), known(values), strict=True)]


def link_rows(lenses: Lenses) -> Iterator[tuple[int, Row]]:
    """Yield the id of each supports link and (share, flow, factor)."""
    links, edges = lenses.snapshot.links, lenses.graph.edges
    n = len(links)
    share, flow, factor = np.zeros(n), np.zeros(n), np.ones(n)
    share[edges.link], flow[edges.link] = lenses.flow.share, lenses.flow.edge_flow
    factor[edges.link] = lenses.link_factor
    which: IntArray = np.flatnonzero(links.kind == LinkKind.SUPPORTS)
    values = zip(known(share[which]), known(flow[which]), known(factor[which]), strict=True)
    yield from zip(links.row[which].tolist(), values, strict=True)


LINK_FIELDS = ("share", "flow", "factor")


def write(lenses: Lenses) -> None:
    """Write what differs; the caller holds a transaction."""
    pillars = set(Pillar.objects.values_list("pk", flat=True))
    goals = {
        pk: tuple(
            None if name == "pillar_id" and value not in pillars else value
            for name, value in zip(GOAL_FIELDS, row, strict=True)
        )
        for pk, row in goal_rows(lenses)
    }
    _write(GoalStanding, Goal, GOAL_FIELDS, goals)
    _write(LinkStanding, Link, LINK_FIELDS, dict(link_rows(lenses)))
    _write(KeyResultStanding, KeyResult, KEY_RESULT_FIELDS, dict(key_result_rows(lenses)))


def _write(
    standing: type[models.Model],
    of: type[models.Model],
    fields: Sequence[str],
    rows: Mapping[int, Row],
) -> None:
    """Insert and change rows of one table of standing; rows of what has gone meanwhile are left."""
    key = standing._meta.pk.attname
    before = {
        pk: values
        for pk, *rest in standing._default_manager.values_list("pk", *fields).iterator(5_000)
        for values in [tuple(rest)]
    }
    differing = [pk for pk, row in rows.items() if before.get(pk) != row]
    if len(differing) > len(before):
        there = set(of._default_manager.values_list("pk", flat=True))
    else:
        there = set()
        for at in range(0, len(differing), BATCH):
            some = of._default_manager.filter(pk__in=differing[at : at + BATCH])
            there.update(some.values_list("pk", flat=True))
    objects = [
        standing(**{key: pk}, **dict(zip(fields, rows[pk], strict=True)))
        for pk in differing
        if pk in there
    ]
    standing._default_manager.bulk_create(
        objects,
        batch_size=BATCH,
        update_conflicts=True,
        unique_fields=[standing._meta.pk.name],
        update_fields=[name.removesuffix("_id") for name in fields],
    )


def known(values: FloatArray) -> list[float | None]:
    """Return numbers rounded as they are kept; None where they are not known."""
    return [_round(value) for value in np.asarray(values, dtype=np.float64).tolist()]


def _round(value: float) -> float | None:
    return None if isnan(value) else round(value, DECIMALS)
