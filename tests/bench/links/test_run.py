"""A run over small plans: every way of scoring, every candidate, the same each time."""

import csv
import io
import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from lineofsight.bench.links import corpus, figures, run, telling
from lineofsight.bench.links.corpus import Corpus
from lineofsight.bench.links.figures import KEYS
from lineofsight.bench.links.run import Result
from tests.bench.links.plans import plan, records, write
from tests.engine.meaning.cascades import Told


@pytest.fixture(scope="module", autouse=True)
def few_draws() -> Iterator[None]:
    """Intervals from fewer draws: what they hold is tested beside the figures."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(figures, "DRAWS", 60)
        yield


@pytest.fixture(scope="module")
def plans(tmp_path_factory: pytest.TempPathFactory) -> Corpus:
    return corpus.read(write(tmp_path_factory.mktemp("plans"), records()))


@pytest.fixture(scope="module")
def result(plans: Corpus) -> Result:
    return run.run(plans, Told(), "plans.jsonl", seed=3)


@pytest.fixture(scope="module")
def document(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(telling.to_json(result))
    return found


def rows(result: Result) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(run.scores_csv(result))))


class TestScores:
    def test_have_a_row_for_every_candidate_of_every_child(
        self, plans: Corpus, result: Result
    ) -> None:
        expected = [
            (one.ids[child], one.ids[node])
            for one in plans.plans
            for child, candidates in one.judged
            for node in candidates.tolist()
        ]

        assert [(row["child"], row["candidate"]) for row in rows(result)] == expected
        assert len(set(expected)) == len(expected)

    def test_are_probabilities(self, result: Result) -> None:
        scores = [float(row["score"]) for row in rows(result)]

        assert 0.001 <= min(scores) < max(scores) <= 0.999

    def test_give_the_figures_that_are_printed(self, plans: Corpus, result: Result) -> None:
        parent = {
            one.ids[child]: one.ids[up]
            for one in plans.plans
            for child, up in zip(one.nodes.child, one.nodes.parent, strict=True)
        }
        of: dict[str, dict[str, float]] = defaultdict(dict)
        for row in rows(result):
            of[row["child"]][row["candidate"]] = float(row["score"])
        places = [
            1
            + sum(other > found[parent[child]] for other in found.values())
            + (sum(other == found[parent[child]] for other in found.values()) - 1) / 2
            for child, found in of.items()
        ]
        told = result.methods["fit"].overall

        assert told["recall_at_1"] == pytest.approx(np.mean([place <= 1 for place in places]))
        assert told["recall_at_5"] == pytest.approx(np.mean([place <= 5 for place in places]))
        assert told["mrr"] == pytest.approx(np.mean([1 / place for place in places]))


class TestJson:
    def test_has_the_figures_at_its_top_and_for_each_plan(
        self, document: dict[str, Any], plans: Corpus
    ) -> None:
        assert set(document["overall"]) == set(document["macro"]) == set(KEYS)
        assert set(document["intervals"]) == set(document["macro_intervals"]) == set(KEYS)
        assert list(document["plans"]) == [one.name for one in plans.plans]
        assert all(set(one) == set(KEYS) for one in document["plans"].values())

    def test_has_the_same_for_both_others(self, document: dict[str, Any]) -> None:
        assert set(document["baselines"]) == {"tfidf", "hybrid"}
        for one in document["baselines"].values():
            assert {"overall", "macro", "intervals", "macro_intervals", "plans"} == set(one)
            assert one["overall"]["ece"] is None

    def test_holds_every_figure_between_its_bounds(self, document: dict[str, Any]) -> None:
        for which, around in (("overall", "intervals"), ("macro", "macro_intervals")):
            for key in ("recall_at_1", "recall_at_5", "mrr", "auc_hard", "ap_hard", "auc_easy"):
                span = document[around][key]
                assert span["low"] - 0.01 <= document[which][key] <= span["high"] + 0.01

    def test_says_how_far_the_fit_is_from_the_others(self, document: dict[str, Any]) -> None:
        for name, other in document["baselines"].items():
            for key in KEYS:
                gap = document["difference"][name][key]
                if gap is not None:
                    expected = document["overall"][key] - other["overall"][key]
                    assert gap["value"] == pytest.approx(expected, abs=1.1e-4)

    def test_names_what_it_was_made_from(self, document: dict[str, Any], plans: Corpus) -> None:
        assert document["format"] == "lineofsight-bench-links"
        assert document["data"] == "plans.jsonl"
        assert document["vectors"] == "told/1"
        assert document["plan_count"] == 4
        assert document["link_count"] == plans.links
        assert document["cross_validated"] is False
        assert document["worse_than_hybrid"] == []


class TestFit:
    def test_tells_links_of_plain_plans_better_than_words(self, result: Result) -> None:
        fit, words = (result.methods[name].overall for name in ("fit", "tfidf"))

        assert (fit["auc_hard"] or 0) > 0.9
        assert (fit["recall_at_1"] or 0) > (words["recall_at_1"] or 1)

    def test_is_the_same_each_time(self, plans: Corpus, result: Result) -> None:
        again = run.run(plans, Told(), "plans.jsonl", seed=3)

        assert telling.to_json(again) == telling.to_json(result)
        assert again.scores == result.scores

    def test_scores_do_not_hang_on_the_seed(self, plans: Corpus, result: Result) -> None:
        other = run.run(plans, Told(), seed=4)

        assert [row[:2] for row in other.scores] == [row[:2] for row in result.scores]
        np.testing.assert_allclose(
            [row[2] for row in other.scores], [row[2] for row in result.scores], atol=0.002
        )

    def test_does_not_know_the_names_of_levels_and_plans(
        self, plans: Corpus, result: Result, tmp_path: Path
    ) -> None:
        named = [
            node | {"level": "row", "plan": f"x{node['plan']}", "source": "y", "unit": "z"}
            for node in records()
        ]
        other = run.run(corpus.read(write(tmp_path, named)), Told(), seed=3)

        np.testing.assert_allclose(
            [row[2] for row in other.scores], [row[2] for row in result.scores], atol=0.002
        )


class TestWithout:
    def test_a_model_words_are_compared(self, plans: Corpus) -> None:
        result = run.run(plans, None)

        assert set(result.methods) == {"fit", "tfidf"}
        assert json.loads(telling.to_json(result))["vectors"] == ""
        assert "worse_than_tfidf" in telling.to_json(result)
        assert "worse than TF-IDF by more" in telling.render_text(result)
        assert "hybrid" not in telling.render_text(result)

    def test_other_plans_there_are_no_easy_pairs(self, tmp_path: Path) -> None:
        result = run.run(corpus.read(write(tmp_path, records(["veld"]))), Told())
        found = result.methods["fit"].overall

        assert (found["auc_easy"], found["ap_easy"]) == (None, None)
        assert found["auc_hard"] is not None
        assert " - " in telling.render_text(result)

    def test_enough_candidates_there_is_no_recall(self, tmp_path: Path) -> None:
        nodes = [*plan("veld", ["roads"])[:3], *records(["noor"])]
        result = run.run(corpus.read(write(tmp_path, nodes)), Told())

        assert result.methods["fit"].plans["veld"]["recall_at_1"] is None
        assert result.methods["fit"].plans["noor"]["recall_at_1"] is not None

    def test_links_a_plan_is_passed_over(self, tmp_path: Path) -> None:
        nodes = [*plan("veld", [])[:1], *records(["noor"])]
        result = run.run(corpus.read(write(tmp_path, nodes)), Told())

        assert list(result.methods["fit"].plans) == ["noor"]


class TestText:
    def test_has_the_tables_that_people_read(self, result: Result) -> None:
        lines = telling.render_text(result).splitlines()

        assert lines[0] == "4 plans, 96 links, scored by the shipped weights."
        assert lines[3].startswith("fit ")
        for start in ("all links", "mean of plans", "TF-IDF", "plain hybrid", "brask-next"):
            assert any(line.startswith(start) for line in lines)

    def test_names_plans_on_which_the_fit_is_worse(self, result: Result) -> None:
        worse = [("noor", "recall_at_1", -0.1, 0.05)]
        text = telling.render_text(Result(**{**vars(result), "worse": worse}))

        assert "Worse than the plain hybrid by more than one paired standard error:" in text
        assert "  noor recall_at_1 -0.100 (0.050)\n" in text
