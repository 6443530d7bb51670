"""trace: who is meant, what is drawn, what is said where there is no line."""

from pathlib import Path

import pytest

from tests.cli.run import KESTREL, goal, plan, run, write


class TestWho:
    @pytest.mark.parametrize(
        "who", ["laune", "Liv Aune", "liv  aune", "Liv", "person:laune", "G7", "goal:G7", "g7"]
    )
    def test_is_found_by_id_name_or_part(self, who: str) -> None:
        done = run("trace", KESTREL, who)

        assert done.exit_code == 0
        assert done.stdout.startswith("Liv Aune works on “Nobody waits in the cold")

    def test_is_asked_for_if_several_are_meant(self) -> None:
        done = run("trace", KESTREL, "winter")

        assert done.exit_code == 2
        assert "goal:G6" in done.stderr
        assert "goal:G11" in done.stderr

    def test_is_asked_for_if_a_person_and_a_goal_have_one_id(self, tmp_path: Path) -> None:
        tables = plan()
        tables["people"].append({"id": "G1", "name": "Gina Won"})
        path = write(tmp_path, tables)

        assert "person:G1 (Gina Won)" in run("trace", path, "G1").stderr
        assert run("trace", path, "goal:G1").exit_code == 0

    def test_is_guessed_at_if_misspelt(self) -> None:
        assert "Did you mean person:laune (Liv Aune)" in run("trace", KESTREL, "Lif Aune").stderr

    def test_may_be_named_by_goals_alone(self, tmp_path: Path) -> None:
        tables = plan()
        del tables["people"], tables["pillars"][0]["sponsor_id"]
        del tables["pillars"][0]["champion_ids"]

        done = run("trace", write(tmp_path, tables), "P2")

        assert done.stdout.startswith("P2 works on “Shops order")


class TestDrawing:
    def test_shows_the_line_from_the_strategy_down(self) -> None:
        assert run("trace", KESTREL, "G4").stdout == (
            "Per Nes works on “Cars are aboard in nine minutes”, which supports “96 of 100 sailings"
            " leave within\n"
            "five minutes” (Maren Sund), which carries “Boats that leave on time”.\n"
            "\n"
            "  ★  Sailings that leave on time\n"
            "  ┊  North Star\n"
            "  ┊\n"
            "  ◆  Boats that leave on time\n"
            "  ┃  pillar, 50 % of the strategy, sponsor Maren Sund\n"
            "  ┃  strength 1: confirmed on 1 October 2026\n"
            "  ┃\n"
            "  ◐  96 of 100 sailings leave within five minutes\n"
            "  ┆  Maren Sund, reported at risk, 38 % of the way\n"
            "  ┆  strength 0.29: an end has changed since it was confirmed on 2 March 2026\n"
            "  ┆\n"
            "  ◐  Cars are aboard in nine minutes\n"
            "     Per Nes, reported at risk, 50 % of the way\n"
            "\n"
            "Strength of the whole line: 0.29 of 1.\n"
        )

    def test_shows_a_break_as_a_gap(self) -> None:
        done = run("trace", KESTREL, "Liv Aune")

        assert (
            "  ○  The winter timetable reaches every school\n"
            "     Tuva Moen, paused since 7 September 2026\n"
            "  ╳  here the line stops\n"
            "  ●  Nobody waits in the cold at North Terminal\n"
        ) in done.stdout

    def test_keeps_to_the_width(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", "48")

        lines = run("trace", KESTREL, "G4").stdout.splitlines()

        assert max(map(len, lines)) <= 48

    def test_lists_what_else_a_person_works_on(self) -> None:
        done = run("trace", KESTREL, "Eli Haug").stdout

        assert (
            "Also works on:\n  “Three berths give shore power to every night boat”: "
            "leads to “Quiet and clean crossings”\n"
        ) in done


class TestWithoutLine:
    def test_what_a_person_wants_to_learn_owes_nobody_a_line(self, tmp_path: Path) -> None:
        tables = plan()
        wish = goal("G7", "Lead a shift by spring", "P4", kind="development")
        tables["goals"].append(wish)
        path = write(tmp_path, tables)

        assert "it needs no line" in run("trace", path, "G7").stdout
        assert "Lead a shift" not in run("trace", path, "P4").stdout

    def test_a_goal_without_home_is_a_question(self) -> None:
        assert run("trace", KESTREL, "G8").stdout == (
            "Nothing on record says what “Close the books in four days” is for.\n"
        )

    def test_a_duty_is_as_good_as_a_pillar(self) -> None:
        done = run("trace", KESTREL, "G10")

        assert "meets a duty, SOLAS chapter III, regulation" in done.stdout

    def test_of_a_person_is_a_gap_in_the_plan(self) -> None:
        done = run("trace", KESTREL, "Anja Holt")

        assert done.exit_code == 0
        assert "The plan names no active goal that Anja Holt works on." in done.stdout
        assert "That is a gap in the plan, not in their work." in done.stdout
