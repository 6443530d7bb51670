"""Story 3, Ines wants to lead: a manager who has been kind and vague."""

from lineofsight.demo.plan import Plan

STUDY, WISH = "MKTI-6", "MKTI-7"


def goals(plan: Plan) -> None:
    """Add her study and her wish; both count as her own development, and nothing else is hers."""
    ines = plan.company.named("Ines Carvalho")
    plan.unplanned.add(ines.id)
    plan.own_talks.add(ines.id)
    plan.own_feedback.add(ines.id)
    plan.goal(
        STUDY,
        "Find out why small towns leave us in the third year",
        text="A study of 24 towns: interviews, bills, visits. My piece of proof for the next step.",
        scope="individual",
        kind="development",
        team="MKTI",
        owner=ines,
        period="half",
        contributor_ids=(),
        kr=[("Towns interviewed and written up", "%", 0, 100)],
    )
    plan.goal(
        WISH,
        "Become team lead",
        text="I want to lead an analysis team within a year.",
        scope="individual",
        kind="development",
        team="MKTI",
        owner=ines,
        period="business_year",
        contributor_ids=(),
        kr=[("Conversations about the role that I asked for", "%", 0, 100)],
    )
    plan.told |= {STUDY, WISH}


def events(plan: Plan) -> None:
    """Tell two talks in which the study was red and nobody said so."""
    ines = plan.company.named("Ines Carvalho")
    torunn = plan.company.named("Torunn Vik")
    dates = plan.dates
    weeks = 26
    for week in range(weeks):
        plan.add(
            "check_ins",
            id=f"talk-{ines.id}-{week + 1:02d}",
            manager_id=torunn.id,
            person_id=ines.id,
            date=dates.workday(4 + 7 * (weeks - 1 - week)),
            parts=("outcomes", "goals", "ahead"),
            goal_ids=(STUDY,) if week >= weeks - 8 else (),
        )
    reports = (
        (47, 0.14, "on_track"),
        (33, 0.27, "on_track"),
        (19, 0.31, "at_risk"),
        (12, 0.33, "at_risk"),
        (5, 0.34, "at_risk"),
    )
    for back, value, reported in reports:
        plan.add(
            "observations",
            measure_id=f"{STUDY}.1",
            date=dates.workday(back),
            value=round(100 * value),
            confidence=7 if reported == "on_track" else 4,
            reported=reported,
            author_id=ines.id,
        )
    for back, value in ((130, 5), (108, 10), (86, 15), (64, 20), (42, 25), (20, 30), (6, 35)):
        plan.add(
            "observations",
            measure_id=f"{WISH}.1",
            date=dates.workday(back),
            value=value,
            author_id=ines.id,
        )
    # The last word she had from her manager is older than a season; the praise is her own harvest.
    plan.add(
        "feedback",
        id="fb-ines-1",
        date=dates.workday(96),
        from_id=torunn.id,
        to_id=ines.id,
        text="Good work as always, Ines, keep it up.",
    )
    plan.add(
        "feedback",
        id="fb-ines-2",
        date=dates.workday(58),
        from_id=plan.company.named("Kofi Asante").id,
        to_id=ines.id,
        text="Happy to confirm that your market slides were a great help to all of us.",
    )
