"""Targets, actual results and units of indicators."""

from datetime import date
from pathlib import Path

import pytest

from lineofsight.planfile.document import PlanDocument
from tests.planfile.stratml.plans import (
    column,
    goal,
    indicator,
    instance,
    objective,
    plan,
    read,
    result,
    said,
)


def measured(folder: Path, inner: str, *, unit: str = "minutes", kind: str = "") -> PlanDocument:
    """Read a plan with one indicator."""
    text = plan(goal(objective(indicator(instance(inner), unit=unit))))
    if kind:
        attribute = f'<PerformanceIndicator PerformanceIndicatorType="{kind}">'
        text = text.replace("<PerformanceIndicator>", attribute)
    return read(folder, text)


def key_result(document: PlanDocument) -> dict[str, object]:
    return next(document.records("key_results"))


THREE_YEARS = (
    result("TargetResult", 30, end="2026-12-31")
    + result("TargetResult", 20, start="2027-01-01", end="2027-12-31")
    + result("ActualResult", 50, end="2025-12-31", text="Storms")
    + result("ActualResult", "41.5", end="2026-06-30")
)


def test_the_baseline_is_the_first_actual_result(tmp_path: Path) -> None:
    assert key_result(measured(tmp_path, THREE_YEARS))["baseline"] == 50


def test_the_target_is_the_last_target_result(tmp_path: Path) -> None:
    assert key_result(measured(tmp_path, THREE_YEARS))["target"] == 20


def test_actual_results_are_observations(tmp_path: Path) -> None:
    document = measured(tmp_path, THREE_YEARS)

    key = "goal-1-objective-1-indicator-1"
    assert list(document.records("observations")) == [
        {"measure_id": key, "date": date(2025, 12, 31), "value": 50, "note": "Storms"},
        {"measure_id": key, "date": date(2026, 6, 30), "value": 41.5},
    ]


def test_the_period_goes_from_the_first_start_to_the_last_end_of_the_targets(
    tmp_path: Path,
) -> None:
    record = key_result(measured(tmp_path, THREE_YEARS))

    assert (record["start"], record["end"]) == (date(2027, 1, 1), date(2027, 12, 31))


def test_several_dated_targets_are_planned_values(tmp_path: Path) -> None:
    record = key_result(measured(tmp_path, THREE_YEARS))

    assert record["schedule"] == "2026-12-31=30;2027-12-31=20"


def test_results_in_reverse_order_are_put_in_the_order_of_their_dates(tmp_path: Path) -> None:
    inner = (
        result("TargetResult", 20, end="2027-12-31")
        + result("TargetResult", 30, end="2026-12-31")
        + result("ActualResult", 41, end="2026-06-30")
        + result("ActualResult", 50, end="2025-12-31")
    )

    record = key_result(measured(tmp_path, inner))

    assert (record["baseline"], record["target"]) == (50, 20)


def test_without_all_dates_the_order_of_the_file_counts(tmp_path: Path) -> None:
    inner = (
        result("TargetResult", 20, end="2027-12-31")
        + result("TargetResult", 30)
        + result("ActualResult", 41, end="2026-06-30")
        + result("ActualResult", 50)
    )

    record = key_result(measured(tmp_path, inner))

    assert (record["baseline"], record["target"]) == (41, 30)


def test_results_of_several_instances_belong_together(tmp_path: Path) -> None:
    inner = result("TargetResult", 5) + "</MeasurementInstance><MeasurementInstance>"
    inner += result("TargetResult", 7) + result("ActualResult", 1, end="2026-01-31")

    record = key_result(measured(tmp_path, inner))

    assert (record["baseline"], record["target"]) == (1, 7)


def test_an_older_file_dates_the_instance(tmp_path: Path) -> None:
    inner = "<StartDate>2026-01-01</StartDate><EndDate>2026-12-31</EndDate>"

    record = key_result(measured(tmp_path, inner + result("TargetResult", 5)))

    assert (record["start"], record["end"]) == (date(2026, 1, 1), date(2026, 12, 31))


def test_a_value_without_a_date_is_no_observation_but_the_value(tmp_path: Path) -> None:
    document = measured(tmp_path, result("ActualResult", 8) + result("ActualResult", 6))

    record = key_result(document)
    assert (record["baseline"], record["value"]) == (8, 6)
    assert "observations" not in document.tables


def test_a_single_value_without_a_date_is_the_baseline_alone(tmp_path: Path) -> None:
    record = key_result(measured(tmp_path, result("ActualResult", 8)))

    assert record["baseline"] == 8
    assert "value" not in record


def test_a_result_without_an_end_counts_on_its_start(tmp_path: Path) -> None:
    document = measured(tmp_path, result("ActualResult", 8, start="2026-04-01"))

    assert column(document, "observations", "date") == [date(2026, 4, 1)]


def test_results_in_words_are_kept(tmp_path: Path) -> None:
    inner = result("TargetResult", text="Open to all") + result(
        "ActualResult", end="2026-03-31", text="Open to\n islanders"
    )

    record = key_result(measured(tmp_path, inner))

    assert record["target_text"] == "Open to all"
    assert record["results_text"] == "2026-03-31: Open to islanders"


@pytest.mark.parametrize("text", ["...", "…", "--"])
def test_a_text_that_waits_to_be_filled_in_is_none(tmp_path: Path, text: str) -> None:
    document = measured(tmp_path, result("ActualResult", 5, end="2026-03-31", text=text))

    assert column(document, "observations", "note") == [None]


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("4,000", 4000),
        ("4000000000", 4_000_000_000),
        (" 12.50 ", 12.5),
        ("-3", -3),
        ("33%", 33),
        ("$1,250", 1250),
        ("+2.5E2", 250),
    ],
)
def test_numbers_are_read_as_people_type_them(tmp_path: Path, typed: str, number: float) -> None:
    document = measured(tmp_path, result("TargetResult", typed))

    assert key_result(document)["target"] == number
    assert document.notices == ()


@pytest.mark.parametrize("typed", ["33% increase", "TBD", "1,5", "about 300", "NaN", "1e999", "½"])
def test_a_number_that_cannot_be_read_is_left_out_and_said_once(tmp_path: Path, typed: str) -> None:
    document = measured(tmp_path, result("TargetResult", typed, end="2026-12-31"))

    record = key_result(document)
    assert "target" not in record
    assert record["end"] == date(2026, 12, 31)
    assert len(document.notices) == 1
    notice = document.notices[0]
    assert (notice.table, notice.row, notice.column) == ("key_results", 5, "target")
    assert f"“{typed}” is not a number" in notice.message


@pytest.mark.parametrize("typed", ["FY23", "2026-02-30", "31/12/2026", "2026", "20261231"])
def test_a_date_that_cannot_be_read_is_left_out_and_said_once(tmp_path: Path, typed: str) -> None:
    document = measured(tmp_path, result("TargetResult", 5, end=typed))

    record = key_result(document)
    assert record["target"] == 5
    assert "end" not in record
    assert [notice.column for notice in document.notices] == ["end"]
    assert f"“{typed}” is not a date" in said(document)


@pytest.mark.parametrize("typed", ["2026-12-31Z", "2026-12-31+02:00", "2026-12-31T00:00:00"])
def test_dates_may_name_a_zone_or_a_time(tmp_path: Path, typed: str) -> None:
    document = measured(tmp_path, result("TargetResult", 5, end=typed))

    assert key_result(document)["end"] == date(2026, 12, 31)


def test_an_end_before_its_start_is_left_out_and_said(tmp_path: Path) -> None:
    document = measured(tmp_path, result("TargetResult", 5, start="2026-07-01", end="2026-06-30"))

    assert key_result(document)["start"] == date(2026, 7, 1)
    assert "end" not in key_result(document)
    assert "before the start" in said(document)


def test_a_thousand_unreadable_values_do_not_drown_the_rest(tmp_path: Path) -> None:
    document = measured(tmp_path, result("ActualResult", "TBD", end="2026-01-01") * 1_000)

    assert len(document.notices) == 201
    assert document.notices[-1].message.startswith("800 more values")


@pytest.mark.parametrize(
    ("unit", "kind", "expected"),
    [
        ("Percent", "", "percent"),
        ("% of trips", "", "percent"),
        ("Dollar Amount", "", "currency"),
        ("kEUR", "Quantitative", "currency"),
        ("Rank", "", "number"),
        ("", "Quantitative", "number"),
        ("", "Qualitative", "milestone"),
        ("", "", None),
    ],
)
def test_the_type_of_a_measure(tmp_path: Path, unit: str, kind: str, expected: str | None) -> None:
    document = measured(tmp_path, result("TargetResult"), unit=unit, kind=kind)

    assert key_result(document).get("type") == expected


def test_a_qualitative_measure_with_large_numbers_is_no_milestone(tmp_path: Path) -> None:
    document = measured(tmp_path, result("TargetResult", 40), unit="", kind="Qualitative")

    assert key_result(document)["type"] == "number"


@pytest.mark.parametrize(
    ("word", "reported"),
    [("On track", "on_track"), ("OFF_TRACK", "off_track"), ("Published", None)],
)
def test_a_descriptor_may_report_the_state(tmp_path: Path, word: str, reported: str | None) -> None:
    descriptor = f"<Descriptor><DescriptorValue>{word}</DescriptorValue></Descriptor>"
    inner = result("ActualResult", 5, end="2026-01-31").replace(
        "</ActualResult>", f"{descriptor}</ActualResult>"
    )

    assert column(measured(tmp_path, inner), "observations", "reported") == [reported]


def test_any_other_descriptor_is_part_of_the_note(tmp_path: Path) -> None:
    descriptor = "<Descriptor><DescriptorValue>Provisional</DescriptorValue></Descriptor>"
    inner = result("ActualResult", 5, end="2026-01-31", text="Counted by hand").replace(
        "</ActualResult>", f"{descriptor}</ActualResult>"
    )

    document = measured(tmp_path, inner)

    assert column(document, "observations", "note") == ["Counted by hand (Provisional)"]
