"""How exactly the engine finds what is planted: precision and recall for each rule.

Defects of every kind, and their nearest neighbours, are planted in real and in random plans. The
engine and the independent reading look at the changed plan; where they name the same subjects they
agree. All rules but those on wording must agree without exception. Of rules on wording it is
counted how many of the planted defects they find, and what they find in real plans that nobody
touched. For those, and for rules on chance, the area under the ROC curve tells how well they rank
what they look for above what they do not.
"""

from lineofsight.bench.rules.planting import by_engine, instant, run
from lineofsight.bench.rules.result import (
    STATISTICAL,
    TEXTUAL,
    Disagreement,
    Graded,
    Result,
    Score,
    roc_area,
)
from lineofsight.bench.rules.told import render_text, to_json

__all__ = [
    "STATISTICAL",
    "TEXTUAL",
    "Disagreement",
    "Graded",
    "Result",
    "Score",
    "by_engine",
    "instant",
    "render_text",
    "roc_area",
    "run",
    "to_json",
]
