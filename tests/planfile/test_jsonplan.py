"""Plans as one JSON document."""

import json
from pathlib import Path

import pytest

from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.problems import PlanError, Problem
from lineofsight.planfile.read import read_plan

HEADING = '"format": "lineofsight-plan", "version": 1'
GOALS = '"goals": [{"id": "G1", "title": "t"}]'


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "plan.json"


def read(path: Path, content: str) -> PlanDocument:
    path.write_text(content, encoding="utf-8")
    return read_plan(path)


def refused(path: Path, content: str) -> tuple[Problem, ...]:
    with pytest.raises(PlanError) as caught:
        read(path, content)
    assert {problem.file for problem in caught.value.problems} == {str(path)}
    return caught.value.problems


def refused_once(path: Path, content: str) -> Problem:
    [problem] = refused(path, content)
    return problem


class TestReading:
    def test_tables_are_lists_of_records(self, path: Path) -> None:
        document = read(
            path,
            f"""{{{HEADING}, "organization": {{"name": "Øst"}},
            "goals": [{{"id": 7, "title": "t", "contributor_ids": ["a", "b"], "blocked": true,
            "confidence": 7, "end": "2026-11-21", "owner_id": null, "rollup": ""}}]}}""",
        )
        assert document.tables["organization"].columns == {"name": ["Øst"]}
        [goal] = document.records("goals")
        assert (goal["id"], goal["contributor_ids"], goal["blocked"]) == ("7", ("a", "b"), True)
        assert document.tables["goals"].columns["owner_id"] == [""]

    def test_the_first_record_is_row_1(self, path: Path) -> None:
        content = f'{{{HEADING}, "goals": [{{"id": "G", "title": "t"}}, {{}}, {{"id": "H"}}]}}'
        assert [(p.row, p.column) for p in refused(path, content)] == [(3, "title")]

    def test_records_are_counted_on_over_many(self, path: Path) -> None:
        goals = [{"id": f"G{i}", "title": "t"} for i in range(12_000)]
        goals[11_111]["end"] = "soon"
        content = json.dumps({"format": "lineofsight-plan", "version": 1, "goals": goals})
        assert refused_once(path, content).row == 11_112

    def test_the_heading_may_stand_at_the_end(self, path: Path) -> None:
        assert read(path, f"{{{GOALS}, {HEADING}}}")

    def test_a_byte_order_mark_is_passed_over(self, path: Path) -> None:
        assert read(path, f"\ufeff{{{HEADING}, {GOALS}}}")

    def test_a_reference_to_a_schema_is_passed_over(self, path: Path) -> None:
        assert read(path, f'{{"$schema": "x", {HEADING}, {GOALS}}}').notices == ()

    def test_an_unknown_key_is_left_out_and_said(self, path: Path) -> None:
        [notice] = read(path, f'{{{HEADING}, "budget": {{"a": []}}, {GOALS}}}').notices
        assert "“budget”" in notice.message

    def test_empty_tables_count_as_missing(self, path: Path) -> None:
        content = f'{{{HEADING}, "people": [], "teams": [{{}}], "kpis": null, {GOALS}}}'
        assert list(read(path, content).tables) == ["goals"]

    def test_the_organisation_may_be_a_list_of_one(self, path: Path) -> None:
        assert read(path, f'{{{HEADING}, "organization": [{{"name": "x"}}], {GOALS}}}')


class TestHeading:
    @pytest.mark.parametrize(
        ("heading", "said"),
        [
            ('"format": "other", "version": 1', "its format is “other”"),
            ('"version": 1', "does not say that it is a plan"),
            ('"format": "lineofsight-plan", "version": 2', "version “2”"),
            ('"format": "lineofsight-plan", "version": "1"', "version “1”"),
            ('"format": "lineofsight-plan", "version": true', "version “True”"),
            ('"format": "lineofsight-plan"', "version “None”"),
        ],
    )
    def test_another_format_or_version_is_refused(
        self, path: Path, heading: str, said: str
    ) -> None:
        content = f'{{{heading}, "goals": [{{"id": "G;"}}]}}'
        assert said in refused_once(path, content).message


class TestProblems:
    def test_a_key_that_stands_twice_is_named_by_its_row(self, path: Path) -> None:
        content = f'{{{HEADING}, "goals": [{{"id": "G", "title": "t", "id": "H"}}]}}'
        problem = refused_once(path, content)
        assert (problem.table, problem.row, problem.column) == ("goals", 1, "id")

    def test_a_table_that_stands_twice_is_an_error(self, path: Path) -> None:
        assert "twice" in refused_once(path, f"{{{HEADING}, {GOALS}, {GOALS}}}").message

    def test_what_is_no_record_is_named_by_its_row(self, path: Path) -> None:
        content = f'{{{HEADING}, "goals": [{{"id": "G", "title": "t"}}, 5, [1]]}}'
        assert [problem.row for problem in refused(path, content)] == [2, 3]

    def test_what_is_no_list_is_an_error(self, path: Path) -> None:
        content = f'{{{HEADING}, {GOALS}, "people": {{"id": "P"}}}}'
        assert "not a list of records" in refused_once(path, content).message

    @pytest.mark.parametrize("value", ["NaN", "Infinity", "-Infinity", "1e999"])
    def test_what_is_no_number_is_named_by_its_cell(self, path: Path, value: str) -> None:
        content = f'{{{HEADING}, "goals": [{{"id": "G", "title": "t", "confidence": {value}}}]}}'
        assert refused_once(path, content).column == "confidence"

    @pytest.mark.parametrize("value", ["true", '{"a": 1}', "[1]", "[[1]]"])
    def test_a_title_is_text(self, path: Path, value: str) -> None:
        content = f'{{{HEADING}, "goals": [{{"id": "G", "title": {value}}}]}}'
        assert refused_once(path, content).column == "title"

    def test_an_escaped_nul_is_an_error(self, path: Path) -> None:
        content = f'{{{HEADING}, "goals": [{{"id": "G", "title": "a\\u0000"}}]}}'
        assert "NUL" in refused_once(path, content).message

    def test_half_a_character_is_an_error(self, path: Path) -> None:
        content = f'{{{HEADING}, "goals": [{{"id": "G", "title": "a\\ud800"}}]}}'
        assert "half a character" in refused_once(path, content).message


class TestMalformed:
    @pytest.mark.parametrize(
        "content",
        [
            *("[]", "null", " ", "\ufeff", "{", "{}x", '{"a"}', '{"a": }', '{"a": 1,}', "{'a': 1}"),
            *('{"goals": [', '{"goals": [{}', '{"goals": [{"id": "a\nb"}]}'),
            '{"a": ' + "9" * 5_000 + "}",
        ],
    )
    def test_is_refused_with_its_line(self, path: Path, content: str) -> None:
        assert "not valid JSON at line" in refused_once(path, content).message

    def test_names_line_and_character(self, path: Path) -> None:
        message = refused_once(path, f'{{{HEADING},\n "goals": [\n  {{"id" "G"}}]}}').message
        assert "line 3, character 9" in message

    def test_problems_before_it_are_said_too(self, path: Path) -> None:
        content = f'{{{HEADING}, "people": [{{"id": "P;", "name": "n"}}], "goals": [}}'
        assert [problem.table for problem in refused(path, content)] == ["people", ""]

    @pytest.mark.parametrize("bracket", ["[", '{"a":'])
    def test_ten_thousand_deep_is_refused(self, path: Path, bracket: str) -> None:
        content = f'{{{HEADING}, "deep": ' + bracket * 10_000
        assert "nested too deeply" in refused_once(path, content).message

    def test_a_record_beyond_measure_is_refused(self, path: Path) -> None:
        content = f'{{{HEADING}, "x": [' + "{}," * 4_000_001 + "{}]}"
        assert "more than 4000000 characters" in refused_once(path, content).message

    def test_more_tables_than_a_plan_has_are_refused(self, path: Path) -> None:
        keys = ", ".join(f'"t{number}": 1' for number in range(1_100))
        assert "so many tables" in refused_once(path, f"{{{HEADING}, {keys}}}").message

    def test_more_columns_than_are_read_are_refused(self, path: Path) -> None:
        keys = ", ".join(f'"c{number}": 1' for number in range(1_001))
        problem = refused_once(path, f'{{{HEADING}, "goals": [{{{keys}}}]}}')
        assert (problem.table, problem.row) == ("goals", 1)

    def test_names_the_place_in_a_long_document(self, path: Path) -> None:
        goals = "".join(f'{{"id": "G{n}", "title": "{"x" * 90}"}},\n' for n in range(60_000))
        message = refused_once(path, f'{{{HEADING}, "goals": [\n{goals} {{]}}').message
        assert "line 60002, character 3" in message

    def test_a_document_longer_than_is_read_at_once_is_read_whole(self, path: Path) -> None:
        goals = ",".join(f'{{"id": "G{n}", "title": "{"ä" * 90}"}}' for n in range(60_000))
        table = read(path, f'{{{HEADING}, "goals": [{goals}]}}').tables["goals"]
        assert (len(table), table.columns["id"][-1], table.rows[-1]) == (60_000, "G59999", 60_000)

    @pytest.mark.parametrize("encoding", ["latin-1", "utf-16"])
    def test_other_encodings_are_refused(self, path: Path, encoding: str) -> None:
        path.write_bytes(f'{{{HEADING}, "goals": [{{"id": "ä", "title": "t"}}]}}'.encode(encoding))
        with pytest.raises(PlanError, match="UTF"):
            read_plan(path)
