"""Paper and practice: never one number without the other."""

import pytest

from lineofsight.engine.settings import Settings
from lineofsight.report.summary import asked, both_numbers, counted, explained, on_paper, skipped
from tests.cli.run import Tables, plan
from tests.report.checked import checked, kestrel


def with_answers(*answers: dict[str, object]) -> Tables:
    tables = plan()
    asked_of = {"wave": "1", "question": "can_explain", "kind": "share"}
    tables["answers"] = [{**asked_of, **one} for one in answers]
    return tables


def function(group: str, score: float, count: int, **more: object) -> dict[str, object]:
    return {"group_kind": "function", "group_id": group, "score": score, "count": count, **more}


class TestOnPaper:
    def test_counts_people(self) -> None:
        assert on_paper(*checked()) == "On paper 3 of 4 people have a line"

    def test_counts_goals_where_no_people_are_named(self) -> None:
        tables = plan()
        del tables["people"]

        assert on_paper(*checked(tables)) == "On paper 3 of 4 goals have a line"

    def test_says_that_there_is_nothing_to_lead_to(self) -> None:
        tables = {"goals": [{"id": "G1", "title": "One", "scope": "team"}]}

        assert "no pillar, North Star or enterprise goal" in on_paper(*checked(tables))

    def test_says_that_there_is_no_goal(self) -> None:
        tables = plan()
        tables["goals"] = [{**one, "status": "draft"} for one in tables["goals"]]
        del tables["people"]

        assert on_paper(*checked(tables)) == "The plan has no active goal that could have a line"

    def test_never_stands_alone(self) -> None:
        assert both_numbers(*checked()) == (
            "On paper 3 of 4 people have a line; "
            "nobody has been asked yet whether they can explain it."
        )


class TestInPractice:
    def test_adds_up_the_groups_of_one_kind(self) -> None:
        tables = with_answers(
            function("F1", 0.5, 20),
            function("F2", 0.25, 8),
            {"group_kind": "team", "group_id": "T1", "score": 1.0, "count": 28},
        )

        assert explained(checked(tables)[1]) == (12, 28)

    def test_takes_teams_where_functions_were_not_asked(self) -> None:
        tables = with_answers(
            {"group_kind": "team", "group_id": "T1", "score": 0.2, "count": 10},
            {"group_kind": "leaders", "group_id": "F1", "score": 1.0, "count": 9},
        )

        assert explained(checked(tables)[1]) == (2, 10)

    def test_takes_the_latest_wave(self) -> None:
        tables = with_answers(
            function("F1", 0.9, 30, wave="9", date="2026-01-01"),
            function("F1", 0.5, 30, wave="10", date="2026-06-01"),
        )

        assert asked(checked(tables)[1]) == "15 of the 30 who answered say they can explain it"

    @pytest.mark.parametrize(("count", "shown"), [(4, False), (5, True)])
    def test_keeps_small_numbers_to_itself(self, count: int, shown: bool) -> None:
        said = asked(checked(with_answers(function("F1", 1.0, count)))[1])

        assert ("too few have answered" not in said) is shown
        assert (str(count) in said) is shown


class TestCounted:
    def test_adds_up_by_severity(self) -> None:
        assert counted(checked(settings=Settings(select=("LOS101",)))[0]) == "1 high."

    def test_says_what_was_set_aside(self) -> None:
        assert counted(kestrel(Settings(select=("LOS106",)))[0], known=3) == (
            "No findings; 3 known from the baseline."
        )


class TestSkipped:
    def test_groups_by_reason_the_longest_first(self) -> None:
        groups = skipped(kestrel(Settings(select=("LOS503", "LOS60", "LOS901")))[0])

        assert groups[0][0] == "no table check_ins"
        assert [len(rules) for _reason, rules in groups] == sorted(
            (len(rules) for _reason, rules in groups), reverse=True
        )
