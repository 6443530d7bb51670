"""Reading real series as people typed them."""

from datetime import date
from pathlib import Path

import pytest

from lineofsight.bench.forecast.series import Read, read_series
from lineofsight.planfile.problems import PlanError

HEADER = "plan,metric_id,metric,date,value,target,baseline,unit,reported_status\n"
FIXTURE = Path(__file__).with_name("series.csv")


def read(folder: Path, *rows: str, header: str = HEADER) -> Read:
    path = folder / "series.csv"
    path.write_text(header + "".join(f"{row}\n" for row in rows), encoding="utf-8")
    return read_series(path)


def refused(folder: Path, *rows: str, header: str = HEADER) -> list[str]:
    with pytest.raises(PlanError) as caught:
        read(folder, *rows, header=header)
    return [str(problem) for problem in caught.value.problems]


def test_each_measure_has_its_values_in_the_order_of_their_days(tmp_path: Path) -> None:
    told = read(tmp_path, "p,m,,2024-06-30,5,,,,", "p,m,,2024-03-31,3,,,,", "p,n,,2024-03-31,9,,,,")

    assert [(one.days, one.values) for one in told.measures] == [
        ((date(2024, 3, 31), date(2024, 6, 30)), (3.0, 5.0)),
        ((date(2024, 3, 31),), (9.0,)),
    ]


def test_of_two_values_on_one_day_the_later_in_the_file_counts(tmp_path: Path) -> None:
    (one,) = read(tmp_path, "p,m,,2024-03-31,3,,,,", "p,m,,2024-03-31,4,,,,").measures

    assert one.values == (4.0,)


def test_target_is_the_one_that_the_last_value_is_held_against(tmp_path: Path) -> None:
    rows = ("p,m,,2023,3,10,,,", "p,m,,2024,4,12,,,", "p,m,,2030,,40,,,")
    (one,) = read(tmp_path, *rows).measures

    assert one.target == 12


def test_target_of_a_coming_year_serves_where_there_is_no_other(tmp_path: Path) -> None:
    (one,) = read(tmp_path, "p,m,,2023,3,,,,", "p,m,,2030,,40,,,").measures

    assert one.target == 40


def test_numbers_are_read_as_people_write_them(tmp_path: Path) -> None:
    rows = ('p,m,,2021,"1,234.5",,,,', "p,m,,2022,85 %,,,,", "p,m,,2023,$ 2e3,,,,")
    (one,) = read(tmp_path, *rows).measures

    assert one.values == (1234.5, 85.0, 2000.0)


@pytest.mark.parametrize(
    "cell", ["n/a", "TBD", "nan", "inf", "1e999", "-2e15", "12-14", "1,23", "{=1}"]
)
def test_value_that_is_no_number_is_left_out_and_told_with_its_line(
    tmp_path: Path, cell: str
) -> None:
    told = read(tmp_path, "p,m,,2023,3,,,,", f'p,m,,2024,"{cell}",,,,')

    assert told.measures[0].values == (3.0,)
    assert [(one.row, one.column) for one in told.left_out] == [(3, "value")]


def test_day_that_is_none_is_left_out_and_told_with_its_line(tmp_path: Path) -> None:
    told = read(tmp_path, "p,m,,2023,3,,,,", "p,m,,2024-02-30,4,,,,", "p,m,,FY24 Q1,5,,,,")

    assert told.measures[0].values == (3.0,)
    assert [(one.row, one.column) for one in told.left_out] == [(3, "date"), (4, "date")]


def test_month_and_year_are_their_last_day(tmp_path: Path) -> None:
    (one,) = read(tmp_path, "p,m,,2023,3,,,,", "p,m,,2024-02,4,,,,").measures

    assert one.days == (date(2023, 12, 31), date(2024, 2, 29))


def test_columns_may_stand_in_any_order_and_others_are_passed_over(tmp_path: Path) -> None:
    (one,) = read(
        tmp_path, "x,7,2024,,m,p", header="note,value,date,metric,metric_id,plan\n"
    ).measures

    assert (one.plan, one.name, one.values) == ("p", "m", (7.0,))


def test_rows_that_slipped_are_all_named_with_line_and_remedy(tmp_path: Path) -> None:
    slipped = "p,m,Homes, built,2024,3,,,,,"
    said = refused(tmp_path, "p,m,,2023,3,,,,", slipped + "x", ",m,,2024,4,,,,", "p,,,2024,4,,,,")

    assert len(said) == 3
    assert "row 3" in said[0]
    assert "double quotes" in said[0]
    assert "row 4, column plan" in said[1]
    assert "row 5, column metric_id" in said[2]


def test_missing_columns_are_named_with_those_that_there_must_be(tmp_path: Path) -> None:
    (said,) = refused(tmp_path, "p,m,3", header="plan,metric_id,number\n")

    assert "no column metric, date, value" in said
    assert "reported_status" in said


def test_file_without_any_value_is_refused(tmp_path: Path) -> None:
    (said,) = refused(tmp_path, "p,m,,2024,,5,,,")

    assert "no value" in said


@pytest.mark.parametrize("data", [b"", b"\xff\xfe\x00", b"\x00\x00", b'plan,"metric_id\n'])
def test_file_that_is_no_such_table_is_refused(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "series.csv"
    path.write_bytes(data)

    with pytest.raises(PlanError, match=r"series\.csv"):
        read_series(path)


def test_file_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="no such file"):
        read_series(tmp_path / "none.csv")


def test_blank_lines_are_no_rows(tmp_path: Path) -> None:
    assert read(tmp_path, "", "p,m,,2024,3,,,,", ",,,,,,,,").rows == 1
