"""All lenses over one snapshot, each made when first looked through."""

from __future__ import annotations

from functools import cached_property

from lineofsight.engine.columns import FloatArray, IntArray
from lineofsight.engine.forecast.course import Courses
from lineofsight.engine.forecast.lens import Forecasts
from lineofsight.engine.lenses.activity import Activity
from lineofsight.engine.lenses.changes import Changes
from lineofsight.engine.lenses.clocks import Clocks
from lineofsight.engine.lenses.competition import Competition
from lineofsight.engine.lenses.divergence import Divergence
from lineofsight.engine.lenses.flow import Flow
from lineofsight.engine.lenses.graph import Graph
from lineofsight.engine.lenses.load import Load
from lineofsight.engine.lenses.paths import Paths
from lineofsight.engine.lenses.progress import Progress
from lineofsight.engine.lenses.reports import Reports
from lineofsight.engine.lenses.rhythm import Rhythm
from lineofsight.engine.lenses.sight import Sight
from lineofsight.engine.lenses.stakes import Stakes
from lineofsight.engine.lenses.wording import Wording
from lineofsight.engine.meaning.dilution import Dilution
from lineofsight.engine.meaning.drift import Drift
from lineofsight.engine.meaning.lens import Meaning
from lineofsight.engine.meaning.values import Values
from lineofsight.engine.meaning.vectors import Vectors
from lineofsight.engine.settings import Settings
from lineofsight.engine.snapshot import Snapshot


class Lenses:
    """Pure views of a snapshot. Nothing here changes once it is made.

    Parameters
    ----------
    snapshot : Snapshot
    settings : Settings, optional
    vectors : Vectors, optional
        A sentence model; without one texts are compared by their words alone.
    earlier : Lenses, optional
        Lenses over an earlier state of the plan: what the text lens worked out there is taken over,
        as far as nothing that it rests on changed. The result is the same with them or without.
    """

    def __init__(
        self,
        snapshot: Snapshot,
        settings: Settings | None = None,
        vectors: Vectors | None = None,
        earlier: Lenses | None = None,
    ) -> None:
        self.snapshot = snapshot
        self.settings = settings or Settings()
        self.vectors = vectors
        self._earlier = earlier

    @cached_property
    def graph(self) -> Graph:
        """Roots, circles, levels, depth."""
        return Graph(self.snapshot)

    @cached_property
    def flow(self) -> Flow:
        """Stake."""
        return Flow(self.snapshot, self.graph)

    @cached_property
    def stakes(self) -> Stakes:
        """What rests on each row of every table."""
        return Stakes(self.snapshot, self.graph, self.flow)

    @cached_property
    def changes(self) -> Changes:
        """What changed in substance."""
        return Changes(self.snapshot)

    @cached_property
    def paths(self) -> Paths:
        """Lines of sight."""
        return Paths(self.snapshot, self.graph, self.changes, self.link_factor)

    @cached_property
    def progress(self) -> Progress:
        """Progress at the instant."""
        return Progress(self.snapshot, self.graph, self.snapshot.day)

    def progress_at(self, day: float) -> Progress:
        """Progress at an earlier instant."""
        return Progress(self.snapshot, self.graph, day)

    @cached_property
    def clocks(self) -> Clocks:
        """Lifetimes, cadences, updates."""
        return Clocks(self.snapshot, self.graph)

    @cached_property
    def forecast(self) -> Forecasts:
        """Where key results will end."""
        return Forecasts(self.snapshot, self.progress, self.clocks)

    @cached_property
    def courses(self) -> Courses:
        """Plan and actual of key results, period by period, and what may come."""
        return Courses(self.snapshot, self.progress, self.forecast)

    @cached_property
    def reports(self) -> Reports:
        """What was said of goals, and when."""
        return Reports(self.snapshot)

    @cached_property
    def competition(self) -> Competition:
        """Goals that pull against each other."""
        return Competition(self.snapshot, self.flow)

    @cached_property
    def divergence(self) -> Divergence:
        """Measures that move against each other."""
        return Divergence(self.snapshot, self.graph, self.paths, self.flow)

    @cached_property
    def rhythm(self) -> Rhythm:
        """Pairs and their talks."""
        return Rhythm(self.snapshot)

    @cached_property
    def load(self) -> Load:
        """Who carries what."""
        return Load(self.snapshot, self.graph)

    @cached_property
    def sight(self) -> Sight:
        """Homes of goals, and which people have a line."""
        limits = self.settings.thresholds.get("LOS102")
        return Sight(self.snapshot, self.graph, self.load, self.rhythm, limits)

    @cached_property
    def wording(self) -> Wording:
        """The words of titles and texts."""
        return Wording(self.snapshot, self.settings.words)

    @cached_property
    def meaning(self) -> Meaning:
        """What the texts say about what serves what."""
        before = None if self._earlier is None else self._earlier.meaning
        twins = None if before is None else before.known_twins
        made = Meaning(self.snapshot, self.graph, self.wording, self.vectors, twins)
        if before is not None:
            made.carry(before)
        return made

    @cached_property
    def link_factor(self) -> FloatArray:
        """What the fit of each edge does to its strength."""
        return self.meaning.link_factor

    @cached_property
    def drift(self) -> Drift:
        """What stands beside links: other goals, and other parents."""
        return Drift(self.snapshot, self.graph, self.changes, self.meaning)

    @cached_property
    def dilution(self) -> Dilution:
        """What is left of a pillar's intent on the way down."""
        return Dilution(self.snapshot, self.graph, self.paths, self.meaning)

    @cached_property
    def values(self) -> Values:
        """How goals fit the statements of value."""
        return Values(self.snapshot, self.paths, self.meaning)

    @cached_property
    def activity(self) -> Activity:
        """Key results that count work done."""
        return Activity(self.snapshot, self.wording.first_verb)

    @cached_property
    def owner_of_goal(self) -> IntArray:
        """Owner of each goal (people), -1 for nobody."""
        return self.snapshot.goals.owner
