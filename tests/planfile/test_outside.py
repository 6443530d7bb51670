"""What the readers of outside formats share."""

from datetime import date

import pytest

from lineofsight.planfile.outside import (
    FreeIds,
    Ledger,
    Place,
    day_of,
    first_sentence,
    ids_for_names,
    number_of,
    one_line,
    slug,
    usable_id,
)


@pytest.mark.parametrize(
    ("typed", "number"),
    [
        ("12", 12),
        ("1,234,567.5", 1_234_567.5),
        ("1\u00a0234", 1234),
        ("-€ 5", -5),
        (".5", 0.5),
        ("25 %", 25),
        (7, 7),
        (True, None),
        ("12,34", None),
        ("1,2345", None),
        ("12 34", None),
        ("٣", None),
        ("", None),
        (float("inf"), None),
        (10**400, None),
        ("9" * 500, None),
        ([5], None),
    ],
)
def test_numbers(typed: object, number: float | None) -> None:
    assert number_of(typed) == number


@pytest.mark.parametrize(
    ("typed", "day"),
    [
        ("2026-02-28", date(2026, 2, 28)),
        ("2026-02-28 23:59:59 UTC", date(2026, 2, 28)),
        ("2026-02-28T23:59:59.123Z", date(2026, 2, 28)),
        (date(2026, 2, 28), date(2026, 2, 28)),
        ("2026-02-29", None),
        ("28.02.2026", None),
        ("2026-2-8", None),
        (46_081.0, None),
    ],
)
def test_days(typed: object, day: date | None) -> None:
    assert day_of(typed) == day


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("One. Two.", "One"),
        ("Only one", "Only one"),
        ("Really? Yes.", "Really?"),
        ("Version 2.5 is out. Use it.", "Version 2.5 is out"),
        ("Publish plans, i.e. budgets. Then rest.", "Publish plans, i.e. budgets"),
        ("A heading\n\nand a text", "A heading"),
        ("一つ。二つ。", "一つ"),
        ("And so on...", "And so on..."),
        ("", ""),
    ],
)
def test_the_first_sentence(text: str, sentence: str) -> None:
    assert first_sentence(text) == sentence


def test_one_line_keeps_blanks_within_a_line() -> None:
    assert one_line("a  b\r\n  c\td") == "a  b c d"


def test_names_that_would_share_an_id_are_numbered_in_their_own_order() -> None:
    assert ids_for_names(["Jo Ann", "Jo-Ann", "Jo Ann"], "person") == {
        "Jo Ann": "jo-ann",
        "Jo-Ann": "jo-ann-2",
    }


def test_names_that_only_look_different_are_told_apart_by_no_accident() -> None:
    assert slug("Raïsa") == slug("Raïsa")


def test_a_free_id_is_never_given_twice() -> None:
    ids = FreeIds(["a-2"])

    assert [ids.take("a") for _time in range(3)] == ["a", "a-3", "a-4"]


@pytest.mark.parametrize(
    ("key", "usable"), [("7;8", "7_8"), ("a>b", "a_b"), ("north_star", "north_star_")]
)
def test_ids_that_a_plan_cannot_keep(key: str, usable: str) -> None:
    assert usable_id(key) == usable


def test_a_value_left_out_is_said_with_its_place() -> None:
    ledger = Ledger("plan.xml")

    assert ledger.number("many", Place("key_results", 7, "target", "Delays")) is None

    notice = ledger.notices[0]
    assert (notice.file, notice.table, notice.row, notice.column) == (
        "plan.xml",
        "key_results",
        7,
        "target",
    )
    assert notice.message == "In “Delays”: “many” is not a number; it is left out."


def test_nothing_is_said_of_an_empty_cell() -> None:
    ledger = Ledger("plan.xml")

    assert ledger.number(" ", Place()) is None
    assert ledger.day(None, Place()) is None
    assert ledger.all_notices() == ()


def test_texts_are_brought_to_what_a_plan_can_hold() -> None:
    ledger = Ledger("plan.xml")

    fitted = ledger.fitted({"text": "a\x00b\ud800", "note": "x" * 1_000_001, "n": 0}, Place())

    assert fitted["text"] == "ab"
    assert len(str(fitted["note"])) == 1_000_000
    assert fitted["n"] == 0
    assert [notice.column for notice in ledger.notices] == ["note"]
