"""Goals, their key results and their links, as the roll-up holds them while it works."""

from dataclasses import dataclass, field

from lineofsight.goals.arithmetic import (
    add_exactly,
    carries,
    counts,
    mean,
    millionths,
    parts_at,
    rolled_up,
    sum_of,
)

Moved = tuple[str, float | None, float | None]  # a measure's name, its value before and after


@dataclass(slots=True)
class Result:
    """A key result: what it was given, and what is computed of it."""

    pk: int
    goal: int
    type: str
    baseline: float | None
    target: float | None
    low: float | None
    high: float | None
    value: float | None
    weight: float | None
    measure: str
    present: float | None
    progress: int | None
    share: int
    parts_known: int
    parts_sum: str
    last: float | None = None  # the value last observed
    kept: tuple[object, ...] = ()  # what is in the database of the computed columns

    def __post_init__(self) -> None:
        self.kept = self.computed

    @property
    def computed(self) -> tuple[object, ...]:
        """The computed columns, in the order in which they are written."""
        return (self.present, self.progress, self.share, self.parts_known, self.parts_sum)

    @property
    def is_summed(self) -> bool:
        """Whether it stands for the sum of the same measure below: nothing else is known of it."""
        return self.last is None and self.value is None and self.measure != ""

    @property
    def parts(self) -> int | None:
        """Progress in billionths."""
        return parts_at(self, self.present)

    def take_parts(self, amounts: list[float]) -> None:
        """Stand for the sum of these."""
        self.parts_known = len(amounts)
        self.parts_sum = add_exactly("0", [(amount, 1) for amount in amounts])

    def move_parts(self, moved: list[Moved]) -> None:
        """Follow changes of the parts."""
        for _measure, before, after in moved:
            self.parts_known += (after is not None) - (before is not None)
        changes = [(before, -1) for _, before, _ in moved] + [(after, 1) for _, _, after in moved]
        self.parts_sum = add_exactly(self.parts_sum, changes)

    def settle(self) -> None:
        """Work out the present value and its progress."""
        if not self.is_summed:
            self.parts_known, self.parts_sum = 0, "0"
        if self.last is not None:
            self.present = self.last
        elif self.value is not None:
            self.present = self.value
        else:
            self.present = sum_of(self.parts_sum, self.parts_known)
        self.progress = millionths(self.parts)


@dataclass(slots=True)
class Node:
    """A goal; or, with ``goal`` None, a pillar or the North Star."""

    goal: int | None
    status: str = ""
    kind: str = ""
    rollup: str = "children"
    height: int = 0
    own: int = 0
    own_known: int = 0
    own_all: int = 0
    below: int = 0
    below_known: int = 0
    value: int | None = None
    row: int | None = None  # the primary key of its progress
    kept: tuple[object, ...] = ()
    moved: list[Moved] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.kept = self.computed

    @property
    def computed(self) -> tuple[object, ...]:
        """The computed columns, in the order in which they are written."""
        below = (self.below, self.below_known, self.value)
        if self.goal is None:
            return below
        return (*below, self.own, self.own_known, self.own_all, self.height)

    @property
    def parts(self) -> int | None:
        """Progress in billionths."""
        return rolled_up(
            mean(self.own, self.own_known),
            mean(self.below, self.below_known),
            has_results=self.own_all > 0,
            rollup=self.rollup,
            is_done=self.status == "done",
        )

    @property
    def counts(self) -> bool:
        """Whether it enters the progress of what it supports."""
        return counts(self.status)

    @property
    def carries(self) -> bool:
        """Whether its measures are added up above it."""
        return carries(self.status, self.kind)

    @property
    def follows(self) -> bool:
        """Whether its progress may change with that of the goals below it."""
        return self.rollup in {"children", "blend"} or not self.own_all

    def add_own(self, share: int, before: int | None, after: int | None) -> None:
        """Follow the progress of a key result."""
        self.own += share * ((after or 0) - (before or 0))
        self.own_known += share * ((after is not None) - (before is not None))

    def add_below(self, share: int, before: int | None, after: int | None) -> None:
        """Follow the progress of a goal below."""
        self.below += share * ((after or 0) - (before or 0))
        self.below_known += share * ((after is not None) - (before is not None))


@dataclass(slots=True)
class Edge:
    """A supports link; its upper end is a goal or a root (a pillar's id, None: the North Star)."""

    pk: int
    child: int
    goal: int | None
    pillar: int | None
    contribution: float | None
    share: int
    kept: int = 0

    def __post_init__(self) -> None:
        self.kept = self.share
