"""Plants for LOS205: twins of two teams, and goals that only look like twins."""

from lineofsight.bench.plants.ground import Ground, plant
from lineofsight.bench.reading.facts import Record

# Of each what two teams want, in other words; the thing is put in, so that no two pairs are alike.
TWINS = (
    ("Cut the waiting time for {}", "Reduce waiting times for {}"),
    (
        "Raise the share of {} repaired on the first visit",
        "The share of {} repaired on the first visit rises",
    ),
    ("Launch a training for all who sell {}", "Roll out training for everybody selling {}"),
    ("Fewer complaints about {}", "Reduce complaints about {}"),
    ("Improve the documentation of {}", "Improve documentation of our {}"),
)
# What differs only in a number, a town, a thing or a direction is something else.
NO_TWINS = (
    ("Cut the waiting time for {} to 5 days", "Cut the waiting time for {} to 8 days"),
    ("Raise {} from 82 to 88 %", "Raise {} from 40 to 60 %"),
    ("Cut waiting time for {} in Arendal", "Cut waiting time for {} in Grimstad"),
    ("Launch the portal for {} and electricians", "Launch the portal for {} and plumbers"),
    ("Raise the number of {} sold", "Reduce the number of {} sold"),
)
THINGS = (
    "pumps", "valves", "boilers", "tractors", "lifts", "bridges", "turbines", "printers",
    "bicycles", "ovens", "cranes", "lorries", "engines", "mirrors", "tunnels", "scanners",
    "ladders", "kettles", "anchors", "wagons",
)  # fmt: skip


class _Pairs:
    """Adds pairs of goals of two teams; each pair is about a thing that no other is about."""

    def __init__(self, g: Ground) -> None:
        self.g, self.count = g, 0

    def __call__(
        self,
        titles: tuple[str, str] = TWINS[0],
        one: Record | None = None,
        other: Record | None = None,
    ) -> tuple[str, str]:
        g, turn = self.g, self.count
        self.count += 1
        thing = THINGS[turn % len(THINGS)] + " and tools" * (turn // len(THINGS))
        first, second = (title.format(thing) for title in titles)
        return (
            g.goal(**({"title": first, "team_id": g.team()} | (one or {}))),
            g.goal(**({"title": second, "team_id": g.team()} | (other or {}))),
        )


def _pair(goals: tuple[str, str]) -> str:
    return ">".join(sorted(goals))


@plant("LOS205")
def said_in_other_words(g: Ground) -> None:
    """Plant goals of two teams that say the same, and goals that only look alike."""
    pairs = _Pairs(g)
    for titles in TWINS:
        g.fires("pair", _pair(pairs(titles)))
        g.fires("pair", _pair(pairs((titles[0], titles[0]))))
    for titles in NO_TWINS:
        g.silent("pair", _pair(pairs(titles)))


@plant("LOS205")
def twins_that_know_of_each_other(g: Ground) -> None:
    """Plant twins with something between them, or of which too little is known."""
    pairs = _Pairs(g)
    for kind in ("shares", "depends_on", "competes_with", "supports"):
        first, second = pairs()
        g.link(second, first, kind)
        g.silent("pair", _pair((first, second)))
    parent, measure = g.goal(g.pillar(status="draft")), "days until repaired"
    for status in ("active", "done"):
        above = g.goal(parent, status=status)
        goals = pairs()
        for goal in goals:
            g.link(goal, above)
        g.silent("pair", _pair(goals))
    goals = pairs()
    for goal in goals:
        g.key_result(goal, measure=measure)
    g.silent("pair", _pair(goals))
    first, second = pairs()
    g.key_result(first, measure=measure)
    g.key_result(second, measure="days until answered")
    g.fires("pair", _pair((first, second)))
    for status in ("active", "paused"):  # one below the other, through a goal between them
        first, second = pairs()
        between = g.goal(first, status=status)
        g.link(second, between)
        (g.silent if status == "active" else g.fires)("pair", _pair((first, second)))
    team = g.team()
    owner = g.person(team_id=team)
    g.fires("pair", _pair(pairs(other={"team_id": None, "owner_id": owner})))
    g.silent("pair", _pair(pairs(one={"team_id": team}, other={"team_id": team})))
    g.silent("pair", _pair(pairs(other={"team_id": None})), _pair(pairs(other={"start": None})))
    g.silent("pair", _pair(pairs(other={"end": None})), _pair(pairs(other={"status": "paused"})))
    g.silent("pair", _pair(pairs(other={"kind": "development"})))
    g.silent("pair", _pair(pairs(other={"scope": "individual"})))
    same = TWINS[0][0], TWINS[0][0]
    day: Record = {"start": g.ago(60), "end": g.ago(-10)}
    g.fires("pair", _pair(pairs(same, day, {"start": g.ago(-10), "end": g.ago(-60)})))
    g.silent("pair", _pair(pairs(same, day, {"start": g.ago(-11), "end": g.ago(-60)})))
