"""When the next value of a goal is due, by its planning clock."""

from datetime import date, timedelta

from lineofsight.engine.codes import Cadence
from lineofsight.engine.lenses.clocks import BY_LIFETIME, LIFETIME_LIMITS, UPDATE_DAYS
from lineofsight.goals.models import Goal, KeyResult

GIVEN = {
    "weekly": Cadence.WEEKLY,
    "monthly": Cadence.MONTHLY,
    "quarterly": Cadence.QUARTERLY,
    "half_yearly": Cadence.HALF_YEARLY,
    "yearly": Cadence.YEARLY,
    "multi_year": Cadence.MULTI_YEAR,
}


def update_days(goal: Goal) -> float:
    """Return how many days may pass between updates of a goal.

    As it says itself, else by its cadence, else by its lifetime, else as for a quarter; the same
    as the check counts.
    """
    if goal.update_days is not None:
        return goal.update_days
    return UPDATE_DAYS[GIVEN.get(goal.cadence) or _by_lifetime(goal)]


def _by_lifetime(goal: Goal) -> Cadence:
    if goal.start is None or goal.end is None:
        return Cadence.QUARTERLY
    lifetime = (goal.end - goal.start).days
    place = sum(lifetime > limit for limit in LIFETIME_LIMITS)
    return BY_LIFETIME[place]


def due_on(result: KeyResult, last: date | None) -> date | None:
    """Return the day by which a key result wants its next value; None where nothing says so.

    ``last`` is the day of its last value. A goal that has not begun wants none before.
    """
    goal = result.goal
    since = last or goal.start or goal.created_on
    if since is None:
        return None
    return since + timedelta(days=round(update_days(goal)))
