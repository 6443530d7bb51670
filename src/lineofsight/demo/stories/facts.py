"""Story 2, Last year's facts: the law changed, the owner left, the promise was never taken back."""

from datetime import timedelta

from lineofsight.demo.plan import Plan

PAUSED = "PRDR-4"  # remote dosing
PROMISE = "SALS-5"
TENDERS = "MKTT-5"
NO_COMMAND = "No dosing from afar without a command from afar."
UNAWARE = ("SALT-5", "MKTI-5")  # two goals further down


def goals(plan: Plan) -> None:
    """Add the tender goal with what rests on it, and the paused goal with what waits for it."""
    named, dates = plan.company.named, plan.dates
    left = named("Elisabeth Thune")
    left.end = dates.workday((dates.today - dates.month_end(-7)).days)
    plan.goal(
        TENDERS,
        "Forty tenders from towns under 10,000 ask for water delivered, not for pumps",
        text="A tender takes half a year from first notice to award. Who helps to word it in the"
        " first month is still remembered in the sixth.",
        team="MKTT",
        owner=left,
        period="business_year",
        up="MKT-2",
        kr=[
            ("Tenders worded for water delivered, share of forty", "%", 0, 100),
            ("Towns that took our model wording", "towns", 4, 60),
        ],
    )
    plan.goal(
        UNAWARE[0],
        "Twelve tender files are complete before the notice appears",
        team="SALT",
        owner=named("Henning Storvik"),
        period="quarter",
        up=TENDERS,
        kr=[("Tender files complete before the notice", "%", 20, 85)],
    )
    plan.goal(
        UNAWARE[1],
        "We know ten weeks ahead which council will vote on a tender",
        team="MKTI",
        owner=named("Wen Li"),
        period="quarter",
        up=TENDERS,
        kr=[("Council votes known ten weeks ahead", "%", 25, 75)],
    )
    plan.goal(
        PAUSED,
        "Remote dosing runs in forty plants",
        text="The operator sets chlorine from the phone; the plant confirms within a minute.",
        team="PRDR",
        owner=named("Zeynep Arslan"),
        period=(dates.month_start(-9), dates.month_end(4)),
        up="PRD-1",
        status="paused",
        created_on=dates.workday(310),
        kr=[("Plants with remote dosing in use", "%", 0, 100)],
    )
    plan.goal(
        PROMISE,
        f"Three Swedish contracts include remote dosing from {dates.month_name(-2)}",
        text="Arvika, Sunne and Torsby signed because their operators live an hour away.",
        team="SALS",
        owner=named("Annika Dahlgren"),
        period=(dates.month_start(-8), dates.month_end(3)),
        up="SAL-1",
        kr=[("Contract value that names remote dosing, share of plan", "%", 10, 100)],
    )
    plan.goal(
        "FLDT-5",
        "Thirty technicians can set up remote dosing on site",
        team="FLDT",
        owner=named("Bjarte Lillehammer"),
        period=(dates.month_start(-7), dates.month_end(2)),
        up=PAUSED,
        kr=[("Technicians signed off on remote dosing", "%", 0, 100)],
    )
    plan.goal(
        "ITSP-5",
        "Forty plants take a command from afar and confirm it",
        team="ITSP",
        owner=named("Krista Põld"),
        period="business_year",
        up="ITS-1",
        kr=[("Commands confirmed within a minute", "%", 52, 99)],
    )


def events(plan: Plan) -> None:
    """Tell what changed, and who has not heard of it."""
    dates, named = plan.dates, plan.company.named
    paused_on = dates.month_start(-5) + timedelta(8)
    september = dates.month_end(-2)
    plan.add(
        "assumptions",
        id="A21",
        text="A small town's tender takes six months from first notice to award.",
        owner_id=named("Elisabeth Thune").id,
        review_by=dates.workday(47),
        state="believed",
        goal_ids=(TENDERS,),
    )
    plan.add(
        "assumptions",
        id="A22",
        text="A town under 10,000 must publish a tender for any plant above 1.4 million kroner.",
        owner_id=named("Marianne Wessel").id,
        review_by=dates.workday(-20),
        state="false",
        decided_on=dates.workday(24),
        goal_ids=(TENDERS,),
    )
    plan.add(
        "revisions",
        goal_id=PAUSED,
        date=paused_on,
        field="status",
        before="active",
        after="paused",
        reason="The dosing valve failed its endurance run, and two of four developers went to the"
        " controller recall.",
    )
    plan.add(
        "revisions",
        goal_id=PAUSED,
        date=paused_on,
        field="dates",
        before=september.isoformat(),
        after=dates.month_end(4).isoformat(),
        reason="A new valve needs 2,000 hours on the rig before a town may rely on it.",
    )
    # Agreed by both sides three weeks before the pause, and by nobody since.
    agreed = dates.month_start(-6) + timedelta(19)
    for kind, other in (("depends_on", PROMISE), ("shares", "ITSP-5")):
        depends = kind == "depends_on"
        plan.add(
            "links",
            kind=kind,
            from_id=other,
            to_id=PAUSED,
            rationale="The contracts name the month." if depends else NO_COMMAND,
            created_on=agreed,
            confirmed_on=agreed,
            confirmed_by=named("Zeynep Arslan").id,
            accepted_on=agreed if depends else None,
            needed_by=september if depends else None,
        )
    for link in plan.rows["links"]:
        if link["from_id"] == "FLDT-5" and link["to_id"] == PAUSED:
            link.update(
                created_on=agreed, confirmed_on=agreed, confirmed_by=named("Zeynep Arslan").id
            )
