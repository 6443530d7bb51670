"""Small plans, checked, for reports to tell of."""

from datetime import date

from lineofsight.engine.check import CheckResult, check
from lineofsight.engine.lens import Lenses
from lineofsight.engine.settings import Settings
from lineofsight.engine.snapshot import Snapshot
from lineofsight.planfile.columns import to_columns
from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.read import read_plan
from tests.cli.run import AS_OF, KESTREL, Tables, plan

Records = list[dict[str, object]]


def checked(
    tables: Tables | None = None,
    *,
    settings: Settings | None = None,
    as_of: str = AS_OF,
    file: str = "plan.xlsx",
) -> tuple[CheckResult, Lenses]:
    """Check a plan of plain records."""
    rows = dict(plan() if tables is None else tables)
    if isinstance(rows.get("organization"), dict):
        rows["organization"] = [rows["organization"]]
    document = PlanDocument.from_rows(rows, file=file)
    return looked_at(document, settings or Settings(), as_of)


def kestrel(settings: Settings | None = None) -> tuple[CheckResult, Lenses]:
    """Check the example of the documentation."""
    return looked_at(read_plan(KESTREL), settings or Settings(), "2026-10-15")


def looked_at(document: PlanDocument, settings: Settings, as_of: str) -> tuple[CheckResult, Lenses]:
    """Check a document."""
    snapshot = Snapshot.build(to_columns(document), date.fromisoformat(as_of))
    lenses = Lenses(snapshot, settings)
    return check(snapshot, settings, lenses=lenses), lenses
