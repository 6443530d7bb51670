"""What a rule of the reading yields, and the one object that its rules look at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from lineofsight.bench.reading.facts import Plan, Record, Rows, one, word
from lineofsight.bench.reading.flow import Flow
from lineofsight.bench.reading.graph import Graph
from lineofsight.bench.reading.people import Company
from lineofsight.bench.reading.progress import Progress
from lineofsight.bench.reading.texts import Texts
from lineofsight.engine.meaning.vectors import Vectors

Subject = tuple[str, str]  # kind, id


@dataclass(frozen=True)
class Seen:
    """One finding: its subject, and the evidence that is cheap to say."""

    kind: str
    id: str
    evidence: dict[str, object] = field(default_factory=dict)

    @property
    def subject(self) -> Subject:
        return self.kind, self.id


class Reading:
    """A plan at one instant, with all that the rules ask about it."""

    def __init__(self, rows: Rows, as_of: date, vectors: Vectors | None = None) -> None:
        self.as_of = as_of
        self._rows, self._vectors = rows, vectors
        self.plan = Plan(rows, as_of)
        self.graph = Graph(self.plan, self._fit_factor)
        self.flow = Flow(self.plan, self.graph)
        self.progress = Progress(self.plan, self.graph)
        self.company = Company(self.plan, self.graph)
        self.memory: dict[str, list[Seen]] = {}

    @cached_property
    def texts(self) -> Texts:
        """What a model says of the words of the plan."""
        return Texts(self._rows, self.as_of, self._vectors)

    def _fit_factor(self, child: str, parent: str) -> float:
        """What its words do to the strength of a link: 1 where an end says less than five words."""
        if not self.texts.known_language or min(self.texts.words_of_link(child, parent)) < 5:
            return 1.0
        return 0.5 + 0.5 * self.texts.moved(self.texts.link_fit(child, parent))

    def found(self, rule: str, how: "Rule") -> list[Seen]:
        """Return what a rule sees; worked out once, since some rules ask about others."""
        if rule not in self.memory:
            self.memory[rule] = list(how(self))
        return self.memory[rule]


Rule = Callable[[Reading], Iterator[Seen]]


def link_id(link: Record) -> str:
    """Return the id of a link, as findings spell it."""
    return f"{one(link, 'from_id')}>{one(link, 'to_id')}:{word(link, 'kind')}"


def pair_id(one_id: str, other: str) -> str:
    """Return the id of a pair of goals or key results: smaller id first."""
    return ">".join(sorted((one_id, other)))
