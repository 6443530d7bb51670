"""Plants for LOS101 to LOS109, and LOS204."""

from typing import Any

from lineofsight.bench.plants.ground import Ground, plant


def _strategy_is_old(g: Ground) -> None:
    """Publish every part of the strategy long ago, so that it excuses nothing."""
    for row in g.rows.get("strategy", []):
        if row.get("published_on"):
            row["published_on"] = g.ago(90)


@plant("LOS101")
def goals_without_a_home(g: Ground) -> None:
    _strategy_is_old(g)
    kpi = g.add("kpis", id=g.new_id(), name="Water quality")
    team = g.team()
    orphan = g.goal(created_on=g.ago(14))
    g.fires("goal", orphan, g.goal(orphan), g.goal(serves="health", serves_id="nothing at all"))
    g.fires("goal", g.goal(serves="obligation"), g.goal(serves="service", serves_id=team))
    g.silent("goal", g.goal(created_on=g.ago(13)), g.goal(kind="development"))
    g.silent("goal", g.goal(status="paused"), g.goal(g.pillar()))
    g.silent("goal", g.goal(serves="health", serves_id=kpi))
    g.silent("goal", g.goal(serves="obligation", serves_id="Food Safety Act, section 4"))
    served = {"serves": "service", "serves_id": team}
    g.silent("goal", g.goal(**served, serves_confirmed_on=g.as_of))
    g.fires("goal", g.goal(**served, serves_confirmed_on=g.ago(-1)))


@plant("LOS102")
def people_without_a_line(g: Ground) -> None:
    home = g.goal(g.pillar())
    orphan = g.goal()
    g.fires("person", g.person(), g.person(start_date=g.ago(46)), g.person(start_date=None))
    late = g.person()
    g.goal(orphan, owner_id=late)
    g.fires("person", late)
    g.silent("person", g.person(start_date=g.ago(45)), g.person(on_leave=True))
    g.silent("person", g.person(end_date=g.ago(1)))
    helper, measured, acting, given = g.person(), g.person(), g.person(), g.person()
    g.goal(g.pillar(), contributor_ids=[helper])
    g.key_result(home, owner_id=measured)
    g.add("actions", id=g.new_id(), title="Order pumps", owner_id=acting, goal_id=home)
    g.add("allocations", person_id=given, goal_id=home, share=0.1)
    g.silent("person", helper, measured, acting, given)
    nothing, finished = g.person(), g.person()
    g.add("allocations", person_id=nothing, goal_id=home, share=0)
    done = {"title": "Order valves", "goal_id": home, "done_on": g.ago(3)}
    g.add("actions", id=g.new_id(), owner_id=finished, **done)
    g.fires("person", nothing, finished)
    manager, spoken, forgotten = g.person(), g.person(), g.person()
    for weeks in range(1, 6):
        g.check_in(manager, spoken, 7 * weeks, goal_ids=[home] if weeks == 4 else [])
        g.check_in(manager, forgotten, 7 * weeks, goal_ids=[home] if weeks == 5 else [])
    g.silent("person", spoken)
    g.fires("person", forgotten)


@plant("LOS102")
def teams_without_a_line(g: Ground) -> None:
    home = g.goal(g.pillar())
    for lacking, present in ((3, 10), (3, 11), (2, 4)):
        team = g.team()
        lost = [g.person(team_id=team) for _ in range(lacking)]
        seen = [g.person(team_id=team) for _ in range(present - lacking)]
        g.change("goals", home, contributor_ids=[*_contributors(g, home), *seen])
        if (lacking, present) == (3, 10):
            g.fires("team", team)
            g.silent("person", *lost)
        else:
            g.fires("person", *lost)
            g.silent("team", team)


def _contributors(g: Ground, goal: str) -> list[object]:
    record = next(row for row in g.rows["goals"] if row["id"] == goal)
    value = record.get("contributor_ids")
    return list(value) if isinstance(value, list) else []


@plant("LOS103")
def nobody_carries_it(g: Ground) -> None:
    bare, paused, carried = g.pillar(), g.pillar(), g.pillar()
    g.goal(paused, status="paused")
    g.goal(carried, start=g.ago(-30))
    g.fires("pillar", bare, paused)
    g.silent("pillar", carried)
    alone, held = g.goal(carried, scope="enterprise"), g.goal(carried, scope="enterprise")
    g.goal(held)
    g.fires("goal", alone)
    g.silent("goal", held, g.goal(carried, scope="function"))
    function, other = g.function(), g.function()
    team = g.team(parent_id=g.team(function_id=function))
    needed, missed = g.pillar(function_ids=[function]), g.pillar(function_ids=[function, other])
    for pillar in (needed, missed):
        g.goal(g.goal(pillar), team_id=team)
    g.silent("pillar", needed)
    g.fires("pillar", missed)


@plant("LOS104")
def broken_rungs(g: Ground) -> None:
    pillar = g.pillar()
    paused = g.goal(pillar, status="paused")
    cut = g.goal(paused)
    g.fires("goal", cut)
    g.silent("goal", g.goal(cut), g.goal(paused, pillar), g.goal(paused, status="draft"))
    later = g.goal(pillar, start=g.ago(-1))
    g.fires("goal", g.goal(later), g.goal(later, start=None))
    g.silent("goal", g.goal(later, start=g.ago(-1)), g.goal(g.goal(pillar, start=g.as_of)))
    g.silent("goal", g.goal(g.goal(status="paused")))


@plant("LOS105")
def too_many_rungs(g: Ground) -> None:
    chain = [g.pillar()]
    for _ in range(6):
        chain.append(g.goal(chain[-1]))
    g.fires("goal", chain[6])
    g.silent("goal", chain[5], g.goal(chain[5], chain[2]))


@plant("LOS106")
def circles(g: Ground) -> None:
    first, second, third = sorted((g.goal(), g.goal(), g.goal()))
    g.link(first, second)
    g.link(second, third)
    g.link(third, first)
    g.fires("goal", first)
    g.silent("goal", second, third, g.goal(first))
    itself = g.goal(g.pillar())
    g.link(itself, itself)
    g.fires("goal", itself)
    resting, other = g.goal(status="paused"), g.goal(status="draft")
    g.link(resting, other)
    g.link(other, resting)
    g.silent("goal", resting, other)
    low, high = sorted((g.goal(), g.goal()))
    g.change("goals", low, status="paused")
    g.link(low, high)
    g.link(high, low)
    g.fires("goal", high)


@plant("LOS107")
def silos(g: Ground) -> None:
    outside = g.team()
    asking = g.goal(team_id=outside)
    for case in ("asked", "accepted", "few", "inside", "blocked", "lifted", "competing", "quiet"):
        above = g.team()
        team = g.team(parent_id=above)
        goals = [g.goal(team_id=team) for _ in range(2 if case == "few" else 3)]
        if case in {"asked", "accepted", "few"}:
            g.link(asking, goals[0], "depends_on", created_on=g.ago(3))
        if case == "accepted":
            g.link(goals[1], g.goal(team_id=outside), "shares", confirmed_on=g.ago(5))
        if case == "inside":
            g.link(g.goal(team_id=above), goals[0], "depends_on")
        if case in {"blocked", "lifted"}:
            lifted = g.ago(1) if case == "lifted" else None
            who = {"can_lift_id": g.person(team_id=team), "goal_id": asking, "lifted_on": lifted}
            g.add("blockers", id=g.new_id(), text="No permit", raised_on=g.ago(4), **who)
        if case == "competing":
            g.link(goals[0], asking, "competes_with")
        if case in {"asked", "blocked", "competing"}:
            g.fires("team", team)
        else:
            g.silent("team", team)


@plant("LOS108")
def unanswered_dependencies(g: Ground) -> None:
    def depends(provider: str | None = None, goal: str | None = None, **cells: object) -> str:
        return g.link(goal or g.goal(), provider or g.goal(), "depends_on", **cells)

    old, young = g.working_days_ago(11), g.working_days_ago(10)
    g.fires("link", depends(created_on=old), depends(confirmed_on=old))
    g.fires("link", depends(goal=g.goal(start=old)))
    g.silent("link", depends(created_on=young), depends(created_on=old, accepted_on=young))
    g.silent("link", depends(created_on=young, confirmed_on=old))
    g.silent("link", depends(goal=g.goal(status="paused"), created_on=old))
    met: dict[str, Any] = {"accepted_on": g.ago(2)}
    late = g.goal(end=g.ago(-50))
    g.fires("link", depends(late, needed_by=g.ago(-49), **met))
    g.silent("link", depends(late, needed_by=g.ago(-50), **met))
    g.fires("link", depends(g.goal(status="cancelled"), **met))
    g.fires("link", depends(g.goal(reported="off_track"), **met))
    g.silent("link", depends(g.goal(reported="at_risk"), **met))
    g.silent("link", depends(g.goal(status="done"), **met))


@plant("LOS109")
def one_basket(g: Ground) -> None:
    def shared(*parts: float, owners: tuple[str | None, ...] = ()) -> str:
        pillar = g.pillar()
        for place, part in enumerate(parts):
            owner = owners[place] if owners else None
            goal = g.goal(owner_id=owner) if owner else g.goal()
            g.link(goal, pillar, contribution=part)
        return pillar

    who = g.person()
    g.fires("pillar", shared(0.51, 0.49), shared(1), shared(2, 2, 1, owners=(who, who, None)))
    g.silent("pillar", shared(0.5, 0.5), shared(0.3, 0.3, 0.2))
    through = g.pillar()
    middle = g.goal(through)
    for _ in range(2):
        g.goal(middle)
    g.silent("pillar", through)


@plant("LOS204")
def stale_links(g: Ground) -> None:
    def confirmed(kind: str = "supports", days: int | None = 100) -> tuple[str, str, str]:
        child, parent = g.goal(), g.goal(g.pillar())
        when = None if days is None else g.ago(days)
        return child, parent, g.link(child, parent, kind, confirmed_on=when)

    for kind in ("supports", "shares", "depends_on"):
        child, parent, link = confirmed(kind)
        g.revise(parent if kind == "supports" else child, 15, "title", "Win Leeds", "Win Malmo")
        g.fires("link", link)
    changes = (
        (14, "title", "Win Leeds", "Win Malmo"),
        (15, "title", "Win Leeds", "win leeds!"),
        (15, "owner", "Ann", "Ben"),
        (100, "text", "Win Leeds", "Win Malmo"),
    )
    for days, what, before, after in changes:
        child, _, link = confirmed()
        g.revise(child, days, what, before, after)
        g.silent("link", link)
    child, _, never = confirmed(days=None)
    g.revise(child, 50, "target", "80", "60")
    g.silent("link", never)
    child, _, first_counts = confirmed()
    g.revise(child, 2, "target", "80", "60")
    g.revise(child, 40, "dates", "2026-01-01", "2026-02-01")
    g.fires("link", first_counts)
