"""8xx: would a newcomer understand it. How words are read is tested with the lenses."""

import pytest
from tests.engine.build import Tables, change, finding, skipped, snapshot, subjects, without

from lineofsight.engine.check import check
from lineofsight.engine.finding import Severity
from lineofsight.engine.settings import Settings

Row = dict[str, object]
NOT_ACTIVE = ["draft", "paused", "done", "cancelled"]


def goal(title: str, **values: object) -> Tables:
    """Build a goal with a title, beside others that show that the plan is English."""
    row: Row = {"id": "G1", "title": title, "owner_id": "E1"}
    return {
        "people": [{"id": "E1", "name": "Ida Moss"}, {"id": "E9", "name": "Ruth Amann"}],
        "goals": [
            row | values,
            {"id": "G8", "title": "Halve customer complaints about our bills"},
            {"id": "G9", "title": "Raise the renewals of our customers from 82 to 88 %"},
        ],
    }


class TestVagueWording:
    def test_words_that_would_fit_any_plan_fire(self) -> None:
        found = finding("LOS801", **goal("Drive operational excellence"))

        assert found.subject == ("goal", "G1")
        assert found.evidence == {"cause": ["few_words"], "words": []}
        assert found.sentence == (
            "“Drive operational excellence” could stand in any organisation's plan."
        )
        assert found.people == ("E1",)
        assert found.question == "What will be different, for whom, and where would we see it?"

    def test_a_mere_label_is_told_as_one(self) -> None:
        found = finding("LOS801", **goal("Storm drains"))

        assert found.evidence == {"cause": ["label"], "words": ["Storm", "drains"]}
        assert found.sentence == ("“Storm drains” names a subject, but not what will be different.")

    @pytest.mark.parametrize(
        "title",
        ["Halve complaints", "12 storm drains", "Storm drains along the harbour front"],
        ids=["a verb", "a number", "five words"],
    )
    def test_a_label_that_says_more_is_none(self, title: str) -> None:
        assert subjects("LOS801", **goal(title)) == []

    @pytest.mark.parametrize(
        ("title", "fires"), [("Improve innovation", True), ("Improve meter reading", False)]
    )
    def test_two_words_of_its_own_are_enough(self, title: str, fires: bool) -> None:
        assert bool(subjects("LOS801", **goal(title))) == fires

    def test_it_is_likely_not_sure_and_never_more_than_low(self) -> None:
        found = finding("LOS801", **goal("Drive operational excellence"))

        assert found.certainty == 0.7
        assert found.stake > 0.3
        assert found.severity == Severity.LOW

    @pytest.mark.parametrize("status", NOT_ACTIVE)
    def test_only_active_goals_are_read(self, status: str) -> None:
        assert subjects("LOS801", **goal("Storm drains", status=status)) == []

    @pytest.mark.parametrize("values", [{"kind": "development"}, {"scope": "individual"}])
    def test_all_active_goals_are(self, values: Row) -> None:
        assert subjects("LOS801", **goal("Storm drains", **values)) == ["G1"]

    def test_bounds_and_words_can_be_set(self) -> None:
        settings = Settings(
            select=("LOS801",),
            thresholds={"LOS801": {"short_words": 1}},
            words={"en": {"filler": ("moonshot",)}},
        )
        tables = goal("Storm drains")
        tables["goals"] += [{"id": "G2", "title": "Drive our moonshot everywhere"}]

        assert [f.subject.id for f in check(snapshot(**tables), settings).findings] == ["G2"]


class TestTooManyKeyResults:
    def measured(self, number: int, **values: object) -> Tables:
        tables = goal("Halve customer complaints", **values)
        tables["key_results"] = [
            {"id": f"K{i}", "goal_id": "G1", "title": f"Complaints {i}"} for i in range(number)
        ]
        return tables

    def test_six_fire(self) -> None:
        found = finding("LOS802", **self.measured(6))

        assert found.subject == ("goal", "G1")
        assert found.evidence == {"key_results": 6}
        assert found.sentence == (
            "“Halve customer complaints” has 6 key results: more than most people can steer by."
        )
        assert found.people == ("E1",)
        assert found.question == "If only three of these could move, which?"
        assert found.severity == Severity.LOW

    def test_five_do_not(self) -> None:
        assert subjects("LOS802", **self.measured(5)) == []

    @pytest.mark.parametrize("status", NOT_ACTIVE)
    def test_only_active_goals_are_counted(self, status: str) -> None:
        assert subjects("LOS802", **self.measured(6, status=status)) == []

    def test_it_needs_key_results(self) -> None:
        assert skipped("LOS802", **self.measured(0)) == ["no table key_results"]


class TestTooManyGoals:
    def team(self, number: int, **values: object) -> Tables:
        """Let a team have so many goals: the last by its owner, the others stated."""
        goals: list[Row] = [
            {"id": f"G{i}", "title": f"Goal {i}", "team_id": "T1"} for i in range(number)
        ]
        goals[-1] = {**goals[-1], "team_id": "", "owner_id": "E1"} | values
        return {
            "teams": [{"id": "T1", "name": "Metering", "lead_id": "E9"}],
            "people": [
                {"id": "E1", "name": "Ida Moss", "team_id": "T1"},
                {"id": "E9", "name": "Ruth Amann"},
            ],
            "goals": goals,
        }

    def test_six_fire(self) -> None:
        found = finding("LOS803", **self.team(6))

        assert found.subject == ("team", "T1")
        assert found.evidence == {"goals": 6}
        assert found.sentence == "Metering has 6 goals at once."
        assert found.people == ("E9",)
        assert found.question == "Which of these could wait until another one has arrived?"
        assert found.severity == Severity.LOW

    def test_five_do_not(self) -> None:
        assert subjects("LOS803", **self.team(5)) == []

    @pytest.mark.parametrize(
        "values", [{"scope": "individual"}, {"kind": "development"}, {"status": "paused"}]
    )
    def test_what_is_personal_or_not_active_is_not_counted(self, values: Row) -> None:
        assert subjects("LOS803", **self.team(6, **values)) == []

    @pytest.mark.parametrize("scope", ["enterprise", "function", "team", ""])
    def test_every_other_scope_is(self, scope: str) -> None:
        assert subjects("LOS803", **self.team(6, scope=scope)) == ["T1"]

    def test_goals_without_a_team_are_of_none(self) -> None:
        assert subjects("LOS803", **self.team(6, owner_id="E9")) == []

    def test_it_needs_teams(self) -> None:
        assert skipped("LOS803", **without(self.team(6), "teams")) == ["no table teams"]


class TestTaskAsGoal:
    TITLE = "Launch the new customer portal"

    def measured(self, **result: object) -> Tables:
        """Give the goal one key result."""
        row: Row = {"id": "K1", "goal_id": "G1", "title": "Waiting time", "type": "number"}
        return {**goal(self.TITLE), "key_results": [row | result]}

    def test_a_verb_of_work_without_a_measure_of_outcome_fires(self) -> None:
        found = finding("LOS804", **goal(self.TITLE))

        assert found.subject == ("goal", "G1")
        assert found.evidence == {"verb": "launch"}
        assert found.sentence == (
            "“Launch the new customer portal” is over once it is handed over; "
            "no measure says what it does."
        )
        assert found.people == ("E1",)
        assert found.question == (
            "What is different for the customer then, and where would we see it?"
        )

    def test_it_is_likely_not_sure_and_never_more_than_low(self) -> None:
        found = finding("LOS804", **goal(self.TITLE))

        assert (found.certainty, found.severity) == (0.7, Severity.LOW)

    def test_a_verb_of_outcome_is_silent(self) -> None:
        assert subjects("LOS804", **goal("Reduce the waiting time of customers")) == []

    @pytest.mark.parametrize("kind", ["number", "percent", "currency"])
    def test_a_measure_of_outcome_is_enough(self, kind: str) -> None:
        assert subjects("LOS804", **self.measured(type=kind)) == []

    @pytest.mark.parametrize(
        "result",
        [{"type": "milestone", "title": "Portal is live"}, {"title": "Ship 12 releases"}],
        ids=["a milestone", "a count of work"],
    )
    def test_a_milestone_or_a_count_of_work_is_none(self, result: Row) -> None:
        assert subjects("LOS804", **self.measured(**result)) == ["G1"]

    @pytest.mark.parametrize("status", ["active", "paused", "done"])
    def test_a_parent_that_measures_the_outcome_is_enough(self, status: str) -> None:
        tables = change(self.measured(goal_id="G8"), "goals", "G8", status=status)
        assert subjects("LOS804", **tables) == ["G1"]

        tables["links"] = [{"kind": "supports", "from_id": "G1", "to_id": "G8"}]
        assert subjects("LOS804", **tables) == []

    def test_a_parent_that_counts_work_is_not(self) -> None:
        tables = self.measured(goal_id="G8", title="Ship 12 releases")
        tables["links"] = [{"kind": "supports", "from_id": "G1", "to_id": "G8"}]

        assert subjects("LOS804", **tables) == ["G1"]

    def test_a_goal_of_a_persons_own_is_not_read(self) -> None:
        assert subjects("LOS804", **goal(self.TITLE, scope="individual")) == []

    @pytest.mark.parametrize("status", NOT_ACTIVE)
    def test_only_active_goals_are_read(self, status: str) -> None:
        assert subjects("LOS804", **goal(self.TITLE, status=status)) == []


class TestUnreadable:
    HARD = " ".join(["intermediate"] * 22)

    @pytest.mark.parametrize(("length", "fires"), [(200, False), (201, True)])
    def test_a_title_of_more_than_two_hundred_characters_fires(
        self, length: int, fires: bool
    ) -> None:
        assert bool(subjects("LOS805", **goal("x" * length))) == fires

    def test_a_long_title_is_told_as_long(self) -> None:
        title = "Halve the complaints of our customers about bills " * 5

        found = finding("LOS805", **goal(title))

        assert found.evidence["characters"] == 249
        assert found.sentence.startswith("“Halve the complaints of our customers")
        assert found.sentence.endswith(" …” is longer than most people will read.")
        assert found.people == ("E1",)
        assert found.question == "How would you say it to somebody who starts on Monday?"

    @pytest.mark.parametrize(("title", "fires"), [("Halve the bills", True), ("Halve", False)])
    def test_heavy_words_fire_from_twenty_five_on(self, title: str, fires: bool) -> None:
        # With the title 25 words, or 23.
        assert bool(subjects("LOS805", **goal(title, text=self.HARD))) == fires

    def test_heavy_words_are_told_as_heavy(self) -> None:
        found = finding("LOS805", **goal("Halve the bills", text=self.HARD))

        # 25 words in 2 sentences, 22 of them long: 12.5 + 88.
        assert found.evidence == {"characters": 15, "lix": 100.5}
        assert found.sentence == (
            "The wording of “Halve the bills” is heavier than most people will read to the end."
        )
        assert found.severity == Severity.LOW

    def test_plain_words_do_not_fire(self) -> None:
        assert subjects("LOS805", **goal("Halve the bills", text="We pump water. " * 20)) == []

    @pytest.mark.parametrize("status", NOT_ACTIVE)
    def test_only_active_goals_are_read(self, status: str) -> None:
        assert subjects("LOS805", **goal("x" * 201, status=status)) == []

    def test_it_reads_every_language(self) -> None:
        goals: list[Row] = [{"id": "G1", "title": "顧客維持率を上げる" * 30}]

        assert subjects("LOS805", goals=goals) == ["G1"]


class TestStrategyInJargon:
    def pillar(self, name: str, text: str = "") -> Tables:
        row: Row = {"id": "P1", "name": name, "text": text, "sponsor_id": "E9"}
        return {**goal("Halve customer complaints"), "pillars": [row]}

    def statement(self, text: str, **values: object) -> Tables:
        row: Row = {"id": "S1", "kind": "vision", "text": text}
        return {**goal("Halve customer complaints"), "strategy": [row | values]}

    def test_a_pillar_of_empty_words_fires(self) -> None:
        found = finding("LOS806", **self.pillar("Operational excellence"))

        assert found.subject == ("pillar", "P1")
        assert found.evidence == {"cause": {"vague": ["few_words", "label"]}}
        assert found.sentence == (
            "“Operational excellence” could stand in any organisation's strategy."
        )
        assert found.people == ("E9",)
        assert found.question == "How would we say this to a customer?"
        assert (found.stake, found.severity) == (1, Severity.LOW)

    def test_its_text_is_read_where_it_has_one(self) -> None:
        tables = self.pillar("Operational excellence", "Cut the water that we lose to 12 %")

        assert subjects("LOS806", **tables) == []

    def test_a_name_that_is_a_mere_label_is_told_as_one(self) -> None:
        assert finding("LOS806", **self.pillar("Storm drains")).sentence == (
            "“Storm drains” names a subject, but not what will be different."
        )

    def test_a_statement_of_the_strategy_is_read_too(self) -> None:
        found = finding("LOS806", **self.statement("World class excellence"))

        assert found.subject == ("strategy", "S1")
        assert found.people == ()
        assert found.stake == 1

    def test_a_long_one_is_told_as_long(self) -> None:
        found = finding("LOS806", **self.statement("No town runs out of water. " * 10))

        assert found.evidence["cause"] == {"unreadable": {"characters": 269, "lix": 6.0}}
        assert found.sentence.endswith(" …” is longer than most people will read.")

    def test_a_heavy_one_is_told_as_heavy(self) -> None:
        text = "kitchen " * 17 + "we do it as we do so on"

        found = finding("LOS806", **self.statement(text))

        # 25 words in one sentence, 17 of them long: 25 + 68.
        assert found.evidence["cause"] == {"unreadable": {"characters": 159, "lix": 93.0}}
        assert found.sentence.endswith(" …” is heavier than most people will read to the end.")

    def test_a_clear_one_is_silent(self) -> None:
        assert subjects("LOS806", **self.statement("No town runs out of water")) == []

    def test_one_still_to_be_published_can_be_read_already(self) -> None:
        tables = self.statement("World class excellence", published_on="2026-12-01")

        assert subjects("LOS806", **tables) == ["S1"]

    def test_without_a_word_list_only_length_and_weight_are_judged(self) -> None:
        goals: list[Row] = [{"id": "G1", "title": "De wachttijd voor onze klanten verkorten"}]
        pillars: list[Row] = [
            {"id": "P1", "name": "Uitmuntendheid"},
            {"id": "P2", "name": "Uitmuntendheid " * 20},
        ]

        assert subjects("LOS806", goals=goals, pillars=pillars) == ["P2"]

    def test_it_follows_the_bounds_of_los801_and_los805(self) -> None:
        settings = Settings(select=("LOS806",), thresholds={"LOS801": {"min_words": 0}})
        tables = self.pillar("Operational excellence in all that we do")

        assert check(snapshot(**tables), settings).findings == ()
        assert subjects("LOS806", **tables) == ["P1"]

    def test_either_table_will_do(self) -> None:
        assert skipped("LOS806", **goal("Halve complaints")) == ["no table strategy or pillars"]


@pytest.mark.parametrize("code", ["LOS801", "LOS804"])
def test_where_no_word_list_fits_wording_is_not_judged(code: str) -> None:
    goals: list[Row] = [{"id": "G1", "title": "De wachttijd voor onze klanten verkorten"}]

    assert skipped(code, goals=goals) == ["no word list for this language"]


@pytest.mark.parametrize("code", ["LOS802", "LOS803", "LOS805", "LOS806"])
def test_counting_needs_no_word_list(code: str) -> None:
    goals: list[Row] = [{"id": "G1", "title": "De wachttijd voor onze klanten verkorten"}]
    more: Tables = {
        "pillars": [{"id": "P1", "name": "Klanten"}],
        "teams": [{"id": "T1", "name": "Team"}],
        "key_results": [{"id": "K1", "goal_id": "G1", "title": "Dagen"}],
    }

    assert skipped(code, goals=goals, **more) == []
