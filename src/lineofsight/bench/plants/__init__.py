"""Defects to plant in a plan, one kind a rule, each with its nearest neighbours.

To add one: write a function that takes a `Ground`, adds rows to it, and says which subjects the
rule fires on (``g.fires``) and which only just not (``g.silent``); put ``@plant("LOSnnn")`` above
it, in the module for its hundred.
"""

from lineofsight.bench.plants import (  # each registers its plants
    drift,
    forecasts,
    measures,
    ownership,
    rhythm,
    series,
    structure,
    truth,
    twins,
    understanding,
    writing,
)
from lineofsight.bench.plants.ground import PLANTS, Ground, Plant, plant

MODULES = (
    drift,
    *(structure, twins, measures, series, truth, forecasts, rhythm),
    *(ownership, writing, understanding),
)

__all__ = ["MODULES", "PLANTS", "Ground", "Plant", "plant"]
