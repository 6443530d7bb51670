"""Plants for LOS504 and LOS509, and for the chance in LOS108."""

from collections.abc import Sequence

from lineofsight.bench.plants.ground import Ground, plant
from lineofsight.bench.reading.facts import Record

FALLING = (0.0, -4.0, -8.0, -13.0, -16.0, -21.0)
ARRIVING = (10.0, 30.0, 50.0, 68.0, 88.0, 104.0)


def series(
    g: Ground,
    values: Sequence[float],
    report: str | None = None,
    *,
    goal: str | None = None,
    last: int = 2,
    cells: Record | None = None,
) -> str:
    """Add a key result of a goal of 180 days, 108 of them gone, seen every 18 days until lately."""
    name = goal or g.goal(start=g.ago(108), end=g.ago(-72), cadence="quarterly")
    measure = g.key_result(name, **(cells or {}))
    for back, value in enumerate(reversed(values)):
        g.observe(measure, last + 18 * back, value, reported=report if back == 0 else None)
    return measure


@plant("LOS504")
def green_and_falling(g: Ground) -> None:
    g.fires("key_result", series(g, FALLING, "on_track"), series(g, FALLING[:5], "on_track"))
    g.silent("key_result", series(g, FALLING[:4], "on_track"), series(g, ARRIVING, "on_track"))
    g.silent("key_result", series(g, FALLING, "at_risk"), series(g, FALLING))
    # The falling of a measure that is to fall is what was wanted.
    down: Record = {"baseline": 0, "target": -30}
    g.silent("key_result", series(g, FALLING, "on_track", cells=down))
    rising = [-value for value in FALLING]
    g.fires("key_result", series(g, rising, "on_track", cells=down))
    for cells in ({"scope": "individual"}, {"status": "paused"}):
        goal = g.goal(**({"start": g.ago(108), "end": g.ago(-72)} | cells))
        g.silent("key_result", series(g, FALLING, "on_track", goal=goal))


@plant("LOS504")
def reports_of_another_day(g: Ground) -> None:
    """A report counts for one update interval, here of 14 days, and only the newest."""
    g.fires("key_result", series(g, FALLING, "on_track", last=14))
    g.silent("key_result", series(g, FALLING, "on_track", last=15))
    turned, back_again = series(g, FALLING, "on_track"), series(g, FALLING, "at_risk", last=3)
    for measure, word in ((turned, "off_track"), (back_again, "on_track")):
        goal = next(row["goal_id"] for row in g.rows["key_results"] if row["id"] == measure)
        g.observe(g.key_result(str(goal), type="milestone"), 1, 0, reported=word)
    g.fires("key_result", back_again)
    g.silent("key_result", turned)
    undated = g.goal(start=g.ago(108), end=g.ago(-72), reported="on_track")
    g.silent("key_result", series(g, FALLING, goal=undated))


@plant("LOS504")
def low_only_lately(g: Ground) -> None:
    """One bad value is no series: the observation before must have said the same."""
    g.silent("key_result", series(g, (*ARRIVING[:5], -40.0), "on_track"))
    g.fires("key_result", series(g, (*ARRIVING[:4], -40.0, -41.0), "on_track"))


@plant("LOS504")
def planned_steps(g: Ground) -> None:
    """A step that is planned and still to come may well explain why nothing has moved."""

    def planned(days_ago: int) -> str:
        plan = f"{g.ago(40)}=0;{g.ago(days_ago)}=100"
        return series(g, FALLING, "on_track", cells={"schedule": plan})

    g.fires("key_result", planned(0), planned(20))
    g.silent("key_result", planned(-1), planned(-60))


@plant("LOS504")
def out_of_the_band(g: Ground) -> None:
    inside, leaving = (50.0, 52.0, 49.0, 51.0, 48.0, 50.0), (55.0, 65.0, 75.0, 88.0, 95.0, 106.0)
    within: Record = {"baseline": 50, "target": None, "low": 40, "high": 60}
    g.fires("key_result", series(g, leaving, "on_track", cells=within))
    g.silent("key_result", series(g, inside, "on_track", cells=within))
    # From outside the band: on the way in, and further away.
    coming, going = (99.0, 92.0, 85.0, 77.0, 69.0, 62.0), (106.0, 109.0, 115.0, 118.0, 125.0, 131.0)
    for column in ("low", "high"):
        outside = within | {"baseline": 105, column: None}
        if column == "low":
            g.fires("key_result", series(g, going, "on_track", cells=outside))
            g.silent("key_result", series(g, coming, "on_track", cells=outside))
        else:
            g.silent("key_result", series(g, going, "on_track", cells=outside))


@plant("LOS504")
def series_without_a_forecast(g: Ground) -> None:
    unknown: list[Record] = [{"target": None}, {"baseline": None}, {"type": "milestone"}]
    for cells in unknown:
        g.silent("key_result", series(g, FALLING, "on_track", cells=cells))
    for dates in ({"start": None}, {"end": None}):
        goal = g.goal(**({"start": g.ago(108), "end": g.ago(-72), "cadence": "quarterly"} | dates))
        g.silent("key_result", series(g, FALLING, "on_track", goal=goal))
    g.fires("key_result", series(g, FALLING, "on_track"))


@plant("LOS509")
def red_and_arriving(g: Ground) -> None:
    g.fires("key_result", series(g, ARRIVING, "at_risk"), series(g, ARRIVING, "off_track"))
    g.silent("key_result", series(g, ARRIVING, "on_track"), series(g, ARRIVING))
    g.silent("key_result", series(g, FALLING, "at_risk"), series(g, ARRIVING[-4:], "at_risk"))
    g.fires("key_result", series(g, ARRIVING, "at_risk", last=14))
    g.silent("key_result", series(g, ARRIVING, "at_risk", last=15))
    g.silent("key_result", series(g, (0.0, 4.0, 8.0, 12.0, 15.0, 104.0), "at_risk"))
    down: Record = {"baseline": 100, "target": 0}
    falling = [100 - value for value in ARRIVING]
    g.fires("key_result", series(g, falling, "at_risk", cells=down))
    g.silent("key_result", series(g, ARRIVING, "at_risk", cells=down))
    for cells in ({"scope": "individual"}, {"status": "paused"}):
        goal = g.goal(**({"start": g.ago(108), "end": g.ago(-72)} | cells))
        g.silent("key_result", series(g, ARRIVING, "at_risk", goal=goal))


@plant("LOS108")
def providers_by_their_numbers(g: Ground) -> None:
    """A provider whose measures will hardly arrive cannot be counted on, whatever is reported."""

    def needed(*courses: Sequence[float], **cells: object) -> str:
        usual = {"start": g.ago(108), "end": g.ago(-72), "cadence": "quarterly"}
        provider = g.goal(**(usual | cells))
        for values in courses:
            series(g, values, goal=provider)
        return g.link(g.goal(), provider, "depends_on", accepted_on=g.ago(3))

    g.fires("link", needed(FALLING), needed(FALLING[:1], FALLING, FALLING))
    g.silent("link", needed(ARRIVING), needed(), needed(ARRIVING, ARRIVING, FALLING))
    g.silent("link", needed(FALLING, scope="individual"), needed(FALLING, status="done"))
