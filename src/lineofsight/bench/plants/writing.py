"""Plants for LOS801 to LOS806."""

from lineofsight.bench.plants.ground import Ground, plant

SENTENCE = "Every customer south of the river has clean water on each day of the year"
# Words of more than six letters only, and no full stop among them.
HARD = " ".join(["organisational", "transparency"] * 11)


@plant("LOS801")
def vague_wording(g: Ground) -> None:
    g.fires("goal", g.goal(title="Operational excellence"), g.goal(title="Drive growth"))
    g.fires("goal", g.goal(title="Water for Leeds"))
    g.silent("goal", g.goal(title="Water for 40 villages"), g.goal(title="Cut leakage in Leeds"))
    g.silent("goal", g.goal(title="Clean water at every tap in Leeds"))
    g.silent("goal", g.goal(title="Operational excellence", status="draft"))


@plant("LOS802")
def too_many_key_results(g: Ground) -> None:
    for count in (5, 6):
        goal = g.goal()
        for _ in range(count):
            g.key_result(goal)
        if count > 5:
            g.fires("goal", goal)
        else:
            g.silent("goal", goal)


@plant("LOS803")
def too_many_goals(g: Ground) -> None:
    def team(count: int, **last: object) -> str:
        name = g.team()
        for _ in range(count - 1):
            g.goal(team_id=name)
        if "owner_id" in last:
            g.goal(**last)
        else:
            g.goal(**({"team_id": name} | last))
        return name

    g.fires("team", team(6), team(6, scope=None))
    g.silent("team", team(5), team(6, scope="individual"), team(6, status="paused"))
    g.silent("team", team(6, kind="development"), team(6, owner_id=g.person()))
    owners = g.team()
    for _ in range(6):
        g.goal(owner_id=g.person(team_id=owners))
    g.fires("team", owners)


@plant("LOS804")
def tasks_as_goals(g: Ground) -> None:
    work = "Launch the pump portal in Leeds"
    bare, milestone, counted = g.goal(title=work), g.goal(title=work), g.goal(title=work)
    g.key_result(milestone, type="milestone", title="Portal is in use")
    g.key_result(counted, type="number", unit=None, title="Publish pump manuals")
    g.fires("goal", bare, milestone, counted)
    with_outcome, above = g.goal(title=work), g.goal()
    g.key_result(with_outcome, type="percent", title="Share of pumps on the portal")
    g.key_result(above, type="currency", title="Cost of repairs")
    g.silent(
        "goal", with_outcome, g.goal(above, title=work), g.goal(title=work, scope="individual")
    )
    g.silent("goal", g.goal(title="Cut pump failures in Leeds by half"))
    g.silent("goal", g.goal(title=work, status="paused"))


@plant("LOS805")
def unreadable(g: Ground) -> None:
    exact = "Raise renewals " + "x" * 185
    g.fires("goal", g.goal(title=exact + "x"), g.goal(title="Keep it simple", text=HARD))
    g.silent("goal", g.goal(title=exact), g.goal(title="Keep it simple", text=SENTENCE * 4))
    g.silent("goal", g.goal(title="Keep it", text=HARD))
    g.silent("goal", g.goal(title=exact + "x", status="done"))


@plant("LOS806")
def jargon_at_the_top(g: Ground) -> None:
    g.fires("pillar", g.pillar(name="Operational excellence"))
    g.fires("pillar", g.pillar(name="Cut leakage in Leeds", text="Best in class quality"))
    g.fires("pillar", g.pillar(text="Raise renewals " + "x" * 186), g.pillar(text=f"{HARD} {HARD}"))
    g.silent("pillar", g.pillar(name="Operational excellence", text=SENTENCE))
    g.silent("pillar", g.pillar(name="Cut leakage in Leeds"))

    def row(text: str) -> str:
        return g.add("strategy", id=g.new_id(), kind="value", text=text)

    g.fires("strategy", row("Excellence in all we do"))
    g.silent("strategy", row(SENTENCE))
