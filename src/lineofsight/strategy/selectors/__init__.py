"""Reads of the strategy that join tables."""

from lineofsight.strategy.selectors.page import (
    Echo,
    KpiState,
    PillarLine,
    StatementLine,
    StrategyPage,
    strategy_on_a_page,
)
from lineofsight.strategy.selectors.versions import (
    newest_published,
    north_stars,
    published_to,
    published_versions,
)
from lineofsight.strategy.selectors.weights import (
    all_pillars,
    effective_weights,
    weights_of_pillars,
)

__all__ = [
    "Echo",
    "KpiState",
    "PillarLine",
    "StatementLine",
    "StrategyPage",
    "all_pillars",
    "effective_weights",
    "newest_published",
    "north_stars",
    "published_to",
    "published_versions",
    "strategy_on_a_page",
    "weights_of_pillars",
]
