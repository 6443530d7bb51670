"""How exactly the engine finds what is planted: precision and recall for each rule.

Defects of every kind, and their nearest neighbours, are planted in real and in random plans. The
engine and the independent reading look at the changed plan; where they name the same subjects they
agree. Structural rules must agree without exception. Of rules on wording it is counted how many of
the planted defects they find, and what they find in real plans that nobody touched.
"""

import json
from collections.abc import Callable, Iterable, Mapping
from copy import deepcopy
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from random import Random

from lineofsight.bench import reading
from lineofsight.bench.organisation import INSTANT, organisation
from lineofsight.bench.plans import read_plans
from lineofsight.bench.plants import PLANTS, Ground, Plant
from lineofsight.bench.reading import Rows, Subject
from lineofsight.engine.check import check
from lineofsight.engine.settings import Settings
from lineofsight.engine.snapshot import Snapshot
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext
from lineofsight.planfile.columns import to_columns
from lineofsight.planfile.document import PlanDocument

# What these see is a matter of words: on real plans each of their findings is counted as an alarm.
TEXTUAL = frozenset({"LOS301", "LOS801", "LOS804", "LOS805", "LOS806"})
RANDOM_PLANS = 3
REAL_PLANS = 3
LARGEST = 150  # goals of a real plan that defects are planted in

Found = Mapping[str, set[Subject]]


@dataclass(frozen=True)
class Disagreement:
    """A subject that only one of engine and reading names."""

    rule: str
    plan: str
    plant: str
    subject: Subject
    only: str  # engine or reading


@dataclass
class Score:
    """How one rule did, over all plans in which its defects were planted."""

    rule: str
    plans: int = 0
    defects: int = 0
    neighbours: int = 0
    agreed: int = 0
    engine_only: int = 0
    reading_only: int = 0
    misplanted: int = 0  # planted subjects of which the reading says otherwise than the plant
    alarms: int | None = None  # findings on untouched real plans; None: not a matter of words
    goals: int = 0  # of the untouched real plans

    @property
    def textual(self) -> bool:
        """Tell whether the rule judges words."""
        return self.rule in TEXTUAL

    @property
    def precision(self) -> float | None:
        """Share of the engine's findings that the reading has too; None if there are none."""
        found = self.agreed + self.engine_only
        return self.agreed / found if found else None

    @property
    def recall(self) -> float | None:
        """Share of the reading's findings that the engine has too; None if there are none."""
        there = self.agreed + self.reading_only
        return self.agreed / there if there else None

    @property
    def alarms_per_100_goals(self) -> float | None:
        """Findings per 100 goals of untouched real plans; None without such plans."""
        return None if self.alarms is None or not self.goals else 100 * self.alarms / self.goals

    @property
    def exact(self) -> bool:
        """Tell whether engine, reading and plants agree on every subject, and there were some."""
        return bool(self.agreed) and not (self.engine_only + self.reading_only + self.misplanted)


@dataclass
class Result:
    """What a run gave: a score for each rule, and every disagreement."""

    seed: int
    data: str
    plans: tuple[str, ...]
    scores: dict[str, Score] = field(default_factory=dict)
    disagreements: list[Disagreement] = field(default_factory=list)

    @property
    def exact(self) -> bool:
        """Tell whether every structural rule agrees without exception."""
        return all(score.exact for score in self.scores.values() if not score.textual)


def by_engine(rows: Rows, as_of: date, rules: Iterable[str] = ()) -> Found:
    """Return what the engine's rules see in a plan; ``rules`` limits which are run."""
    columns = to_columns(PlanDocument.from_rows(rows))
    snapshot = Snapshot.build(columns, as_of=as_of)
    result = check(snapshot, Settings(people=True, select=tuple(rules)))
    found: dict[str, set[Subject]] = {rule: set() for rule in result.run}
    for finding in result.findings:
        found[finding.rule].add((finding.subject.kind, finding.subject.id))
    return found


def run(
    seed: int = 0,
    data: Path | None = None,
    rules: Iterable[str] | None = None,
    progress: Callable[[str, int, int], None] | None = None,
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
            for name, rows in grounds.items():
                ground = Ground(deepcopy(rows), Random(rng.getrandbits(32)), instant(rows))
                _plant(result, rule, plant, name, ground)
    _everything_at_once(result, chosen, grounds, seed)
    _alarms(result, [rule for rule in chosen if rule in TEXTUAL], real)
    return result


def instant(rows: Rows) -> date:
    """Return the instant of a plan."""
    as_of = rows["organization"][0].get("as_of")
    return as_of if isinstance(as_of, date) else INSTANT


def _plant(result: Result, rule: str, plant: Plant, name: str, ground: Ground) -> None:
    """Plant one kind of defect in one plan and compare."""
    plant(ground)
    expected = reading.read(ground.rows, ground.as_of, rules=[rule])
    score = result.scores[rule]
    score.plans += 1
    score.defects += len(ground.planted)
    score.neighbours += len(ground.neighbours)
    seen = expected.get(rule, set())
    score.misplanted += len(ground.planted - seen) + len(ground.neighbours & seen)
    found = by_engine(ground.rows, ground.as_of, [rule])
    if score.textual:
        # Of words only what was planted is known for certain; the rest are counted as alarms.
        known = ground.planted | ground.neighbours
        found = {rule: found.get(rule, set()) & known}
        expected = {rule: ground.planted}
    _compare(result, rule, f"{name}, {plant.__name__}", found, expected)


def _everything_at_once(
    result: Result, rules: list[str], grounds: Mapping[str, Rows], seed: int
) -> None:
    """Plant every kind of defect in one plan, where they meet, and compare each rule."""
    # One random plan and, where there is one, a real plan: each grows by two thousand rows.
    for name, rows in list(grounds.items())[:1] + list(grounds.items())[RANDOM_PLANS:][:1]:
        ground = Ground(deepcopy(rows), Random(seed), instant(rows))
        for rule in rules:
            for plant in PLANTS.get(rule, []):
                plant(ground)
        expected = reading.read(ground.rows, ground.as_of, rules=rules)
        found = by_engine(ground.rows, ground.as_of, rules)
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


def _alarms(result: Result, rules: list[str], real: Mapping[str, Rows]) -> None:
    """Count what textual rules find in real plans that nobody has touched."""
    if not real or not rules:
        return
    for rows in real.values():
        found = by_engine(rows, instant(rows), rules)
        for rule in rules:
            score = result.scores[rule]
            score.alarms = (score.alarms or 0) + len(found.get(rule, set()))
            score.goals += len(rows.get("goals", []))


def to_json(result: Result) -> str:
    """Return a result as a JSON document."""
    return json.dumps(
        {
            "format": "lineofsight-bench-rules",
            "version": 1,
            "seed": result.seed,
            "data": result.data,
            "plans": list(result.plans),
            "exact": result.exact,
            "rules": [
                {
                    "rule": score.rule,
                    "kind": "textual" if score.textual else "structural",
                    "plans": score.plans,
                    "defects": score.defects,
                    "neighbours": score.neighbours,
                    "agreed": score.agreed,
                    "engine_only": score.engine_only,
                    "reading_only": score.reading_only,
                    "precision": _rounded(score.precision),
                    "recall": _rounded(score.recall),
                    "alarms_per_100_goals": _rounded(score.alarms_per_100_goals),
                }
                for score in result.scores.values()
            ],
            "disagreements": [
                {
                    "rule": one.rule,
                    "plan": one.plan,
                    "plant": one.plant,
                    "subject": {"kind": one.subject[0], "id": one.subject[1]},
                    "only": one.only,
                }
                for one in result.disagreements
            ],
        },
        ensure_ascii=False,
        indent=1,
    )


def _rounded(share: float | None) -> float | None:
    return None if share is None else round(share, 4)


def render_text(result: Result) -> str:
    """Return a result as a table for people."""
    heads = (_("rule"), _("defects"), _("neighbours"), _("precision"), _("recall"), _("alarms"))
    lines = [_line(heads)]
    for score in result.scores.values():
        counts = (score.rule, str(score.defects), str(score.neighbours))
        shares = (_two(score.precision), _two(score.recall), _two(score.alarms_per_100_goals))
        lines.append(_line((*counts, *shares)))
    exact = sum(score.exact for score in result.scores.values() if not score.textual)
    structural = sum(not score.textual for score in result.scores.values())
    lines += ["", _summary(result, exact, structural)]
    lines.append(
        _("Alarms: findings of rules on wording per 100 goals of real plans that nobody touched.")
    )
    shown = result.disagreements[:20]
    if shown:
        lines += ["", _("Where engine and reading differ:")]
        lines += [
            _("  {rule} {kind} {id}: only the {only} names it ({plan}, {plant})").format(
                rule=one.rule,
                kind=one.subject[0],
                id=one.subject[1],
                only=one.only,
                plan=one.plan,
                plant=one.plant,
            )
            for one in shown
        ]
        more = len(result.disagreements) - len(shown)
        if more:
            lines.append(ngettext("  and {n} more", "  and {n} more", more).format(n=more))
    return "\n".join(lines) + "\n"


def _summary(result: Result, exact: int, structural: int) -> str:
    plans = len(result.plans)
    tried = ngettext("{n} plan", "{n} plans", plans).format(n=plans)
    return _("{exact} of {all} structural rules are exact, on {plans} (seed {seed}).").format(
        exact=exact, all=structural, plans=tried, seed=result.seed
    )


def _two(share: float | None) -> str:
    return "-" if share is None else f"{share:.2f}"


def _line(cells: tuple[str, ...]) -> str:
    first, *others = cells
    return f"{first:<8}" + "".join(f"{cell:>12}" for cell in others)
