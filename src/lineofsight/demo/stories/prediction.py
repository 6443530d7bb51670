"""Story 6, The model that always waits: two people, two clocks, and the short one wins."""

from datetime import date, timedelta

from lineofsight.demo.plan import Plan

MODEL, HISTORY = "ENGD-4", "ENGD-5"
STILL = 122  # days without movement
EVERY = 12
NOTE = "No change since the last report; the escalations come first."


def goals(plan: Plan) -> None:
    """Add the model, the data that it needs, and three customers who cannot wait."""
    yusuf, solveig = (plan.company.named(n) for n in ("Yusuf Karim", "Solveig Aasland"))
    plan.goal(
        MODEL,
        "We predict pump failures two weeks before they happen",
        text="From 900 pumps that report vibration, flow and current. It is the promise behind each"
        " contract that follows uptime.",
        team="ENGD",
        owner=yusuf,
        period="eighteen_months",
        up="PRD-1",
        kr=[("Failures on record that the model would have announced", "%", 0, 70)],
    )
    plan.goal(
        HISTORY,
        "A failure history of 1,200 pumps that a model can learn from",
        team="ENGD",
        owner=solveig,
        period="eighteen_months",
        up=MODEL,
        kr=[("Pumps with a complete and checked history", "pumps", 0, 1200)],
    )
    plan.told |= {MODEL, HISTORY}
    for key, town, owner in (
        ("ENGD-6", "Sandnes gets its filter controls to run through a storm", yusuf),
        ("ENGD-7", "Karlstad's intake pumps start without an engineer on the phone", yusuf),
        ("ENGD-8", "Alytus has no false stop at night for a month", solveig),
    ):
        plan.goal(
            key,
            town,
            text="Escalated by the customer's director; promised for this quarter.",
            scope="individual",
            team="ENGD",
            owner=owner,
            period="quarter",
            up="GRP-1",
            kr=[("Open points of the escalation settled", "%", 0, 100)],
        )


def events(plan: Plan) -> None:
    """Tell four months of standing still, and where the two people's weeks go."""
    yusuf, solveig = (plan.company.named(n) for n in ("Yusuf Karim", "Solveig Aasland"))
    stop = plan.dates.ago(STILL)
    for key, reached in ((MODEL, 34.0), (HISTORY, 560.0)):
        start = plan.goals[key]["start"]
        for day in _reports(plan.dates.workday(5), start):
            share = min(1.0, (day - start).days / (stop - start).days)
            plan.add(
                "observations",
                measure_id=f"{key}.1",
                date=day,
                value=round(reached * share),
                confidence=6,
                note=NOTE if day == plan.dates.workday(5) else None,
                author_id=plan.goals[key]["owner_id"],
            )
    shares = (
        (yusuf, "ENGD-6", 0.40),
        (yusuf, "ENGD-7", 0.35),
        (yusuf, MODEL, 0.15),
        (solveig, "ENGD-8", 0.70),
        (solveig, HISTORY, 0.20),
    )
    for person, goal, share in shares:
        plan.add("allocations", person_id=person.id, goal_id=goal, share=share)


def _reports(last: date, start: date) -> list[date]:
    days = []
    while last > start:
        days.append(last - timedelta(max(0, last.weekday() - 4)))
        last -= timedelta(EVERY)
    return sorted({day for day in days if day > start})
