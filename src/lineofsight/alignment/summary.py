"""What is kept of each check for trends and for the strategy on one page: counts, never names.

Findings about people are counted by rule over the whole organisation, never by function: a function
may be small.
"""

from collections import Counter
from collections.abc import Iterable
from math import isnan
from typing import Any

import numpy as np

from lineofsight.alignment.drafts import Draft
from lineofsight.engine.check import CheckResult
from lineofsight.engine.codes import Scope
from lineofsight.engine.columns import BoolArray
from lineofsight.engine.finding import Severity
from lineofsight.engine.lens import Lenses
from lineofsight.report.summary import explained

FEWEST = 5  # of answers, below which no count of people is kept


def summary(lenses: Lenses, result: CheckResult, drafts: Iterable[Draft]) -> dict[str, Any]:
    """Return the summary of one check as plain JSON.

    ``explain`` holds how many of those asked can explain how their work serves the strategy, None
    where fewer than five answered: paper and practice stand together.
    """
    kept = list(drafts)
    can, answered = explained(lenses)
    people, sight = lenses.snapshot.people, lenses.sight
    return {
        "counts": dict(result.counts),
        "goals_with_line": result.goals_with_line,
        "people_with_line": result.people_with_line,
        "people_present": int(people.present.sum()),
        "people_lacking_line": int(sight.without_line[people.present].sum()),
        "explain": {"can": can, "answered": answered} if answered >= FEWEST else None,
        "findings": len(kept),
        "by_severity": {
            severity.word: sum(draft.fields["severity"] == severity for draft in kept)
            for severity in Severity
        },
        "by_rule": dict(sorted(Counter(draft.identity[0] for draft in kept).items())),
        "by_function": _by_function(kept),
        "skipped": {one.rule: one.reason for one in result.skipped},
        "pillars": _pillars(lenses),
        "seconds": round(sum(result.seconds.values()), 3),
    }


def _by_function(drafts: Iterable[Draft]) -> dict[str, int]:
    """Count findings by function (id), those about people left out."""
    counted = Counter(
        str(draft.fields["function_id"])
        for draft in drafts
        if draft.fields["function_id"] is not None and not draft.fields["is_personal"]
    )
    return dict(sorted(counted.items()))


def _pillars(lenses: Lenses) -> list[dict[str, Any]]:
    """Tell of each pillar what it weighs, who carries it and how it stands."""
    snapshot, n = lenses.snapshot, len(lenses.snapshot.goals)
    found = []
    for pillar in range(len(snapshot.pillars)):
        node = snapshot.pillar_node(pillar)
        goals, part = lenses.flow.from_root(node)
        below = lenses.graph.below(np.array([node])) & snapshot.goals.active
        carried = bool(lenses.graph.supporters[node])
        weight = float(lenses.flow.weight[node])
        asked = np.flatnonzero(below & (snapshot.goals.scope != Scope.INDIVIDUAL))
        chances = lenses.forecast.chance_of_goals(asked)
        stakes = lenses.flow.stake[asked]
        clear = ~np.isnan(chances) & (stakes > 0)
        chance = float(np.average(chances[clear], weights=stakes[clear])) if clear.any() else None
        progress = float(lenses.progress.node[node])
        found.append(
            {
                "pillar": int(snapshot.pillars.row[pillar]),
                "ref": str(snapshot.pillars.ids[pillar]),
                "weight": weight,
                "stake": weight if carried else 0.0,
                "goals": int(below[:n].sum()),
                "progress": None if isnan(progress) else progress,
                "chance": chance,
                **_tracks(lenses, below),
                "functions": _functions(lenses, goals, part),
            }
        )
    return found


def _tracks(lenses: Lenses, which: BoolArray) -> dict[str, int]:
    track = lenses.progress.track[which]
    return {
        "on_track": int((track == 1.0).sum()),
        "not_on_track": int((track == 0.0).sum()),
        "unknown": int(np.isnan(track).sum()),
    }


def _functions(lenses: Lenses, goals: Any, part: Any) -> list[dict[str, Any]]:
    """Tell which functions carry a pillar, and what part of it: where its stake comes to rest."""
    snapshot = lenses.snapshot
    ends = lenses.flow.stops[goals]
    function = snapshot.goals.function[goals]
    held = ends & (function >= 0)
    shares = np.bincount(function[held], weights=part[held], minlength=len(snapshot.functions))
    order = np.argsort(-shares, kind="stable")
    return [
        {
            "function": int(snapshot.functions.row[one]) if snapshot.functions.given else None,
            "name": str(snapshot.functions.name[one]),
            "share": round(float(shares[one]), 6),
        }
        for one in order.tolist()
        if shares[one] > 0
    ]
