"""Plans in which what there is to see is more or less plain, for rules that weigh chance.

Unlike plants these do not say what a rule must find: they say where there is something (``fires``)
and where there is nothing (``silent``), and chance decides how much of it shows. How well a rule
ranks the one above the other is the area under its ROC curve.
"""

from datetime import date

from lineofsight.bench.plants.ground import Ground, Plant

GRADED: dict[str, Plant] = {}


def _graded(rule: str, how: Plant) -> None:
    GRADED[rule] = how


def pushed_apart(g: Ground) -> None:
    """Pairs of measures that something pushes in opposite directions, and pairs left alone."""
    functions = [g.function(), g.function()]
    teams = [g.team(function_id=function) for function in functions]
    for place in range(120):
        pushed = place % 4 == 0
        pillar, weeks = g.pillar(), g.rng.randint(10, 26)
        names = [g.key_result(g.goal(pillar, team_id=team)) for team in teams]
        values = [50.0, 50.0]
        for week in range(weeks, 0, -1):
            push = g.rng.gauss(0, 1.5) if pushed else 0.0
            for end, sign in ((0, 1), (1, -1)):
                values[end] += 0.5 + sign * push + g.rng.gauss(0, 1)
                g.observe(names[end], 7 * week, round(values[end], 2))
        pair = ">".join(sorted(names))
        (g.fires if pushed else g.silent)("pair", pair)


def aimed_low(g: Ground) -> None:
    """Teams that aim at what they will pass by far, and teams that aim at what they will reach."""
    for place in range(120):
        low = place % 4 == 0
        name, usual = g.team(), g.rng.gauss(1.5 if low else 1.0, 0.1)
        for back in (1, 2, 3):
            quarter = 4 * g.as_of.year + (g.as_of.month - 1) // 3 - back
            end = date(quarter // 4, 3 * (quarter % 4) + 2, 20)
            goal = g.goal(team_id=name, status="done", start=None, end=end)
            for _ in range(g.rng.randint(8, 12)):
                g.key_result(goal, value=round(100 * g.rng.gauss(usual, 0.4), 1))
        (g.fires if low else g.silent)("team", name)


def _under_way(g: Ground, reported: str, *, there_arrives: bool) -> None:
    """Key results of which some will arrive and some will not; the instant lies in between.

    How each goes on after the instant is drawn too, and decides which it is.
    """
    for _ in range(160):
        pace, noise = g.rng.gauss(1.0, 0.35), g.rng.uniform(0.01, 0.06)
        gone = g.rng.randint(8, 18)
        start, end = g.ago(7 * gone), g.ago(-7 * (20 - gone))
        goal = g.goal(g.pillar(), start=start, end=end, cadence="monthly")
        name = g.key_result(goal)
        way = 0.0
        for week in range(1, 21):
            way += pace / 20 + g.rng.gauss(0, noise)
            if week <= gone:
                g.observe(name, 7 * (gone - week), round(100 * way, 1), reported=reported)
        arrives = way >= 1
        (g.fires if arrives == there_arrives else g.silent)("key_result", name)


def told_better_than_it_is(g: Ground) -> None:
    """Key results reported on track; some will not arrive."""
    _under_way(g, "on_track", there_arrives=False)


def told_worse_than_it_is(g: Ground) -> None:
    """Key results reported at risk; some will arrive."""
    _under_way(g, "at_risk", there_arrives=True)


_graded("LOS304", pushed_apart)
_graded("LOS504", told_better_than_it_is)
_graded("LOS506", aimed_low)
_graded("LOS509", told_worse_than_it_is)
