"""What the stories tell is in the numbers, also where no rule of this release reads it."""

from datetime import date

from lineofsight.demo.build import build
from lineofsight.engine.check import check
from lineofsight.engine.settings import Settings

from .organisation import TODAY, halvorsen, snapshot


def values(measure: str) -> list[object]:
    rows = [row for row in halvorsen()["observations"] if row["measure_id"] == measure]
    return [row["value"] for row in sorted(rows, key=lambda row: str(row["date"]))]


def reports(measure: str) -> set[object]:
    return {r.get("reported") for r in halvorsen()["observations"] if r["measure_id"] == measure}


def test_first_time_fix_falls_while_it_is_reported_on_track() -> None:
    assert (values("FLDC-5.1"), reports("FLDC-5.1")) == (
        [81.0, 80.0, 79.0, 78.0, 77.0, 76.0],
        {"on_track"},
    )


def test_its_neighbour_has_a_planned_step_still_to_come() -> None:
    (row,) = [r for r in halvorsen()["key_results"] if r["id"] == "FLDS-5.1"]
    days = [date.fromisoformat(p.split("=")[0]) for p in str(row["schedule"]).split(";")]
    assert days == sorted(days)
    assert days[0] > TODAY


def test_the_red_one_is_well_ahead() -> None:
    assert (reports("FLDP-5.1"), values("FLDP-5.1")[-1]) == ({"at_risk"}, 80.0)


def test_the_model_has_stood_still_for_four_months() -> None:
    since = [
        row["value"]
        for row in halvorsen()["observations"]
        if row["measure_id"] == "ENGD-4.1"
        and isinstance(row["date"], date)
        and (TODAY - row["date"]).days <= 120
    ]
    assert len(since) >= 9
    assert set(since) == {34}


def test_uptime_stands_at_96_1() -> None:
    assert values("GRP-2.1")[-1] == 96.1


def test_a_third_of_operations_can_explain_what_nearly_all_have_on_paper() -> None:
    findings = check(snapshot(), Settings(people=True)).findings
    (paper,) = [f for f in findings if f.rule == "LOS904"]
    share, plan_share = paper.evidence["share"], paper.evidence["plan_share"]
    assert isinstance(share, float)
    assert isinstance(plan_share, float)
    assert (round(share, 2), round(plan_share, 2)) == (0.29, 0.93)


def test_months_in_the_stories_follow_the_day() -> None:
    (goal,) = [g for g in build(date(2027, 3, 5))["goals"] if g["id"] == "SALS-5"]
    assert goal["title"] == "Three Swedish contracts include remote dosing from January"
