"""Plants for LOS501 to LOS507."""

from lineofsight.bench.plants.ground import Ground, plant


def _assumption(g: Ground, *goals: str, **cells: object) -> str:
    name = g.new_id()
    usual: dict[str, object] = {"id": name, "text": "Demand stays", "goal_ids": list(goals)}
    return g.add("assumptions", **(usual | cells))


@plant("LOS501")
def expired_assumptions(g: Ground) -> None:
    def believed(days: int, **cells: object) -> str:
        return _assumption(g, g.goal(), review_by=g.ago(days), **cells)

    g.fires("assumption", believed(1), believed(1, state="believed"))
    g.fires("assumption", believed(1, state="confirmed", decided_on=g.ago(32)))
    g.silent("assumption", believed(0), believed(9, state="false"))
    g.silent("assumption", believed(1, state="confirmed", decided_on=g.ago(31)))
    g.silent("assumption", believed(1, state="confirmed"), _assumption(g, g.goal()))
    g.silent("assumption", _assumption(g, g.goal(status="done"), review_by=g.ago(5)))
    g.fires("assumption", _assumption(g, g.goal(status="done"), g.goal(), review_by=g.ago(5)))


@plant("LOS502")
def broken_assumptions(g: Ground) -> None:
    def broken(*goals: str, **cells: object) -> str:
        return _assumption(g, *goals, **({"state": "false", "decided_on": g.ago(10)} | cells))

    def reconsidered(days: int, *under: str) -> str:
        goal = g.goal(*under)
        g.revise(goal, days, "owner", "Ann", "Ben")
        return goal

    looked_again = reconsidered(10)
    g.fires("assumption", broken(g.goal()), broken(reconsidered(11)))
    g.silent("assumption", broken(looked_again), broken(g.goal(status="paused")))
    g.silent("assumption", broken(g.goal(), decided_on=None), broken(g.goal(), state="confirmed"))
    g.silent("assumption", broken(g.goal(), decided_on=g.ago(-1)))
    top = reconsidered(3)
    g.goal(reconsidered(4, top))
    g.fires("assumption", broken(top))


@plant("LOS503")
def silent_goals(g: Ground) -> None:
    def goal(days: int, **cells: object) -> str:
        name = g.goal(**({"cadence": "quarterly"} | cells))
        g.observe(g.key_result(name), days, 40)
        return name

    g.fires("goal", goal(29), goal(61, cadence="half_yearly"), goal(11, update_days=5))
    g.silent("goal", goal(28), goal(60, cadence="yearly"), goal(10, update_days=5))
    g.silent("goal", goal(90, status="paused"))
    g.fires("goal", g.goal(cadence="monthly", start=g.ago(15)))
    g.silent("goal", g.goal(cadence="monthly", start=g.ago(14)), g.goal(start=g.ago(-1)))
    g.silent("goal", g.goal(start=None))
    spoken, revised, carried, closed = (goal(60) for _ in range(4))
    g.check_in(g.person(), g.person(), 3, goal_ids=[spoken])
    g.revise(revised, 28, "status", "paused", "active")
    g.silent("goal", spoken, revised)
    # News of a supporter counts where a goal has no key result of its own.
    g.observe(g.key_result(g.goal(carried)), 2, 1)
    g.fires("goal", carried)
    without = g.goal(cadence="quarterly")
    g.observe(g.key_result(g.goal(without)), 2, 1)
    g.silent("goal", without)
    g.check_in(g.person(), g.person(), -1, goal_ids=[closed])
    g.fires("goal", closed)


@plant("LOS503")
def silent_by_their_own_clock(g: Ground) -> None:
    """Take the clock from the lifetime where none is given: 135 days are a quarter, 136 not."""
    g.observe(g.key_result(g.goal()), 1, 1)
    for lifetime, fires in ((135, True), (136, False)):
        goal = g.goal(start=g.ago(29), end=g.ago(29 - lifetime))
        if fires:
            g.fires("goal", goal)
        else:
            g.silent("goal", goal)


@plant("LOS505")
def stale_sources(g: Ground) -> None:
    def fed(*days_ago: int, goal: str | None = None) -> str:
        measure = g.key_result(goal or g.goal(g.pillar()))
        source = f"feed {g.new_id()}"
        for when in days_ago:
            g.observe(measure, when, 5, source=source)
        return measure

    g.fires("key_result", fed(21, 31, 41), fed(13, 15, 21, 40))
    g.silent("key_result", fed(20, 30, 40), fed(50, 60), fed(50, 50, 60))
    g.silent("key_result", fed(50, 60, 70, goal=g.goal(g.pillar(), end=g.ago(1))))
    # Deliveries to a goal that has ended count for nothing: the source is as old as the others.
    both = g.key_result(g.goal(g.pillar()))
    over = g.key_result(g.goal(g.pillar(), status="done"))
    source = f"feed {g.new_id()}"
    for when in (60, 50, 40):
        g.observe(both, when, 5, source=source)
        g.observe(over, when - 39, 5, source=source)
    g.fires("key_result", both)
    g.silent("key_result", over)
    heavy, light = g.pillar(weight=50), g.pillar(weight=0)
    source = f"feed {g.new_id()}"
    much, little = g.key_result(g.goal(heavy)), g.key_result(g.goal(light))
    for when in (40, 45, 50):
        g.observe(little, when, 5, source=source)
        g.observe(much, when + 1, 5, source=source)
    g.fires("key_result", much)
    g.silent("key_result", little)


@plant("LOS507")
def moved_goalposts(g: Ground) -> None:
    def goal(days_ago: int, before: str, after: str, field: str = "target", **why: str) -> str:
        name = g.goal(start=g.ago(70), end=g.ago(-20))
        baseline = float(after) if field == "baseline" else 0
        target = float(after) if field == "target" else 100
        g.observe(g.key_result(name, baseline=baseline, target=target), 30, 40)
        g.revise(name, days_ago, field, before, after)
        g.rows["revisions"][-1] |= why
        return name

    g.fires("goal", goal(10, "100", "80"), goal(3, "0", "20", "baseline"))
    g.silent("goal", goal(11, "100", "80"), goal(5, "100", "120"), goal(5, "20", "0", "baseline"))
    g.silent("goal", goal(5, "100", "80", reason="The largest customer left."))
    g.silent("goal", goal(5, "100", "80", "owner"))
    end, later = g.ago(-20).isoformat(), g.ago(-50).isoformat()
    moved = g.goal(start=g.ago(70), end=g.ago(-50))
    g.revise(moved, 10, "dates", end, later)
    early = g.goal(start=g.ago(70), end=g.ago(-50))
    g.revise(early, 11, "dates", end, later)
    nearer = g.goal(start=g.ago(70), end=g.ago(-20))
    g.revise(nearer, 5, "dates", later, end)
    g.fires("goal", moved)
    g.silent("goal", early, nearer)


@plant("LOS507")
def moved_after_the_end(g: Ground) -> None:
    """A date moved once it had passed is moved late; a target softened then is past caring."""
    moved = g.goal(start=g.ago(90), end=g.ago(-30))
    g.revise(moved, 5, "dates", g.ago(10).isoformat(), g.ago(-30).isoformat())
    softened, arrived = g.goal(start=g.ago(90), end=g.ago(10)), g.goal(start=g.ago(70))
    g.observe(g.key_result(softened, target=80), 20, 40)
    g.revise(softened, 5, "target", "100", "80")
    g.change("goals", arrived, end=g.ago(-10))
    g.observe(g.key_result(arrived, target=85), 20, 90)
    g.revise(arrived, 5, "target", "80", "85")
    g.fires("goal", moved)
    g.silent("goal", softened, arrived)
