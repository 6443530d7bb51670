"""Rows with a problem of their own are set aside when the caller says so; the rest is read."""

import json
from pathlib import Path

import pytest

from lineofsight.planfile.aside import Aside, read_rows
from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.problems import PlanError
from lineofsight.planfile.read import read_plan

GOALS = "id,title,end\nG1,Plants run,2026-12-31\nG2,Books closed,next week\nG3,Parts,2026-10-01\n"


def folder(tmp_path: Path, **tables: str) -> Path:
    for name, text in {"goals": GOALS, **tables}.items():
        (tmp_path / f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def tolerant(path: Path) -> PlanDocument:
    return read_plan(path, set_aside=True)


def only(document: PlanDocument) -> Aside:
    (aside,) = document.aside
    return aside


def test_a_bad_cell_sets_its_row_aside_with_what_stands_there(tmp_path: Path) -> None:
    document = tolerant(folder(tmp_path))
    assert list(document.tables["goals"].texts("id")) == ["G1", "G3"]
    aside = only(document)
    assert (Path(aside.file).name, aside.table, aside.row) == ("goals.csv", "goals", 3)
    assert aside.content == {"id": "G2", "title": "Books closed", "end": "next week"}


def test_the_problem_is_said_with_place_and_remedy(tmp_path: Path) -> None:
    (problem,) = only(tolerant(folder(tmp_path))).problems
    assert (problem.row, problem.column) == (3, "end")
    assert problem.remedy == "Write it as year, month and day: 2026-11-21."


def test_rows_keep_their_numbers(tmp_path: Path) -> None:
    assert list(tolerant(folder(tmp_path)).tables["goals"].rows) == [2, 4]


def test_a_second_id_sets_the_second_row_aside(tmp_path: Path) -> None:
    document = tolerant(folder(tmp_path, goals="id,title\nG,First\nG,Second\n"))
    assert only(document).content["title"] == "Second"
    assert list(document.tables["goals"].texts("title")) == ["First"]


@pytest.mark.parametrize("key", ["G;1", "G>1"])
def test_an_id_with_a_meaning_of_its_own_is_kept_as_it_stands(tmp_path: Path, key: str) -> None:
    document = tolerant(folder(tmp_path, goals=f"id,title\nG,First\n{key},Second\n"))
    assert only(document).content == {"id": key, "title": "Second"}


def test_a_reference_to_nothing_sets_its_row_aside(tmp_path: Path) -> None:
    links = "kind,from_id,to_id\nsupports,G1,G9\nsupports,G1,G3\n"
    document = tolerant(folder(tmp_path, goals=GOALS.replace("next week", ""), links=links))
    assert only(document).content == {"kind": "supports", "from_id": "G1", "to_id": "G9"}
    assert len(document.tables["links"]) == 1


def test_a_reference_to_a_row_that_is_set_aside_is_none_to_nothing(tmp_path: Path) -> None:
    links = "kind,from_id,to_id\nsupports,G1,G2\n"
    document = tolerant(folder(tmp_path, links=links))
    assert only(document).table == "goals"
    assert len(document.tables["links"]) == 1


def test_a_missing_title_sets_its_row_aside(tmp_path: Path) -> None:
    document = tolerant(folder(tmp_path, goals="id,title\nG1,\nG2,Books\n"))
    assert only(document).content == {"id": "G1"}


def test_cells_beyond_the_header_are_kept(tmp_path: Path) -> None:
    document = tolerant(folder(tmp_path, goals="id,title\nG1,Plants, run\nG2,Books\n"))
    assert only(document).content == {"id": "G1", "title": "Plants", "": ["run"]}


def test_a_circle_of_managers_is_opened_at_one_row(tmp_path: Path) -> None:
    people = "id,name,manager_id\na,Ana,b\nb,Bo,a\n"
    document = tolerant(folder(tmp_path, goals=GOALS.replace("next week", ""), people=people))
    assert only(document).content == {"id": "a", "name": "Ana", "manager_id": "b"}


def test_a_table_of_which_every_row_is_set_aside_is_missing(tmp_path: Path) -> None:
    document = tolerant(folder(tmp_path, goals="id,title\nG1,\n"))
    assert document.tables == {}


def test_without_it_the_file_is_refused_and_all_is_said(tmp_path: Path) -> None:
    path = folder(tmp_path, goals="id,title,end\nG;1,,x\n")
    with pytest.raises(PlanError) as refused:
        read_plan(path)
    said = tuple(only(tolerant(path)).problems)
    assert refused.value.problems == said
    assert len(said) == 3


@pytest.mark.parametrize(
    "text",
    [
        "id,name\nG1,Plants\n",  # no column title
        "id,title,Title\nG1,Plants,Plants\n",  # a column twice
        "id,title\nG1,\udcff\n",  # no UTF-8
    ],
)
def test_what_is_wrong_with_a_table_refuses_the_file(tmp_path: Path, text: str) -> None:
    (tmp_path / "goals.csv").write_bytes(text.encode("utf-8", "surrogateescape"))
    with pytest.raises(PlanError):
        tolerant(tmp_path)


def test_a_plan_without_goals_is_refused(tmp_path: Path) -> None:
    (tmp_path / "people.csv").write_text("id,name\na,Ana\n")
    with pytest.raises(PlanError, match="no goals"):
        tolerant(tmp_path)


def test_json_is_read_so_too(tmp_path: Path) -> None:
    goals = [{"id": "G1", "title": "Plants"}, {"id": "G2", "title": "Books", "confidence": 11}]
    plan = {"format": "lineofsight-plan", "version": 1, "goals": goals}
    (tmp_path / "plan.json").write_text(json.dumps(plan))
    aside = only(tolerant(tmp_path / "plan.json"))
    assert (aside.row, aside.content) == (2, goals[1])


def test_json_of_another_version_is_refused(tmp_path: Path) -> None:
    plan = {"format": "lineofsight-plan", "version": 2, "goals": [{"id": "G", "title": "t"}]}
    (tmp_path / "plan.json").write_text(json.dumps(plan))
    with pytest.raises(PlanError):
        tolerant(tmp_path / "plan.json")


def test_a_sound_plan_has_nothing_aside(tmp_path: Path) -> None:
    path = folder(tmp_path, goals="id,title\nG1,Plants\n")
    assert tolerant(path) == read_plan(path)
    assert tolerant(path).aside == ()


class TestReadRows:
    def test_reads_cells_as_a_file_is_read(self) -> None:
        table, problems = read_rows("goals", [{"id": "G", "title": "t", "end": "2026-01-02"}])
        assert problems == []
        assert table is not None
        assert str(table.columns["end"][0]) == "2026-01-02"

    def test_does_not_look_for_what_a_row_names(self) -> None:
        row = {"kind": "supports", "from_id": "G1", "to_id": "G2"}
        table, problems = read_rows("links", [row])
        assert (problems, table is not None) == ([], True)

    def test_says_what_still_cannot_be_read(self) -> None:
        rows = [{"id": "G", "title": "t"}, {"id": "H", "title": "t", "end": "soon"}]
        _table, problems = read_rows("goals", rows)
        assert [(problem.row, problem.column) for problem in problems] == [(2, "end")]

    def test_a_row_of_more_cells_than_headers_cannot_be_read(self) -> None:
        _table, problems = read_rows("goals", [{"id": "G", "title": "t", "": ["x"]}])
        assert [problem.row for problem in problems] == [1]
