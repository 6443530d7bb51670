"""Some three hundred goals that are fine: what teams mean to change, hold up or owe."""

from typing import Any

from lineofsight.demo.company import Person, Team
from lineofsight.demo.plan import Plan
from lineofsight.demo.texts import load

FILES = (
    "leadership",
    "sales",
    "product",
    "engineering",
    "marketing",
    "operations",
    "field_service",
    "people",
    "finance",
    "it",
    "care",
)
KEPT = ("text", "scope", "serves", "serves_id", "status", "kind", "may_decide")


def write_goals(plan: Plan, apart: set[str]) -> None:
    """Write the ordinary goals; people in ``apart`` own none unless a goal names them."""
    numbers: dict[str, int] = {}
    for file in FILES:
        for team, entries in load(f"goals/{file}").items():
            able = [p for p in plan.company.teams[team].people if p.in_post and p.id not in apart]
            for entry in entries:
                turn = numbers.get(team, 0)
                numbers[team] = turn + 1
                _write(plan, f"{team}-{turn + 1}", entry, team, able[turn % len(able)])
    for file, letter in (("personal", "P"), ("earlier", "E")):
        for team, entries in load(f"goals/{file}").items():
            for number, entry in enumerate(entries, start=1):
                lead = plan.company.teams[team].lead
                _write(plan, f"{team}-{letter}{number}", entry, team, lead)


def _write(plan: Plan, key: str, entry: dict[str, Any], team: str, owner: Person) -> None:
    """Write one goal, owned by ``owner`` unless it says which of its team's people owns it."""
    values = {name: entry[name] for name in KEPT if name in entry}
    if "confirmed" in entry:
        values["serves_confirmed_on"] = plan.dates.workday(entry["confirmed"])
    if "owner" in entry:
        owner = plan.company.teams[team].people[entry["owner"]]
    plan.goal(
        key,
        entry["title"],
        team=team,
        owner=owner,
        period=entry["period"],
        up=entry.get("up", ()),
        kr=entry["kr"],
        why=entry.get("why"),
        **values,
    )


def share_out(plan: Plan) -> None:
    """Name on each team's goals the people who work on them, so that everybody works on one."""
    by_team: dict[str, list[str]] = {}
    for key, goal in plan.goals.items():
        open_to_team = goal["scope"] != "individual" and "contributor_ids" not in goal
        if plan.is_active(key) and open_to_team:
            by_team.setdefault(goal["team_id"], []).append(key)
    for team, keys in by_team.items():
        _share_out(plan, plan.company.teams[team], keys)


def _share_out(plan: Plan, team: Team, keys: list[str]) -> None:
    helpers: dict[str, list[Person]] = {key: [] for key in keys}
    chance = plan.rng(f"helpers:{team.id}")
    for place, person in enumerate(team.people):
        if person.id in plan.unplanned or person.end is not None:
            continue
        places = {place % len(keys)}
        if chance.random() < 0.4:
            places.add((place + 2) % len(keys))
        for at in sorted(places):
            helpers[keys[at]].append(person)
    for key, people in helpers.items():
        owner = plan.goals[key]["owner_id"]
        plan.goals[key]["contributor_ids"] = tuple(p.id for p in people if p.id != owner)


def set_cadences(plan: Plan) -> None:
    """Write the cadence of each goal: quarterly for everything that carries one pillar.

    Under "From selling to serving" all functions report by the quarter, the long goals too, which
    is part of story 6. Elsewhere a goal keeps the clock that fits its length.
    """
    for key, goal in plan.goals.items():
        if "service" in plan.roots(key):
            goal["cadence"] = "quarterly"
        elif "cadence" not in goal:
            goal["cadence"] = _by_length((goal["end"] - goal["start"]).days)


def _by_length(days: int) -> str:
    for limit, name in ((45, "monthly"), (135, "quarterly"), (270, "half_yearly"), (550, "yearly")):
        if days <= limit:
            return name
    return "multi_year"


def link_up(plan: Plan) -> None:
    """Write the `supports` links, most of them confirmed within the last month."""
    shares: dict[str, bool] = {}
    for child, parents in plan.parents.items():
        chance = plan.rng(f"link:{child}")
        why = plan.goals[child].pop("why", None)
        for parent in parents:
            weighed = shares.setdefault(parent, plan.rng(f"shares:{parent}").random() < 0.3)
            confirmed = chance.random() < 0.88
            above = plan.goals.get(parent)
            plan.add(
                "links",
                kind="supports",
                from_id=child,
                to_id=parent,
                contribution=chance.choice((0.2, 0.25, 0.3, 0.35)) if weighed else None,
                rationale=why,
                created_on=plan.goals[child]["created_on"],
                confirmed_on=plan.dates.workday(chance.randint(4, 28)) if confirmed else None,
                confirmed_by=above["owner_id"] if above and confirmed else None,
            )
