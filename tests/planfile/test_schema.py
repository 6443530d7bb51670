"""The list of tables and columns is sound."""

import pytest

from lineofsight.planfile.cells import Ids, reader_for, unknown
from lineofsight.planfile.schema import NORTH_STAR, TABLES, Column, Kind, fold

COLUMNS = [
    pytest.param(column, id=f"{spec.name}.{name}")
    for spec in TABLES.values()
    for name, column in spec.columns.items()
]


@pytest.mark.parametrize("column", COLUMNS)
class TestColumns:
    def test_explain_themselves(self, column: Column) -> None:
        assert column.help.endswith(".")

    def test_refer_to_tables_with_ids(self, column: Column) -> None:
        assert all(ref == NORTH_STAR or TABLES[ref].has_ids for ref in column.refs)

    def test_list_words_only_where_words_are_chosen(self, column: Column) -> None:
        assert bool(column.choices) == (column.kind in {Kind.CHOICE, Kind.CHOICES})

    def test_that_end_in_ids_hold_several(self, column: Column) -> None:
        assert (column.kind is Kind.REFS) == (
            column.name.endswith("_ids") or column.name == "guards"
        )

    def test_that_end_in_id_refer_to_something(self, column: Column) -> None:
        free = {"serves_id", "group_id"}
        if column.name.endswith("_id") and column.name not in free:
            assert column.kind is Kind.REF
            assert column.refs

    def test_read_a_blank_cell_as_unknown(self, column: Column) -> None:
        assert reader_for(column, Ids())(" ") == unknown(column.kind)


def test_no_two_headers_of_a_table_are_read_as_one() -> None:
    for spec in TABLES.values():
        assert len({fold(name) for name in spec.columns}) == len(spec.columns)


def test_goals_come_with_the_columns_of_the_documents() -> None:
    assert " ".join(TABLES["goals"].columns) == (
        "id title text scope kind serves serves_id serves_confirmed_on owner_id contributor_ids "
        "team_id cadence update_days start end lag_days continues status reported blocked "
        "confidence may_decide rollup confidential created_on"
    )
