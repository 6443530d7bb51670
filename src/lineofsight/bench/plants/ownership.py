"""Plants for LOS701 to LOS708."""

from lineofsight.bench import reading
from lineofsight.bench.plants.ground import Ground, plant
from lineofsight.bench.reading.facts import Record, number, text


@plant("LOS701")
def no_owner(g: Ground) -> None:
    several = [g.person(), g.person()]
    g.fires("goal", g.goal(owner_id=None), g.goal(owner_id=several))
    g.silent("goal", g.goal(), g.goal(owner_id=None, status="paused"))
    g.silent("goal", g.goal(owner_id=[several[0], several[0]]))
    goal = g.goal()
    g.fires("key_result", g.key_result(goal, owner_id=several))
    g.silent("key_result", g.key_result(goal), g.key_result(goal, owner_id=several[0]))
    g.silent("key_result", g.key_result(g.goal(status="done"), owner_id=several))

    def action(**cells: object) -> str:
        return g.add("actions", id=g.new_id(), title="Order valves", **cells)

    g.fires("action", action(), action(owner_id=several))
    g.silent("action", action(owner_id=several[1]), action(done_on=g.ago(1)))


@plant("LOS702")
def departed_owners(g: Ground) -> None:
    g.fires("goal", g.goal(owner_id=g.person(end_date=g.ago(1))))
    g.fires("goal", g.goal(owner_id=g.person(on_leave=True)))
    g.fires("goal", g.goal(owner_id=g.person(start_date=g.ago(-1))))
    g.silent("goal", g.goal(owner_id=g.person(end_date=g.as_of)))
    g.silent("goal", g.goal(owner_id=g.person(on_leave=True), status="done"))
    above = g.team()
    team, sister = g.team(parent_id=above), g.team(parent_id=above)
    g.fires("goal", g.goal(team_id=team, owner_id=g.person(team_id=sister)))
    g.silent("goal", g.goal(team_id=team, owner_id=g.person(team_id=above)))
    g.silent("goal", g.goal(team_id=above, owner_id=g.person(team_id=team)))
    moved = g.person(team_id=sister)
    g.silent("goal", g.goal(team_id=team, owner_id=moved, scope="function"))
    g.silent("goal", g.goal(team_id=team), g.goal(owner_id=moved))


@plant("LOS703")
def overloaded(g: Ground) -> None:
    def person(goals: int, *shares: float, reports: int = 0, **cells: object) -> str:
        who = g.person()
        owned = [g.goal(owner_id=who, **cells) for _ in range(max(goals, len(shares)))]
        for goal, share in zip(owned, shares, strict=False):
            g.add("allocations", person_id=who, goal_id=goal, share=share)
        for _ in range(reports):
            g.person(manager_id=who)
        return who

    g.fires("person", person(6), person(11, reports=1), person(1, 0.6, 0.3, 0.2))
    g.silent("person", person(5), person(10, reports=1), person(9, 0.5, 0.3, 0.2))
    g.silent("person", person(6, kind="development"), person(1, 0.9, 0.9, status="paused"))
    left = person(6)
    g.change("people", left, end_date=g.ago(1))
    g.silent("person", left)


@plant("LOS704")
def split_priorities(g: Ground) -> None:
    def person(pillars: int, late: int, *, shares: tuple[float, ...] = (), **cells: object) -> str:
        who = g.person(**cells)
        for place in range(pillars):
            owner = g.person() if shares else who
            goal = g.goal(g.pillar(), owner_id=owner)
            if shares:
                g.add("allocations", person_id=who, goal_id=goal, share=shares[place])
            due = g.ago(1) if place < late else g.as_of
            act = {"title": "Order valves", "goal_id": goal, "due": due, "owner_id": who}
            g.add("actions", id=g.new_id(), **act)
        return who

    g.fires("person", person(4, 2), person(4, 2, shares=(0.4, 0.3, 0.2, 0.1)))
    g.silent("person", person(3, 3), person(4, 1), person(4, 2, serves_all=True))
    g.silent("person", person(4, 2, shares=(0.4, 0.3, 0.3, 0.09)))
    leader, left = person(4, 2), person(4, 2)
    g.person(manager_id=leader)
    g.change("people", left, end_date=g.ago(1))
    g.silent("person", leader, left)


@plant("LOS705")
def without_champion(g: Ground) -> None:
    gone, here = g.person(end_date=g.ago(1)), g.person()
    g.fires("pillar", g.pillar(), g.pillar(champion_ids=[gone]))
    g.silent("pillar", g.pillar(champion_ids=[gone, here]))
    carrying, other = g.function(), g.function()
    team = g.team(parent_id=g.team(function_id=carrying))
    inside = g.person(team_id=team)

    def carried(part: float, champion: str) -> str:
        pillar = g.pillar(champion_ids=[champion])
        g.link(g.goal(team_id=team), pillar, contribution=part)
        rest = g.goal(team_id=g.team(function_id=other if part > 0.5 else None))
        g.link(rest, pillar, contribution=1 - part)
        return pillar

    g.fires("pillar", carried(0.3, here))
    g.silent("pillar", carried(0.29, here), carried(0.3, inside))


def _heavy_pillar(g: Ground) -> str:
    """Add a pillar with nine tenths of all weight; the others keep their proportions."""
    given = [w for w in (number(row, "weight") for row in g.rows["pillars"]) if w is not None]
    usual = sum(given) / len(given) if sum(given) else 1.0
    for row in g.rows["pillars"]:
        if number(row, "weight") is None or not sum(given):
            row["weight"] = usual
    total = sum(number(row, "weight") or 0.0 for row in g.rows["pillars"])
    return g.pillar(weight=9 * total)


@plant("LOS706")
def effort_elsewhere(g: Ground) -> None:
    """Give a new pillar nearly all weight, and hardly any effort."""
    heavy = _heavy_pillar(g)
    light = g.goal(g.pillar(weight=0))
    for goal, share in ((light, 5000), (g.goal(heavy), 1)):
        g.add("allocations", person_id=g.person(), goal_id=goal, share=share)
    g.fires("pillar", heavy)
    g.silent("pillar", str(g.rows["pillars"][-1]["id"]))


def _all_effort_by_weight(g: Ground, shifted: float) -> None:
    """Share effort out by weight, but for a part that goes from one pillar to another."""
    rich = _heavy_pillar(g)
    goals = {text(row, "id"): g.goal() for row in g.rows["pillars"]}
    for pillar, goal in goals.items():
        g.link(goal, pillar, confirmed_on=g.as_of)
    g.rows["allocations"] = []
    shares = {p: w for p, w in reading.weights(g.rows, g.as_of).items() if p in goals}
    other = next(pillar for pillar in goals if pillar != rich)
    shares[rich] -= shifted
    shares[other] += shifted
    for pillar, share in shares.items():
        g.add("allocations", team_id=g.team(), goal_id=goals[pillar], share=share)
    if shifted > 0.25:
        g.fires("pillar", rich)
    else:
        g.silent("pillar", *goals)


@plant("LOS706")
def effort_a_quarter_elsewhere(g: Ground) -> None:
    _all_effort_by_weight(g, 0.25)


@plant("LOS706")
def effort_more_than_a_quarter_elsewhere(g: Ground) -> None:
    _all_effort_by_weight(g, 0.26)


def _new(g: Ground, talk: int | None, since: Record, *, names_goal: bool = True) -> str:
    """Add somebody with a manager, and a talk so many days ago."""
    manager = g.person()
    who = g.person(manager_id=manager, **since)
    if talk is not None:
        g.check_in(manager, who, talk, goal_ids=[g.goal()] if names_goal else None)
    return who


@plant("LOS707")
def orphaned_by_change(g: Ground) -> None:
    for column in ("manager_since", "team_since"):
        for days in (21, 90):
            g.fires("person", _new(g, None, {column: g.ago(days)}))
            g.silent("person", _new(g, days, {column: g.ago(days)}))
        for days in (20, 91):
            g.silent("person", _new(g, None, {column: g.ago(days)}))
        g.fires("person", _new(g, 31, {column: g.ago(30)}))
        g.fires("person", _new(g, 5, {column: g.ago(30)}, names_goal=False))
        g.silent("person", _new(g, None, {column: g.ago(30), "end_date": g.ago(1)}))


@plant("LOS708")
def newcomers(g: Ground) -> None:
    for days in (30, 90):
        g.fires("person", _new(g, None, {"start_date": g.ago(days)}))
        g.silent("person", _new(g, days, {"start_date": g.ago(days)}))
    for days in (29, 91):
        g.silent("person", _new(g, None, {"start_date": g.ago(days)}))
    g.fires("person", _new(g, 5, {"start_date": g.ago(40)}, names_goal=False))
    g.silent("person", _new(g, None, {"start_date": g.ago(40), "end_date": g.ago(1)}))
