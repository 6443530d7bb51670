"""The plan document: made of records, checked as files are."""

from datetime import date

import numpy as np
import pytest

from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.problems import MOST_KEPT, Notice, PlanError, printable, quoted
from tests.planfile.plans import GOALS, content, only_problem, plan, problems_of, rich_plan


class TestFromRows:
    def test_stores_values_by_the_kind_of_their_column(self) -> None:
        document = plan(
            goals=[
                {
                    "id": 1.0,
                    "title": " Customers stay ",
                    "scope": "Team",
                    "owner_id": ["P1", "P2"],
                    "contributor_ids": "P3;P4",
                    "start": "2026-01-01",
                    "blocked": "yes",
                    "confidence": "7",
                }
            ]
        )
        assert next(document.records("goals")) == {
            "id": "1",
            "title": "Customers stay",
            "scope": "team",
            "owner_id": "P1;P2",
            "contributor_ids": ("P3", "P4"),
            "start": date(2026, 1, 1),
            "blocked": True,
            "confidence": 7.0,
        }

    def test_has_the_columns_that_the_source_has(self) -> None:
        goals = [{"id": "G1", "title": "t"}, {"id": "G2", "title": "t", "end": None}]
        assert plan(goals=goals).tables["goals"].columns == {
            "id": ["G1", "G2"],
            "title": ["t", "t"],
            "end": [None, None],
        }

    def test_counts_records_from_one(self) -> None:
        assert list(plan().tables["goals"].rows) == [1, 2]

    def test_takes_the_row_numbers_of_the_source(self) -> None:
        document = PlanDocument.from_rows({"goals": GOALS}, "f", source_rows={"goals": [4, 9]})
        assert (list(document.tables["goals"].rows), document.tables["goals"].file) == ([4, 9], "f")

    def test_passes_over_blank_records_but_counts_them(self) -> None:
        goals = [GOALS[0], {}, {"id": " ", "title": None}, GOALS[1]]
        document = plan(goals=goals)
        assert list(document.tables["goals"].rows) == [1, 4]

    def test_leaves_out_tables_without_rows(self) -> None:
        assert list(plan(people=[], teams=[{}]).tables) == ["goals"]

    def test_takes_numbers_of_numpy(self) -> None:
        document = plan(kpis=[{"id": np.int64(3), "name": "k", "healthy_min": np.float64(0.5)}])
        assert next(document.records("kpis")) == {"id": "3", "name": "k", "healthy_min": 0.5}

    def test_reads_one_and_true_apart(self) -> None:
        goals = [{"id": "G1", "title": "t", "confidence": v} for v in (1, 1.0)]
        goals = [{**goal, "id": f"G{i}"} for i, goal in enumerate(goals)]
        assert plan(goals=goals).tables["goals"].columns["confidence"] == [1.0, 1.0]
        assert only_problem(goals=[*goals, {"id": "G", "title": "t", "confidence": True}]).row == 3

    def test_reads_a_list_of_one_and_of_true_apart(self) -> None:
        goals = [{"id": "G1", "title": "t", "contributor_ids": [1]}]
        wrong = {"id": "G2", "title": "t", "contributor_ids": [True]}
        assert only_problem(goals=[*goals, wrong]).row == 2

    def test_makes_the_same_plan_of_its_own_records(self) -> None:
        assert content(PlanDocument.from_rows(rich_plan().to_rows())) == content(rich_plan())

    def test_takes_pillars_alone_from_an_outside_format(self) -> None:
        rows = {"pillars": [{"id": "S", "name": "n"}]}
        assert list(PlanDocument.from_rows(rows, outside=True).tables) == ["pillars"]

    def test_keeps_what_was_noticed_before(self) -> None:
        notice = Notice("f", message="A date was left out.")
        assert PlanDocument.from_rows({"goals": GOALS}, notices=[notice]).notices == (notice,)


class TestProblems:
    def test_are_all_said_at_once_in_the_order_of_the_tables(self) -> None:
        found = problems_of(
            links=[{"kind": "helps", "from_id": "G1", "to_id": "G9"}],
            goals=[{"id": "G1", "title": "t", "end": "soon"}, {"id": "G1", "confidence": 11}],
            teams=[{"id": "T", "name": "t", "parent_id": "T"}],
        )
        assert [(p.table, p.row, p.column) for p in found] == [
            ("teams", 1, "parent_id"),
            ("goals", 1, "end"),
            ("goals", 2, "id"),
            ("goals", 2, "title"),
            ("goals", 2, "confidence"),
            ("links", 1, "kind"),
            ("links", 1, "to_id"),
        ]

    def test_a_plan_needs_goals(self) -> None:
        assert only_problem(goals=[]).message == "The plan has no goals."

    def test_a_required_column_that_is_missing_is_said_once(self) -> None:
        problem = only_problem(goals=[{"id": "G1"}, {"id": "G2"}])
        assert (problem.row, problem.column) == (None, "title")

    def test_a_required_value_that_is_missing_is_said_by_row(self) -> None:
        assert only_problem(goals=[*GOALS, {"id": "G3", "title": " "}]).row == 3

    def test_a_value_that_cannot_be_read_is_not_missing_too(self) -> None:
        observations = [{"measure_id": "K", "date": "soon", "value": 1}]
        assert "is not a date" in only_problem(observations=observations).message

    def test_are_kept_up_to_a_number_and_then_counted(self) -> None:
        goals = [{"id": f"G{i}", "title": "t", "end": "soon"} for i in range(MOST_KEPT + 7)]
        found = problems_of(goals=goals)
        assert len(found) == MOST_KEPT + 1
        assert found[-1].message == "There are at least 7 more problems."

    def test_read_as_sentences_with_their_place(self) -> None:
        with pytest.raises(PlanError) as caught:
            PlanDocument.from_rows({"goals": [{"id": "G", "title": "t", "end": "x"}]}, "plan.json")
        assert str(caught.value) == (
            "plan.json, goals, row 1, column end: “x” is not a date. "
            "Write it as year, month and day: 2026-11-21."
        )


class TestUnknownColumns:
    def test_are_kept_as_text(self) -> None:
        goals = [{**GOALS[0], "Cost": 7.0, "Tags": ["a", "b"], "Deep": {"k": [1]}, "Ok": True}]
        assert plan(goals=goals).tables["goals"].extras == {
            "Cost": ["7"],
            "Tags": ["a;b"],
            "Deep": ['{"k": [1]}'],
            "Ok": ["true"],
        }

    def test_are_reported_once(self) -> None:
        [notice] = plan(goals=[{**goal, "Cost": 1} for goal in GOALS]).notices
        assert (notice.table, notice.column) == ("goals", "Cost")

    def test_that_are_nearly_ours_name_the_one_meant(self) -> None:
        [notice] = plan(goals=[{**GOALS[0], "confidense": 7}]).notices
        assert notice.remedy == "Did you mean confidence?"

    def test_headers_are_read_without_regard_to_case_and_space(self) -> None:
        document = plan(goals=[{"ID": "G", " Title ": "t", "Owner-ID": "P", "May Decide": "all"}])
        assert list(document.tables["goals"].columns) == ["id", "title", "owner_id", "may_decide"]
        assert document.notices == ()

    def test_two_headers_for_one_column_are_an_error(self) -> None:
        problem = only_problem(goals=[{"id": "G", "title": "t", "Title": "u"}])
        assert "stands there twice" in problem.message

    @pytest.mark.parametrize("name", ["", " "])
    def test_without_a_name_are_left_out_and_said(self, name: str) -> None:
        document = plan(goals=[{**GOALS[0], name: "x"}])
        assert (document.tables["goals"].extras, len(document.notices)) == ({}, 1)

    @pytest.mark.parametrize("name", ["a\0b", "\ud800"])
    def test_whose_name_is_no_text_are_an_error(self, name: str) -> None:
        assert only_problem(goals=[{**GOALS[0], name: "x"}]).table == "goals"

    def test_an_unknown_table_is_left_out_and_said(self) -> None:
        [notice] = plan(gaols=GOALS, budget=[]).notices[:1]
        assert "“gaols” is not a table" in notice.message
        assert notice.remedy == "Did you mean goals?"


class TestPrinting:
    def test_control_characters_do_not_reach_a_terminal(self) -> None:
        assert printable("a\x1b[31mb") == r"a\x1b[31mb"

    @pytest.mark.parametrize("harm", ["\x1b[31m", "\x07", "\n", "\x9b", "\u202e", "\u2066"])
    def test_no_message_or_remedy_reaches_a_terminal_as_a_command(self, harm: str) -> None:
        problem = Notice("f", message=f"The part {harm} is odd.", remedy=f"Drop {harm}.")
        assert str(problem).isprintable()

    def test_blanks_that_do_not_break_stay_in_a_message(self) -> None:
        assert str(Notice("f", message="oui\u00a0: 1\u202f000")) == "f: oui\u00a0: 1\u202f000"

    def test_a_long_cell_is_cut(self) -> None:
        assert len(quoted("x" * 10_000)) < 70
