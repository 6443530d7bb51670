"""What a cell says, by the kind of its column."""

import math
from datetime import date, datetime, time

import pytest

from lineofsight.planfile.cells import CellError, Complaint, Ids, reader_for, text_of
from lineofsight.planfile.schema import LONGEST_TEXT, TABLES, Column, Kind

GOAL = TABLES["goals"].columns


def read(column: Column | Kind, cell: object) -> object:
    return reader_for(column if isinstance(column, Column) else Column("x", column), Ids())(cell)


def refused(column: Column | Kind, cell: object) -> Complaint:
    with pytest.raises(CellError) as caught:
        read(column, cell)
    complaint = caught.value.complaint
    return Complaint(str(complaint), complaint.remedy)


class TestBlank:
    @pytest.mark.parametrize("cell", [None, "", "  \n", "\u00a0", ()])
    @pytest.mark.parametrize(
        ("kind", "unknown"),
        [(Kind.TEXT, ""), (Kind.REF, ""), (Kind.REFS, ()), (Kind.CHOICES, ()), (Kind.NUMBER, None)]
        + [(kind, None) for kind in (Kind.SHARE, Kind.DATE, Kind.FLAG)],
    )
    def test_is_unknown(self, kind: Kind, unknown: object, cell: object) -> None:
        assert read(kind, cell) == unknown

    def test_is_not_zero(self) -> None:
        assert read(Kind.NUMBER, 0) == 0.0
        assert read(Kind.FLAG, False) is False


class TestText:
    @pytest.mark.parametrize(
        ("cell", "text"),
        [
            ("  a  b\n", "a  b"),
            (17.0, "17"),
            (17, "17"),
            (0.5, "0.5"),
            (1e300, "1e+300"),
            (10**30, "1" + "0" * 30),
            (date(2026, 11, 21), "2026-11-21"),
            (datetime(2026, 11, 21), "2026-11-21"),
            (datetime(2026, 11, 21, 9, 30), "2026-11-21 09:30:00"),
            (time(9, 30), "09:30:00"),
        ],
    )
    def test_is_kept_without_outer_blanks(self, cell: object, text: str) -> None:
        assert text_of(cell) == text

    @pytest.mark.parametrize("cell", ["a\0b", "\ud800", True, None, ("a",), math.nan, math.inf])
    def test_refuses_what_is_no_text(self, cell: object) -> None:
        assert refused(Kind.TEXT, cell if cell is not None else object()).message

    def test_a_title_may_have_2000_characters(self) -> None:
        assert read(GOAL["title"], "x" * 2_000) == "x" * 2_000

    def test_a_title_may_not_have_2001(self) -> None:
        assert "2001" in refused(GOAL["title"], "x" * 2_001).message

    def test_no_cell_is_endless(self) -> None:
        assert "at most" in refused(Kind.TEXT, "x" * (LONGEST_TEXT + 1)).message


class TestIds:
    def test_from_a_number_of_a_spreadsheet_has_no_point(self) -> None:
        assert read(Kind.ID, 17.0) == "17"

    @pytest.mark.parametrize("cell", ["G1;G2", "G1>G2"])
    def test_hold_no_sign_that_parts_ids(self, cell: str) -> None:
        assert "G1" in refused(Kind.ID, cell).message

    def test_several_in_a_single_reference_are_kept(self) -> None:
        assert read(GOAL["owner_id"], " P1 ; P2 ;") == "P1;P2"

    def test_several_in_a_single_reference_may_be_a_list(self) -> None:
        assert read(GOAL["owner_id"], ("P1", 2)) == "P1;2"

    def test_several_become_a_tuple(self) -> None:
        assert read(GOAL["contributor_ids"], "P1; P2;;") == ("P1", "P2")

    def test_what_may_name_anything_keeps_its_words(self) -> None:
        assert read(GOAL["serves_id"], "Water Act; section 5 > 3") == "Water Act; section 5 > 3"

    def test_a_list_of_what_may_name_anything_is_joined(self) -> None:
        assert read(GOAL["serves_id"], ("T1", "T2")) == "T1;T2"


class TestListedWords:
    @pytest.mark.parametrize("cell", ["half_yearly", "Half yearly", "HALF-YEARLY", " halfYearly "])
    def test_are_read_in_any_spelling(self, cell: str) -> None:
        assert read(GOAL["cadence"], cell) == "half_yearly"

    def test_a_near_miss_names_the_word_meant(self) -> None:
        assert refused(GOAL["status"], "activ").remedy.startswith("Did you mean active?")

    def test_all_words_are_named(self) -> None:
        assert "draft, active, paused, done, cancelled" in refused(GOAL["status"], "?").remedy

    def test_false_may_come_as_the_spreadsheets_own(self) -> None:
        assert read(TABLES["assumptions"].columns["state"], False) == "false"

    def test_an_open_list_takes_other_words(self) -> None:
        question = TABLES["answers"].columns["question"]
        assert [read(question, "Can explain"), read(question, "Q 7")] == ["can_explain", "Q 7"]

    def test_several_become_a_tuple(self) -> None:
        parts = TABLES["check_ins"].columns["parts"]
        assert read(parts, "Goals; mattered more") == ("goals", "mattered_more")


class TestNumbers:
    @pytest.mark.parametrize(
        ("cell", "number"),
        [("12", 12), (" -1.5 ", -1.5), ("+.5", 0.5), ("1e3", 1000), (7, 7), (2.5, 2.5), ("1.", 1)],
    )
    def test_are_read(self, cell: object, number: float) -> None:
        assert read(Kind.NUMBER, cell) == number

    @pytest.mark.parametrize(
        "cell",
        [
            *("1.234,5", "1,5", "1 000", "1_000", "nan", "inf", "1e999", "0x10", "١٢", "many"),
            *(True, math.nan, math.inf, 10**400, date(2026, 1, 1), ("1",)),
        ],
    )
    def test_refuses_what_is_none(self, cell: object) -> None:
        assert refused(Kind.NUMBER, cell).message

    def test_says_how_decimals_are_written(self) -> None:
        assert "1234.5" in refused(Kind.NUMBER, "1.234,5").remedy

    def test_a_percentage_belongs_elsewhere(self) -> None:
        assert "unit" in refused(Kind.NUMBER, "25 %").remedy

    @pytest.mark.parametrize("cell", [0, 10, 9.999])
    def test_confidence_runs_from_0_to_10(self, cell: float) -> None:
        assert read(GOAL["confidence"], cell) == cell

    @pytest.mark.parametrize("cell", [-0.001, 10.001])
    def test_confidence_goes_no_further(self, cell: float) -> None:
        assert refused(GOAL["confidence"], cell).remedy == "Write a number from 0 to 10."

    def test_a_count_is_whole(self) -> None:
        assert "whole" in refused(TABLES["answers"].columns["count"], 2.5).message

    def test_days_from_update_to_update_are_at_least_one(self) -> None:
        assert "at least 1" in refused(GOAL["update_days"], 0).remedy


class TestShares:
    @pytest.mark.parametrize("cell", ["25 %", "25%", "0.25", 0.25, " 25\u00a0% "])
    def test_are_fractions_or_percentages(self, cell: object) -> None:
        assert read(Kind.SHARE, cell) == 0.25

    def test_are_not_negative(self) -> None:
        assert "out of range" in refused(TABLES["allocations"].columns["share"], "-1 %").message

    def test_may_exceed_one(self) -> None:
        assert read(TABLES["links"].columns["contribution"], 3) == 3

    @pytest.mark.parametrize("cell", ["%", "a %", "1,5 %", "25 % %"])
    def test_refuses_what_is_none(self, cell: str) -> None:
        assert refused(Kind.SHARE, cell).message


class TestDates:
    @pytest.mark.parametrize(
        "cell",
        [
            "2026-11-21",
            " 2026-11-21 ",
            "2026-11-21T23:59:59Z",
            "2026-11-21 08:00",
            "2026-11-21T08:00:00.5+02:00",
            date(2026, 11, 21),
            datetime(2026, 11, 21, 23, 59),
        ],
    )
    def test_are_days(self, cell: object) -> None:
        assert read(Kind.DATE, cell) == date(2026, 11, 21)

    @pytest.mark.parametrize(
        "cell", ["21.11.2026", "11/21/2026", "20261121", "2026-W47-6", "2026-11", "2026-02-30"]
    )
    def test_refuses_other_spellings(self, cell: str) -> None:
        assert cell in refused(Kind.DATE, cell).message

    @pytest.mark.parametrize("cell", [46347.0, 2026, True])
    def test_does_not_guess_at_numbers(self, cell: object) -> None:
        assert "date format" in refused(Kind.DATE, cell).remedy


class TestFlags:
    @pytest.mark.parametrize("cell", ["true", "TRUE", "Yes", "y", "1", "x", True, 1, 1.0])
    def test_yes(self, cell: object) -> None:
        assert read(Kind.FLAG, cell) is True

    @pytest.mark.parametrize("cell", ["false", "No", "n", "0", False, 0, 0.0])
    def test_no(self, cell: object) -> None:
        assert read(Kind.FLAG, cell) is False

    @pytest.mark.parametrize("cell", ["perhaps", 2, "tru"])
    def test_neither(self, cell: object) -> None:
        assert "neither yes nor no" in refused(Kind.FLAG, cell).message


class TestSchedules:
    @pytest.mark.parametrize(
        "cell",
        [
            "2026-03-31=10;2026-06-30=25",
            " 2026-03-31 = 10.0 ; 2026-06-30 = 25 ;",
            ("2026-03-31=10", "2026-06-30=25"),
        ],
    )
    def test_are_brought_to_one_form(self, cell: object) -> None:
        assert read(Kind.SCHEDULE, cell) == "2026-03-31=10;2026-06-30=25"

    @pytest.mark.parametrize("cell", ["2026-03-31", "2026-03-31=", "soon=1", "2026-03-31=a"])
    def test_refuses_what_is_none(self, cell: str) -> None:
        assert "2026-03-31=10" in refused(Kind.SCHEDULE, cell).remedy
