"""Talk and answers of a random organisation: the tables about what people say to each other."""

from datetime import timedelta

from lineofsight.bench.sketch import Sketch


def add_talk(s: Sketch) -> None:
    """Add blockers, actions, check-ins, agreements, feedback and allocations."""
    people = [str(record["id"]) for record in s.rows["people"]]
    for number in range(1, len(people) // 3):
        s.add(
            "blockers",
            id=f"B{number}",
            text="The permit has not come.",
            goal_id=s.maybe(0.8, s.pick("goals")),
            raised_by=s.pick("people"),
            raised_on=s.day(-30, 3),
            can_lift_id=s.maybe(0.9, s.pick("people")),
            answer=s.maybe(0.3, "No, because the quarter is full."),
            lifted_on=s.maybe(0.3, s.day(-10, 5)),
        )
    for number in range(1, len(people)):
        s.add(
            "actions",
            id=f"D{number:03d}",
            title="Send the list of valves",
            goal_id=s.maybe(0.9, s.pick("goals")),
            owner_id=s.maybe(0.95, s.pick("people")),
            due=s.maybe(0.9, s.day(-60, 60)),
            done_on=s.maybe(0.5, s.day(-60, 5)),
        )
    _check_ins(s)
    for number in range(1, 4 * len(people)):
        giver, taker = s.rng.sample(people, 2)
        s.add(
            "feedback",
            id=f"E{number:03d}",
            date=s.day(-120, 5),
            from_id=giver,
            to_id=s.maybe(0.6, _manager(s, giver)) or taker,
            goal_id=s.maybe(0.4, s.pick("goals")),
            text=s.rng.choice(["Thanks!", "The handover on Monday went very well.", ""]),
        )
    taken: set[tuple[str, str]] = set()
    for _ in range(len(people)):
        person, goal = s.pick("people"), s.pick("goals")
        if (person, goal) not in taken:
            taken.add((person, goal))
            s.add(
                "allocations",
                person_id=person,
                goal_id=goal,
                share=s.rng.choice([0, 0.2, 0.5, 0.8]),
            )
    for team in s.rows["teams"][:2]:
        s.add("allocations", team_id=team["id"], goal_id=s.pick("goals"), share=1.5)


def _manager(s: Sketch, person: str) -> object:
    return next(p.get("manager_id") for p in s.rows["people"] if p["id"] == person)


def _check_ins(s: Sketch) -> None:
    number = promise = 0
    for person in s.rows["people"]:
        manager = person.get("manager_id")
        if manager is None or s.chance(0.1):
            continue
        rhythm = s.rng.choice([7, 14, 30])
        about_goals = s.rng.choice([0.1, 0.6, 0.9])
        keeps = s.rng.choice([0.1, 0.5, 0.9])
        promises = s.rng.choice([0, 1, 4])
        for step in range(s.rng.randint(1, 7), 0, -1):
            number += 1
            when = s.as_of - timedelta(rhythm * step - s.rng.randint(0, 9))
            s.add(
                "check_ins",
                id=f"C{number:04d}",
                manager_id=manager,
                person_id=person["id"],
                date=when,
                parts=[p for p in ("outcomes", "goals", "mattered_more") if s.chance(0.4)],
                goal_ids=s.some("goals", 2) if s.chance(about_goals) else [],
            )
            for _ in range(s.rng.randint(0, promises)):
                promise += 1
                due = s.maybe(0.7, when + timedelta(s.rng.randint(3, 30)))
                closed = s.maybe(keeps, s.rng.choice(["done", "moved", "dropped"]))
                done = s.maybe(0.8, when + timedelta(s.rng.randint(1, 25)))
                s.add(
                    "agreements",
                    id=f"M{promise:04d}",
                    check_in_id=f"C{number:04d}",
                    kind=s.rng.choice(["do", "stop", "support"]),
                    text="Call the supplier",
                    goal_id=s.maybe(0.4, s.pick("goals")),
                    owner_id=person["id"],
                    due=due,
                    closed=closed,
                    done_on=done if closed == "done" else None,
                )


def add_answers(s: Sketch) -> None:
    """Add acknowledgements of the strategy, and aggregated answers in two waves."""
    for person in s.rows["people"]:
        if s.chance(0.4):
            s.add(
                "acknowledgements",
                person_id=person["id"],
                version=s.rng.choice(["2", "10"]),
                date=s.day(-60, 5),
                kind="contribution",
            )
    for wave, age in (("9", 200), ("10", 20)):
        when = s.as_of - timedelta(age)
        for kind, table in (("function", "functions"), ("team", "teams")):
            for group in s.rows[table]:
                s.add(
                    "answers",
                    wave=wave,
                    date=when,
                    question="can_explain",
                    kind="share",
                    group_kind=kind,
                    group_id=group["id"],
                    score=round(s.rng.random(), 2),
                    count=s.rng.choice([5, 8, 12, 30, 96]),
                )
        for group in s.rows["functions"]:
            cells = {"wave": wave, "date": when, "group_kind": "leaders", "group_id": group["id"]}
            score = s.rng.choice([2.5, 3.0, 4.0])
            s.add("answers", **cells, question="success", kind="scale", score=score, count=2)
            for option in s.rng.sample(["growth", "quality", "cost"], 2):
                count = s.rng.randint(1, 4)
                s.add(
                    "answers", **cells, question="first", kind="choice", option=option, count=count
                )
