"""Plants for LOS201, 202, 203 and 206: links and lines that words speak for, or do not."""

from collections.abc import Sequence
from datetime import date

from lineofsight.bench.plants.ground import Ground, plant
from lineofsight.bench.reading.facts import Record

# Each part of the plan is about a thing of its own, so that words tell one from the other.
THINGS = (
    "pumps", "lifts", "ovens", "cranes", "boilers", "mirrors", "printers", "tractors", "engines",
    "wagons", "valves", "ladders",
)  # fmt: skip
UPKEEP = (
    "Spare {} reach every plant within a day",
    "Engineers repair {} on the first visit",
    "All {} run a year without repair",
    "Every plant has {} in store",
    "Alarms of {} reach an engineer within minutes",
    "Worn {} are replaced before winter",
    "Bearings of {} last for three years",
    "All {} are tested before summer",
)
TOWNS = (
    "Small towns get an offer within ten days",
    "Tenders from small towns are answered in a week",
    "Mayors of small towns visit us each spring",
    "Offers to small towns name one price a year",
    "Small towns renew their contracts for five years",
    "Town councils can read our offer in an hour",
    "Contracts with small towns hold one price",
    "Every small town gets one tender a year",
    "Tenders to towns are free of jargon",
    "Councils of small towns call us by name",
    "Our offer to a town fits on one page",
    "Towns sign a contract within sixty days",
)
ABOVE_THINGS = "Our {} stand still for less than two hours a month"
PLACES = ("", " in the north", " on the coast")
SIDES = (
    *("north", "south", "east", "west"),
    *("coast", "valley", "forest", "fjord"),
    *("moor", "isle"),
)
ABOVE_TOWNS = "Forty small towns sign a contract with us this year"
# What is said of towns and their contracts, and hung under what is to run.
DRIFTED = "Tenders of small towns name one contract price"
SPARE = "Spare parts reach every plant"
FEW_WORDS = "Tenders name contract price"
DOWN = (
    "Units pass line test the first time",
    "Lorries leave full and on the minute",
    "Foremen brief their crew before each shift",
    "Tickets of the service desk are settled by noon",
    "Budget forecasts differ from results by a tenth at most",
)
DOWN_IN_ITS_WORDS = (
    "Every household in the valley drinks clean water",
    "Clean water in every household of the lower valley",
    "Every household in the valley drinks clean water in summer too",
    "Clean water in each household of the valley in a storm",
    "Households in the valley drink clean water every day",
)
PILLAR = "Every household in the valley drinks clean water"


class _Branches:
    """Two parts of a plan: one team's goals on what is to run, another's on small towns."""

    def __init__(self, g: Ground, confirmed: date | None = None) -> None:
        self.g, self.count, self.confirmed = g, 0, confirmed
        functions = [g.function(name="Works"), g.function(name="Markets")]
        self.teams = [g.team(function_id=function) for function in functions]
        self.owners = [g.person(), g.person()]
        pillar = g.pillar(name="Small towns choose us")
        titles = [f"{title}{place}" for place in PLACES for title in TOWNS]
        self.towns = self._branch(pillar, ABOVE_TOWNS, titles, 1)
        self.uptime = g.pillar(name="Uptime customers rely on")

    def _branch(self, pillar: str, above: str, titles: Sequence[str], team: int) -> str:
        g = self.g
        cells: Record = {"team_id": self.teams[team], "owner_id": self.owners[team]}
        parent = g.goal(pillar, title=above, **cells)
        for title in titles:
            g.link(g.goal(title=title, **cells), parent, confirmed_on=self.confirmed)
        return parent

    def upkeep(self) -> str:
        """Add a goal on things that are to run, with all that supports it."""
        thing = THINGS[self.count % len(THINGS)]
        self.count += 1
        above, titles = ABOVE_THINGS.format(thing), [title.format(thing) for title in UPKEEP]
        return self._branch(self.uptime, above, titles, 0)

    def goal(self, **cells: object) -> str:
        """Add a goal on towns that supports nothing yet."""
        return self.g.goal(**({"title": DRIFTED, "team_id": self.teams[1]} | cells))

    def drifted(self, **cells: object) -> str:
        """Hang a goal on towns under what is to run, and return the link."""
        return self.g.link(self.goal(**cells), self.upkeep())


@plant("LOS201")
def drifted_links(g: Ground) -> None:
    """Plant goals on towns under what is to run, and some that have a reason, or say too little."""
    on = _Branches(g)

    def misplaced(**cells: object) -> str:
        """Add a goal on towns that stands at another height than all others, with other dates."""
        goal = on.goal(start=g.ago(400), end=g.ago(-500), **cells)
        g.goal(goal, title=TOWNS[3], team_id=on.teams[1])
        return goal

    g.fires("link", g.link(misplaced(), on.upkeep()), g.link(misplaced(), on.upkeep()))
    for cells in ({"scope": "individual"}, {"status": "paused"}, {"title": FEW_WORDS}):
        g.silent("link", g.link(misplaced(**cells), on.upkeep()))
    g.silent("link", g.link(on.goal(title=SPARE, team_id=on.teams[0]), on.upkeep()))
    reason = "One price makes towns order spare pumps in time."
    looked_after = misplaced()
    g.silent("link", g.link(looked_after, on.upkeep(), rationale=reason, confirmed_on=g.ago(5)))
    measured, upkeep = misplaced(), on.upkeep()
    for goal in (measured, upkeep):
        g.key_result(goal, measure="hours that plants stand still")
    g.silent("link", g.link(measured, upkeep))
    # A reason that nobody has looked at since the goal changed is none.
    changed = misplaced()
    g.revise(changed, 3, "title", "Spare pumps are ordered in time", DRIFTED)
    g.fires(
        "link",
        g.link(changed, on.upkeep(), rationale="As we agreed in spring.", confirmed_on=g.ago(5)),
    )


@plant("LOS202")
def better_parents(g: Ground) -> None:
    """Plant goals on towns under what is to run, with the goal on towns beside it."""
    on = _Branches(g, g.ago(5))
    g.fires("link", on.drifted(), on.drifted(title="Councils of towns sign our tenders and offers"))
    g.silent("link", on.drifted(scope="individual"), on.drifted(status="paused"))
    g.silent("link", on.drifted(kind="development"))
    g.silent("link", g.link(on.goal(title=SPARE, team_id=on.teams[0]), on.upkeep()))
    both = on.goal()
    g.silent("link", g.link(both, on.towns), g.link(both, on.upkeep()))


@plant("LOS203")
def diluted_paths(g: Ground) -> None:
    """Plant lines on which the words of the pillar are lost, and lines that keep them."""

    def line(titles: Sequence[str], pillar: str = PILLAR, **last: object) -> list[str]:
        above, goals = g.pillar(name=pillar), []
        for place, title in enumerate(titles):
            cells = last if place == len(titles) - 1 else {}
            above = g.goal(above, **({"title": title} | cells))
            goals.append(above)
        return goals

    lost = line(DOWN)
    g.fires("goal", lost[-1])
    g.silent("goal", *lost[:-1], line(DOWN_IN_ITS_WORDS)[-1], line(DOWN[:1])[0])
    g.silent("goal", line(DOWN, scope="individual")[-1], line(DOWN, status="paused")[-1])
    g.silent("goal", line(DOWN, kind="development")[-1])
    g.silent("goal", line(DOWN, pillar="Clean water")[-1], line((*DOWN[:4], "Budgets hold"))[-1])


@plant("LOS206")
def off_values(g: Ground) -> None:
    """Plant goals that no statement of value speaks to, nor their pillar; and some that do."""
    for link in g.rows.get("links", []):
        link.pop("confirmed_on", None)  # what is usual is what stands confirmed below
    g.add("strategy", id=g.new_id(), kind="value", text="A town has safe water without thinking")
    water = g.pillar(name="Safe water in every town")
    towns = [f"{end} {side}" for end in ("upper", "lower") for side in SIDES]
    spoken = [g.goal(title=f"Every town in the {one} has safe water all day") for one in towns]
    for one in spoken:
        g.link(one, water, confirmed_on=g.ago(5))
    packing = g.pillar(name="Packing and pallets without a hitch")
    g.link(g.goal(title="Pallets are packed and strapped by hand"), packing)
    title = "Pallets leave the packing hall strapped and labelled"
    g.fires("goal", g.goal(water, title=title))
    g.silent("goal", spoken[0], g.goal(water, title=title, scope="individual"))
    g.silent("goal", g.goal(title=title))
    g.silent("goal", g.goal(water, title=title, status="paused"))
