"""A year of conversations: check-ins, what was agreed in them, and what people told each other."""

import random
from datetime import date, timedelta
from typing import Any

from lineofsight.demo.company import Person
from lineofsight.demo.plan import Plan
from lineofsight.demo.texts import load

YEAR = 364
AGREED = 110  # days back over which agreements are kept
PARTS = ("outcomes", "goals", "feedback", "ahead")


def write_talks(plan: Plan) -> None:
    """Write the check-ins of every pair, and their agreements."""
    works = plan.contributions()
    at_risk = _at_risk(plan)
    for person in plan.company.people.values():
        manager = plan.company.people.get(person.manager)
        if manager is None or not person.in_post or person.id in plan.own_talks:
            continue
        days = talk_days(plan, person)
        for number, day in enumerate(days, start=1):
            talk = _talk(plan, person, manager, number, day, works[person.id])
            following = days[number] if number < len(days) else None
            if (plan.dates.today - day).days <= AGREED:
                _agree(plan, person, manager, talk, following, at_risk)


def talk_days(plan: Plan, person: Person) -> list[date]:
    """Days on which a person met the manager, oldest first: in rhythm, but not slavishly."""
    rng = plan.rng(f"talks:{person.id}")
    every = person.days or 7
    since = max(d for d in (person.start, person.manager_since, plan.dates.ago(YEAR)) if d)
    back = rng.randint(1, min(every, 9))
    days: list[date] = []
    while plan.dates.ago(back) >= since:
        day = plan.dates.workday(back)
        # Now and then a talk falls out, but none of the last five.
        if day >= since and (len(days) < 5 or rng.random() > 0.07):
            days.append(day)
        back += every
    return sorted(set(days))


def _talk(
    plan: Plan, person: Person, manager: Person, number: int, day: date, works: list[str]
) -> dict[str, Any]:
    rng = plan.rng(f"talk:{person.id}:{number}")
    known = [key for key in works if plan.goals[key]["created_on"] <= day]
    named = [known[number % len(known)]] if known else []
    if len(known) > 1 and rng.random() < 0.4:
        named.append(known[(number + 1) % len(known)])
    parts = list(PARTS if rng.random() < 0.7 else ("outcomes", "goals", "ahead"))
    if not named:
        parts = ["outcomes", "ahead", "mattered_more"]
    elif rng.random() < 0.05:
        parts.append("mattered_more")
    return plan.add(
        "check_ins",
        id=f"talk-{person.id}-{number:02d}",
        manager_id=manager.id,
        person_id=person.id,
        date=day,
        parts=tuple(parts),
        goal_ids=tuple(named),
    )


def _at_risk(plan: Plan) -> dict[str, list[str]]:
    """Goals that their owner now reports at risk, by owner."""
    risks = load("risks")["risk"]
    found: dict[str, list[str]] = {}
    for key in risks:
        found.setdefault(plan.goals[key]["owner_id"], []).append(key)
    return found


def _agree(
    plan: Plan,
    person: Person,
    manager: Person,
    talk: dict[str, Any],
    following: date | None,
    at_risk: dict[str, list[str]],
) -> None:
    """Write what came of a talk; a goal at risk always leaves help or a step behind."""
    rng = plan.rng(f"agreed:{talk['id']}")
    recent = (plan.dates.today - talk["date"]).days <= 45
    helped = at_risk.get(person.id, []) if recent else []
    for goal in helped:
        agreement(plan, rng, talk, manager, "support", goal, following)
    if not helped and rng.random() < 0.4:
        kind = rng.choices(("do", "support", "stop", "pause"), weights=(12, 4, 2, 1))[0]
        owner = manager if kind == "support" else person
        goal = talk["goal_ids"][0] if talk["goal_ids"] and rng.random() < 0.7 else None
        agreement(plan, rng, talk, owner, kind, goal, following)


def agreement(
    plan: Plan,
    rng: random.Random,
    talk: dict[str, Any],
    owner: Person,
    kind: str,
    goal: str | None,
    following: date | None,
) -> None:
    """Write one agreement of a talk, and how it stood by the next."""
    due = following or plan.dates.workday_ahead(rng.randint(4, 9))
    closed = rng.choices(("done", "moved", "dropped"), weights=(16, 3, 1))[0] if following else None
    words = _words(plan, plan.company.people[talk["person_id"]])["agreements"]
    stops = [text for text in words if text.startswith(("Stop", "Pause", "Leave", "Say no"))]
    goes = [text for text in words if text not in stops]
    plan.add(
        "agreements",
        id=f"{talk['id']}-{kind}" + (f"-{goal}" if goal else ""),
        check_in_id=talk["id"],
        kind=kind,
        text=rng.choice(stops if kind in {"stop", "pause"} and stops else goes),
        goal_id=goal,
        owner_id=owner.id,
        due=due,
        done_on=due - timedelta(1) if closed == "done" else None,
        closed=closed,
    )


def _words(plan: Plan, person: Person) -> dict[str, list[str]]:
    function = plan.company.teams[person.team].function or "group"
    words: dict[str, list[str]] = load("talk")[function]
    return words


def write_feedback(plan: Plan) -> None:
    """Write a word for everybody within the month, older ones, and one back for each manager."""
    for person in plan.company.people.values():
        if person.in_post and person.id not in plan.own_feedback:
            _feedback_for(plan, person)


def _feedback_for(plan: Plan, person: Person) -> None:
    rng = plan.rng(f"feedback:{person.id}")
    reports = [
        p for p in plan.company.reports(person.id) if p.in_post and p.id not in plan.own_feedback
    ]
    colleagues = [
        p for p in plan.company.teams[person.team].people
        if p.in_post and p.id != person.id and p.id not in plan.own_feedback
    ]  # fmt: skip
    manager = plan.company.people.get(person.manager)
    for number, (low, high) in enumerate(((2, 25), (34, 58), (64, 120), (130, 340))):
        back = rng.randint(low, high)
        if plan.dates.workday(back) < person.start:
            break
        if number and rng.random() < 0.45:
            continue
        if reports and number < 2:
            giver = rng.choice(reports)
        elif manager and (rng.random() < 0.7 or not colleagues):
            giver = manager
        else:
            giver = rng.choice(colleagues)
        feedback(plan, giver, person, plan.dates.workday(back), f"fb-{person.id}-{number + 1}", rng)
    if reports and manager:  # a lead hears from above as well
        day = plan.dates.workday(rng.randint(2, 50))
        feedback(plan, manager, person, day, f"fb-{person.id}-0", rng)


def feedback(
    plan: Plan, giver: Person, taker: Person, day: date, key: str, rng: random.Random
) -> None:
    """Write one piece of feedback on a piece of the taker's work."""
    upward = giver.manager == taker.id
    text = str(rng.choice(load("talk")["feedback"]["back" if upward else "given"]))
    work = str(rng.choice(_words(plan, giver if upward else taker)["work"]))
    plan.add(
        "feedback",
        id=key,
        date=day,
        from_id=giver.id,
        to_id=taker.id,
        text=text.replace("{work}", work)
        .replace("{work_cap}", work[0].upper() + work[1:])
        .replace("{name}", taker.first_name),
    )
