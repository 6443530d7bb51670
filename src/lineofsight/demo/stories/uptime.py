"""Story 1, Five greens, no uptime: every function wins by its own measure, and no town notices."""

from collections.abc import Sequence
from datetime import date

from lineofsight.demo.plan import Plan
from lineofsight.demo.series import ON_TRACK, rounded, walk

GOAL = "GRP-2"
VALUES = (96.0, 96.2, 96.0, 96.1, 95.9, 96.1, 96.2, 96.1)
CHEAP, MENDED = "OPSV-5", "FLD-2"
# The last weeks of both, week by week: how far the cheaper visit was ahead of its line, and by how
# much the share that had to be driven twice was behind its own. Both still arrive.
AHEAD = (0.0, 0.5, -0.6, 0.7, -0.1, 0.9, -0.6, 1.2, 0.9, 0.3, 1.1, -0.2)
BEHIND = (0.0, 0.6, -0.5, 0.8, 0.0, 0.9, -0.7, 1.0, 0.8, 0.2, 1.0, -0.3)
SWING = 0.06  # of the way from baseline to target
PACE = 1.15


def goals(plan: Plan) -> None:
    """Add the goal on uptime and the five that are to bring it."""
    named = plan.company.named
    plan.goal(
        GOAL,
        "Uptime of installed plants rises from 96 to 98 %",
        text="Two points are 175 hours a year in which a town need not think about its water.",
        scope="enterprise",
        team="GRP",
        owner=named("Tariq Mahmood"),
        period="calendar_year",
        up="uptime",
        contributor_ids=(named("Sigrid Halvorsen").id,),
        kr=[("Uptime, all installed plants, mean of the month", "%", 96.0, 98.0)],
    )
    plan.told |= {GOAL, CHEAP, MENDED}
    plan.goal(
        "SALC-5",
        "Installed units on the coast rise from 180 to 240",
        team="SALC",
        owner=named("Leif Rasmussen"),
        period="early_half",
        up=GOAL,
        kr=[("Units installed on the coast", "units", 180, 240)],
    )
    plan.goal(
        "PRDT-5",
        "A release brings five improvements to the treatment plant instead of three",
        team="PRDT",
        owner=named("Håvard Moen"),
        period="early_half",
        up=GOAL,
        kr=[("Improvements per release, mean of the last four", "per release", 3.0, 5.0)],
    )
    plan.goal(
        CHEAP,
        "A service visit costs 6,900 kroner instead of 8,400",
        team="OPSV",
        owner=named("Helene Rustad"),
        period="early_half",
        up=GOAL,
        kr=[("Mean cost of a service visit", "NOK", 8400, 6900)],
    )
    plan.goal(
        "FLDO-5",
        "Technicians in the south make 4.2 visits a day instead of 3.4",
        team="FLDO",
        owner=named("Gro Haraldstad"),
        period="early_half",
        up=GOAL,
        kr=[("Visits per technician and day, South", "visits a day", 3.40, 4.20)],
    )
    plan.goal(
        "ENGS-5",
        "Tickets from towns are eleven days old instead of thirty",
        team="ENGS",
        owner=named("Lotte Wiersma"),
        period="early_half",
        up=GOAL,
        kr=[("Median age of open tickets from towns", "days", 30.0, 11.0)],
    )


def events(plan: Plan) -> None:
    """Tell the uptime that does not move, and the two goals that pull against each other."""
    for month, value in enumerate(VALUES):
        plan.add(
            "observations",
            measure_id=f"{GOAL}.1",
            date=plan.dates.workday(4 + 30 * (len(VALUES) - 1 - month)),
            value=value,
            confidence=5,
            author_id=plan.owner(GOAL).id,
            note="All five goals below are on plan." if month == len(VALUES) - 1 else None,
        )
    mondays = [plan.dates.ago(plan.dates.today.weekday() + 7 * week) for week in range(20, -1, -1)]
    recent = mondays[-len(AHEAD) :]
    _observe(plan, f"{CHEAP}.1", recent, _swinging(plan, CHEAP, recent, AHEAD))
    behind = [-swing for swing in BEHIND]
    _observe(plan, f"{MENDED}.2", mondays, _swinging(plan, MENDED, mondays, behind, measure=1))
    first_time = plan.measures[MENDED][0]
    rng = plan.rng(f"values:{first_time['id']}")
    values = walk(rng, plan.goals[MENDED], first_time, mondays, ON_TRACK)
    _observe(plan, first_time["id"], mondays, values)
    # Nobody has decided how cheap a visit may get before it becomes two.
    plan.add(
        "links",
        kind="competes_with",
        from_id=CHEAP,
        to_id=MENDED,
        rationale="A cheap visit is a short one; a short one is often the first of two.",
        created_on=plan.dates.workday(34),
    )


def _swinging(
    plan: Plan, goal: str, days: list[date], swings: Sequence[float], measure: int = 0
) -> list[float]:
    """Values on a steady way to the target; on the last days to one side of it or the other."""
    start, end = plan.goals[goal]["start"], plan.goals[goal]["end"]
    scale = plan.measures[goal][measure]
    values = []
    for place, day in enumerate(days):
        swing = swings[place - len(days)] if len(days) - place <= len(swings) else 0.0
        way = PACE * (day - start).days / (end - start).days + SWING * swing
        values.append(
            rounded(scale["baseline"] + (scale["target"] - scale["baseline"]) * way, scale)
        )
    return values


def _observe(plan: Plan, measure: str, days: list[date], values: list[float]) -> None:
    """Write down a series that its owner reports on track."""
    goal = measure.partition(".")[0]
    for place, (day, value) in enumerate(zip(days, values, strict=True)):
        plan.add(
            "observations",
            measure_id=measure,
            date=day,
            value=value,
            confidence=plan.rng(f"confidence:{measure}:{place}").randint(7, 9),
            reported="on_track",
            author_id=plan.owner(goal).id,
        )
