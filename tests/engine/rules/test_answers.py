"""LOS902 to LOS904: what people answer when they are asked."""

import pytest
from tests.engine.build import Tables, change, finding, findings, skipped, subjects, without

from lineofsight.engine.statistics import wilson

Row = dict[str, object]


def company() -> Tables:
    """Build two functions with ten people each, of whom those of Finance have a goal."""
    people = [{"id": f"W{i:02d}", "name": f"W {i}", "team_id": f"T{i % 2}"} for i in range(20)]
    return {
        "functions": [
            {"id": "F0", "name": "R&D {labs}", "head_id": "W00"},
            {"id": "F1", "name": "Finance", "head_id": "W01"},
        ],
        "teams": [
            {"id": "T0", "name": "Pumps", "function_id": "F0", "lead_id": "W02"},
            {"id": "T1", "name": "Accounts", "function_id": "F1", "lead_id": "W03"},
        ],
        "people": people,
        "pillars": [{"id": "P1", "name": "Towns that stay"}],
        "goals": [
            {
                "id": "G1",
                "title": "Books in four days",
                "contributor_ids": ";".join(f"W{i:02d}" for i in range(1, 20, 2)),
            }
        ],
        "links": [{"kind": "supports", "from_id": "G1", "to_id": "P1"}],
    }


class TestDivergentModels:
    def chosen(self, **votes: int) -> Tables:
        """Let the leaders of R&D have chosen between options."""
        rows = [self.choice(option, count) for option, count in votes.items()]
        return {**company(), "answers": rows}

    def choice(self, option: str, count: int, **values: object) -> Row:
        row: Row = {
            "wave": "1",
            "question": "what_is_success",
            "kind": "choice",
            "option": option,
            "group_kind": "leaders",
            "group_id": "F0",
            "count": count,
        }
        return row | values

    def scaled(self, *answers: tuple[str, float | str, int], **values: object) -> Tables:
        """Let the leaders of functions have answered on a scale: (function, mean, count)."""
        rows = [
            self.choice("", count, kind="scale", group_id=group, score=score) | values
            for group, score, count in answers
        ]
        return {**company(), "answers": rows}

    def test_a_choice_that_most_do_not_share_fires(self) -> None:
        found = finding("LOS902", **self.chosen(growth=3, safety=2, cost=1))

        assert found.subject == ("question", "what_is_success")
        assert found.evidence == {
            "question": "what_is_success",
            "distribution": {"growth": 3, "safety": 2, "cost": 1},
        }
        assert found.sentence == (
            "Asked “what is success”, leaders gave 3 different answers; "
            "the most frequent has 3 of 6."
        )
        assert found.people == ("W00",)
        assert found.question == "What would each of us say, and which answer do we mean to give?"
        assert found.stake == 1

    def test_six_in_ten_exactly_are_most(self) -> None:
        assert subjects("LOS902", **self.chosen(growth=6, safety=4)) == []
        assert subjects("LOS902", **self.chosen(growth=59, safety=41)) == ["what_is_success"]

    def test_four_answers_are_too_few(self) -> None:
        assert subjects("LOS902", **self.chosen(growth=2, safety=2)) == []
        assert subjects("LOS902", **self.chosen(growth=2, safety=2, cost=1)) == ["what_is_success"]

    def test_answers_of_all_functions_are_taken_together(self) -> None:
        tables = self.chosen(growth=2, safety=2)
        tables["answers"] += [self.choice("growth", 4, group_id="F1")]

        assert subjects("LOS902", **tables) == []

    def test_a_scale_on_which_two_functions_lie_apart_fires(self) -> None:
        found = finding("LOS902", **self.scaled(("F0", 4.5, 3), ("F1", 2, 2)))

        assert found.evidence["distribution"] == {"F0": 4.5, "F1": 2.0}
        assert found.sentence == (
            "Asked “what is success”, R&D {labs} says 4.5 of 5 and Finance 2.0."
        )
        assert found.people == ("W00", "W01")

    @pytest.mark.parametrize(("score", "fires"), [(3.5, True), (3.49, False)])
    def test_one_and_a_half_exactly_are_apart(self, score: float, fires: bool) -> None:
        assert bool(subjects("LOS902", **self.scaled(("F0", score, 3), ("F1", 2, 3)))) == fires

    def test_rows_of_one_function_are_one_mean(self) -> None:
        tables = self.scaled(("F0", 5, 1), ("F0", 3, 3), ("F1", 2, 2))

        found = finding("LOS902", **tables)

        assert found.evidence["distribution"] == {"F0": 3.5, "F1": 2.0}

    def test_a_mean_that_is_not_known_is_left_out(self) -> None:
        tables = self.scaled(("F0", 4, 3), ("F1", "", 9))

        assert subjects("LOS902", **tables) == []

    def test_four_answers_on_a_scale_are_too_few(self) -> None:
        assert subjects("LOS902", **self.scaled(("F0", 5, 2), ("F1", 1, 2))) == []

    @pytest.mark.parametrize("group", ["function", "team"])
    def test_only_leaders_are_asked(self, group: str) -> None:
        tables = self.scaled(("F0", 5, 9), ("F1", 1, 9), group_kind=group)

        assert subjects("LOS902", **tables) == []

    def test_the_latest_wave_counts_by_its_date(self) -> None:
        tables = self.chosen()
        tables["answers"] = [
            self.choice("growth", 9, wave="10", date="2026-03-01"),
            *(self.choice(o, 3, wave="9", date="2026-09-01") for o in ("growth", "safety")),
        ]

        assert subjects("LOS902", **tables) == ["what_is_success"]

    def test_without_dates_ten_comes_after_nine(self) -> None:
        tables = self.chosen()
        tables["answers"] = [
            *(self.choice(o, 3, wave="9") for o in ("growth", "safety")),
            self.choice("growth", 9, wave="10"),
        ]

        assert subjects("LOS902", **tables) == []

    def test_a_wave_still_to_come_is_not_known(self) -> None:
        tables = self.chosen()
        tables["answers"] = [
            self.choice("growth", 9, wave="1", date="2026-11-01"),
            *(self.choice(o, 3, wave="2", date="2026-11-22") for o in ("growth", "safety")),
        ]

        assert subjects("LOS902", **tables) == []

    def test_each_question_has_its_own_latest_wave(self) -> None:
        tables = self.chosen(growth=3, safety=3)
        tables["answers"] += [self.choice("yes", 9, wave="2", question="do_we_say_so")]

        assert subjects("LOS902", **tables) == ["what_is_success"]

    def test_it_needs_answers_and_runs_without_people(self) -> None:
        assert skipped("LOS902", **company()) == ["no table answers"]
        tables = self.chosen(growth=3, safety=3)
        assert subjects("LOS902", about_people=False, **tables) == ["what_is_success"]


def explain(group: str, score: float | str, count: int, **values: object) -> Row:
    """Build how many of a group say that they can explain."""
    row: Row = {
        "wave": "1",
        "question": "can_explain",
        "kind": "share",
        "group_kind": "function",
        "group_id": group,
        "score": score,
        "count": count,
    }
    return row | values


def asked(*rows: Row) -> Tables:
    """Build the company with some answers."""
    return {**company(), "answers": list(rows)}


class TestCannotExplain:
    def test_a_function_in_which_surely_too_few_can_fires(self) -> None:
        found = finding("LOS903", **asked(explain("F0", 0.25, 96)))

        assert found.subject == ("function", "F0")
        assert found.evidence == {
            "wave": "1",
            "share": 0.25,
            "count": 96,
            "upper": pytest.approx(wilson(24, 96)[1]),
            "proposes": "programme",
        }
        assert found.sentence == (
            "In R&D {labs}, 24 of the 96 who answered say they can explain how their work "
            "serves the goals of the whole."
        )
        assert found.people == ("W00",)
        assert found.question == "Shall we plan ninety days for this, and with whom do we begin?"

    def test_a_team_is_told_to_its_lead(self) -> None:
        found = finding("LOS903", **asked(explain("T1", 0, 9, group_kind="team")))

        assert found.subject == ("team", "T1")
        assert found.people == ("W03",)

    # Upper ends of the 90 % interval: 0 of 8 0.25, 1 of 8 0.41, 6 of 25 0.401; 28 of 96 0.37.
    @pytest.mark.parametrize(
        ("can", "count", "fires"),
        [(0, 8, True), (1, 8, False), (0, 7, False), (28, 96, True), (6, 25, False)],
    )
    def test_the_interval_decides_and_eight_are_needed(
        self, can: int, count: int, fires: bool
    ) -> None:
        assert bool(subjects("LOS903", **asked(explain("F0", can / count, count)))) == fires

    @pytest.mark.parametrize(("count", "proposed"), [(29, "talk"), (30, "programme")])
    def test_thirty_answers_carry_a_programme_fewer_a_talk(self, count: int, proposed: str) -> None:
        assert (
            finding("LOS903", **asked(explain("F0", 0.1, count))).evidence["proposes"] == proposed
        )

    def test_a_talk_is_opened_otherwise(self) -> None:
        found = finding("LOS903", **asked(explain("F0", 0.1, 10)))

        assert found.question == "What would you have to hear from me to say it in one sentence?"

    def test_several_rows_of_one_group_are_taken_together(self) -> None:
        found = finding("LOS903", **asked(explain("F0", 0, 15), explain("F0", 0.5, 5)))

        assert found.evidence["count"] == 20
        assert found.evidence["share"] == pytest.approx(0.125)

    def test_functions_and_teams_have_their_own_latest_waves(self) -> None:
        tables = asked(explain("F0", 0, 9), explain("T0", 0.9, 9, group_kind="team", wave="2"))

        assert subjects("LOS903", **tables) == ["F0"]

    def test_only_the_latest_wave_counts(self) -> None:
        tables = asked(explain("F0", 0, 9, wave="9"), explain("F0", 0.9, 9, wave="10"))

        assert subjects("LOS903", **tables) == []

    def test_a_group_that_the_latest_wave_did_not_ask_is_silent(self) -> None:
        tables = asked(explain("F0", 0, 9), explain("F1", 0.9, 9, wave="2"))

        assert subjects("LOS903", **tables) == []

    def test_a_wave_still_to_come_is_not_known(self) -> None:
        tables = asked(
            explain("F0", 0.9, 9, date="2026-11-01"),
            explain("F0", 0, 9, wave="2", date="2026-11-22"),
        )

        assert subjects("LOS903", **tables) == []

    @pytest.mark.parametrize(
        "row",
        [
            explain("F0", "", 9),
            explain("F0", 0, 0),
            explain("F0", 0, 9, question="know"),
            explain("F0", 0, 9, group_kind="leaders"),
            explain("F7", 0, 9),
        ],
        ids=["not known", "nobody answered", "another question", "leaders", "not in the plan"],
    )
    def test_otherwise_it_is_silent(self, row: Row) -> None:
        assert subjects("LOS903", **asked(row)) == []

    def test_it_needs_answers(self) -> None:
        assert skipped("LOS903", **company()) == ["no table answers"]


class TestPaperAlignment:
    # On paper everybody in Finance (F1) has a line, and nobody in R&D (F0).

    def test_the_function_with_the_largest_difference_fires(self) -> None:
        found = finding("LOS904", **asked(explain("F1", 0.4, 10), explain("F0", 0.5, 10)))

        assert found.subject == ("function", "F1")
        assert found.evidence == {"wave": "1", "share": 0.4, "count": 10, "plan_share": 1.0}
        assert found.sentence == (
            "On paper 100 % of the people in Finance have a line to the strategy; "
            "4 of the 10 who answered say they can explain it."
        )
        assert found.people == ("W01",)
        assert found.question == "Who is right, the plan or the people?"

    @pytest.mark.parametrize(("score", "fires"), [(0.7, False), (0.69, True)])
    def test_three_tenths_exactly_are_not_far(self, score: float, fires: bool) -> None:
        assert bool(subjects("LOS904", **asked(explain("F1", score, 100)))) == fires

    def test_it_speaks_where_people_see_more_than_the_plan_too(self) -> None:
        found = finding("LOS904", **asked(explain("F0", 0.9, 10)))

        assert found.subject.id == "F0"
        assert found.evidence["plan_share"] == 0

    def test_nine_answers_are_too_few(self) -> None:
        tables = asked(explain("F1", 0, 9), explain("F0", 0.4, 10))

        assert subjects("LOS904", **tables) == ["F0"]

    def test_of_equal_ones_the_smaller_id_is_told(self) -> None:
        tables = asked(explain("F1", 0.5, 10), explain("F0", 0.5, 10))

        assert subjects("LOS904", **tables) == ["F0"]

    def test_only_present_people_count_on_paper(self) -> None:
        tables = asked(explain("F1", 0.4, 10))
        for i in range(1, 11, 2):
            tables = change(tables, "people", f"W{i:02d}", end_date="2026-11-20")
        tables = change(tables, "goals", "G1", contributor_ids="W11;W13")

        assert subjects("LOS904", **tables) == []  # 2 of 5 are 0.4

    def test_teams_are_not_compared(self) -> None:
        assert subjects("LOS904", **asked(explain("T1", 0, 20, group_kind="team"))) == []

    def test_without_a_root_there_is_no_share_to_compare(self) -> None:
        tables = without(without(asked(explain("F0", 0.9, 10)), "pillars"), "links")

        assert skipped("LOS904", **tables) == []
        assert findings("LOS904", **tables) == []

    @pytest.mark.parametrize("table", ["answers", "people"])
    def test_it_needs_answers_and_people(self, table: str) -> None:
        tables = asked(explain("F1", 0.4, 10))

        assert skipped("LOS904", **without(tables, table)) == [f"no table {table}"]

    def test_it_is_a_share_of_many_and_runs_without_people(self) -> None:
        assert subjects("LOS904", about_people=False, **asked(explain("F1", 0, 10))) == ["F1"]
