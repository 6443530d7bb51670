"""Real series judged by constants that were fitted without them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np

from lineofsight.bench.forecast import fit
from lineofsight.bench.forecast.cases import Life, cases_of
from lineofsight.bench.forecast.naive import Spread
from lineofsight.bench.forecast.table import METHODS, Row, spreads_of, table
from lineofsight.engine.columns import IntArray
from lineofsight.kit.i18n import gettext as _

FOLDS = 5

Progress = Callable[[str, int, int], None]


def held_out(lives: Sequence[Life], progress: Progress | None = None) -> dict[str, list[Row]]:
    """Judge each part of the real series that have a target by constants fitted to the others.

    ``by_plan``: five folds in which a plan (of a large plan each of its parts) stays together.
    ``by_source``: a source is what names of plans share before the first hyphen; nothing at all is
    then known of its kind.
    """
    groups = sorted({life.group for life in lives})
    fold = {group: place % FOLDS for place, group in enumerate(groups)}
    sources = sorted({_source(life) for life in lives})
    parts = {
        "by_plan": np.array([fold[life.group] for life in lives], dtype=np.int64),
        "by_source": np.array([sources.index(_source(life)) for life in lives], dtype=np.int64),
    }
    return {name: _judge(lives, part, progress) for name, part in parts.items()}


def _source(life: Life) -> str:
    return life.group.split("/")[0].split("-")[0]


def _judge(lives: Sequence[Life], part: IntArray, progress: Progress | None) -> list[Row]:
    """Forecast every part by constants fitted without it, and score all together."""
    cases = cases_of(lives)
    cases = cases.take(cases.target)
    spreads = {method: Spread.empty(len(cases)) for method in METHODS}
    of_case = part[cases.series]
    numbers = np.unique(of_case).tolist()
    for place, number in enumerate(numbers):
        if progress:
            progress(_("fitting without a part"), place, len(numbers))
        out = of_case == number
        constants = fit.fit(cases.take(~out))
        for method, one in spreads_of(constants, cases.take(out)).items():
            spreads[method].put(out, one)
    return table(cases, spreads)
