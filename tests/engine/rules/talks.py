"""A manager with a report, and check-ins to give them: what the tests of rhythm change."""

from tests.engine.build import Records, Tables

Row = dict[str, object]


def pair(**more: Records) -> Tables:
    """Build Sven, whose report is Mara; they have agreed on a week."""
    tables: Tables = {
        "people": [
            {"id": "E1", "name": "Mara Engel", "manager_id": "E9", "check_in_days": 7},
            {"id": "E9", "name": "Sven Aho"},
        ],
        "goals": [{"id": "G1", "title": "Readings without a visit", "owner_id": "E1"}],
    }
    return {**tables, **more}


def talk(date: str, identifier: str = "", **values: object) -> Row:
    """Build a check-in of Sven and Mara on a day, called by it unless named."""
    row: Row = {
        "id": identifier or f"C-{date}",
        "manager_id": "E9",
        "person_id": "E1",
        "date": date,
    }
    return row | values


def talks(*dates: str, **values: object) -> Records:
    """Build check-ins of Sven and Mara on some days."""
    return [talk(date, **values) for date in dates]
