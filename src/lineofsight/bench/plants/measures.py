"""Plants for LOS301 to LOS308, and LOS401 to LOS405."""

from lineofsight.bench.plants.ground import Ground, plant


@plant("LOS301")
def work_counted_as_outcome(g: Ground) -> None:
    def launch(goal: str | None = None, **cells: object) -> str:
        work = {"title": "Launch the pump portal", "type": "milestone", "unit": ""}
        return g.key_result(goal or g.goal(), **(work | cells))

    g.fires("key_result", launch(), launch(type="number"), launch(type="number", unit="reports"))
    g.silent("key_result", launch(type="number", unit="%"), launch(type="percent"))
    g.silent("key_result", launch(g.goal(scope="individual")), launch(g.goal(status="paused")))
    g.silent("key_result", launch(title="Cut pump failures"), launch(type=None))
    outcome, milestone = g.goal(), g.goal()
    g.key_result(outcome, type="percent")
    g.key_result(milestone, type="milestone")
    g.silent("key_result", launch(g.goal(outcome)))
    g.fires("key_result", launch(g.goal(milestone)))


@plant("LOS302")
def unmeasurable(g: Ground) -> None:
    goal, endless = g.goal(), g.goal(end=None)
    for column in ("unit", "baseline", "target"):
        g.fires("key_result", g.key_result(goal, **{column: None}))
    g.fires("key_result", g.key_result(endless), g.key_result(endless, type="milestone"))
    bare = {"baseline": None, "target": None, "unit": None}
    g.silent("key_result", g.key_result(goal, type="milestone", **bare))
    g.silent("key_result", g.key_result(goal, type="percent", unit=None))
    g.silent("key_result", g.key_result(goal, type="currency", unit=None))
    g.silent("key_result", g.key_result(goal), g.key_result(endless, end=g.ago(-9)))
    g.silent("key_result", g.key_result(g.goal(status="draft"), target=None))


@plant("LOS303")
def competing(g: Ground) -> None:
    def pair(up: float, down: float, *, same: bool = False, settled: str | None = None) -> str:
        measure = f"stops {g.new_id()}"
        first = g.goal()
        second = first if same else g.goal()
        one = g.key_result(first, measure=measure, baseline=50, target=up)
        two = g.key_result(second, measure=measure, baseline=50, target=down)
        if settled is not None:
            g.link(second, first, "competes_with", trade_off=settled)
        return ">".join(sorted((one, two)))

    open_link = g.link(g.goal(), g.goal(), "competes_with")
    g.fires("link", open_link)
    g.silent("link", g.link(g.goal(), g.goal(), "competes_with", trade_off="Quality first."))
    g.silent("link", g.link(g.goal(), g.goal(status="paused"), "competes_with"))
    g.fires("pair", pair(60, 40), pair(60, 40, settled=""))
    g.silent("pair", pair(60, 50), pair(60, 70), pair(60, 40, same=True))
    g.silent("pair", pair(60, 40, settled="Speed first until May."))


@plant("LOS305")
def local_wins(g: Ground) -> None:
    def parent(
        value: float, states: str, *, teams: int = 2, gone: int = 50, **cells: object
    ) -> str:
        goal = g.goal(g.pillar(), start=g.ago(gone), end=g.ago(gone - 100), **cells)
        measure = g.key_result(goal)
        g.observe(measure, 20, 0)
        g.observe(measure, 2, value)
        homes = [g.team() for _ in range(teams)]
        for place, state in enumerate(states):
            team = homes[place % teams] if homes else None
            reported = {"+": "on_track", "-": "at_risk", "?": None}[state]
            g.goal(goal, team_id=team, reported=reported, start=None)
        return goal

    g.fires("goal", parent(25, "+++"), parent(10, "++++-"), parent(0, "+++?"))
    g.fires("goal", parent(10, "+++", teams=0))
    g.silent("goal", parent(26, "+++"), parent(10, "+++-"), parent(10, "++?"))
    g.silent("goal", parent(10, "+++", teams=1), parent(1, "+++", gone=49))
    g.silent("goal", parent(10, "+++", kind="development"))
    once = g.goal(g.pillar(), start=g.ago(50), end=g.ago(-50))
    g.observe(g.key_result(once), 3, 5)
    for _ in range(3):
        g.goal(once, team_id=g.team(), reported="on_track")
    g.silent("goal", once)


@plant("LOS305")
def local_wins_that_need_time(g: Ground) -> None:
    """Judge by how the children did before their effect could show."""
    for lag_days, fires in ((30, False), (5, True)):
        goal = g.goal(g.pillar(), start=g.ago(80), end=g.ago(-20), lag_days=lag_days)
        measure = g.key_result(goal)
        g.observe(measure, 20, 0)
        g.observe(measure, 2, 10)
        for _ in range(3):
            child = g.goal(goal, team_id=g.team())
            work = g.key_result(child)
            g.observe(work, 40, 1, reported="at_risk")
            g.observe(work, 10, 50, reported="on_track")
        if fires:
            g.fires("goal", goal)
        else:
            g.silent("goal", goal)


@plant("LOS306")
def unguarded(g: Ground) -> None:
    def pillar(**guard: object) -> str:
        measure = g.add("kpis", id=g.new_id(), name="Orders")
        name = g.pillar(kpi_ids=[measure])
        if guard:
            g.add("kpis", **{"id": g.new_id(), "name": "Returns", "guards": name, **guard})
        return name

    g.fires("pillar", pillar(), pillar(healthy_min=None), pillar(guards="", healthy_max=5))
    g.silent("pillar", pillar(healthy_min=1), pillar(healthy_max=0), g.pillar())
    own = g.add("kpis", id=g.new_id(), name="Refunds", healthy_max=5)
    g.fires("pillar", g.pillar(kpi_ids=[own]))
    named = g.add("kpis", id=g.new_id(), name="Repairs", healthy_max=5)
    itself = g.pillar(kpi_ids=[named])
    g.change("kpis", named, guards=itself)
    g.silent("pillar", itself)


@plant("LOS307")
def functions_without_contribution(g: Ground) -> None:
    g.silent("function", g.function())
    g.fires("function", g.function(contribution=None), g.function(success_measure=" "))


@plant("LOS308")
def unsettled(g: Ground) -> None:
    def competes(**cells: object) -> str:
        return g.link(g.goal(), g.goal(), "competes_with", **cells)

    g.fires("link", competes(created_on=g.ago(22)))
    g.fires("link", competes(trade_off="Quality first.", review_by=g.ago(1)))
    g.silent("link", competes(created_on=g.ago(21)), competes())
    g.silent("link", competes(created_on=g.ago(22), trade_off="Quality first."))
    g.silent("link", competes(trade_off="Quality first.", review_by=g.as_of))
    over = g.link(g.goal(), g.goal(status="done"), "competes_with", created_on=g.ago(50))
    g.silent("link", over)


@plant("LOS401")
def outliving(g: Ground) -> None:
    def child(over: int, lifetime: int, **cells: object) -> str:
        parent = g.goal(g.pillar(), start=g.ago(300), end=g.ago(-40))
        dates = {"end": g.ago(-40 - over), "start": g.ago(-40 - over + lifetime)}
        return g.goal(parent, **(dates | cells))

    g.fires("goal", child(15, 100), child(31, 300))
    g.silent("goal", child(14, 100), child(30, 300), child(40, 100, start=None))
    g.silent("goal", child(40, 100, status="paused"), child(40, 100, serves="obligation"))
    dates = {"start": g.ago(20), "end": g.ago(-80)}
    short, long = g.pillar(end=g.ago(-40)), g.pillar(end=g.ago(-70))
    endless, closed = g.pillar(), g.goal(g.pillar(), end=g.ago(-40), status="done")
    g.fires("goal", g.goal(short, endless, **dates))
    g.silent("goal", g.goal(short, long, **dates), g.goal(endless, **dates))
    g.silent("goal", g.goal(closed, **dates))
    for status, fires in (("active", False), ("cancelled", True)):
        parent = g.goal(g.pillar(), end=g.ago(-40))
        g.goal(g.pillar(), continues=parent, status=status)
        goal = g.goal(parent, **dates)
        if fires:
            g.fires("goal", goal)
        else:
            g.silent("goal", goal)


@plant("LOS402")
def late_starts(g: Ground) -> None:
    def start(days: int, contribution: float | None = None, **cells: object) -> str:
        parent = g.goal(g.pillar(), start=g.ago(200), end=g.ago(200 - 364))
        child = g.goal(start=g.ago(200 - days), end=None, **cells)
        return g.link(child, parent, contribution=contribution)

    g.fires("link", start(183), start(183, 0.2))
    g.silent("link", start(182), start(183, 0.19), start(183, serves="service"))
    g.silent("link", start(183, status="draft"))


@plant("LOS403")
def one_clock(g: Ground) -> None:
    def pillar(
        length: int | None, functions: int, cadences: tuple[str | None, ...] = ("quarterly",)
    ) -> str:
        end = None if length is None else g.ago(100 - length)
        name = g.pillar(start=g.ago(100), end=end)
        for place in range(max(functions, 3)):
            function = g.function() if place < functions else None
            team = g.team(function_id=function)
            cadence = cadences[place % len(cadences)]
            g.goal(name, team_id=team, cadence=cadence, start=g.ago(30), end=g.ago(-60))
        return name

    by_lifetime = ("own", None, "quarterly")
    g.fires("pillar", pillar(360, 3), pillar(None, 3), pillar(400, 3, by_lifetime))
    g.silent("pillar", pillar(359, 3), pillar(400, 2), pillar(400, 3, ("quarterly", "monthly")))


@plant("LOS404")
def slow_pulse(g: Ground) -> None:
    def goal(*days: int, lifetime: int = 60, gone: int = 30, source: str | None = None) -> str:
        name = g.goal(start=g.ago(gone), end=g.ago(gone - lifetime))
        measure = g.key_result(name)
        for when in days:
            g.observe(measure, gone - when, when, source=source)
        return name

    g.fires("goal", goal(1, 29), goal(1, 1, 29), goal(1, 2, 30), goal())
    g.silent("goal", goal(1, 2, 29), goal(1, lifetime=59, gone=40), goal(1, gone=29))
    feed = f"feed {g.new_id()}"
    other = g.key_result(g.goal(start=None))
    for days_ago in (25, 20, 15):
        g.observe(other, days_ago, 5, source=feed)
    g.silent("goal", goal(10, source=feed))


@plant("LOS405")
def crowded_out(g: Ground) -> None:
    def person(long_moved: float, short_moved: float, lifetime: int = 400) -> str:
        who = g.person()
        dates = {"start": g.ago(200), "end": g.ago(200 - lifetime)}
        lasting = g.key_result(g.goal(owner_id=who, **dates))
        brief = g.key_result(g.goal(owner_id=who, start=g.ago(70), end=g.ago(70 - 135)))
        for measure, moved in ((lasting, long_moved), (brief, short_moved)):
            g.observe(measure, 60, 10)
            g.observe(measure, 5, 10 + moved)
        return who

    g.fires("person", person(1.9, 5), person(-3, 20))
    g.silent("person", person(2, 5), person(1, 4.9), person(1, 9, 1300), person(1, 9, 359))
