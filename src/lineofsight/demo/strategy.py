"""The strategy of Halvorsen Water, and what people say they see of it."""

from typing import Any

from lineofsight.demo.company import level
from lineofsight.demo.plan import Plan
from lineofsight.demo.texts import load

# Who has not answered the present strategy: story 8.
UNHEARD = {"Jürgen Brandt"}


def write_company(plan: Plan) -> None:
    """Write organization, functions, teams and people."""
    named = plan.company.named
    plan.add("organization", name="Halvorsen Water", as_of=plan.dates.today)
    for entry in load("company")["function"]:
        plan.add(
            "functions",
            id=entry["id"],
            name=entry["name"],
            head_id=named(entry["head"]).id,
            contribution=entry["contribution"],
            success_measure=entry.get("success"),
            gives_up=entry.get("gives_up"),
        )
    for team in plan.company.teams.values():
        plan.add(
            "teams",
            id=team.id,
            name=team.name,
            parent_id=team.parent or None,
            function_id=team.function or None,
            lead_id=team.lead.id,
        )
    for person in plan.company.people.values():
        plan.add(
            "people",
            id=person.id,
            name=person.name,
            email=f"{person.id.replace('-', '.')}@halvorsen-water.example",
            manager_id=person.manager or None,
            manager_since=person.manager_since,
            team_id=person.team,
            team_since=person.team_since,
            title=person.title,
            level=level(person.title),
            start_date=person.start,
            end_date=person.end,
            on_leave=person.away,
            check_in_days=person.days,
        )


def write_strategy(plan: Plan) -> None:
    """Write vision, values, North Star, pillars and KPIs."""
    spec = load("strategy")
    named = plan.company.named
    published = plan.dates.workday(spec["published_days_ago"])
    for entry in spec["text"]:
        plan.add(
            "strategy",
            kind=entry["kind"],
            text=entry["text"],
            version=spec["version"],
            published_on=published,
            measure_id=entry.get("measure"),
        )
    start, end = plan.dates.period("strategy")
    for entry in spec["pillar"]:
        plan.add(
            "pillars",
            id=entry["id"],
            name=entry["name"],
            text=entry["text"],
            weight=entry["weight"],
            sponsor_id=named(entry["sponsor"]).id,
            champion_ids=tuple(named(name).id for name in entry["champions"]),
            function_ids=tuple(entry["functions"]),
            start=start,
            end=end,
            kpi_ids=tuple(entry["kpis"]),
        )
    for entry in spec["kpi"]:
        plan.add(
            "kpis",
            id=entry["id"],
            name=entry["name"],
            unit=entry["unit"],
            healthy_min=entry.get("healthy_min"),
            healthy_max=entry.get("healthy_max"),
            owner_id=named(entry["owner"]).id,
            guards=entry.get("guards"),
        )


def write_acknowledgements(plan: Plan) -> None:
    """Write what leaders answered to the strategy within ten days of it."""
    spec = load("strategy")
    named = plan.company.named
    heard = {person.id for person in plan.company.leaders()}
    heard |= {p.manager for p in plan.company.people.values() if p.manager}
    for entry in spec["pillar"]:
        heard |= {named(name).id for name in (entry["sponsor"], *entry["champions"])}
    heard -= {named(name).id for name in UNHEARD}
    for person in sorted(heard):
        rng = plan.rng(f"heard:{person}")
        plan.add(
            "acknowledgements",
            person_id=person,
            version=spec["version"],
            date=plan.dates.workday(spec["published_days_ago"] - rng.randint(3, 10)),
            kind=rng.choices(("contribution", "question", "concern"), weights=(14, 4, 2))[0],
        )


def write_answers(plan: Plan) -> None:
    """Write what groups answered in the last two waves, and the leaders in the last."""
    spec = load("strategy")
    now, before = plan.dates.workday(24), plan.dates.workday(206)
    for kind in ("function", "team"):
        for group, (able, asked, earlier) in spec["can_explain"][kind].items():
            common: dict[str, Any] = {
                "question": "can_explain",
                "kind": "share",
                "group_kind": kind,
                "group_id": group,
            }
            plan.add("answers", wave="1", date=before, **common, score=earlier, count=asked)
            plan.add("answers", wave="2", date=now, **common, score=able / asked, count=asked)
    functions = [entry["id"] for entry in load("company")["function"]]
    for entry in spec["leaders"]:
        scale = entry.get("scale", False)
        for function in functions:
            answer = entry.get(function, entry["others"])
            plan.add(
                "answers",
                wave="2",
                date=now,
                question=entry["question"],
                kind="scale" if scale else "choice",
                option=None if scale else answer,
                score=float(answer) if scale else None,
                group_kind="leaders",
                group_id=function,
                count=1,
            )
