"""LOS201, 202, 203 and 206: where they fire, where they must not, and that names decide nothing."""

from copy import deepcopy
from datetime import date
from random import Random

import pytest

from lineofsight.bench.plants import PLANTS, Ground
from lineofsight.bench.reading import read
from lineofsight.engine.check import check
from lineofsight.engine.settings import Settings
from lineofsight.engine.snapshot import Snapshot
from lineofsight.planfile.columns import to_columns
from lineofsight.planfile.document import PlanDocument

AS_OF = date(2026, 11, 21)
CODES = ("LOS201", "LOS202", "LOS203", "LOS206")
Rows = dict[str, list[dict[str, object]]]

each_rule = pytest.mark.parametrize("code", CODES)


def planted(code: str) -> Ground:
    rows: Rows = {"organization": [{"name": "Planted"}]}
    ground = Ground(rows, Random(3), AS_OF)  # noqa: S311 - a seeded choice, not a secret
    for plant in PLANTS[code]:
        plant(ground)
    return ground


def seen(code: str, rows: Rows, *, select: tuple[str, ...] | None = None) -> set[tuple[str, str]]:
    snapshot = Snapshot.build(to_columns(PlanDocument.from_rows(rows)), AS_OF)
    result = check(snapshot, Settings(select=(code,) if select is None else select))
    return {(one.subject.kind, one.subject.id) for one in result.findings if one.rule == code}


@each_rule
def test_what_is_planted_is_found_and_its_neighbours_are_not(code: str) -> None:
    ground = planted(code)

    found = seen(code, ground.rows)

    assert ground.planted <= found
    assert not ground.neighbours & found


@each_rule
def test_engine_and_reading_name_the_same(code: str) -> None:
    ground = planted(code)

    assert seen(code, ground.rows) == read(ground.rows, AS_OF, rules=[code])[code]


@each_rule
def test_the_order_of_rows_decides_nothing(code: str) -> None:
    ground = planted(code)
    turned = {name: list(reversed(table)) for name, table in deepcopy(ground.rows).items()}

    assert seen(code, turned) == seen(code, ground.rows)


@each_rule
def test_the_names_of_ids_decide_nothing(code: str) -> None:
    rows = planted(code).rows
    names = {str(row["id"]): f"z{place}" for table in rows.values() for place, row in
             enumerate(table) if "id" in row}  # fmt: skip
    names = {name: f"{new}-{len(names) - place}" for place, (name, new) in enumerate(names.items())}

    def renamed(value: object) -> object:
        return names.get(value, value) if isinstance(value, str) else value

    changed = {
        table: [{column: renamed(value) for column, value in row.items()} for row in records]
        for table, records in rows.items()
    }

    assert len(seen(code, changed)) == len(seen(code, rows))


def test_a_drifted_link_is_never_more_than_medium() -> None:
    rows = planted("LOS201").rows
    snapshot = Snapshot.build(to_columns(PlanDocument.from_rows(rows)), AS_OF)

    result = check(snapshot, Settings(select=("LOS201",), high=0.0, medium=0.0))

    assert {one.severity.word for one in result.findings} == {"medium"}


def test_off_value_is_off_until_it_is_asked_for_by_its_code() -> None:
    rows = planted("LOS206").rows
    snapshot = Snapshot.build(to_columns(PlanDocument.from_rows(rows)), AS_OF)

    skipped = check(snapshot, Settings(select=("LOS2",))).skipped

    assert ("LOS206", "off until asked for") in {(one.rule, one.reason) for one in skipped}


def test_the_rung_that_lost_most_is_named() -> None:
    rows = planted("LOS203").rows
    snapshot = Snapshot.build(to_columns(PlanDocument.from_rows(rows)), AS_OF)

    for one in check(snapshot, Settings(select=("LOS203",))).findings:
        curve = one.evidence["curve"]
        assert isinstance(curve, list)
        assert curve[-1] == one.evidence["retention"]
        assert sorted(curve, reverse=True) == curve
