"""A year of conversations: check-ins, what was agreed in them, and what people told each other."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from lineofsight.demo.company import Person
from lineofsight.demo.plan import Plan
from lineofsight.demo.texts import load

YEAR = 364
AGREED = 110  # days back over which agreements are kept
CLOSED = ("done", "moved", "dropped")
STOPS = ("Stop", "Pause", "Leave", "Say no")
PARTS = ("outcomes", "goals", "feedback", "ahead")


@dataclass(frozen=True, slots=True)
class Talk:
    """One check-in: who, its record, and the day of the next one if there has been one."""

    manager: Person
    person: Person
    record: dict[str, Any]
    following: date | None


def write_talks(plan: Plan) -> None:
    """Write the check-ins of every pair, and their agreements."""
    works = plan.contributions()
    at_risk = _at_risk(plan)
    for person in plan.company.people.values():
        manager = plan.company.people.get(person.manager)
        if manager is None or not person.in_post or person.id in plan.own_talks:
            continue
        days = talk_days(plan, person)
        for number, day in enumerate(days):
            key = f"talk-{person.id}-{number + 1:02d}"
            named, parts = _content(plan, key, day, works[person.id])
            record = plan.add(
                "check_ins",
                id=key,
                manager_id=manager.id,
                person_id=person.id,
                date=day,
                parts=parts,
                goal_ids=named,
            )
            following = days[number + 1] if number + 1 < len(days) else None
            if (plan.dates.today - day).days <= AGREED:
                talk = Talk(manager, person, record, following)
                _agree(plan, talk, at_risk.get(person.id, []))


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


def _content(
    plan: Plan, key: str, day: date, works: list[str]
) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Choose the goals that a talk named, of those known on its day, and its parts."""
    rng = plan.rng(f"content:{key}")
    known = [goal for goal in works if plan.goals[goal]["created_on"] <= day]
    if not known:
        return (), PARTS
    at = int(key[-2:]) % len(known)
    named = [known[at]]
    if len(known) > 1 and rng.random() < 0.4:
        named.append(known[(at + 1) % len(known)])
    parts = PARTS if rng.random() < 0.7 else ("outcomes", "goals", "ahead")
    return tuple(named), (*parts, "mattered_more") if rng.random() < 0.05 else parts


def _at_risk(plan: Plan) -> dict[str, list[str]]:
    """Goals that their owner now reports at risk, by owner."""
    risks = load("risks")["risk"]
    found: dict[str, list[str]] = {}
    for key in risks:
        found.setdefault(plan.goals[key]["owner_id"], []).append(key)
    return found


def _agree(plan: Plan, talk: Talk, at_risk: list[str]) -> None:
    """Write what came of a talk; a goal at risk always leaves help behind."""
    rng = plan.rng(f"agreed:{talk.record['id']}")
    if at_risk and (plan.dates.today - talk.record["date"]).days <= 45:
        for goal in at_risk:
            agree(plan, rng, talk, "support", goal)
    elif rng.random() < 0.4:
        kind = rng.choices(("do", "support", "stop", "pause"), weights=(12, 4, 2, 1))[0]
        goals = talk.record["goal_ids"]
        agree(plan, rng, talk, kind, goals[0] if goals and rng.random() < 0.7 else None)


def agree(plan: Plan, rng: random.Random, talk: Talk, kind: str, goal: str | None) -> None:
    """Write one agreement of a talk, and how it stood by the next; support is the manager's."""
    due = talk.following or plan.dates.workday_ahead(rng.randint(4, 9))
    closed = "" if talk.following is None else rng.choices(CLOSED, weights=(16, 3, 1))[0]
    function = plan.company.teams[talk.person.team].function or "group"
    texts: list[str] = load("talk")[function]["agreements"]
    if kind == "support":
        texts = load("talk")["support"]["agreements"]
    elif kind in {"stop", "pause"}:
        texts = [text for text in texts if text.startswith(STOPS)] or texts
    else:
        texts = [text for text in texts if not text.startswith(STOPS)]
    plan.add(
        "agreements",
        id=f"{talk.record['id']}-{kind}" + (f"-{goal}" if goal else ""),
        check_in_id=talk.record["id"],
        kind=kind,
        text=rng.choice(texts),
        goal_id=goal,
        owner_id=(talk.manager if kind == "support" else talk.person).id,
        due=due,
        done_on=due - timedelta(1) if closed == "done" else None,
        closed=closed or None,
    )


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
        feedback(plan, giver, person, plan.dates.workday(back), f"fb-{person.id}-{number + 1}")
    if reports and manager:  # a lead hears from above as well
        day = plan.dates.workday(rng.randint(2, 50))
        feedback(plan, manager, person, day, f"fb-{person.id}-0")


def feedback(plan: Plan, giver: Person, taker: Person, day: date, key: str) -> None:
    """Write one piece of feedback on a piece of work."""
    rng = plan.rng(f"words:{key}")
    upward = giver.manager == taker.id
    text = str(rng.choice(load("talk")["feedback"]["back" if upward else "given"]))
    work = str(rng.choice(load("talk")["work"][giver.team if upward else taker.team]))
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
