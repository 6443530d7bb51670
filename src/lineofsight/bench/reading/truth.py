"""Read LOS501, 502, 503, 505 and 507: is what we believe still so."""

import re
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from statistics import median

from lineofsight.bench.reading.clocks import cadence
from lineofsight.bench.reading.facts import (
    TOLERANCE,
    Record,
    day,
    ids,
    more,
    number,
    one,
    text,
    word,
)
from lineofsight.bench.reading.seen import Reading, Seen
from lineofsight.bench.reading.severity import of_measure

UPDATE_DAYS = {
    "weekly": 1,
    "monthly": 7,
    "quarterly": 14,
    "half_yearly": 30,
    "yearly": 30,
    "multi_year": 91,
}


def update_days(r: Reading, goal: str) -> float:
    """Return how often an update of a goal is due, in days."""
    given = number(r.plan.goals[goal], "update_days")
    return float(UPDATE_DAYS[cadence(r, goal)]) if given is None else given


def los501(r: Reading) -> Iterator[Seen]:
    """See assumptions past their review while active goals rest on them."""
    for record in r.plan.table("assumptions"):
        review, decided = day(record, "review_by"), day(record, "decided_on")
        state = word(record, "state")
        if review is None or review >= r.as_of:
            continue
        old_news = state == "confirmed" and decided and (review - decided).days > 30
        if state not in {"", "believed"} and not old_news:
            continue
        if any(r.plan.active(goal) for goal in ids(record, "goal_ids")):
            yield Seen("assumption", text(record, "id"), {"days": r.plan.days_since(review)})


def los502(r: Reading) -> Iterator[Seen]:
    """See assumptions found false, with goals resting on them not looked at since."""
    for record in r.plan.table("assumptions"):
        decided = day(record, "decided_on")
        if word(record, "state") != "false" or decided is None:
            continue
        named = [goal for goal in ids(record, "goal_ids") if goal in r.plan.goals]
        resting = set(named).union(*(r.graph.below(goal) for goal in named))
        reconsidered = {
            one(revision, "goal_id")
            for revision in r.plan.table("revisions")
            if (day(revision, "date") or date.min) >= decided
        }
        waiting = [g for g in sorted(resting) if r.plan.active(g) and g not in reconsidered]
        if waiting:
            yield Seen("assumption", text(record, "id"), {"goals_not_reconsidered": waiting})


def los503(r: Reading) -> Iterator[Seen]:
    """See goals without news for more than twice the time in which an update is due."""
    for goal, record in r.plan.goals.items():
        if not r.plan.active(goal) or not r.plan.started(goal):
            continue
        last = max(r.progress.updates(goal), default=day(record, "start"))
        due_every = update_days(r, goal)
        if last and more(r.plan.days_since(last), 2 * due_every):
            days = r.plan.days_since(last)
            yield Seen("goal", goal, {"days": days, "due_every": due_every})


def _ended(r: Reading, measure: str) -> bool:
    """Tell whether a measure is one of a goal that has ended."""
    if measure not in r.plan.key_results:
        return False
    goal = r.plan.goals[one(r.plan.key_results[measure], "goal_id")]
    end = day(goal, "end")
    return word(goal, "status") in {"done", "cancelled"} or (end is not None and end < r.as_of)


def los505(r: Reading) -> Iterator[Seen]:
    """See sources that have stopped delivering, at the measure with most stake they feed."""
    for source, measures in sorted(r.progress.fed.items()):
        fed = sorted(measure for measure in measures if not _ended(r, measure))
        days = sorted({when for measure in fed for when in r.progress.fed_on(measure, source)})
        gaps = [(later - earlier).days for earlier, later in pairwise(days)]
        if len(days) < 3:
            continue
        silent = r.plan.days_since(days[-1])
        if more(silent, 2 * median(gaps)):
            measure = max(fed, key=lambda m: round(of_measure(r, m) / TOLERANCE))
            kind = "key_result" if measure in r.plan.key_results else "kpi"
            yield Seen(kind, measure, {"days": silent, "median_gap": median(gaps)})


def los507(r: Reading) -> Iterator[Seen]:
    """See targets softened, or ends moved, late in a goal's life and without a reason."""
    for revision in r.plan.table("revisions"):
        goal, when = one(revision, "goal_id"), day(revision, "date")
        if not r.plan.active(goal) or text(revision, "reason") or when is None:
            continue
        start, end = day(r.plan.goals[goal], "start"), day(r.plan.goals[goal], "end")
        field = word(revision, "field")
        if field == "dates":
            end = last_date(text(revision, "before"))
            later = last_date(text(revision, "after"))
            easier = bool(end and later and later > end)
        else:
            easier = field in {"target", "baseline"} and _softened(r, goal, revision)
        if start and end and start <= end and easier:
            late = 3 * (when - start).days >= 2 * (end - start).days
            # A target is not softened after the end; a date that had passed is moved all the same.
            if late and (field == "dates" or when <= end):
                yield Seen("goal", goal, {"field": field, "date": when.isoformat()})


def last_date(written: str) -> date | None:
    """Return the last ISO date in a text."""
    found = re.findall(r"\d{4}-\d{2}-\d{2}", written)
    return date.fromisoformat(found[-1]) if found else None


def as_number(written: str) -> float | None:
    """Return the first number in a text."""
    found = re.search(r"[-+]?\d+(?:\.\d+)?", re.sub(r"(?<=\d)[, ](?=\d{3})", "", written))
    return float(found.group()) if found else None


def _softened(r: Reading, goal: str, revision: Record) -> bool:
    """Tell whether a revised target or baseline asks for less of one of the key results."""
    before, after = as_number(text(revision, "before")), as_number(text(revision, "after"))
    if before is None or after is None:
        return False
    is_target = word(revision, "field") == "target"
    key_results = r.plan.key_results_of.get(goal, [])
    # A revision names its goal; it is about the key result that now has the revised number.
    column = 1 if is_target else 0
    about = [k for k in key_results if r.progress.base_and_target(k)[column] == after]
    for key_result in about or key_results:
        baseline, target = r.progress.base_and_target(key_result)
        value = r.progress.value(key_result, r.as_of)
        if (
            value is not None
            and baseline is not None
            and abs(value - baseline) >= abs(before - baseline)
            and (value - baseline) * (before - baseline) >= 0
        ):
            value = None  # it had arrived: a target nearer to it asks for more
        anchors = [value, baseline] if is_target else [target]
        for anchor in anchors:
            if anchor is not None and more(abs(before - anchor), abs(after - anchor)):
                return True
    return False


RULES = {
    "LOS501": los501,
    "LOS502": los502,
    "LOS503": los503,
    "LOS505": los505,
    "LOS507": los507,
}
