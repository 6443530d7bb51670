"""Strategy, people and goals of a company of any size, as streams of rows."""

from collections.abc import Iterator
from datetime import timedelta

import numpy as np

from lineofsight.demo.large.company import REPORTS, Company, Row, Table
from lineofsight.demo.large.shape import DRAFT, FUNCTION, INDIVIDUAL, PAUSED, STATUSES
from lineofsight.demo.large.wording import title
from lineofsight.demo.names import draw

SCOPES = ("enterprise", "function", "team", "individual")
STRATEGY_VERSION = "1"
# How often something real is wrong: shares of the rows that could carry it.
LEFT = 0.004  # people who have gone while their names stand on goals
AWAY = 0.008  # people who are away for long
CHANGED = 0.01  # goals that changed after their links were confirmed


def organization(company: Company) -> Table:
    """One row: the name and the instant."""
    name = f"Halvorsen Water, {company.size.people:,} people"
    return (
        "organization",
        ("name", "as_of"),
        iter([(name, company.today)]),
    )


def functions(company: Company) -> Table:
    """One row a function."""
    teams = company.shape.teams
    heads = teams.first[np.flatnonzero(teams.rung == 0)].tolist()
    rows = (
        (company.function(i), f["name"], company.person(heads[i]), f["contribution"], f["success"])
        for i, f in enumerate(company.words["function"])
    )
    return "functions", ("id", "name", "head_id", "contribution", "success_measure"), rows


def teams(company: Company) -> Table:
    """One row a team, the executive team first."""
    t = company.shape.teams
    places = company.words["places"]

    def rows() -> Iterator[Row]:
        for i in range(len(t.size)):
            code = int(t.function[i])
            if code < 0:
                name = "Group management"
            elif t.rung[i] == 0:
                name = f"{company.words['function'][code]['name']} leadership"
            else:
                name = f"{company.words['function'][code]['name']} {places[i % len(places)]} {i}"
            up = int(t.parent[i])
            yield (
                company.team(i),
                name,
                company.team(up) if up >= 0 else None,
                company.function(code),
                company.person(int(t.first[i])),
            )

    return "teams", ("id", "name", "parent_id", "function_id", "lead_id"), rows()


def people(company: Company) -> Table:
    """One row a person."""
    p, t = company.shape.people, company.shape.teams
    columns = ("id", "name", "manager_id", "team_id", "title", "start_date", "end_date", "on_leave")

    def rows() -> Iterator[Row]:
        rng = company.rng(1)
        for i, (team, manager, lead) in enumerate(
            zip(p.team.tolist(), p.manager.tolist(), p.is_lead.tolist(), strict=True)
        ):
            titles = company.words["function"][max(0, int(t.function[team]))]["titles"]
            title = "Team lead" if lead else rng.choice(titles)
            left = not lead and rng.random() < LEFT
            yield (
                company.person(i),
                draw(rng),
                company.person(manager) if manager >= 0 else None,
                company.team(team),
                title if i else "Chief executive",
                company.days_ago(120, 6_000, rng),
                company.days_ago(5, 90, rng) if left else None,
                not lead and not left and rng.random() < AWAY,
            )

    return "people", columns, rows()


def strategy(company: Company) -> Table:
    """Vision, North Star and values."""
    published = company.dates.ago(120)
    texts = [
        ("vision", "Every town has safe water without thinking about it.", None),
        (
            "value",
            "A town has safe water tomorrow without thinking about it today.",
            None,
        ),
        ("value", "Running costs of a plant fall year by year for the town that owns it.", None),
        (
            "value",
            "We are safe to work with, for our own people and for the town.",
            None,
        ),
        ("north_star", "Litres of safe water delivered a month by installed plants", "kpi-litres"),
    ]
    rows = (
        (f"s{number}", kind, text, STRATEGY_VERSION, published, measure)
        for number, (kind, text, measure) in enumerate(texts, start=1)
    )
    return "strategy", ("id", "kind", "text", "version", "published_on", "measure_id"), rows


def pillars(company: Company) -> Table:
    """One row a pillar; each has two champions from different functions."""
    t = company.shape.teams
    heads = t.first[np.flatnonzero(t.rung == 0)].tolist()
    start, end = company.dates.period("strategy")

    def rows() -> Iterator[Row]:
        for i, pillar in enumerate(company.words["pillar"]):
            champions = tuple(company.person(h) for h in heads[i::4])
            yield (
                pillar["id"],
                pillar["name"],
                pillar["text"],
                pillar["weight"],
                company.person(heads[i]),
                champions,
                start,
                end,
                (f"kpi-{pillar['id']}",),
            )

    columns = (
        "id",
        "name",
        "text",
        "weight",
        "sponsor_id",
        "champion_ids",
        "start",
        "end",
        "kpi_ids",
    )
    return "pillars", columns, rows()


def kpis(company: Company) -> Table:
    """The measures of the pillars and of the North Star, and what guards each."""

    def rows() -> Iterator[Row]:
        yield "kpi-litres", "Litres of safe water a month", "million litres", None, None, None
        yield "kpi-samples", "Water samples within limits", "%", 99.5, None, ("north_star",)
        for pillar in company.words["pillar"]:
            yield f"kpi-{pillar['id']}", f"{pillar['name']}: its measure", "index", None, None, None
            yield (
                f"kpi-{pillar['id']}-guard",
                f"{pillar['name']}: complaints",
                "a month",
                None,
                40,
                (pillar["id"],),
            )

    return "kpis", ("id", "name", "unit", "healthy_min", "healthy_max", "guards"), rows()


def goals(company: Company) -> Table:
    """One row a goal."""
    g = company.shape.goals
    columns = (
        "id",
        "title",
        "scope",
        "kind",
        "owner_id",
        "contributor_ids",
        "team_id",
        "start",
        "end",
        "status",
        "reported",
        "created_on",
    )

    def rows() -> Iterator[Row]:
        rng = company.rng(2)
        last = company.size.people - 1
        for i, (tier, team, owner, status) in enumerate(
            zip(g.tier.tolist(), g.team.tolist(), g.owner.tolist(), g.status.tolist(), strict=True)
        ):
            start, end = company.period(i)
            helpers = () if tier == INDIVIDUAL else (company.person(min(last, owner + 1)),)
            roll = rng.random()
            development = tier == INDIVIDUAL and roll < 0.08
            yield (
                company.goal(i),
                title(company.words, company.wording, i, is_high=tier <= FUNCTION),
                SCOPES[tier],
                "development" if development else "objective",
                company.person(owner) if roll > 0.001 else None,
                helpers,
                company.team(team),
                start,
                end,
                STATUSES[status],
                REPORTS[int(company.reported[i])],
                start - timedelta(14),
            )

    return "goals", columns, rows()


def revisions(company: Company) -> Table:
    """A revision for one goal in twenty-five; a few of them after the links were confirmed."""
    status = company.shape.goals.status

    def rows() -> Iterator[Row]:
        rng = company.rng(3)
        for i in np.flatnonzero(status != DRAFT).tolist():
            roll = rng.random()
            if roll < CHANGED:
                before = rng.randint(60, 90)
                yield (
                    company.goal(i),
                    company.days_ago(16, 24, rng),
                    "target",
                    str(before),
                    str(before + 4),
                    "The first month showed that more is possible.",
                )
            elif roll < 0.04:
                yield (
                    company.goal(i),
                    company.days_ago(70, 120, rng),
                    "text",
                    "for the region",
                    "for each town in the region",
                    "The average hid the towns that had no water.",
                )
            elif status[i] == PAUSED:
                yield (
                    company.goal(i),
                    company.days_ago(20, 60, rng),
                    "status",
                    "active",
                    "paused",
                    "The people were needed for a plant that had stopped.",
                )

    return "revisions", ("goal_id", "date", "field", "before", "after", "reason"), rows()
