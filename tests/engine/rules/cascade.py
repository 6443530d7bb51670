"""A small cascade that the tests of structure change: one pillar, two teams, two goals."""

from tests.engine.build import Tables


def company() -> Tables:
    """Build a pillar that one goal of Plants carries, and a goal of Finance beside it."""
    return {
        "functions": [
            {"id": "F-FIN", "name": "Finance", "head_id": "E3"},
            {"id": "F-OPS", "name": "Operations", "head_id": "E1"},
        ],
        "teams": [
            {"id": "T-FIN", "name": "Accounts", "lead_id": "E3", "function_id": "F-FIN"},
            {"id": "T-OPS", "name": "Plants", "lead_id": "E1", "function_id": "F-OPS"},
        ],
        "people": [
            {"id": "E1", "name": "Ida Moss", "team_id": "T-OPS"},
            {"id": "E2", "name": "Milan Roth", "team_id": "T-FIN", "manager_id": "E3"},
            {"id": "E3", "name": "Ruth Amann", "team_id": "T-FIN"},
        ],
        "pillars": [{"id": "P1", "name": "Uptime customers rely on", "sponsor_id": "E3"}],
        "goals": [
            {"id": "G1", "title": "Plants run 98 % of the time", "owner_id": "E1"},
            {"id": "G2", "title": "Close the books in four days", "owner_id": "E2"},
        ],
        "links": [{"kind": "supports", "from_id": "G1", "to_id": "P1"}],
    }


def with_goals(*goals: dict[str, object], links: dict[str, str] | None = None) -> Tables:
    """Add goals, and `supports` links from child to parent."""
    tables = company()
    tables["goals"] = [*tables["goals"], *goals]
    more = [
        {"kind": "supports", "from_id": child, "to_id": parent}
        for child, parents in (links or {}).items()
        for parent in parents.split()
    ]
    tables["links"] = [*tables["links"], *more]
    return tables
