"""A plan with enough goals, words and observed values for every chart of the page."""

from tests.report.html.pages import AS_OF, Records, goal, supports

DAYS = ("2026-02-15", "2026-04-15", "2026-06-15", "2026-08-15", "2026-09-30", "2026-11-18")
RISING = (20, 35, 50, 62, 75, 88)
FALLING = (81, 80, 79, 78, 77, 76)
STILL = (10, 11, 10, 10, 11, 10)
TIME = "Sailings leave the quay on time so that islanders catch their trains and school buses"
YEAR = "Boats sail safely through winter storms because hulls, engines and ice gear are ready"


def result(key: str, goal_id: str, **more: object) -> dict[str, object]:
    """A key result on its way from 0 to 100 within the year."""
    return {
        "id": key,
        "goal_id": goal_id,
        "title": f"{key} in a hundred",
        "unit": "%",
        "baseline": 0,
        "target": 100,
        "start": "2026-01-01",
        "end": "2026-12-31",
        **more,
    }


def observed(key: str, values: tuple[float, ...]) -> Records:
    """The values of a key result, the last on the last of the days."""
    days = DAYS[-len(values) :]
    return [
        {"measure_id": key, "date": day, "value": value}
        for day, value in zip(days, values, strict=True)
    ]


def harbour(teams: int = 12) -> dict[str, Records]:
    """Two functions under two pillars; the words of Quays stray from their pillar below."""
    goals: Records = [
        goal(
            "on-time",
            title=f"{TIME} every day",
            scope="enterprise",
            team_id="boats",
            reported="on_track",
        ),
        goal(
            "winter",
            title=f"{YEAR} every year",
            scope="enterprise",
            team_id="north",
            reported="at_risk",
        ),
        goal("own", title="Ana reads the tide tables", scope="individual", team_id="boats"),
        goal("quiet", title="Buy the rival line", scope="team", team_id="boats", confidential=True),
    ]
    links: Records = [
        supports("on-time", "time"),
        supports("winter", "year"),
        supports("own", "on-time"),
        supports("quiet", "on-time"),
    ]
    results: Records = [
        result("trains", "on-time"),
        result("storms", "winter", baseline=81, target=88),
        result("tides", "own"),
        result("rival", "quiet"),
    ]
    seen = [
        *observed("trains", RISING),
        *observed("storms", FALLING),
        *observed("tides", RISING),
        *observed("rival", RISING),
    ]
    for number in range(2 * teams):
        title = f"Sailings leave the quay on time from berth {number}"
        goals.append(
            goal(f"boat{number}", title=title, scope="team", team_id="boats", reported="on_track")
        )
        links.append(supports(f"boat{number}", "on-time"))
        results.append(result(f"berth{number}", f"boat{number}"))
        seen += observed(f"berth{number}", RISING)
    for number in range(teams):
        goals.append(
            goal(
                f"quay{number}",
                title=f"Invoices of supplier {number} reach the ledger without paper",
                scope="team",
                team_id="north",
                reported="off_track",
                owner_id="bo",
            )
        )
        links.append(supports(f"quay{number}", "winter"))
        results.append(result(f"ledger{number}", f"quay{number}"))
        seen += observed(f"ledger{number}", STILL)
    return {
        "organization": [{"name": "Harbour Lines", "as_of": AS_OF}],
        "functions": [
            {"id": "fleet", "name": "Fleet", "head_id": "ana"},
            {"id": "quays", "name": "Quays", "head_id": "bo"},
        ],
        "teams": [
            {"id": "boats", "name": "Boats", "function_id": "fleet", "lead_id": "ana"},
            {"id": "north", "name": "North", "function_id": "quays", "lead_id": "bo"},
        ],
        "people": [
            {"id": "ana", "name": "Ana Silva", "team_id": "boats"},
            {"id": "bo", "name": "Bo Lund", "team_id": "north", "manager_id": "ana"},
        ],
        "pillars": [
            {"id": "time", "name": "Boats on time", "text": TIME, "weight": 0.75},
            {"id": "year", "name": "Open all year", "text": YEAR, "weight": 0.25},
        ],
        "goals": goals,
        "links": links,
        "key_results": results,
        "observations": seen,
    }
