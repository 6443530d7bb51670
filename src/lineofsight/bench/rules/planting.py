"""The run: plant, let engine and reading look, compare; then real plans as they are."""

from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from datetime import date
from pathlib import Path
from random import Random

from lineofsight.bench import reading
from lineofsight.bench.organisation import INSTANT, organisation
from lineofsight.bench.plans import read_plans
from lineofsight.bench.plants import PLANTS, Ground, Plant
from lineofsight.bench.plants.graded import GRADED
from lineofsight.bench.reading import Rows, Subject
from lineofsight.bench.rules.alarms import hash_of, judged, words_of
from lineofsight.bench.rules.result import (
    MEANT,
    STATISTICAL,
    TEXTUAL,
    Disagreement,
    Graded,
    Result,
    Score,
)
from lineofsight.bench.rules.scores import SCORERS
from lineofsight.engine.check import check
from lineofsight.engine.lens import Lenses
from lineofsight.engine.meaning.vectors import Vectors
from lineofsight.engine.settings import Settings
from lineofsight.engine.snapshot import Snapshot
from lineofsight.planfile.columns import to_columns
from lineofsight.planfile.document import PlanDocument

RANDOM_PLANS = 3
REAL_PLANS = 3
LARGEST = 150  # goals of a real plan that defects are planted in
GRADED_PLANS = 3

Found = Mapping[str, set[Subject]]


def lenses_of(
    rows: Rows, as_of: date, rules: Iterable[str] = (), vectors: Vectors | None = None
) -> Lenses:
    """Return the engine's view of plain rows; ``rules`` limits which are run."""
    columns = to_columns(PlanDocument.from_rows(rows))
    snapshot = Snapshot.build(columns, as_of=as_of)
    return Lenses(snapshot, Settings(people=True, select=tuple(rules)), vectors)


def by_engine(
    rows: Rows, as_of: date, rules: Iterable[str] = (), vectors: Vectors | None = None
) -> Found:
    """Return what the engine's rules see in a plan; ``rules`` limits which are run."""
    return _found(lenses_of(rows, as_of, rules, vectors))


def _found(lenses: Lenses) -> Found:
    result = check(lenses.snapshot, lenses.settings, lenses=lenses)
    found: dict[str, set[Subject]] = {rule: set() for rule in result.run}
    for finding in result.findings:
        found[finding.rule].add((finding.subject.kind, finding.subject.id))
    return found


def run(
    seed: int = 0,
    data: Path | None = None,
    rules: Iterable[str] | None = None,
    progress: Callable[[str, int, int], None] | None = None,
    vectors: Vectors | None = None,
) -> Result:
    """Plant defects of every kind and compare the engine with the independent reading.

    Parameters
    ----------
    seed : int
        The same seed and data give the same result.
    data : Path, optional
        A file of real plans (see `lineofsight.bench.plans`). Without it random plans serve.
    rules : iterable of str, optional
        Only these rules; all that the reading knows by default.
    progress : callable, optional
        Called with (rule, its place, number of rules) before each rule.
    vectors : Vectors, optional
        What rules on meaning compare texts by, beside their words.

    Raises
    ------
    ValueError, OSError
        If ``data`` cannot be read.
    """
    rng = Random(seed)
    real = read_plans(data) if data else {}
    grounds = {
        f"random-{seed}-{place}": organisation(rng.getrandbits(32)) for place in range(RANDOM_PLANS)
    }
    fitting = [name for name, rows in real.items() if len(rows.get("goals", [])) <= LARGEST]
    for name in rng.sample(fitting, min(REAL_PLANS, len(fitting))):
        grounds[name] = real[name]
    chosen = [rule for rule in reading.RULES if rules is None or rule in set(rules)]
    result = Result(seed, str(data or ""), tuple(grounds))
    for place, rule in enumerate(chosen):
        if progress:
            progress(rule, place, len(chosen))
        result.scores[rule] = Score(rule)
        for plant in PLANTS.get(rule, []):
            for name, rows in _where(rule, grounds, real).items():
                ground = Ground(deepcopy(rows), Random(rng.getrandbits(32)), instant(rows))
                _plant(result, rule, plant, name, ground, vectors=vectors)
        _grade(result.scores[rule], seed, vectors)
    _everything_at_once(result, chosen, grounds, seed, vectors)
    # What is off until it is asked for alarms nobody.
    weighed = [rule for rule in chosen if rule in (TEXTUAL | STATISTICAL) - reading.ON_REQUEST]
    _alarms(result, weighed, real, vectors)
    return result


def _where(rule: str, grounds: Mapping[str, Rows], real: Mapping[str, Rows]) -> Mapping[str, Rows]:
    """Choose the plans in which a rule's defects are planted: all, or those where words mean."""
    meant = {name: rows for name, rows in grounds.items() if name in real}
    return meant if rule in MEANT and meant else grounds


def instant(rows: Rows) -> date:
    """Return the instant of a plan."""
    as_of = rows["organization"][0].get("as_of")
    return as_of if isinstance(as_of, date) else INSTANT


def _plant(
    result: Result, rule: str, plant: Plant, name: str, ground: Ground, *, vectors: Vectors | None
) -> None:
    """Plant one kind of defect in one plan and compare."""
    plant(ground)
    expected = reading.read(ground.rows, ground.as_of, rules=[rule], vectors=vectors)
    score = result.scores[rule]
    score.plans += 1
    score.defects += len(ground.planted)
    score.neighbours += len(ground.neighbours)
    seen = expected.get(rule, set())
    score.misplanted += len(ground.planted - seen) + len(ground.neighbours & seen)
    lenses = lenses_of(ground.rows, ground.as_of, [rule], vectors)
    found = _found(lenses)
    if rule in SCORERS:
        # Where a rule is exact, what else it sees is as true as what was planted. Where it weighs
        # words nobody knows: all that was not planted counts as if there were nothing.
        scores, others = SCORERS[rule](lenses), set() if score.textual else seen
        score.there += [scores.get(subject, 0.0) for subject in sorted(ground.planted)]
        left = {*scores, *ground.neighbours} - ground.planted - others
        score.nothing += [scores.get(subject, 0.0) for subject in sorted(left)]
    if score.textual:
        # Of words only what was planted is known for certain; the rest are counted as alarms.
        known = ground.planted | ground.neighbours
        found = {rule: found.get(rule, set()) & known}
        expected = {rule: ground.planted}
    _compare(result, rule, f"{name}, {plant.__name__}", found, expected)


def _grade(score: Score, seed: int, vectors: Vectors | None) -> None:
    """Look at plans where what there is to see is more or less plain."""
    for place in range(GRADED_PLANS if score.rule in GRADED else 0):
        ground = Ground({"organization": [{"name": "Graded"}]}, Random(f"{seed}:{place}"), INSTANT)
        GRADED[score.rule](ground)
        lenses = lenses_of(ground.rows, ground.as_of, [score.rule], vectors)
        scores, found = SCORERS[score.rule](lenses), _found(lenses).get(score.rule, set())
        graded = score.graded = score.graded or Graded()
        graded.there += [scores.get(subject, 0.0) for subject in sorted(ground.planted)]
        graded.nothing += [scores.get(subject, 0.0) for subject in sorted(ground.neighbours)]
        graded.found += len(found & ground.planted)
        graded.alarms += len(found & ground.neighbours)


def _everything_at_once(
    result: Result,
    rules: list[str],
    grounds: Mapping[str, Rows],
    seed: int,
    vectors: Vectors | None,
) -> None:
    """Plant every kind of defect in one plan, where they meet, and compare each rule."""
    # One random plan and, where there is one, a real plan: each grows by two thousand rows.
    for name, rows in list(grounds.items())[:1] + list(grounds.items())[RANDOM_PLANS:][:1]:
        ground = Ground(deepcopy(rows), Random(seed), instant(rows))
        for rule in rules:
            for plant in PLANTS.get(rule, []):
                plant(ground)
        expected = reading.read(ground.rows, ground.as_of, rules=rules, vectors=vectors)
        found = by_engine(ground.rows, ground.as_of, rules, vectors)
        for rule in (rule for rule in rules if rule not in TEXTUAL):
            result.scores[rule].plans += 1
            _compare(result, rule, f"{name}, everything", found, expected)


def _compare(result: Result, rule: str, where: str, found: Found, expected: Found) -> None:
    """Count where engine and reading agree, and keep where they do not."""
    by_rule, by_reading = found.get(rule, set()), expected.get(rule, set())
    score = result.scores[rule]
    score.agreed += len(by_rule & by_reading)
    score.engine_only += len(by_rule - by_reading)
    score.reading_only += len(by_reading - by_rule)
    plan, _comma, plant = where.partition(", ")
    for only, subjects in (("engine", by_rule - by_reading), ("reading", by_reading - by_rule)):
        for subject in sorted(subjects):
            result.disagreements.append(Disagreement(rule, plan, plant, subject, only))


def _alarms(
    result: Result, rules: list[str], real: Mapping[str, Rows], vectors: Vectors | None
) -> None:
    """Count what rules find in real plans that nobody has touched, and what of it is false."""
    if not real or not rules:
        return
    for rows in real.values():
        found = by_engine(rows, instant(rows), rules, vectors)
        for rule in rules:
            score = result.scores[rule]
            score.goals += len(rows.get("goals", []))
            if rule not in found:
                continue
            score.alarms = (score.alarms or 0) + len(found[rule])
            verdicts = judged().get(rule, {})
            for subject in found[rule]:
                verdict = verdicts.get(hash_of(words_of(rows, subject)))
                score.judged += verdict is not None
                score.judged_false += verdict is True
