"""What the bench of twins makes of published plans: pairs, weights, figures."""

import json
from pathlib import Path
from random import Random

import pytest
from click.testing import CliRunner

from lineofsight.bench.links.corpus import Corpus, read
from lineofsight.bench.twins import cases, phrases, run, told
from lineofsight.cli.main import main
from lineofsight.engine.lenses.words import shipped
from lineofsight.engine.meaning.alike import FEATURES, table

WORDS = shipped("en")
TITLES = (
    "Reduce the waiting time for passengers by 20 percent",
    "Improve the safety of bridges and tunnels",
    "Expand access to clean water in Small Towns",
    "Launch a training for all drivers by Spring",
    "Increase the number of repaired pumps to 500",
    "Protect children from lead paint in Old Houses",
    "Modernize the ticket machines at railway stations",
    "Complete the timber harbour before the winter storms",
)


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Two plans: one that may be used freely, and one that only tests."""
    lines = [
        {"plan": plan, "id": f"{plan}/{i}", "parent": None, "name": title, "text": ""}
        for plan in ("usg-test", "other-test")
        for i, title in enumerate((*TITLES, *(TITLES[:1] if plan == "other-test" else ())))
    ]
    path = tmp_path / "plans.jsonl"
    path.write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf-8")
    return path


@pytest.fixture
def corpus(data: Path) -> Corpus:
    return read(data)


def test_pairs_are_drawn_from_free_plans_alone(corpus: Corpus) -> None:
    assert set(cases.draw(corpus, WORDS).plan) == {"usg-test"}


def test_twins_and_all_kinds_of_others_are_drawn(corpus: Corpus) -> None:
    drawn = cases.draw(corpus, WORDS)

    assert set(drawn.kind) >= {cases.WORDS, cases.NUMBER, cases.PLACES, cases.NEAR, cases.OPPOSITE}
    assert {kind for kind, twin in zip(drawn.kind, drawn.twin, strict=True) if twin} == {
        cases.WORDS
    }


def test_the_same_plans_give_the_same_pairs(corpus: Corpus) -> None:
    one, other = cases.draw(corpus, WORDS), cases.draw(corpus, WORDS)

    assert one.titles == other.titles
    assert one.one.tolist() == other.one.tolist()


@pytest.mark.parametrize("title", TITLES)
def test_other_words_are_other_words(title: str) -> None:
    rng = Random(1)  # noqa: S311 - a draw that is the same each time
    said = {phrases.said_otherwise(title, rng) for _ in range(20)}

    assert len(said - {title}) > 5


def test_what_only_looks_alike_differs_in_one_thing() -> None:
    rng = Random(1)  # noqa: S311 - a draw that is the same each time
    title = TITLES[0]

    assert phrases.other_number(title, rng) != title
    assert phrases.opposite(title, rng).startswith("Increase the waiting time")
    assert phrases.other_name(title, rng) == ""
    one, other = phrases.two_places(title, rng)
    assert one != other


def test_learned_and_shipped_hold_the_same_features(corpus: Corpus) -> None:
    learned = run.learn_model(cases.draw(corpus, WORDS), WORDS, None)

    assert set(learned["weights"]) == {*FEATURES} - {"meaning"}
    assert set(learned) == set(table()["models"]["words"])
    assert learned == run.learn_model(cases.draw(corpus, WORDS), WORDS, None)


def test_a_title_that_stands_twice_is_no_mistake(corpus: Corpus) -> None:
    goals, alarms, same = run.untouched(corpus.plans[1], WORDS, None)

    assert (goals, len(alarms), same) == (len(TITLES) + 1, 1, 1)


def test_figures_are_told_in_words_and_as_json(corpus: Corpus) -> None:
    result = run.measure(corpus, None, "plans")
    figures = json.loads(told.to_json(result))["models"]["words"]

    assert f"{figures['auc']:.3f}" in told.render_text(result)
    assert figures["named"]["other words"]["pairs"] > 10
    assert figures["goals"] == 2 * len(TITLES) + 1


def test_the_command_prints_the_table(data: Path) -> None:
    outcome = CliRunner().invoke(main, ["bench", "twins", "--data", str(data), "--no-meaning"])

    assert outcome.exit_code == 0
    assert "ROC area" in outcome.output


def test_plans_that_nobody_may_change_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "plans.jsonl"
    path.write_text('{"plan": "own", "id": "1", "name": "Grow"}\n', encoding="utf-8")

    outcome = CliRunner().invoke(main, ["bench", "twins", "--data", str(path)])

    assert outcome.exit_code == 2
    assert "no plan in it" in outcome.output
