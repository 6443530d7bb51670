"""What stands beside goals: sideways links, assumptions, blockers, actions, revisions, effort."""

from lineofsight.demo.plan import Plan
from lineofsight.demo.texts import load

# Where the hands are, by pillar, against the strategy's weights: stops are mended before anything
# else, and serving gets what is left. Story 6 lives on this.
PULL = {"uptime": 5.0, "service": 0.4, "towns": 0.8, "lean": 0.7}


def write_beside(plan: Plan) -> None:
    """Write links sideways, assumptions, blockers, actions and revisions of ordinary goals."""
    _links(plan)
    _assumptions(plan)
    _blockers(plan)
    _actions(plan)
    _revisions(plan)


def _links(plan: Plan) -> None:
    for entry in load("plan")["link"]:
        first, second = entry["ends"]
        rng = plan.rng(f"beside:{first}:{second}")
        created = rng.randint(36, 60)
        depends = entry["kind"] == "depends_on"
        competes = entry["kind"] == "competes_with"
        plan.add(
            "links",
            kind=entry["kind"],
            from_id=first,
            to_id=second,
            rationale=entry.get("why"),
            created_on=plan.dates.workday(created),
            confirmed_on=None if competes else plan.dates.workday(rng.randint(5, 28)),
            confirmed_by=None if competes else plan.goals[second]["owner_id"],
            needed_by=plan.goals[second]["end"] if depends else None,
            accepted_on=plan.dates.workday(created - 6) if depends else None,
            trade_off=entry.get("trade_off"),
            review_by=plan.dates.workday_ahead(entry["review"]) if competes else None,
        )


def _assumptions(plan: Plan) -> None:
    for number, entry in enumerate(load("plan")["assumption"], start=1):
        decided = entry.get("decided")
        plan.add(
            "assumptions",
            id=f"A{number:02d}",
            text=entry["text"],
            owner_id=plan.company.named(entry["owner"]).id,
            review_by=plan.dates.workday(entry["review"]),
            state=entry.get("state", "believed"),
            decided_on=plan.dates.workday(decided) if decided else None,
            goal_ids=tuple(entry["goals"]),
        )


def _blockers(plan: Plan) -> None:
    for number, entry in enumerate(load("plan")["blocker"], start=1):
        team = plan.company.teams[plan.goals[entry["goal"]]["team_id"]]
        lifted = entry.get("lifted")
        plan.add(
            "blockers",
            id=f"B{number:02d}",
            text=entry["text"],
            goal_id=entry["goal"],
            raised_by=team.people[entry["by"]].id,
            raised_on=plan.dates.workday(entry["raised"]),
            can_lift_id=plan.company.named(entry["lifts"]).id,
            answer=entry.get("answer"),
            lifted_on=plan.dates.workday(lifted) if lifted else None,
        )


def _actions(plan: Plan) -> None:
    spec = load("actions")
    entries = (*spec["open"], *spec["done"])
    for number, (goal, place, title, days) in enumerate(entries, start=1):
        is_open = number <= len(spec["open"])
        owner = plan.company.teams[plan.goals[goal]["team_id"]].people[place]
        plan.add(
            "actions",
            id=f"X{number:02d}",
            title=title,
            goal_id=goal,
            owner_id=owner.id,
            due=plan.dates.workday_ahead(days) if is_open else plan.dates.workday(days - 3),
            done_on=None if is_open else plan.dates.workday(days),
        )


def _revisions(plan: Plan) -> None:
    for entry in load("revisions")["revision"]:
        plan.add(
            "revisions",
            goal_id=entry["goal"],
            date=plan.dates.workday(entry["days"]),
            field=entry["field"],
            before=entry["before"],
            after=entry["after"],
            reason=entry["reason"],
        )


def write_effort(plan: Plan) -> None:
    """Write where each team below a leadership team puts its time, by its goals."""
    for team in plan.company.teams.values():
        keys = [
            key
            for key, goal in plan.goals.items()
            if goal["team_id"] == team.id
            and plan.is_active(key)
            and goal["scope"] == "team"
            and plan.primary(key) in PULL
        ]
        pulls = [PULL[plan.primary(key)] for key in keys]
        for key, pull in zip(keys, pulls, strict=True):
            share = round(0.9 * pull / sum(pulls), 2)
            plan.add("allocations", team_id=team.id, goal_id=key, share=share)
