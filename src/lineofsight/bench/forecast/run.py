"""Holding the forecast against what came, beside what anybody could have said."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

from lineofsight.bench.forecast.cases import Cases, cases_of, lives_of
from lineofsight.bench.forecast.chance import Chance, judge
from lineofsight.bench.forecast.held_out import held_out
from lineofsight.bench.forecast.series import Read, read_series
from lineofsight.bench.forecast.shapes import Band, generate
from lineofsight.bench.forecast.table import Row, spreads_of, table
from lineofsight.engine.forecast.constants import Constants, shipped_constants

EACH = 25  # generated series of each shape and cadence


@dataclass
class Result:
    """What a run gave; a table is empty where there was nothing to judge.

    ``chance`` is of generated series, ``real_chance`` of real ones with a target.
    """

    seed: int
    data: str
    constants: Constants
    read: Read | None = None
    with_target: list[Row] = field(default_factory=list)
    without_target: list[Row] = field(default_factory=list)
    held_out: dict[str, list[Row]] = field(default_factory=dict)
    generated: list[Row] = field(default_factory=list)
    chance: list[Chance] = field(default_factory=list)
    real_chance: list[Chance] = field(default_factory=list)


def run(
    data: Path | None = None,
    seed: int = 0,
    *,
    refit: bool = False,
    each: int = EACH,
    constants: Constants | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> Result:
    """Judge the forecast on real series, if a file is given, and on generated ones.

    Parameters
    ----------
    data : Path, optional
        A file of real series (`lineofsight.bench.forecast.series`).
    seed : int
        Of the generated series, which are others than those that the constants were fitted to.
    refit : bool
        Whether to judge the real series also by constants fitted without them, part by part.
    each : int
        Generated series of each shape and cadence.
    constants : Constants, optional
        Those that ship, by default.
    progress : callable, optional
        Called with (what comes, its place, how many parts).

    Raises
    ------
    PlanError
        The file cannot be read.
    """
    told = constants or shipped_constants()
    result = Result(seed, data.name if data else "", told)
    if data:
        result.read = read_series(data)
        lives = lives_of(result.read.measures)
        cases = cases_of(lives)
        result.with_target = _table(told, cases.take(cases.target))
        result.without_target = _table(told, cases.take(~cases.target))
        result.real_chance = judge(told, cases.take(cases.target), [Band()] * len(lives))
        if refit:
            result.held_out = held_out(lives, progress)
    drawn, bands = generate(seed, each)
    cases = cases_of(drawn)
    result.generated = _table(told, cases)
    result.chance = judge(told, cases, bands)
    return result


def _table(constants: Constants, cases: Cases) -> list[Row]:
    return table(cases, spreads_of(constants, cases)) if len(cases) else []
