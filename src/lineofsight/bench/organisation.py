"""Random plausible organisations with every table of a plan, from a seed.

Not the demonstration company: nothing here is a story. These are plans as they come, with gaps,
paused work, people on leave, odd weights, several parents and a circle now and then, so that the
engine and the independent reading meet what a written example would not contain.
"""

from datetime import date, timedelta
from random import Random

from lineofsight.bench.reading.facts import Record, Rows
from lineofsight.bench.sketch import Sketch
from lineofsight.bench.talk import add_answers, add_talk

INSTANT = date(2026, 11, 18)

FUNCTIONS = ("Sales", "Product", "Operations", "Finance", "People", "Service", "Supply")
VERBS = ("Raise", "Cut", "Lower", "Grow", "Halve", "Improve", "Reduce", "Keep")
WORK = ("Launch the portal for meters", "Publish a guide to valves", "Train the night shift")
OBJECTS = (
    "renewals in the north",
    "late deliveries",
    "leakage of the main pumps",
    "days to close the books",
    "sick leave in the night shift",
    "first-call answers",
    "unplanned stops of line 4",
    "orders without a contract",
    "response time of the field teams",
    "scrap in casting",
    "tender wins above 2 million",
    "energy per cubic metre",
)
PLACES = ("Bergen", "Leeds", "Malmo", "the south", "the spare parts trade", "rural districts")
VAGUE = ("Operational excellence", "Drive growth", "Best in class quality", "Future readiness")
UNITS = ("days", "%", "orders", "", "EUR", "stops a month")


def organisation(seed: int, *, people: int = 40, goals: int = 60, as_of: date = INSTANT) -> Rows:
    """Draw an organisation.

    Parameters
    ----------
    seed : int
        The same seed and sizes give the same rows.
    people, goals : int
        How many, at least 12 and 10.
    as_of : date
        The instant that all dates surround.

    Returns
    -------
    Rows
        Every table of the plan file, with references that hold: a reader takes it without a
        problem.
    """
    sketch = Sketch(Random(seed), as_of)
    sketch.add("organization", name=f"Organisation {seed}", as_of=as_of)
    _structure(sketch, max(people, 12))
    _strategy(sketch)
    _goals(sketch, max(goals, 10))
    _measures(sketch)
    _links(sketch)
    _changes(sketch)
    add_talk(sketch)
    add_answers(sketch)
    return sketch.rows


def _structure(s: Sketch, people: int) -> None:
    """Functions, the tree of teams and the tree of managers."""
    names = s.rng.sample(FUNCTIONS, s.rng.randint(4, 6))
    for number, name in enumerate(names, 1):
        s.add(
            "functions",
            id=f"F{number}",
            name=name,
            contribution=s.maybe(0.8, f"What {name} adds to every order"),
            success_measure=s.maybe(0.8, "Share of orders on time"),
        )
        s.add("teams", id=f"T{number}0", name=name, function_id=f"F{number}")
        for part in range(1, s.rng.randint(2, 4)):
            s.add(
                "teams",
                id=f"T{number}{part}",
                name=f"{name} {part}",
                parent_id=f"T{number}0",
                function_id=s.maybe(0.2, f"F{number}"),
            )
    heads = len(names)
    for number in range(1, people + 1):
        leads = number <= 1 + heads
        managers = range(1, 2 + heads) if number > 1 + heads else range(1, 2)
        started = s.day(-1500, -100) if s.chance(0.85) else s.day(-95, 10)
        s.add(
            "people",
            id=f"P{number:03d}",
            name=f"Person {number}",
            manager_id=None if number == 1 else s.maybe(0.97, f"P{s.rng.choice(managers):03d}"),
            manager_since=s.maybe(0.15, s.day(-120, -5)),
            team_id=f"T{number - 1}0"
            if 1 < number <= 1 + heads
            else s.maybe(0.95, s.pick("teams")),
            team_since=s.maybe(0.1, s.day(-120, -5)),
            serves_all=s.maybe(0.1, s.chance(0.5)),
            start_date=None if s.chance(0.05) else started,
            end_date=None if leads else s.maybe(0.05, started + timedelta(s.rng.randint(60, 900))),
            on_leave=s.maybe(0.1, s.chance(0.6)),
            check_in_days=s.maybe(0.5, s.rng.choice([7, 14, 21])),
        )
    for record in s.rows["functions"]:
        record["head_id"] = s.pick("people")
    for record in s.rows["teams"]:
        if s.chance(0.9):
            record["lead_id"] = s.pick("people")


def _strategy(s: Sketch) -> None:
    """Vision, values, North Star, pillars and the KPIs that watch over them."""
    for number in range(1, 7):
        s.add(
            "kpis",
            id=f"K{number}",
            name=f"Watch {number}",
            unit="%",
            healthy_min=s.maybe(0.5, 90),
            healthy_max=s.maybe(0.3, 99),
        )
    out = s.day(-40, -5) if s.chance(0.4) else s.day(-400, -60)
    s.add("strategy", kind="vision", text="Water that nobody has to think about.", version="2")
    s.add("strategy", kind="value", text="A pump that runs for 20 years.", version="10")
    s.add("strategy", kind="value", text="Excellence in all we do", version="10", published_on=out)
    if s.chance(0.7):
        s.add(
            "strategy",
            kind="north_star",
            text="Households served without one stop a year",
            version="10",
            measure_id=s.maybe(0.7, s.pick("kpis")),
        )
    for number in range(1, s.rng.randint(3, 6)):
        start = s.day(-400, -100)
        s.add(
            "pillars",
            id=f"A{number}",
            name=f"{s.rng.choice(VERBS)} {s.rng.choice(OBJECTS)}",
            text=s.maybe(0.3, "Every customer in the south has clean water each day of the year."),
            weight=s.maybe(0.7, s.rng.choice([0, 0.1, 0.2, 0.3, 0.5, 1])),
            sponsor_id=s.pick("people"),
            champion_ids=s.some("people", 3),
            function_ids=s.some("functions", 2),
            start=s.maybe(0.8, start),
            end=s.maybe(0.7, start + timedelta(s.rng.choice([364, 365, 730]))),
            kpi_ids=s.some("kpis", 2),
        )
    for record in s.rows["kpis"]:
        record["guards"] = s.rng.choice([*(p["id"] for p in s.rows["pillars"]), "north_star", ""])


def _goals(s: Sketch, goals: int) -> None:
    for number in range(1, goals + 1):
        start = s.day(-300, 30)
        length = s.rng.choice([5, 30, 45, 90, 135, 180, 270, 365, 550, 900])
        rung = number / goals
        scope = "enterprise" if rung < 0.1 else "function" if rung < 0.3 else "team"
        owner = s.pick("people")
        serves = s.rng.choices(("strategy", "health", "obligation", "service"), (88, 4, 4, 4))[0]
        s.add(
            "goals",
            id=f"G{number:03d}",
            title=_title(s, number),
            text=s.maybe(0.3, "Measured each month by the people who do the work."),
            scope="individual" if rung > 0.9 else s.maybe(0.95, scope),
            kind=s.maybe(0.5, "development" if s.chance(0.1) else "objective"),
            serves=s.maybe(0.9, serves),
            serves_id=None
            if serves == "strategy"
            else s.rng.choice(["K1", "T10", "F2", "Act 4", ""]),
            serves_confirmed_on=s.maybe(0.3, s.day(-200, 20)),
            owner_id=s.maybe(0.95, [owner, s.pick("people")] if s.chance(0.03) else owner),
            contributor_ids=s.some("people", 2),
            team_id=s.maybe(0.7, s.pick("teams")),
            cadence=s.maybe(0.3, s.rng.choice(["quarterly", "yearly", "own", "monthly"])),
            update_days=s.maybe(0.1, s.rng.choice([7, 30])),
            start=s.maybe(0.93, start),
            end=s.maybe(0.93, start + timedelta(length)),
            lag_days=s.maybe(0.1, s.rng.choice([30, 90])),
            status=s.rng.choices(
                ("active", "", "paused", "done", "cancelled", "draft"), (70, 14, 5, 5, 3, 3)
            )[0],
            reported=s.maybe(0.4, s.rng.choice(["on_track", "on_track", "at_risk", "off_track"])),
            rollup=s.maybe(0.4, s.rng.choice(["own", "children", "blend"])),
            confidential=s.maybe(0.1, s.chance(0.7)),
            created_on=s.maybe(0.5, s.day(-300, 0)),
        )
    names = [str(record["id"]) for record in s.rows["goals"]]
    for record in s.rows["goals"]:
        if s.chance(0.04):
            record["continues"] = s.rng.choice(names)


def _title(s: Sketch, number: int) -> str:
    if s.chance(0.05):
        return s.rng.choice(VAGUE)
    title = f"{_measure_title(s)} in {s.rng.choice(PLACES)}"
    return title + (f" to {number} by spring" if s.chance(0.5) else "")


def _measure_title(s: Sketch) -> str:
    """Return what is to change, or now and then the work that is to be done."""
    if s.chance(0.2):
        return s.rng.choice(WORK)
    return f"{s.rng.choice(VERBS)} {s.rng.choice(OBJECTS)}"


def _measures(s: Sketch) -> None:
    """Key results, observations of them and of the KPIs, some from a source."""
    number = 0
    for goal in s.rows["goals"]:
        for _ in range(s.rng.choice([0, 0, 1, 1, 2, 3, 3 if s.chance(0.9) else 6])):
            number += 1
            kind = s.rng.choice(["number", "percent", "currency", "milestone", None])
            baseline, target = s.rng.randint(0, 50), s.rng.randint(0, 100)
            low = s.maybe(0.06, 20)
            name = f"R{number:03d}"
            s.add(
                "key_results",
                id=name,
                goal_id=goal["id"],
                title=_measure_title(s),
                type=kind,
                unit=s.rng.choice(UNITS),
                baseline=s.maybe(0.9, baseline),
                target=s.maybe(0.9, target),
                low=low,
                high=None if low is None else s.maybe(0.7, 60),
                value=s.maybe(0.2, s.rng.randint(0, 100)),
                start=s.maybe(0.2, goal.get("start")),
                end=s.maybe(0.2, goal.get("end")),
                schedule=_schedule(s, baseline, target) if s.chance(0.08) else None,
                owner_id=s.maybe(0.2, s.pick("people")),
                weight=s.maybe(0.3, s.rng.choice([0, 0.5, 1, 2])),
                measure=s.maybe(0.15, s.rng.choice(["stops", "lead time", "scrap"])),
            )
            if s.chance(0.75):
                _series(s, name, baseline, target)
    for kpi in s.rows["kpis"]:
        _series(s, str(kpi["id"]), 90, 95)


def _schedule(s: Sketch, baseline: int, target: int) -> str:
    first, last = s.day(-150, -30), s.day(20, 150)
    return f"{first.isoformat()}={(baseline + target) / 4};{last.isoformat()}={target}"


def _series(s: Sketch, measure: str, baseline: int, target: int) -> None:
    source = s.maybe(0.25, s.rng.choice(["ledger", "crm", "plant", "survey"]))
    rhythm = s.rng.choice([7, 14, 30, 45])
    when = s.day(-260, -60)
    value = float(baseline)
    for _ in range(s.rng.randint(1, 9)):
        value += s.rng.choice([0, 0.1, 0.2, -0.05]) * (target - baseline)
        s.add(
            "observations",
            measure_id=measure,
            date=when,
            value=round(value, 3),
            reported=s.maybe(0.2, s.rng.choice(["on_track", "at_risk", "off_track"])),
            author_id=s.maybe(0.5, s.pick("people")),
            source=source,
        )
        when += timedelta(max(1, rhythm + s.rng.randint(-2, 5)))


def _links(s: Sketch) -> None:
    """Support upwards, mostly one rung; and the horizontal links."""
    goals = [str(record["id"]) for record in s.rows["goals"]]
    pillars = [str(record["id"]) for record in s.rows["pillars"]]
    tops = [*pillars, *(["north_star"] if "north_star" in _kinds(s) else [])]
    taken: set[tuple[str, str, str]] = set()
    wide = max(3, len(goals) // 10)
    for place, goal in enumerate(goals):
        for _ in range(s.rng.choice([0, 1, 1, 1, 1, 1, 2, 2])):
            above = goals[max(0, place // 4 - 2) : max(0, place - wide)]
            parent = s.rng.choice(tops if not above or s.chance(0.2) else above)
            _link(s, taken, "supports", goal, parent)
    if s.chance(0.4):
        _link(s, taken, "supports", s.rng.choice(goals), s.rng.choice(goals))
    for kind in ("shares", "depends_on", "competes_with"):
        for _ in range(len(goals) // 8):
            _link(s, taken, kind, *s.rng.sample(goals, 2))


def _kinds(s: Sketch) -> set[object]:
    return {row["kind"] for row in s.rows["strategy"]}


def _link(s: Sketch, taken: set[tuple[str, str, str]], kind: str, child: str, parent: str) -> None:
    if (kind, child, parent) in taken:
        return
    taken.add((kind, child, parent))
    depends, competes = kind == "depends_on", kind == "competes_with"
    s.add(
        "links",
        kind=kind,
        from_id=child,
        to_id=parent,
        contribution=s.maybe(0.5, s.rng.choice([0, 0.1, 0.2, 0.25, 0.5, 1])),
        rationale=s.maybe(0.2, "Fewer stops mean fewer lost customers."),
        created_on=s.maybe(0.6, s.day(-200, 5)),
        confirmed_on=s.maybe(0.5, s.day(-400, 10)),
        needed_by=s.maybe(0.5, s.day(-60, 200)) if depends else None,
        accepted_on=s.maybe(0.4, s.day(-100, 10)) if depends else None,
        trade_off=s.maybe(0.5, "Quality goes first until March.") if competes else None,
        review_by=s.maybe(0.4, s.day(-60, 60)) if competes else None,
    )


def _changes(s: Sketch) -> None:
    """Revisions of goals, and assumptions that they rest on."""
    for goal in s.rows["goals"]:
        for _ in range(s.rng.choice([0, 0, 1, 2])):
            what = s.rng.choice(["title", "target", "dates", "baseline", "owner", "status", "text"])
            before, after = _before_after(s, goal, what)
            s.add(
                "revisions",
                goal_id=goal["id"],
                date=s.day(-200, 3),
                field=what,
                before=before,
                after=after,
                reason=s.maybe(0.4, "The supplier moved the date."),
            )
    for number in range(1, len(s.rows["goals"]) // 6 + 2):
        s.add(
            "assumptions",
            id=f"S{number}",
            text="Demand in the south stays as it is.",
            owner_id=s.pick("people"),
            review_by=s.maybe(0.9, s.day(-120, 120)),
            state=s.maybe(0.8, s.rng.choice(["believed", "confirmed", "false"])),
            decided_on=s.maybe(0.6, s.day(-250, 5)),
            goal_ids=s.some("goals", 3),
        )


def _before_after(s: Sketch, goal: Record, what: str) -> tuple[str, str]:
    if what == "title":
        return str(goal["title"]), str(goal["title"]).upper() + ("" if s.chance(0.3) else " again")
    if what == "dates":
        start, end = goal.get("start"), goal.get("end")
        later = end + timedelta(s.rng.choice([-20, 20, 60])) if isinstance(end, date) else None
        return f"{start or ''} {end or ''}".strip(), f"{start or ''} {later or ''}".strip()
    return str(s.rng.randint(0, 60)), str(s.rng.randint(0, 60))
