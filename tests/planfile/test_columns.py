"""From the document to the arrays of the engine."""

import numpy as np

from lineofsight.planfile.columns import to_columns
from tests.planfile.plans import plan

GOAL = {"id": "G1", "title": "t"}


class TestToColumns:
    def test_leaves_absent_columns_absent(self) -> None:
        assert set(to_columns(plan(goals=[GOAL]))["goals"].columns) == {"id", "title"}

    def test_gives_each_kind_its_type(self) -> None:
        goals = [
            {**GOAL, "confidence": 7, "start": "2026-01-02", "blocked": True, "owner_id": "P1"},
            {"id": "G2", "title": "u", "contributor_ids": ["a", "b"]},
        ]
        columns = to_columns(plan(goals=goals))["goals"].columns
        assert columns["title"].tolist() == ["t", "u"]
        assert columns["owner_id"].tolist() == ["P1", ""]
        assert columns["contributor_ids"].tolist() == [(), ("a", "b")]
        np.testing.assert_array_equal(columns["confidence"], np.array([7.0, np.nan]))
        expected = np.array(["2026-01-02", "NaT"], dtype="datetime64[D]")
        np.testing.assert_array_equal(columns["start"], expected)
        np.testing.assert_array_equal(columns["blocked"], np.array([1, -1], dtype=np.int8))
        assert columns["blocked"].dtype == np.int8

    def test_keeps_tuples_of_equal_length_apart(self) -> None:
        goals = [{"id": f"G{i}", "title": "t", "contributor_ids": ["a", "b"]} for i in range(3)]
        column = to_columns(plan(goals=goals))["goals"].columns["contributor_ids"]
        assert column.shape == (3,)

    def test_hands_on_rows_and_file(self) -> None:
        table = to_columns(plan())["goals"]
        assert (table.rows.tolist(), table.rows.dtype, table.file) == ([1, 2], np.int64, "")
