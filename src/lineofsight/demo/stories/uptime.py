"""Story 1, Five greens, no uptime: every function wins by its own measure, and no town notices."""

from lineofsight.demo.plan import Plan

GOAL = "GRP-2"
VALUES = (96.0, 96.2, 96.0, 96.1, 95.9, 96.1, 96.2, 96.1)


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
    plan.told.add(GOAL)
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
        "OPSV-5",
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
    # Nobody has decided how cheap a visit may get before it becomes two.
    plan.add(
        "links",
        kind="competes_with",
        from_id="OPSV-5",
        to_id="FLD-2",
        rationale="A cheap visit is a short one; a short one is often the first of two.",
        created_on=plan.dates.workday(34),
    )
