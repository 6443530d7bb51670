"""suggest: what is offered, in words and as JSON, and who is meant."""

import json
import re
from pathlib import Path
from typing import Any

import pytest

from tests.cli.run import KESTREL, Tables, goal, plan, run, write

ADVICE = (
    "\nThe fit is how likely such a link is right where one of four candidates is. It is an offer:"
    " people\nwho know the work decide.\n"
)


def offered(*arguments: object) -> dict[str, Any]:
    done = run("suggest", *arguments, "--no-meaning", "--format", "json")
    assert done.exit_code == 0, done.output
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def without_numbers(text: str) -> str:
    """The text with every fit as one sign: what is learned anew changes no word."""
    return re.sub(r"fit [\d.]+", "fit #", text)


@pytest.fixture
def bakery() -> Tables:
    """A bakery in which G3 supports nothing, and a second pillar that nobody carries."""
    tables = plan()
    tables["pillars"].append({"id": "B", "name": "Ovens that waste no heat"})
    return tables


class TestText:
    def test_of_a_goal_that_supports_nothing(self, tmp_path: Path, bakery: Tables) -> None:
        done = run("suggest", write(tmp_path, bakery), "G3", "--no-meaning")

        head, _, rest = without_numbers(done.stdout).partition("\n\n")
        assert head == (
            "“The second oven stands still less than an hour a week” supports nothing yet."
        )
        assert rest.startswith("It could support, the most likely first:\n  1. “")
        assert sorted(re.findall(r"\((\w+)\), fit #", rest)) == ["A", "B", "G1"]
        assert rest.endswith(ADVICE)

    def test_of_a_goal_that_supports_one(self, tmp_path: Path, bakery: Tables) -> None:
        done = run("suggest", write(tmp_path, bakery), "G2", "--no-meaning")

        assert without_numbers(done.stdout).startswith(
            "“Shops order what they sold on the same weekday” supports:\n"
            "  - “Nine of ten loaves are sold on the day they are baked” (G1), fit #\n"
        )

    def test_of_a_goal_that_nothing_is_left_for(self, tmp_path: Path) -> None:
        tables: Tables = {
            "goals": [goal("G1", "Bread", "P1")],
            "pillars": [{"id": "A", "name": "Oven"}],
        }
        tables["links"] = [{"kind": "supports", "from_id": "G1", "to_id": "A"}]
        done = run("suggest", write(tmp_path, tables), "G1", "--no-meaning")

        assert without_numbers(done.stdout).startswith("“Bread” supports:\n  - “Oven” (A), fit #\n")
        assert done.stdout.endswith("\n\nThe plan holds nothing else that it could support.\n")

    def test_keeps_to_the_width(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setenv("COLUMNS", "48")

        lines = run("suggest", KESTREL, "G7", "--no-meaning").stdout.splitlines()

        assert max(map(len, lines)) <= 48

    def test_holds_nothing_that_moves_a_terminal(self, tmp_path: Path, bakery: Tables) -> None:
        bakery["pillars"][1]["name"] = "Ovens\x1b[2J that waste\u202e no heat"
        done = run("suggest", write(tmp_path, bakery), "G3", "--no-meaning")

        assert "Ovens" in done.stdout
        assert not set("\x1b\u202e") & set(done.stdout)


class TestJson:
    def test_names_its_format_the_goal_and_the_day(self) -> None:
        found = offered(KESTREL, "G7")

        assert {key: found[key] for key in list(found)[:5]} == {
            "format": "lineofsight-suggestions",
            "version": 1,
            "as_of": "2026-10-15",
            "goal": {"id": "G7", "title": "Nobody waits in the cold at North Terminal"},
            "vectors": "",
        }

    def test_has_what_is_supported_beside_at_most_five_others(self) -> None:
        found = offered(KESTREL, "G7")

        assert [one["id"] for one in found["supports"]] == ["G6"]
        assert sorted(one["id"] for one in found["suggestions"]) == [
            "G1",
            "islands",
            "north_star",
            "ontime",
            "quiet",
        ]
        assert {one["kind"] for one in found["suggestions"]} == {"goal", "pillar", "north_star"}

    def test_has_a_fit_and_reasons_for_each_the_likeliest_first(self) -> None:
        found = offered(KESTREL, "G7")["suggestions"]
        fits = [one["fit"] for one in found]

        assert fits == sorted(fits, reverse=True)
        assert all(0 < fit < 1 for fit in fits)
        assert all(len(one["reasons"]) <= 3 for one in found)
        assert any(one["reasons"] for one in found)

    def test_names_the_model_that_was_used(self) -> None:
        done = run("suggest", KESTREL, "G7", "--meaning", "--format", "json")

        assert json.loads(done.stdout)["vectors"].startswith("minilm")

    def test_does_not_hang_on_the_order_of_rows(self, tmp_path: Path, bakery: Tables) -> None:
        turned = {
            key: rows[::-1] if isinstance(rows, list) else rows for key, rows in bakery.items()
        }

        assert offered(write(tmp_path, turned, "a.json"), "G3") == offered(
            write(tmp_path, bakery, "b.json"), "G3"
        )

    @pytest.mark.parametrize(
        "title", ["学校 的 目标", "ميناء مفتوح كل يوم", "🚢🚢", "x", "bread " * 300]
    )
    def test_is_there_for_any_text(self, tmp_path: Path, bakery: Tables, title: str) -> None:
        bakery["goals"][3]["title"] = title
        found = offered(write(tmp_path, bakery), "G3")

        assert found["goal"]["title"] == title.strip()
        assert len(found["suggestions"]) == 3

    def test_looks_at_the_plan_as_it_was(self) -> None:
        assert offered(KESTREL, "G7", "--as-of", "2026-01-05")["as_of"] == "2026-01-05"

    def test_links_nothing(self, tmp_path: Path, bakery: Tables) -> None:
        path = write(tmp_path, bakery)
        before = path.read_bytes()
        offered(path, "G3")

        assert path.read_bytes() == before


class TestWho:
    @pytest.mark.parametrize(
        "who", ["G7", "g7", "goal:G7", "Nobody waits in the cold at North Terminal", "in the cold"]
    )
    def test_is_found_by_id_title_or_part(self, who: str) -> None:
        assert offered(KESTREL, who)["goal"]["id"] == "G7"

    @pytest.mark.parametrize("who", ["Liv Aune", "laune", "person:laune", "person:Liv Aune"])
    def test_that_is_a_person_is_told_so(self, who: str) -> None:
        done = run("suggest", KESTREL, who, "--no-meaning")

        assert done.exit_code == 2
        assert f"“{who}” is a person; give a goal." in done.stderr

    def test_that_may_be_several_is_asked_for(self) -> None:
        done = run("suggest", KESTREL, "winter", "--no-meaning")

        assert done.exit_code == 2
        assert "goal:G6" in done.stderr
        assert "goal:G11" in done.stderr

    def test_that_is_nobody_is_guessed_at(self) -> None:
        done = run("suggest", KESTREL, "Close the boks in four days", "--no-meaning")

        assert done.exit_code == 2
        assert "Did you mean goal:G8 (Close the books in four days)?" in done.stderr

    def test_may_have_a_colon_in_its_title(self, tmp_path: Path, bakery: Tables) -> None:
        bakery["goals"][3]["title"] = "Ovens: no hour lost"

        assert offered(write(tmp_path, bakery), "Ovens: no hour lost")["goal"]["id"] == "G3"

    def test_is_the_goal_where_a_person_has_its_id_too(
        self, tmp_path: Path, bakery: Tables
    ) -> None:
        bakery["people"].append({"id": "G3", "name": "Gina Won"})

        assert offered(write(tmp_path, bakery), "G3")["goal"]["id"] == "G3"


def test_a_plan_that_cannot_be_read_ends_with_2(tmp_path: Path) -> None:
    done = run("suggest", write(tmp_path, {"goals": []}), "G1", "--no-meaning")

    assert done.exit_code == 2
