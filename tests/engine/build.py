"""Small plans for tests: rows in, snapshot or findings out, through the doors that users take."""

from datetime import date

from lineofsight.engine.check import CheckResult, check
from lineofsight.engine.finding import Finding
from lineofsight.engine.lens import Lenses
from lineofsight.engine.settings import Settings
from lineofsight.engine.snapshot import Snapshot
from lineofsight.planfile.columns import to_columns
from lineofsight.planfile.document import PlanDocument

AS_OF = "2026-11-21"

Records = list[dict[str, object]]
Tables = dict[str, Records]


def snapshot(as_of: str = AS_OF, **tables: Records) -> Snapshot:
    """Build a snapshot from plain records; dates may be ISO text."""
    document = PlanDocument.from_rows(tables)
    return Snapshot.build(to_columns(document), date.fromisoformat(as_of))


def lenses(as_of: str = AS_OF, **tables: Records) -> Lenses:
    """Build lenses over a small plan."""
    return Lenses(snapshot(as_of, **tables))


def result(as_of: str = AS_OF, about_people: bool = True, **tables: Records) -> CheckResult:
    """Check a small plan with all rules."""
    return check(snapshot(as_of, **tables), Settings(people=about_people))


def findings(
    code: str, as_of: str = AS_OF, about_people: bool = True, **tables: Records
) -> list[Finding]:
    """Check a small plan with one rule."""
    settings = Settings(people=about_people, select=(code,))
    return list(check(snapshot(as_of, **tables), settings).findings)


def subjects(
    code: str, as_of: str = AS_OF, about_people: bool = True, **tables: Records
) -> list[str]:
    """List the ids of what one rule found."""
    return [finding.subject.id for finding in findings(code, as_of, about_people, **tables)]


def finding(code: str, as_of: str = AS_OF, about_people: bool = True, **tables: Records) -> Finding:
    """Check a small plan with one rule that must find one thing there."""
    found = findings(code, as_of, about_people, **tables)
    assert len(found) == 1, [one.sentence for one in found]
    return found[0]


def skipped(
    code: str, as_of: str = AS_OF, about_people: bool = True, **tables: Records
) -> list[str]:
    """List the reasons for which one rule was not run."""
    settings = Settings(people=about_people, select=(code,))
    return [one.reason for one in check(snapshot(as_of, **tables), settings).skipped]


def change(tables: Tables, table: str, identifier: str, **values: object) -> Tables:
    """Return the tables with some cells of one row changed."""
    assert any(row["id"] == identifier for row in tables[table])
    rows = [row | values if row["id"] == identifier else row for row in tables[table]]
    return {**tables, table: rows}


def without(tables: Tables, table: str) -> Tables:
    """Return the tables without one of them."""
    return {name: rows for name, rows in tables.items() if name != table}
