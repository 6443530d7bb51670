"""What a run of ``bench rules`` gives: a score for each rule, and where two readings differ."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from math import sqrt

from lineofsight.bench.reading import Subject
from lineofsight.engine.statistics import Z_90

# What these see is a matter of words: on real plans each of their findings is counted as an alarm.
TEXTUAL = frozenset({
    *("LOS201", "LOS202", "LOS203", "LOS205", "LOS206"),
    *("LOS301", "LOS801", "LOS804", "LOS805", "LOS806"),
})  # fmt: skip
# Of these, what can be seen only where words mean something: not in plans drawn at random.
MEANT = frozenset({"LOS201", "LOS203", "LOS206"})
# What these see is a matter of chance: exact where the definitions are, graded where chance is.
STATISTICAL = frozenset({"LOS304", "LOS504", "LOS506", "LOS509"})


@dataclass(frozen=True)
class Disagreement:
    """A subject that only one of engine and reading names."""

    rule: str
    plan: str
    plant: str
    subject: Subject
    only: str  # engine or reading


@dataclass
class Graded:
    """How a rule did on plans where what there is to see is more or less plain."""

    there: list[float] = field(default_factory=list)  # scores where there is something
    nothing: list[float] = field(default_factory=list)  # scores where there is not
    found: int = 0  # findings where there is something
    alarms: int = 0  # findings where there is not


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
    alarms: int | None = None  # findings on untouched real plans; None: not run on any
    goals: int = 0  # of the untouched real plans
    judged: int = 0  # alarms that somebody has read and judged
    judged_false: int = 0
    # Scores of planted subjects, and of all others that the rule judged in the same plans.
    there: list[float] = field(default_factory=list)
    nothing: list[float] = field(default_factory=list)
    graded: Graded | None = None  # None: no plan of that kind for this rule

    @property
    def textual(self) -> bool:
        """Tell whether the rule judges words."""
        return self.rule in TEXTUAL

    @property
    def kind(self) -> str:
        """``textual``, ``statistical`` or ``structural``."""
        if self.textual:
            return "textual"
        return "statistical" if self.rule in STATISTICAL else "structural"

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
    def roc_area(self) -> float | None:
        """Area under the ROC curve: on graded plans where there are such, else on planted ones."""
        seen = self.graded or self
        return roc_area(seen.there, seen.nothing)

    @property
    def alarms_per_100_goals(self) -> float | None:
        """Findings per 100 goals of untouched real plans; None without such plans."""
        return None if self.alarms is None or not self.goals else 100 * self.alarms / self.goals

    @property
    def false_share(self) -> float | None:
        """Share of the judged alarms that are false; None if none was judged."""
        return self.judged_false / self.judged if self.judged else None

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
        """Tell whether every rule that follows from the record agrees without exception."""
        return all(score.exact for score in self.scores.values() if not score.textual)

    @property
    def textual(self) -> list[Score]:
        """The textual rules that were run on untouched real plans."""
        return [s for s in self.scores.values() if s.textual and s.alarms is not None]

    @property
    def alarms_per_100_goals(self) -> float | None:
        """Findings of all textual rules together per 100 goals of untouched real plans."""
        rates = [score.alarms_per_100_goals or 0.0 for score in self.textual]
        return sum(rates) if rates else None

    @property
    def false_per_100_goals(self) -> float | None:
        """The same, of each rule only the share that was judged false; all that nobody judged.

        None without real plans, and where nothing was judged.
        """
        if not any(score.judged for score in self.textual):
            return None
        shares = [1.0 if s.false_share is None else s.false_share for s in self.textual]
        rates = [score.alarms_per_100_goals or 0.0 for score in self.textual]
        return sum(share * rate for share, rate in zip(shares, rates, strict=True))

    @property
    def false_error(self) -> float | None:
        """Half the width of a 90 % interval of `false_per_100_goals`, from the samples' sizes.

        Shares of samples are taken as binomial (with one half added to each side, so that a sample
        without any false finding is not certain), and the rules as independent.
        """
        if self.false_per_100_goals is None:
            return None
        variance = 0.0
        for score in self.textual:
            if score.judged:
                share = (score.judged_false + 0.5) / (score.judged + 1)
                rate = score.alarms_per_100_goals or 0.0
                variance += rate * rate * share * (1 - share) / score.judged
        return Z_90 * sqrt(variance)


def roc_area(there: Sequence[float], nothing: Sequence[float]) -> float | None:
    """Return the chance that a score where there is something is the higher one of two.

    Equal scores count one half (Hanley, J. A. and McNeil, B. J. (1982), Radiology 143, 29-36).
    None if one of the two is empty.

    Examples
    --------
    >>> roc_area([3, 2], [1, 2])
    0.875
    """
    if not there or not nothing:
        return None
    ordered = sorted([(score, 1) for score in there] + [(score, 0) for score in nothing])
    wins, below, begin = 0.0, 0, 0
    while begin < len(ordered):
        end = begin
        while end < len(ordered) and ordered[end][0] == ordered[begin][0]:
            end += 1
        ours = sum(mark for _score, mark in ordered[begin:end])
        others = end - begin - ours
        wins += ours * (below + others / 2)
        below += others
        begin = end
    return wins / (len(there) * len(nothing))
