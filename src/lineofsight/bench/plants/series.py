"""Plants for LOS304 and LOS506: series of values beside each other, and cycle after cycle."""

from collections.abc import Sequence
from datetime import date

from lineofsight.bench.plants.ground import Ground, plant

CHANGES = (3, -1, 4, -2, 6, -5, 2, -4, 7, -3, 5, 1)  # no two alike
OTHERS = (1, 3, -3, 5, -4, 2, 7, -2)  # neither with them nor clearly against them


@plant("LOS304")
def measures_apart(g: Ground) -> None:
    """Two functions, one pillar: what is a gain for one is a loss for the other."""

    def measure(
        pillar: str,
        function: str,
        changes: Sequence[float],
        *,
        late: int = 0,
        down: bool = False,
        rungs: int = 1,
        key_result: dict[str, object] | None = None,
        **goal: object,
    ) -> str:
        above = pillar
        for _ in range(rungs - 1):
            above = g.goal(above, team_id=g.team(function_id=function))
        team = g.team(function_id=function)
        name = g.key_result(
            g.goal(above, team_id=team, **goal),
            **({"baseline": 100, "target": 0} if down else {}) | (key_result or {}),
        )
        value = 50.0
        for place in range(len(changes) + 1):
            weeks_ago = len(changes) - place
            monday = g.as_of.weekday() + 7 * (weeks_ago + 1)
            g.observe(name, monday - late, value)
            value += changes[place] if place < len(changes) else 0
        return name

    def pair(
        first: Sequence[float] = CHANGES[:8],
        second: Sequence[float] | None = None,
        *,
        one_function: bool = False,
        one_pillar: bool = True,
        **other: object,
    ) -> str:
        pillar, function = g.pillar(), g.function()
        against = [-2 * change for change in first] if second is None else second
        one = measure(pillar, function, first)
        two = measure(
            pillar if one_pillar else g.pillar(),
            function if one_function else g.function(),
            against,
            **other,  # type: ignore[arg-type]  # goes on to `measure` as it is
        )
        return ">".join(sorted((one, two)))

    together = [change + change % 3 / 10 for change in CHANGES[:8]]
    g.fires("pair", pair(), pair(late=4), pair(second=together, down=True), pair(rungs=2))
    g.fires("pair", pair(CHANGES), pair(second=[min(-x, 1) for x in CHANGES], first=CHANGES))
    g.silent("pair", pair(CHANGES[:7]), pair(one_function=True), pair(one_pillar=False))
    g.silent("pair", pair(rungs=3), pair(status="paused"), pair(second=together))
    g.silent("pair", pair(second=OTHERS), pair(key_result={"target": None}))
    g.silent("pair", pair(key_result={"low": 40, "high": 60}), pair(second=[0] * 8))


@plant("LOS506")
def far_above_target(g: Ground) -> None:
    """Teams whose key results end far above target, one cycle after the other."""

    def end_of_quarter(back: int) -> date:
        """Return a day in the quarter that lies so many quarters before the instant."""
        quarter = 4 * g.as_of.year + (g.as_of.month - 1) // 3 - back
        return date(quarter // 4, 3 * (quarter % 4) + 2, 20)

    def team(
        *cycles: tuple[int, int, float],
        key_result: dict[str, object] | None = None,
        **goal: object,
    ) -> str:
        """Add a team; a cycle is (quarters back, key results, value of half of them and one)."""
        name = g.team()
        for back, count, value in cycles:
            end = end_of_quarter(back)
            over = g.goal(**{"team_id": name, "status": "done", "start": None, "end": end} | goal)
            for place in range(count):
                high = place <= count // 2
                cells: dict[str, object] = {"value": value if high else 90}
                g.key_result(over, **cells | (key_result or {}))
        return name

    three = [(back, 8, 130.0) for back in (1, 2, 3)]
    g.fires("team", team(*three), team(*three, status="active"), team((5, 8, 20.0), *three))
    g.fires("team", team((1, 9, 130.0), (2, 8, 180.0), (4, 8, 130.0)))
    g.fires("team", team(*three, (4, 7, 20.0)), team(*three, owner_id=None))
    g.silent("team", team(*three[:2]), team(*three[:2], (3, 7, 130.0)))
    g.silent("team", team(*three[:2], (3, 8, 129.0)), team((1, 8, 20.0), (2, 8, 130.0), *three[2:]))
    g.silent("team", team(*three, scope="individual"), team(*three, status="cancelled"))
    g.silent("team", team(*three, key_result={"target": None}))
    g.silent("team", team(*three, end=g.as_of), team(*three, end=None))
