"""The demo organisation, Halvorsen Water, as it stands on a given day."""

from datetime import date

from lineofsight.demo import beside, ordinary, rhythm, series, strategy
from lineofsight.demo.company import assemble
from lineofsight.demo.dates import Dates
from lineofsight.demo.plan import Plan
from lineofsight.demo.rows import Rows
from lineofsight.demo.stories import (
    facts,
    first_time_fix,
    ines,
    night_shift,
    nine_leaders,
    payroll,
    prediction,
    uptime,
)

SEED = 1887  # the year on the gate
STORIES = (
    uptime,
    facts,
    ines,
    payroll,
    night_shift,
    prediction,
    first_time_fix,
    nine_leaders,
)
# They own nothing but what their story gives them.
APART = (
    "Elisabeth Thune",
    "Ines Carvalho",
    "Yusuf Karim",
    "Solveig Aasland",
    "Solveig Dahle",
    "Linh Tran",
)
ORDER = (
    "organization", "functions", "teams", "people", "strategy", "pillars", "kpis", "goals",
    "key_results", "links", "observations", "revisions", "assumptions", "blockers", "actions",
    "check_ins", "agreements", "feedback", "allocations", "acknowledgements", "answers",
)  # fmt: skip


def build(today: date, *, seed: int = SEED) -> Rows:
    """Write Halvorsen Water: 480 people, nine functions, eight stories, 300 goals that are fine.

    Parameters
    ----------
    today : date
        The instant of the plan (``organization.as_of``); every other date follows from it.
    seed : int
        Chooses names, paces and days; the stories and their findings do not depend on it.

    Returns
    -------
    Rows
        Plain records by table of the plan file. The same day and seed give the same rows.
    """
    dates = Dates(today)
    plan = Plan(dates, seed, assemble(dates, seed))
    plan.unplanned |= {plan.company.named("Elisabeth Thune").id}
    ordinary.write_goals(plan, {plan.company.named(name).id for name in APART})
    for story in STORIES:
        story.goals(plan)
    ordinary.share_out(plan)
    ordinary.set_cadences(plan)
    ordinary.link_up(plan)
    series.observe_goals(plan)
    series.observe_kpis(plan)
    strategy.write_company(plan)
    strategy.write_strategy(plan)
    beside.write_beside(plan)
    beside.write_effort(plan)
    rhythm.write_talks(plan)
    rhythm.write_feedback(plan)
    strategy.write_acknowledgements(plan)
    strategy.write_answers(plan)
    for story in STORIES:
        story.events(plan)
    return {name: plan.rows[name] for name in ORDER}
