"""Story 7, On track since March: a falling series, a silent answer, a target that slipped."""

from datetime import date, timedelta

from lineofsight.demo.plan import Plan

COAST, INLAND = "FLDC-5", "FLDI-5"
STEPPED, RED_BUT_FINE = "FLDS-5", "FLDP-5"
TWIN = "OPSP-5"  # of the coast's own cupboards, FLDC-1


def _quarter(plan: Plan) -> tuple[date, date]:
    """Thirteen weeks from a Monday, of which today lies in the twelfth."""
    start = plan.dates.ago(78)
    start -= timedelta(start.weekday())
    return start, start + timedelta(90)


def goals(plan: Plan) -> None:
    """Add first-time fix on the coast, the same inland, two that are fine, and a twin."""
    named, dates = plan.company.named, plan.dates
    plan.goal(
        COAST,
        "First-time fix on the coast rises to 88 %",
        text="On the islands a second visit means a second ferry.",
        team="FLDC",
        owner=named("Marit Sørbø"),
        period="calendar_year",
        up="FLD-2",
        kr=[("First-time fix, Coast", "%", 81, 88)],
    )
    plan.goal(
        INLAND,
        "First-time fix inland rises from 76 %",
        text="Thirteen weeks to bring back what the winter took.",
        team="FLDI",
        owner=named("Tor Erik Bråten"),
        period=_quarter(plan),
        up="FLD-2",
        kr=[("First-time fix, Inland", "%", 76, 80)],
    )
    plan.goal(
        STEPPED,
        "First-time fix on plate separators follows the course for technicians",
        text="The course is held once; before it little can move, after it much.",
        team="FLDS",
        owner=named("Lennart Bergqvist"),
        period="half",
        up="FLD-2",
        kr=[("First-time fix on plate separators", "%", 70, 84)],
    )
    step = dates.month_start(2)
    plan.measures[STEPPED][0]["schedule"] = (
        f"{step - timedelta(1)}=71.5;{step + timedelta(13)}=80;{dates.month_end(3)}=84"
    )
    plan.goal(
        RED_BUT_FINE,
        "Emergency pumps leave Drammen within the hour",
        team="FLDP",
        owner=named("Tone Marie Aas"),
        period="early_half",
        up="FLD-4",
        kr=[("Emergency pumps that left within the hour", "%", 38, 80)],
    )
    plan.goal(
        TWIN,
        "Every island has a cupboard with the six parts that fail first",
        text="Bought for the year at one price, and filled up with each ferry.",
        team="OPSP",
        owner=named("Arne Kolstad"),
        period="half",
        up="OPS-2",
        kr=[("Cupboards bought and filled", "cupboards", 2, 14)],
    )
    plan.told |= {COAST, INLAND, STEPPED, RED_BUT_FINE}


def events(plan: Plan) -> None:
    """Tell the series, the part that never came, and the target that nobody decided to lower."""
    dates, named = plan.dates, plan.company.named
    for place, value in enumerate((81.0, 80.0, 79.0, 78.0, 77.0, 76.0)):
        _report(plan, COAST, dates.workday(4 + 28 * (5 - place)), value, "on_track")
    plan.add(
        "blockers",
        id="B21",
        text="The 40-millimetre actuator for coastal skids cannot be had since its maker closed;"
        " one job in eight goes without it.",
        goal_id=COAST,
        raised_by=named("Marit Sørbø").id,
        raised_on=dates.workday((dates.today - dates.month_start(-6)).days - 11),
        can_lift_id=named("Arne Kolstad").id,
    )

    start, _ = _quarter(plan)
    weeks = (dates.today - start).days // 7
    for week in range(1, weeks + 1):
        value = round(76 + 3.7 * week / 12 + (0.2 if week % 2 else 0.0), 1)
        _report(plan, INLAND, start + timedelta(7 * week - 3), value, "on_track")
    plan.add(
        "revisions",
        goal_id=INLAND,
        date=start + timedelta(72),  # Wednesday of the eleventh week
        field="target",
        before="88 %",
        after="80 %",
    )

    for back, value in ((53, 70.2), (39, 70.6), (25, 70.9), (11, 71.2), (3, 71.4)):
        day = dates.workday(back)
        if day > plan.goals[STEPPED]["start"]:
            _report(plan, STEPPED, day, value, "on_track")
    fine = plan.goals[RED_BUT_FINE]["start"]
    life = (plan.goals[RED_BUT_FINE]["end"] - fine).days
    for back in range(92, 0, -11):
        day = dates.workday(back)
        if day > fine:
            value = round(38 + 42 * min(1.0, 1.7 * (day - fine).days / life), 1)
            _report(plan, RED_BUT_FINE, day, value, "at_risk")
    owner = plan.owner(RED_BUT_FINE)
    plan.add(
        "feedback",
        id="fb-red-but-fine",
        date=dates.workday(3),
        from_id=owner.manager,
        to_id=owner.id,
        goal_id=RED_BUT_FINE,
        text="You have called the emergency pumps red since the start; the last six weeks say"
        " otherwise. What do you still fear?",
    )


def _report(plan: Plan, goal: str, day: date, value: float, reported: str) -> None:
    plan.add(
        "observations",
        measure_id=f"{goal}.1",
        date=day,
        value=value,
        confidence=8 if reported == "on_track" else 4,
        reported=reported,
        author_id=plan.goals[goal]["owner_id"],
    )
