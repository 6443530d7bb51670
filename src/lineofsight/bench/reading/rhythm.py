"""Read LOS601 to LOS610: do the conversations happen, and do they matter."""

from collections.abc import Iterator
from datetime import date
from itertools import pairwise

from lineofsight.bench.reading.facts import (
    Record,
    at_least,
    day,
    ids,
    more,
    number,
    one,
    text,
    word,
    working_days,
)
from lineofsight.bench.reading.people import since
from lineofsight.bench.reading.progress import named_goals
from lineofsight.bench.reading.seen import Reading, Seen
from lineofsight.bench.reading.shares import upper_end


def within(r: Reading, when: date | None, days: int) -> bool:
    """Tell whether a date lies at most so many days back, and not ahead."""
    return when is not None and 0 <= r.plan.days_since(when) <= days


def first_row(r: Reading, table: str) -> date | None:
    """Return the day on which a table begins."""
    return min((d for d in (day(row, "date") for row in r.plan.table(table)) if d), default=None)


def held_by(r: Reading, manager: str, person: str) -> list[Record]:
    """Return the check-ins of a pair by date."""
    check_ins = r.company.check_ins_of[person]
    return [check_in for check_in in check_ins if one(check_in, "manager_id") == manager]


def pair(manager: str, person: str) -> Seen:
    """Return a conversation's finding: manager first."""
    return Seen("pair", f"{manager}>{person}")


def hours_a_week(r: Reading, manager: str) -> float:
    """Return the hours that the agreed check-ins of a manager take a week: half an hour each."""
    return sum(0.5 * 7 / r.company.check_in_days(report) for report in r.company.reports(manager))


def los601(r: Reading) -> Iterator[Seen]:
    """See pairs that have not talked for more than twice the agreed time."""
    for manager, person in r.company.pairs():
        record = r.plan.people[person]
        held = held_by(r, manager, person)
        last = since(
            day(held[-1], "date") if held else None,
            first_row(r, "check_ins"),
            day(record, "start_date"),
            day(record, "manager_since"),
        )
        if last is None or more(hours_a_week(r, manager), 5):
            continue
        if more(r.plan.days_since(last), 2 * r.company.check_in_days(person)):
            yield pair(manager, person)


def los602(r: Reading) -> Iterator[Seen]:
    """See pairs whose talks touch neither goals nor agreements, nor what mattered more."""
    with_agreement = {one(row, "check_in_id") for row in r.plan.table("agreements")}
    for manager, person in r.company.pairs():
        last = held_by(r, manager, person)[-4:]
        if len(last) < 4 or any("mattered_more" in _parts(check_in) for check_in in last):
            continue
        empty = [
            check_in
            for check_in in last
            if not named_goals(check_in) and text(check_in, "id") not in with_agreement
        ]
        if len(empty) >= 3:
            yield pair(manager, person)


def _parts(check_in: Record) -> set[str]:
    return {word({"part": part}, "part") for part in ids(check_in, "parts")}


def los603(r: Reading) -> Iterator[Seen]:
    """See managers who give feedback to their reports and hear nothing back."""
    begins = first_row(r, "feedback")
    if begins is None or r.plan.days_since(begins) < 60:
        return
    recent = [row for row in r.plan.table("feedback") if within(r, day(row, "date"), 60)]
    for manager in r.company.employees():
        reports = r.company.reports(manager)
        given = [x for x in recent if one(x, "from_id") == manager and one(x, "to_id") in reports]
        received = [
            x for x in recent if one(x, "from_id") in reports and one(x, "to_id") == manager
        ]
        if len(reports) >= 2 and len(given) >= 3 and not received:
            yield Seen("person", manager, {"given": len(given), "received": 0})


def los604(r: Reading) -> Iterator[Seen]:
    """See pairs that promise more, by both sides together, than they keep."""
    for manager, person in r.company.pairs():
        held = held_by(r, manager, person)
        promised, kept, talks = 0, 0, set()
        for check_in, following in pairwise(held):
            if not within(r, day(check_in, "date"), 90):
                continue
            for agreement in r.plan.table("agreements"):
                if one(agreement, "check_in_id") != text(check_in, "id"):
                    continue
                goal = r.plan.goals.get(one(agreement, "goal_id"), {})
                if word(goal, "scope") == "individual":
                    continue
                promised += 1
                talks.add(text(check_in, "id"))
                kept += _kept(r, agreement, day(following, "date") or r.as_of)
        if len(talks) >= 3 and promised >= 8 and more(0.5, upper_end(kept / promised, promised)):
            yield pair(manager, person)


def _kept(r: Reading, agreement: Record, limit: date) -> bool:
    """Tell whether an agreement was done, moved or dropped by the next check-in, or by its due."""
    due, done = day(agreement, "due"), day(agreement, "done_on")
    if due and limit < due < r.as_of:
        limit = due
    closed = bool(word(agreement, "closed")) or done is not None
    return closed and (done is None or done <= limit)


def los605(r: Reading) -> Iterator[Seen]:
    """See people without feedback on concrete work for a month."""
    begins = first_row(r, "feedback")
    if begins is None or r.plan.days_since(begins) < 30:
        return
    for person, record in r.plan.people.items():
        start = day(record, "start_date")
        if not r.company.here(person) or start is None or r.plan.days_since(start) < 30:
            continue
        concrete = [
            row
            for row in r.plan.table("feedback")
            if one(row, "to_id") == person
            and within(r, day(row, "date"), 30)
            and (one(row, "goal_id") or len(text(row, "text").split()) >= 5)
        ]
        if not concrete:
            yield Seen("person", person)


def los606(r: Reading) -> Iterator[Seen]:
    """See actions past due."""
    for action in r.plan.table("actions"):
        due = day(action, "due")
        if due and due < r.as_of and not day(action, "done_on"):
            yield Seen("action", text(action, "id"), {"days": r.plan.days_since(due)})


def los607(r: Reading) -> Iterator[Seen]:
    """See goals at risk over two talks of owner and manager, and nothing said or done since."""
    pairs = set(r.company.pairs())
    for goal in r.plan.goals:
        owner = r.plan.owner(goal)
        manager = one(r.plan.people.get(owner, {}), "manager_id")
        last = held_by(r, manager, owner)[-2:]
        if not r.plan.active(goal) or (manager, owner) not in pairs or len(last) < 2:
            continue
        days = [day(check_in, "date") or r.as_of for check_in in last]
        reports = [r.progress.reported(goal, when) for when in days]
        bad = all(report in {"at_risk", "off_track"} for report in reports)
        if bad and not _spoken_of(r, goal, days[0]):
            yield Seen("goal", goal)


def _spoken_of(r: Reading, goal: str, first: date) -> bool:
    """Tell whether feedback, an agreement, a revision or a blocker names a goal since a day.

    An agreement has the date of its check-in; one without any may be from since then.
    """
    dates = [day(row, "date") for row in _naming(r, "feedback", goal)]
    dates += [day(row, "date") for row in _naming(r, "revisions", goal)]
    dates += [day(row, "raised_on") for row in _naming(r, "blockers", goal)]
    for agreement in _naming(r, "agreements", goal):
        check_in = r.plan.check_ins.get(one(agreement, "check_in_id"), {})
        dates.append(day(check_in, "date") or r.as_of)
    return any(when is not None and when >= first for when in dates)


def _naming(r: Reading, table: str, goal: str) -> list[Record]:
    return [row for row in r.plan.table(table) if one(row, "goal_id") == goal]


def los608(r: Reading) -> Iterator[Seen]:
    """See blockers that nobody has answered for more than five working days."""
    for blocker in r.plan.table("blockers"):
        raised = day(blocker, "raised_on")
        if raised is None or day(blocker, "lifted_on") or text(blocker, "answer"):
            continue
        waiting = working_days(raised, r.as_of)
        if waiting > 5:
            yield Seen("blocker", text(blocker, "id"), {"days": waiting})


def los609(r: Reading) -> Iterator[Seen]:
    """See young team goals with nothing due in the next month, and nothing moving."""
    for goal, record in r.plan.goals.items():
        start, gone = day(record, "start"), r.plan.time_gone(goal, r.as_of)
        if not r.plan.active(goal) or word(record, "scope") != "team":
            continue
        if start is None or gone is None or at_least(gone, 0.5) or r.plan.days_since(start) <= 14:
            continue
        tasks = _naming(r, "actions", goal) + _naming(r, "agreements", goal)
        dues = [
            day(task, "due")
            for task in tasks
            if not day(task, "done_on") and not word(task, "closed")
        ]
        coming = any(due and 0 <= (due - r.as_of).days <= 30 for due in dues)
        if not coming and not _moved_lately(r, goal):
            yield Seen("goal", goal)


def _moved_lately(r: Reading, goal: str) -> bool:
    """Tell whether an observation of the last 30 days changed a value."""
    for key_result in r.plan.key_results_of.get(goal, []):
        before = r.progress.base_and_target(key_result)[0]
        for observation in r.plan.observations_of.get(key_result, []):
            value = number(observation, "value")
            if within(r, day(observation, "date"), 30) and value != before:
                return True
            before = value
    return False


def los610(r: Reading) -> Iterator[Seen]:
    """See managers whose agreed talks cannot fit the week."""
    for manager in r.company.employees():
        hours = hours_a_week(r, manager)
        if more(hours, 5):
            reports = len(r.company.reports(manager))
            yield Seen("person", manager, {"reports": reports, "hours": hours})


RULES = {
    "LOS601": los601,
    "LOS602": los602,
    "LOS603": los603,
    "LOS604": los604,
    "LOS605": los605,
    "LOS606": los606,
    "LOS607": los607,
    "LOS608": los608,
    "LOS609": los609,
    "LOS610": los610,
}
