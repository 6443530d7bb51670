"""Plants for LOS601 to LOS610."""

from typing import Any

from lineofsight.bench.plants.ground import Ground, plant


def _begin(g: Ground) -> None:
    """Let the tables of talk begin long ago, with a pair of its own."""
    g.check_in(g.person(), g.person(), 400)
    first = {"from_id": g.person(), "to_id": g.person(), "text": "Well done"}
    g.add("feedback", id=g.new_id(), date=g.ago(400), **first)


def _feedback(g: Ground, giver: str, taker: str, days_ago: int, **cells: object) -> None:
    usual: dict[str, object] = {"id": g.new_id(), "date": g.ago(days_ago)}
    g.add("feedback", **(usual | {"from_id": giver, "to_id": taker} | cells))


def _agree(g: Ground, check_in: str, **cells: object) -> None:
    usual: dict[str, object] = {"id": g.new_id(), "check_in_id": check_in, "text": "Call Leeds"}
    g.add("agreements", **(usual | cells))


@plant("LOS601")
def missed_check_ins(g: Ground) -> None:
    _begin(g)

    def pair(days: int | None, manager: str | None = None, **cells: object) -> str:
        who = manager or g.person()
        person = g.person(manager_id=who, **cells)
        if days is not None:
            g.check_in(who, person, days)
        return f"{who}>{person}"

    g.fires("pair", pair(15), pair(29, check_in_days=14), pair(None, start_date=g.ago(15)))
    g.fires("pair", pair(None), pair(None, manager_since=g.ago(15)))
    g.silent("pair", pair(14), pair(28, check_in_days=14), pair(None, start_date=g.ago(14)))
    g.silent("pair", pair(None, manager_since=g.ago(14)), pair(90, on_leave=True))
    g.silent("pair", pair(90, manager=g.person(on_leave=True)))
    crowded, busy = g.person(), g.person()
    g.silent("pair", *(pair(30, crowded) for _ in range(11)))
    g.fires("pair", *(pair(30, busy) for _ in range(10)))
    talked, before = g.person(), g.person()
    person = g.person(manager_id=talked)
    g.check_in(before, person, 3)
    g.fires("pair", f"{talked}>{person}")


@plant("LOS602")
def goals_not_touched(g: Ground) -> None:
    goal = g.goal()

    def pair(talks: str) -> str:
        manager = g.person()
        person = g.person(manager_id=manager)
        for weeks, talk in enumerate(reversed(talks), 1):
            parts = {"m": ["goals", "mattered_more"], "-": ["ahead"]}.get(talk)
            goals = [goal] if talk == "g" else None
            check_in = g.check_in(manager, person, 7 * weeks, parts=parts, goal_ids=goals)
            if talk == "a":
                _agree(g, check_in)
        return f"{manager}>{person}"

    g.fires("pair", pair("----"), pair("g---"), pair("---a"), pair("gm----"))
    g.silent("pair", pair("---"), pair("--ag"), pair("g-a-"), pair("---m"), pair("-----gg"))


@plant("LOS603")
def one_way_feedback(g: Ground) -> None:
    _begin(g)

    def manager(given: int, back: int | None = None, reports: int = 2, days: int = 60) -> str:
        who = g.person()
        theirs = [g.person(manager_id=who) for _ in range(reports)]
        for _ in range(given):
            _feedback(g, who, g.rng.choice(theirs), days)
        if back is not None:
            _feedback(g, theirs[0], who, back)
        return who

    g.fires("person", manager(3), manager(3, back=61))
    g.silent("person", manager(2), manager(3, back=60), manager(4, reports=1))
    left = manager(3)
    g.change("people", left, end_date=g.ago(1))
    g.silent("person", left, manager(3, days=61))


@plant("LOS604")
def broken_promises(g: Ground) -> None:
    def pair(kept: int, promised: int, talks: int = 4, **cells: Any) -> str:
        manager = g.person()
        person = g.person(manager_id=manager)
        held = [g.check_in(manager, person, 10 * step) for step in range(talks, -1, -1)]
        for place in range(promised):
            done = {"closed": ("done", "moved", "dropped")[place % 3]} if place < kept else {}
            _agree(g, held[place % talks], **(done | cells))
        return f"{manager}>{person}"

    # 2 of 9 kept: the interval ends at 0.49; 2 of 8: at 0.53.
    g.fires("pair", pair(2, 9), pair(1, 8), pair(12, 12, done_on=g.as_of))
    g.silent("pair", pair(2, 8), pair(1, 7), pair(0, 8, talks=2))
    g.silent("pair", pair(0, 9, goal_id=g.goal(scope="individual")))
    done: dict[str, Any] = {"closed": "done", "done_on": g.ago(2)}
    late, past, ahead = (done | {"due": g.ago(days)} for days in (45, 1, -5))
    g.fires("pair", pair(9, 9, **late), pair(9, 9, **ahead))
    g.silent("pair", pair(9, 9, **past))


@plant("LOS605")
def no_feedback(g: Ground) -> None:
    _begin(g)

    def told(days: int, text: str = "", goal: str | None = None) -> str:
        who = g.person()
        _feedback(g, g.person(), who, days, text=text, goal_id=goal)
        return who

    words = "The handover on Monday worked"
    g.fires("person", g.person(), g.person(start_date=g.ago(30)), told(31, words))
    g.fires("person", told(3, "Thanks for the help"))
    g.silent("person", told(30, words), told(30, goal=g.goal()), g.person(on_leave=True))
    g.silent("person", g.person(start_date=g.ago(29)), g.person(start_date=None))


@plant("LOS606")
def overdue_actions(g: Ground) -> None:
    def action(due: int | None, done: int | None = None) -> str:
        when = None if due is None else g.ago(due)
        done_on = None if done is None else g.ago(done)
        cells = {"title": "Order valves", "owner_id": g.person(), "due": when, "done_on": done_on}
        return g.add("actions", id=g.new_id(), **cells)

    g.fires("action", action(1), action(1, done=-1))
    g.silent("action", action(0), action(9, done=0), action(None))


@plant("LOS607")
def unspoken_gaps(g: Ground) -> None:
    def goal(*reports: str, spoken: str = "", days: int = 14) -> str:
        manager = g.person()
        owner = g.person(manager_id=manager)
        name = g.goal(owner_id=owner)
        measure = g.key_result(name)
        g.observe(measure, 45, 1, reported=reports[0])
        g.observe(measure, 10, 1, reported=reports[1])
        g.check_in(manager, owner, 50)
        g.check_in(manager, owner, 14)
        last = g.check_in(manager, owner, 3)
        if spoken == "feedback":
            _feedback(g, manager, owner, days, goal_id=name)
        elif spoken == "agreement":
            _agree(g, last, goal_id=name)
        elif spoken == "revision":
            g.revise(name, days, "target", "100", "90")
        elif spoken == "blocker":
            blocker = {"text": "No permit", "raised_on": g.ago(days), "goal_id": name}
            g.add("blockers", id=g.new_id(), **blocker)
        return name

    bad = ("at_risk", "off_track")
    g.fires("goal", goal(*bad), goal(*bad, spoken="feedback", days=15))
    g.silent("goal", goal("on_track", "off_track"), goal("at_risk", "on_track"))
    for spoken in ("feedback", "agreement", "revision", "blocker"):
        g.silent("goal", goal(*bad, spoken=spoken))


@plant("LOS608")
def stuck_blockers(g: Ground) -> None:
    def blocker(days: int, **cells: object) -> str:
        raised = g.working_days_ago(days)
        return g.add("blockers", id=g.new_id(), text="No permit", raised_on=raised, **cells)

    g.fires("blocker", blocker(6), blocker(6, lifted_on=g.ago(-1)))
    g.silent("blocker", blocker(5), blocker(9, answer="No, not this year."))
    g.silent("blocker", blocker(9, lifted_on=g.as_of))


@plant("LOS609")
def no_next_step(g: Ground) -> None:
    def goal(due: int | None = None, gone: int = 15, values: str = "", **cells: object) -> str:
        name = g.goal(start=g.ago(gone), end=g.ago(gone - 100), **cells)
        if due is not None:
            when = g.ago(-due)
            g.add("actions", id=g.new_id(), title="Order valves", goal_id=name, due=when)
        measure = g.key_result(name)
        for place, value in enumerate(values):
            g.observe(measure, 30 - place, float(value))
        return name

    g.fires("goal", goal(), goal(31), goal(-1), goal(gone=49), goal(values="0"), goal(values="00"))
    g.silent("goal", goal(30), goal(0), goal(gone=14), goal(gone=50), goal(values="03"))
    g.silent("goal", goal(scope="function"), goal(status="paused"))
    done, agreed, kept = goal(), goal(), goal()
    finished = {"title": "Order pumps", "due": g.ago(-3), "done_on": g.ago(1)}
    g.add("actions", id=g.new_id(), goal_id=done, **finished)
    check_in = g.check_in(g.person(), g.person(), 9)
    _agree(g, check_in, goal_id=agreed, due=g.ago(-20))
    _agree(g, check_in, goal_id=kept, due=g.ago(-20), closed="done")
    later = goal()
    _agree(g, check_in, goal_id=later, due=g.ago(-20), closed="done", done_on=g.ago(-2))
    g.fires("goal", done, kept)
    g.silent("goal", agreed, later)
    known = goal(gone=45)
    measure = g.key_result(known)
    g.observe(measure, 31, 8)
    g.observe(measure, 10, 8)
    g.fires("goal", known)


@plant("LOS610")
def impossible_cadence(g: Ground) -> None:
    def manager(reports: int, **cells: object) -> str:
        who = g.person()
        for _ in range(reports):
            g.person(manager_id=who, **cells)
        return who

    g.fires("person", manager(11), manager(21, check_in_days=14))
    g.silent("person", manager(10), manager(20, check_in_days=14))
    left = manager(11)
    g.change("people", left, end_date=g.ago(1))
    g.silent("person", left, manager(11, end_date=g.ago(1)))
