"""Measures of an export: types, values, check-ins."""

from datetime import date
from pathlib import Path

import pytest

from lineofsight.planfile.document import PlanDocument
from tests.planfile.goal_export.exports import GROW, SITES, WIN, check_in, column, read, row, said


def measured(folder: Path, **cells: object) -> PlanDocument:
    """Read an export with one key result."""
    names = {"metric": "Metric Name", "unit": "Unit", "target": "Target", "baseline": "Start"}
    names |= {"progress": "Progress %", "actual": "Actual Progress", "check_ins": "Checkins"}
    names |= {"last": "Last Check-in", "note": "Last Check-in Note", "status": "Status"}
    changed = {names[key]: value for key, value in cells.items()}
    return read(folder, WIN, GROW, SITES | changed)


def key_result(document: PlanDocument) -> dict[str, object]:
    return next(document.records("key_results"))


@pytest.mark.parametrize(
    ("unit", "metric", "target", "kind"),
    [
        ("%", "Progress", 100, "percent"),
        ("Percent", "Share", 80, "percent"),
        ("$", "Revenue", "1,200,000", "currency"),
        ("k€", "Revenue", 12, "currency"),
        ("GBP", "Revenue", 12, "currency"),
        ("sites", "Sites", 500, "number"),
        ("", "Sites", 500, "number"),
        ("", "Progress", 100, "percent"),
    ],
)
def test_the_type_comes_from_the_unit(
    tmp_path: Path, unit: str, metric: str, target: object, kind: str
) -> None:
    document = measured(tmp_path, unit=unit, metric=metric, target=target)

    assert key_result(document)["type"] == kind


def test_start_and_target_give_the_direction(tmp_path: Path) -> None:
    document = measured(tmp_path, baseline="50", target="10")

    assert (key_result(document)["baseline"], key_result(document)["target"]) == (50, 10)


def test_progress_without_a_metric_goes_from_0_to_100(tmp_path: Path) -> None:
    document = measured(
        tmp_path, metric="Progress", unit="%", baseline="", target="", actual=64, progress=64
    )

    record = key_result(document)
    assert (record["baseline"], record["target"], record["value"]) == (0, 100, 64)


@pytest.mark.parametrize(
    ("start_target_actual_progress", "value"),
    [
        ((100, 500, 200, 25), 200),  # a value: it gives this progress
        ((100, 500, 25, 25), 200),  # a percentage: it is the progress itself
        ((0, 100, 64, 64), 64),  # both readings say the same
        ((50, 10, 40, 25), 40),  # falling
        ((0, 200, 260, 100), 260),  # beyond the target, where the tool stops counting
        ((0, 200, 66, 33), 66),  # progress is rounded
        ((100, 500, 300, ""), 300),
        ((100, 500, "", 25), 200),
        ((0, 10_000, "", 4_200), 4_200),  # no percentage can be so large
        ((0, 500, "", 22), None),  # a percentage or a value: nobody can tell
        ((0, 500, "", 0), 0),
        (("", 500, 20, 20), 20),
    ],
)
def test_the_value_is_told_from_a_percentage(
    tmp_path: Path, start_target_actual_progress: tuple[object, ...], value: float | None
) -> None:
    names = ("baseline", "target", "actual", "progress")
    cells = dict(zip(names, start_target_actual_progress, strict=True))

    document = measured(tmp_path, **cells)

    assert key_result(document).get("value") == value


def test_check_ins_are_observations_in_the_order_of_their_dates(tmp_path: Path) -> None:
    cells = [
        check_in("2025-03-10", "1,200", note="Pilot signed", status="Behind", user="Ana Silva"),
        check_in("2025-02-10", "150 sites", status="On Track"),
    ]

    document = measured(tmp_path, check_ins=cells)

    assert list(document.records("observations")) == [
        {
            "measure_id": "102",
            "date": date(2025, 2, 10),
            "value": 150,
            "reported": "on_track",
            "author_id": "bo-lind",
        },
        {
            "measure_id": "102",
            "date": date(2025, 3, 10),
            "value": 1200,
            "reported": "at_risk",
            "note": "Pilot signed",
            "author_id": "ana-silva",
        },
    ]


def test_rows_wider_than_the_header_hold_check_ins(tmp_path: Path) -> None:
    cells = [check_in(f"2025-01-{day:02}", day) for day in range(1, 29)]

    document = measured(tmp_path, check_ins=cells)

    assert column(document, "observations", "value") == list(range(1, 29))


def test_of_two_check_ins_on_a_day_the_later_comes_last(tmp_path: Path) -> None:
    cells = [
        check_in("2025-03-10", 3, at="17:00:00"),
        check_in("2025-03-10", 1, at="08:00:00"),
        check_in("2025-03-10", 2, at="12:00:00"),
    ]

    document = measured(tmp_path, check_ins=cells)

    assert column(document, "observations", "value") == [1, 2, 3]


@pytest.mark.parametrize(
    "note",
    [
        "Two sites; one lost",
        "Status: green; Current Value: 7; all good",
        "Line one\nline two",
        "User: somebody else; Note: nested",
    ],
)
def test_notes_may_hold_anything(tmp_path: Path, note: str) -> None:
    document = measured(tmp_path, check_ins=[check_in("2025-03-10", 5, note=note)])

    observation = next(document.records("observations"))
    assert observation["note"] == note
    assert (observation["value"], observation["author_id"]) == (5, "bo-lind")


def test_parts_of_a_check_in_may_be_missing(tmp_path: Path) -> None:
    cell = "Checkin Date: 2025-03-10; Current Value: 25%;"

    document = measured(tmp_path, check_ins=[cell])

    assert list(document.records("observations")) == [
        {"measure_id": "102", "date": date(2025, 3, 10), "value": 25}
    ]


def test_check_ins_without_a_value_are_left_out_and_said(tmp_path: Path) -> None:
    cells = [check_in("2025-03-10", ""), check_in("", 5), "2025-04-01 all well"]
    cells[1] = cells[1].replace("Activity Date:  09:00:00 UTC;", "")

    document = measured(tmp_path, check_ins=cells)

    assert "observations" not in document.tables
    assert "3 check-ins have no date or no value" in said(document)


def test_a_value_that_is_no_number_is_said_with_its_row(tmp_path: Path) -> None:
    document = measured(tmp_path, check_ins=[check_in("2025-03-10", "half of it")])

    notice = document.notices[0]
    assert (notice.table, notice.row) == ("observations", 4)
    assert "“half of it”" in notice.message


def test_without_cells_the_last_check_in_is_an_observation(tmp_path: Path) -> None:
    document = measured(
        tmp_path, last="2025-03-10", actual=200, progress=25, status="Behind", note="Slow"
    )

    assert list(document.records("observations")) == [
        {
            "measure_id": "102",
            "date": date(2025, 3, 10),
            "value": 200,
            "reported": "at_risk",
            "note": "Slow",
        }
    ]


def test_an_objective_with_check_ins_is_measured_itself(tmp_path: Path) -> None:
    objective = row(7, "Win", metric="Progress", unit="%", baseline=0, target=100)
    objective["Checkins"] = [check_in("2025-03-10", "40%", metric="Progress")]

    document = read(tmp_path, objective)

    assert list(document.records("key_results")) == [
        {
            "id": "7-outcome",
            "goal_id": "7",
            "title": "Progress",
            "type": "percent",
            "unit": "%",
            "baseline": 0,
            "target": 100,
            "metric": "Progress",
        }
    ]
    assert column(document, "observations", "measure_id") == ["7-outcome"]


def test_an_objective_with_a_metric_of_its_own_is_measured_itself(tmp_path: Path) -> None:
    objective = row(7, "Win", metric="Churn", unit="%", baseline=9, target=4, owner="Bo Lind")

    document = read(tmp_path, objective)

    assert column(document, "key_results", "title") == ["Churn"]
    assert column(document, "key_results", "owner_id") == ["bo-lind"]


def test_an_objective_that_is_rolled_up_has_no_measure_of_its_own(tmp_path: Path) -> None:
    objective = row(7, "Win", metric="Progress", unit="%", baseline=0, target=100, progress=64)

    assert "key_results" not in read(tmp_path, objective).tables


def test_check_ins_of_deliverables_are_left_out_and_said(tmp_path: Path) -> None:
    deck = row(8, "Deck", "Deliverable")
    deck["Checkins"] = [check_in("2025-03-10", 5)]

    document = read(tmp_path, WIN, deck)

    assert "observations" not in document.tables
    assert "1 deliverable has check-ins" in said(document)
