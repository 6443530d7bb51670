"""The spreadsheet form of an export: columns, ids, people, words."""

import hashlib
from datetime import date
from pathlib import Path

import pytest
import xlsxwriter

from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.goal_export import looks_like_goal_export, read_goal_export
from lineofsight.planfile.problems import PlanError
from tests.planfile.goal_export.exports import (
    ALIGNED,
    COLUMNS,
    GROW,
    SITES,
    WIN,
    check_in,
    column,
    csv_text,
    links,
    read,
    row,
    said,
    under,
    write_csv,
    write_xlsx,
)

THREE = (WIN, GROW, SITES)


def test_objectives_are_goals_and_key_results_theirs(tmp_path: Path) -> None:
    document = read(tmp_path, *THREE)

    assert column(document, "goals", "id") == ["100", "101"]
    assert column(document, "key_results", "goal_id") == ["101"]
    assert links(document) == {("101", "100"): 0.1429}
    assert column(document, "key_results", "weight") == [0.5]


def test_the_top_of_the_export_is_the_enterprise(tmp_path: Path) -> None:
    document = read(tmp_path, *THREE, row(103, "Alone"))

    assert column(document, "goals", "scope") == ["enterprise", None, None]


def test_rows_are_numbered_as_a_spreadsheet_does(tmp_path: Path) -> None:
    text = row(99, "Several\nlines", text="one\ntwo")

    document = read(tmp_path, text, *THREE)

    assert list(document.tables["goals"].rows) == [2, 3, 4]


@pytest.mark.parametrize("write", [write_csv, write_xlsx])
def test_both_kinds_of_file_give_the_same(tmp_path: Path, write: object) -> None:
    rows = [*THREE, row(104, "Closed", status="Closed", start="2025-01-01", end="2025-12-31")]

    assert callable(write)
    document = read_goal_export(write(tmp_path, rows))

    assert document.to_rows() == read(tmp_path, *rows).to_rows()


@pytest.mark.parametrize("separator", [",", ";", "\t"])
def test_any_separator(tmp_path: Path, separator: str) -> None:
    path = tmp_path / "export.csv"
    path.write_text(csv_text(THREE, separator=separator), encoding="utf-8-sig", newline="")

    assert looks_like_goal_export(path)
    assert column(read_goal_export(path), "goals", "id") == ["100", "101"]


def test_columns_come_in_any_order_and_any_may_be_missing(tmp_path: Path) -> None:
    columns = [ALIGNED, "Object Type", "Title", "Id"]

    document = read(tmp_path, *THREE, columns=columns)

    assert links(document) == {("101", "100"): 0.1429}


def test_a_title_may_stand_above_the_header(tmp_path: Path) -> None:
    path = tmp_path / "export.csv"
    path.write_text("Explorer view\n\n" + csv_text(THREE), encoding="utf-8", newline="")

    document = read_goal_export(path)

    assert list(document.tables["goals"].rows) == [4, 5]


def test_owners_are_people_named_once(tmp_path: Path) -> None:
    rows = [
        row(1, "A", owner="Ana Silva, Raïsa van Olden"),
        row(2, "B", owner="Raïsa  van Olden"),
    ]

    document = read(tmp_path, *rows)

    assert column(document, "goals", "owner_id") == ["ana-silva;raïsa-van-olden", "raïsa-van-olden"]
    assert column(document, "people", "name") == ["Ana Silva", "Raïsa van Olden"]


def test_of_several_teams_the_first_is_the_goals(tmp_path: Path) -> None:
    document = read(tmp_path, row(1, "A", team="Sales; All staff"))

    assert column(document, "teams", "id") == ["all-staff", "sales"]
    assert column(document, "goals", "team_id") == ["sales"]
    assert column(document, "goals", "other_teams") == ["all-staff"]
    assert "belongs to several teams" in said(document)


@pytest.mark.parametrize(
    ("word", "status", "reported"),
    [
        ("Not Started", "active", None),
        ("On Track", "active", "on_track"),
        ("Behind", "active", "at_risk"),
        ("At Risk", "active", "at_risk"),
        ("Closed", "done", None),
        ("Postponed", "paused", None),
        ("Reopened", "active", None),
        ("", None, None),
    ],
)
def test_states(tmp_path: Path, word: str, status: str | None, reported: str | None) -> None:
    document = read(tmp_path, row(1, "A", status=word))

    assert column(document, "goals", "status") == [status]
    assert column(document, "goals", "reported") == [reported]


def test_a_state_that_nobody_knows_is_left_out_and_said(tmp_path: Path) -> None:
    document = read(tmp_path, row(1, "A", status="Sort of"))

    assert column(document, "goals", "status") == [None]
    notice = document.notices[0]
    assert (notice.row, notice.column) == (2, "status")
    assert "“Sort of”" in notice.message


def test_development_goals(tmp_path: Path) -> None:
    document = read(
        tmp_path,
        row(1, "A", goal_type="Development Goal"),
        row(2, "B", goal_type="Committed Goal"),
    )

    assert column(document, "goals", "kind") == ["development", None]
    assert column(document, "goals", "goal_type") == ["Development Goal", "Committed Goal"]


def test_dates_come_from_the_period_where_none_are_given(tmp_path: Path) -> None:
    rows = [
        row(1, "A", period="Q2 2025"),
        row(2, "B", period="FY25"),
        row(3, "C", period="Annual 2025", start="2025-02-01", end="2025-03-31"),
    ]

    document = read(tmp_path, *rows)

    assert column(document, "goals", "start") == [date(2025, 4, 1), None, date(2025, 2, 1)]
    assert column(document, "goals", "end") == [date(2025, 6, 30), None, date(2025, 3, 31)]


def test_single_values_that_cannot_be_read_are_left_out_and_said(tmp_path: Path) -> None:
    broken = row(1, "A", start="01/02/2025", end="2025-12-31", created="2024-12-09 14:36:20 UTC")
    measured = {**SITES, "Target": "many", "Start": "1,200"}

    document = read(tmp_path, broken, GROW, measured)

    assert column(document, "goals", "end")[0] == date(2025, 12, 31)
    assert column(document, "goals", "created_on")[0] == date(2024, 12, 9)
    assert column(document, "key_results", "baseline") == [1200]
    places = {(notice.row, notice.column) for notice in document.notices}
    assert {(2, "start"), (4, "target")} <= places


def test_an_end_before_its_start_is_left_out_and_said(tmp_path: Path) -> None:
    document = read(tmp_path, row(1, "A", start="2025-06-01", end="2025-05-01"))

    assert column(document, "goals", "end") == [None]
    assert "before the start" in said(document)


def test_columns_of_the_organisations_own_are_kept(tmp_path: Path) -> None:
    columns = [*COLUMNS, "Region", "Confidence"]
    columns.remove("Checkins")

    document = read(tmp_path, {**WIN, "Region": "North", "Confidence": "high"}, columns=columns)

    record = next(document.records("goals"))
    assert record["Region"] == "North"
    assert record["Confidence (export)"] == "high"
    assert document.notices == ()


def test_rows_without_a_title_take_it_from_the_description(tmp_path: Path) -> None:
    rows = [row(1, "", text="Sell more. And more."), row(2, "")]

    document = read(tmp_path, *rows)

    assert column(document, "goals", "title") == ["Sell more"]
    assert "1 row has neither a title nor a description" in said(document)


def without_ids(*rows: dict[str, object]) -> list[dict[str, object]]:
    return [{key: value for key, value in each.items() if key != "Id"} for each in rows]


def test_without_ids_parents_name_them(tmp_path: Path) -> None:
    document = read(tmp_path, *without_ids(*THREE), columns=COLUMNS[1:])

    assert column(document, "goals", "id") == ["100", "101"]
    assert links(document) == {("101", "100"): 0.1429}
    assert str(column(document, "key_results", "id")[0]).startswith("x")


def test_a_made_id_depends_on_title_owner_type_and_period_alone(tmp_path: Path) -> None:
    first = read(tmp_path, {"Title": "A", "Owner": "Bo", "Status": "Closed"}, columns=COLUMNS[1:])
    rows = [{"Title": "B"}, {"Title": "A", "Owner": "Bo", "Status": "On Track"}]
    second = read(tmp_path, *rows, columns=COLUMNS[1:])

    assert column(first, "goals", "id")[0] in column(second, "goals", "id")


def test_equal_rows_without_ids_are_told_apart(tmp_path: Path) -> None:
    rows = [{"Title": "A", "Team": team} for team in ("Sales", "Service")]

    there = read(tmp_path, *rows, columns=COLUMNS[1:]).to_rows()
    back = read(tmp_path, *reversed(rows), columns=COLUMNS[1:]).to_rows()

    assert len(there["goals"]) == 2
    assert there == back


def test_rows_that_repeat_an_id_are_one_object(tmp_path: Path) -> None:
    other = row(101, "Grow expansion", parent=under("Serve", 103, 20), owner="Cy")

    document = read(tmp_path, WIN, GROW, row(103, "Serve"), other)

    assert links(document) == {("101", "100"): 0.1429, ("101", "103"): 0.2}
    assert column(document, "goals", "owner_id") == ["ana-silva", "cy", None]
    assert "1 row repeats the id of another" in said(document)


def test_ids_are_taken_from_hyperlinks(tmp_path: Path) -> None:
    path = tmp_path / "export.xlsx"
    address = '=HYPERLINK("https://goals.example/okr/{0}","{0}")'
    with xlsxwriter.Workbook(path) as book:
        sheet = book.add_worksheet()
        sheet.write_row(0, 0, ["Title", "Id", "Object Type"])
        sheet.write_row(1, 0, ["Never calculated", None, "Objective"])
        sheet.write_formula(1, 1, address.format(7), value=0)
        sheet.write_row(2, 0, ["Calculated", None, "Objective"])
        sheet.write_formula(2, 1, address.format(8), value="8")
        sheet.write_row(3, 0, ["A number", 9, "Objective"])

    assert column(read_goal_export(path), "goals", "id") == ["7", "8", "9"]


def test_ids_are_taken_from_hyperlinks_in_text(tmp_path: Path) -> None:
    linked = row('=HYPERLINK("https://goals.example/okr/7","7")', "A")

    assert column(read(tmp_path, linked), "goals", "id") == ["7"]


def thousand() -> list[dict[str, object]]:
    rows = []
    for number in range(1_200):
        parent = under(f"Goal {number // 3}", number // 3, 33.33) if number else ""
        kind = "Key result" if number > 400 else "Objective"
        found = row(number, f"Goal {number}", kind, parent=parent, owner=f"Person {number % 50}")
        found["Checkins"] = [check_in("2025-03-10", number), check_in("2025-02-10", 1)]
        rows.append(found)
    return rows


def without_rows(document: PlanDocument) -> dict[str, list[dict[str, object]]]:
    return document.to_rows()


def test_the_order_of_1200_rows_does_not_matter(tmp_path: Path) -> None:
    rows = thousand()
    ordered = read(tmp_path, *rows)
    rows = sorted(rows, key=lambda each: hashlib.sha256(str(each["Id"]).encode()).digest())

    shuffled = read(tmp_path, *rows)

    assert len(ordered.tables["goals"]) == 401
    assert len(ordered.tables["key_results"]) == 799 + 401
    assert len(ordered.tables["observations"]) == 2_400
    assert without_rows(shuffled) == without_rows(ordered)


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    path = write_csv(tmp_path, thousand())

    assert read_goal_export(path) == read_goal_export(path)


@pytest.mark.parametrize(
    "header",
    ["id,title,owner_id", "Title,Owner,Status", "Summary,Issue key,Status", "Title", ""],
)
def test_another_table_is_no_export(tmp_path: Path, header: str) -> None:
    path = tmp_path / "table.csv"
    path.write_text(f"{header}\n1,2,3\n", encoding="utf-8")

    assert not looks_like_goal_export(path)


def test_a_plan_workbook_is_no_export(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("goals").write_row(0, 0, ["id", "Title", "Object Type", "Goal Type"])

    assert not looks_like_goal_export(path)


def test_a_file_without_the_header_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "table.csv"
    path.write_text("a,b\n1,2\n", encoding="utf-8")

    with pytest.raises(PlanError, match="header of a goal tool's export"):
        read_goal_export(path)


def test_a_header_alone_is_no_plan(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="holds no objective"):
        read(tmp_path)
