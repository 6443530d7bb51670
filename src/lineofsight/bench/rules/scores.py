"""How strongly each rule that weighs, rather than tells yes from no, feels about each subject.

To add one: a function from lenses to a number for every subject that the rule judges, higher the
more it is of what the rule looks for; ``@scorer("LOSnnn")`` above it. Where a rule ends its
findings is its threshold; a ROC curve shows all thresholds at once. A rule whose threshold is a
setting needs no code: `swept` runs it from strict to lenient, and a subject's score is the number
of settings at which it is found.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import replace
from math import log

from lineofsight.bench.reading import Subject
from lineofsight.engine.check import why_not
from lineofsight.engine.lens import Lenses
from lineofsight.engine.rules import catalogue
from lineofsight.engine.subjects import Subjects

Scorer = Callable[[Lenses], Mapping[Subject, float]]
Thresholds = Mapping[str, Mapping[str, float]]  # rule -> name of a threshold -> value
SCORERS: dict[str, Scorer] = {}


def scorer(rule: str) -> Callable[[Scorer], Scorer]:
    """Register how a rule scores its subjects."""

    def register(how: Scorer) -> Scorer:
        SCORERS[rule] = how
        return how

    return register


def swept(
    rule: str, steps: Sequence[Thresholds], everybody: Callable[[Lenses], Iterable[Subject]]
) -> None:
    """Score a rule by how early it finds a subject while its thresholds are relaxed.

    Parameters
    ----------
    rule : str
    steps : sequence of thresholds
        From strict to lenient; each replaces what the settings of the lenses say.
    everybody : callable
        The subjects that the rule judges; those that no step finds score 0.
    """

    @scorer(rule)
    def _scores(lenses: Lenses) -> Mapping[Subject, float]:
        (one,) = (one for one in catalogue() if one.code == rule)
        scores = dict.fromkeys(everybody(lenses), 0.0)
        for thresholds in steps:
            settings = replace(lenses.settings, thresholds=thresholds)
            # The lenses themselves, with other settings: what they have worked out is kept.
            relaxed = Lenses(lenses.snapshot, settings, lenses.vectors)
            relaxed.__dict__.update({**lenses.__dict__, "settings": settings})
            if why_not(one, relaxed, settings):
                break
            names = Subjects(relaxed)
            found = {names.name(hit.about) for hit in one(relaxed, thresholds.get(rule))}
            for kind, name in found:
                scores[kind, name] = scores.get((kind, name), 0.0) + 1
        return scores


# --- who is judged


def _active_goals(lenses: Lenses) -> Iterable[Subject]:
    goals = lenses.snapshot.goals
    return [("goal", str(name)) for name in goals.ids[goals.active]]


def _results_of_active_goals(lenses: Lenses) -> Iterable[Subject]:
    results, goals = lenses.snapshot.key_results, lenses.snapshot.goals
    return [("key_result", str(name)) for name in results.ids[goals.active[results.goal]]]


def _strategy(lenses: Lenses) -> Iterable[Subject]:
    snapshot = lenses.snapshot
    pillars = [("pillar", str(name)) for name in snapshot.pillars.ids]
    return [*pillars, *(("strategy", str(name)) for name in snapshot.strategy.ids)]


def _nobody_else(_lenses: Lenses) -> Iterable[Subject]:
    return []


# --- rules


@scorer("LOS304")
def _divergence(lenses: Lenses) -> Mapping[Subject, float]:
    """How improbable so low a correlation is by chance, for each pair that can be compared."""
    ids, pairs = lenses.snapshot.key_results.ids, lenses.divergence.pairs()
    names = [f"{ids[one]}>{ids[other]}" for one, other in zip(pairs.one, pairs.other, strict=True)]
    return {("pair", name): -log(p) for name, p in zip(names, pairs.p.tolist(), strict=True)}


@scorer("LOS201")
def _drift(lenses: Lenses) -> Mapping[Subject, float]:
    """How unlikely each link is by its words and by what is usual in the plan."""
    meaning, edges, snapshot = lenses.meaning, lenses.graph.edges, lenses.snapshot
    said = meaning.says_enough[meaning.speaker] & meaning.says_enough[edges.parent]
    judged = said & lenses.drift.judged[edges.child]
    return {
        ("link", snapshot.link_id(int(edges.link[edge]))): float(1 - meaning.link_chance[edge])
        for edge in judged.nonzero()[0].tolist()
    }


@scorer("LOS203")
def _dilution(lenses: Lenses) -> Mapping[Subject, float]:
    """How much of a pillar's intent is gone at each goal that nothing supports."""
    left, ids = lenses.dilution.left, lenses.snapshot.goals.ids
    judged = lenses.dilution.judged & (lenses.graph.supporters[: len(left)] == 0)
    return {("goal", str(ids[goal])): float(1 - left[goal]) for goal in judged.nonzero()[0]}


@scorer("LOS206")
def _off_value(lenses: Lenses) -> Mapping[Subject, float]:
    """How little the definition of value and its pillar have to do with each goal."""
    values, ids = lenses.values, lenses.snapshot.goals.ids
    pillar = dict(zip(values.goals.tolist(), values.to_pillar.tolist(), strict=True))
    return {
        ("goal", str(ids[goal])): 1 - max(values.best(goal)[1], fit) for goal, fit in pillar.items()
    }


VAGUE = [{"min_words": k, "short_words": k + 2} for k in range(1, 10)]
HEAVY = [{"max_characters": 20.0 * k, "max_lix": 9.0 * k} for k in range(20, 1, -1)]
TENTHS = [k / 20 for k in range(1, 20)]

swept("LOS205", [{"LOS205": {"min_probability": 1 - c}} for c in TENTHS], _nobody_else)
swept(
    "LOS202", [{"LOS202": {"least_gain": 1 - c, "least_fit": 1 - c}} for c in TENTHS], _nobody_else
)
swept("LOS301", [{}], _results_of_active_goals)
swept("LOS504", [{"LOS504": {"max_chance": c}} for c in TENTHS], _nobody_else)
swept("LOS506", [{"LOS506": {"min_median": 3 - 3 * c}} for c in TENTHS], _nobody_else)
swept("LOS509", [{"LOS509": {"min_chance": 1 - c}} for c in TENTHS], _nobody_else)
swept("LOS801", [{"LOS801": bounds} for bounds in VAGUE], _active_goals)
swept("LOS804", [{}], _active_goals)
swept("LOS805", [{"LOS805": bounds} for bounds in HEAVY], _active_goals)
# One dial for both of its causes: the bounds of LOS801 and LOS805, relaxed together.
swept(
    "LOS806",
    [{"LOS801": VAGUE[k // 2], "LOS805": bounds} for k, bounds in enumerate(HEAVY[:18])],
    _strategy,
)
