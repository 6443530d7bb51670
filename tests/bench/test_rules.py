"""The bench: what it counts, what it prints, and that engine and reading agree."""

import json
from datetime import date
from pathlib import Path

import pytest

import judge
from lineofsight.bench import reading, rules
from lineofsight.bench.organisation import INSTANT, organisation
from lineofsight.bench.rules import Disagreement, Result, Score, alarms
from lineofsight.bench.rules.scores import SCORERS
from lineofsight.engine.check import CheckResult, check
from lineofsight.engine.settings import Settings
from lineofsight.engine.snapshot import Snapshot
from lineofsight.planfile.columns import to_columns
from lineofsight.planfile.document import PlanDocument

SEEDS = range(12)


def checked(rows: reading.Rows, as_of: date, *, people: bool = True) -> CheckResult:
    columns = to_columns(PlanDocument.from_rows(rows))
    return check(Snapshot.build(columns, as_of=as_of), Settings(people=people))


@pytest.mark.slow
def test_every_structural_rule_is_exact():
    structural = set(reading.RULES) - rules.TEXTUAL  # the others are scored, not held to the letter
    result = rules.run(seed=3, rules=structural)

    assert set(result.scores) == structural
    assert result.disagreements == []
    assert result.exact


def test_the_same_seed_gives_the_same_result():
    asked = ["LOS105", "LOS606"]

    assert rules.to_json(rules.run(1, rules=asked)) == rules.to_json(rules.run(1, rules=asked))


def test_precision_and_recall_count_who_names_what():
    score = Score("LOS999", agreed=3, engine_only=1, reading_only=2)

    assert score.precision == 0.75
    assert score.recall == 0.6
    assert not score.exact


def test_a_rule_that_nobody_names_anything_of_is_not_exact():
    assert Score("LOS999").precision is None
    assert not Score("LOS999").exact


def test_progress_names_each_rule():
    calls: list[tuple[str, int, int]] = []

    rules.run(rules=["LOS606", "LOS608"], progress=lambda *call: calls.append(call))

    assert calls == [("LOS606", 0, 2), ("LOS608", 1, 2)]


def test_the_table_names_every_rule_and_every_difference():
    scores = {"LOS105": Score("LOS105", plans=1, defects=2, agreed=1, reading_only=1)}
    differs = [Disagreement("LOS105", "plan x", "deep", ("goal", "G7"), "reading")]

    text = rules.render_text(Result(0, "", ("plan x",), scores, differs))

    assert "LOS105" in text
    assert "0 of 1 rules that follow from the record are exact" in text
    assert "goal G7: only the reading names it (plan x, deep)" in text


def test_the_document_holds_precision_and_recall():
    document = json.loads(rules.to_json(rules.run(rules=["LOS606"])))

    assert document["format"] == "lineofsight-bench-rules"
    (row,) = document["rules"]
    assert (row["rule"], row["precision"], row["recall"]) == ("LOS606", 1.0, 1.0)
    assert row["alarms_per_100_goals"] is None


def test_alarms_are_counted_on_real_plans(tmp_path: Path):
    nodes = [
        {"id": "1", "parent": None, "level": "goal", "name": "Clean water in every village"},
        {"id": "2", "parent": "1", "level": "objective", "name": "Operational excellence"},
        {"id": "3", "parent": "1", "level": "objective", "name": "Cut leakage in Leeds by half"},
    ]
    file = tmp_path / "plans.jsonl"
    file.write_text("\n".join(json.dumps({"plan": "p", **n}) for n in nodes), encoding="utf-8")

    result = rules.run(0, file, rules=["LOS801"])

    assert "p" in result.plans
    assert result.scores["LOS801"].alarms_per_100_goals == 50


def test_the_same_words_are_judged_once_and_for_all(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    nodes = [
        {"id": "1", "parent": None, "level": "goal", "name": "Clean water in every village"},
        {"id": "2", "parent": "1", "level": "objective", "name": "Operational  excellence"},
        {"id": "3", "parent": "1", "level": "objective", "name": "Drive growth"},
        {"id": "4", "parent": "1", "level": "objective", "name": "Cut leakage in Leeds by half"},
    ]
    file = tmp_path / "plans.jsonl"
    file.write_text("\n".join(json.dumps({"plan": "p", **n}) for n in nodes), encoding="utf-8")
    verdicts = {"LOS801": {alarms.hash_of("operational excellence"): True}}
    monkeypatch.setattr("lineofsight.bench.rules.planting.judged", lambda: verdicts)

    result = rules.run(0, file, rules=["LOS801"])

    score = result.scores["LOS801"]
    assert (score.alarms, score.judged, score.judged_false) == (2, 1, 1)
    assert result.alarms_per_100_goals == pytest.approx(200 / 3)
    assert "1/1" in rules.render_text(result)
    assert "All rules on wording together: 66.67 findings" in rules.render_text(result)


def test_what_is_drawn_to_be_judged_was_not_judged_before(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
):
    names = [
        "Operational excellence",
        "Drive growth",
        "OPERATIONAL excellence",
        "Cut leaks by half",
    ]
    nodes = [{"id": "0", "parent": None, "level": "goal", "name": "Clean water in every village"}]
    nodes += [
        {"id": str(place), "parent": "0", "level": "objective", "name": name}
        for place, name in enumerate(names, 1)
    ]
    file = tmp_path / "plans.jsonl"
    file.write_text("\n".join(json.dumps({"plan": "p", **n}) for n in nodes), encoding="utf-8")
    drawn = judge.draw(file, "LOS801", 9)
    monkeypatch.setattr(judge, "judged", lambda: {"LOS801": {drawn[0][0]: True}})

    again = judge.draw(file, "LOS801", 9)

    assert len(drawn) == 2
    assert {words.casefold() for _hash, words in drawn} == {
        "operational excellence",
        "drive growth",
    }
    assert again == [other for other in drawn if other[0] != drawn[0][0]]


def test_what_was_judged_of_published_plans_names_hashes_only():
    for verdicts in alarms.judged().values():
        assert all(len(name) == 16 and int(name, 16) >= 0 for name in verdicts)
    assert {rule for rule in alarms.judged() if rule not in rules.TEXTUAL} == set()


def test_of_a_rule_that_nobody_judged_every_finding_counts_as_false():
    judged = Score("LOS801", alarms=10, goals=100, judged=4, judged_false=1)
    unjudged = Score("LOS805", alarms=3, goals=100)
    result = Result(0, "", (), {"LOS801": judged, "LOS805": unjudged})

    assert result.alarms_per_100_goals == pytest.approx(13)
    assert result.false_per_100_goals == pytest.approx(2.5 + 3)
    # 1.5 of 5 with the halves, of four: the root of 0.3 x 0.7 / 4, of ten findings, times 1.645.
    assert result.false_error == pytest.approx(3.769, abs=1e-3)


def test_a_link_is_judged_by_the_words_of_both_ends():
    rows: reading.Rows = {
        "goals": [{"id": "A", "title": "Renew pipes", "text": "in Leeds"}],
        "pillars": [{"id": "P", "name": "Clean water"}],
    }

    assert alarms.words_of(rows, ("link", "A>P:supports")) == "Renew pipes in Leeds\nClean water"


def test_the_area_is_the_chance_that_the_right_one_scores_higher():
    assert rules.roc_area([1, 2, 3], [0, -1]) == 1.0
    assert rules.roc_area([0, 0], [0, 0, 0]) == 0.5
    assert rules.roc_area([3, 1], [2]) == 0.5
    assert rules.roc_area([], [1.0]) is None


# In plans drawn at random words mean nothing: what is meant is ranked in plans of people alone.
RANKED = sorted((rules.TEXTUAL - {"LOS201", "LOS203", "LOS206"}) & SCORERS.keys())


@pytest.mark.parametrize("rule", ["LOS201", "LOS203", "LOS206"])
def test_rules_on_meaning_say_how_sure_they_are_of_what_was_planted(rule: str):
    score = rules.run(1, rules=[rule]).scores[rule]

    assert score.roc_area is not None
    assert 0 <= score.roc_area <= 1
    assert len(score.there) == score.defects


@pytest.mark.parametrize("rule", RANKED)
def test_rules_on_wording_rank_what_was_planted_above_the_rest(rule: str):
    area = rules.run(1, rules=[rule]).scores[rule].roc_area

    assert area is not None
    assert area > 0.8


@pytest.mark.slow
@pytest.mark.parametrize("rule", sorted(rules.STATISTICAL))
def test_rules_on_chance_rank_what_is_there_above_what_is_not(rule: str):
    score = rules.run(1, rules=[rule]).scores[rule]

    assert score.graded is not None
    assert score.roc_area is not None
    assert score.roc_area > 0.8
    assert score.graded.alarms <= 0.05 * len(score.graded.nothing)
    assert score.graded.found >= 0.2 * len(score.graded.there)


@pytest.mark.parametrize("seed", SEEDS)
def test_engine_and_reading_find_the_same(seed: int):
    rows = organisation(seed)

    found = rules.by_engine(rows, INSTANT)
    expected = reading.read(rows, INSTANT)

    structural = expected.keys() - rules.TEXTUAL
    assert {rule: found.get(rule) for rule in structural} == {
        rule: expected[rule] for rule in structural
    }


@pytest.mark.parametrize("seed", SEEDS)
def test_engine_and_reading_weigh_findings_alike(seed: int):
    rows = organisation(seed)

    expected = reading.stakes_of_findings(rows, INSTANT)
    found = {
        (finding.rule, finding.subject.kind, finding.subject.id): finding.stake
        for finding in checked(rows, INSTANT).findings
    }

    both = expected.keys() & found.keys()
    assert both
    assert {key: found[key] for key in both} == pytest.approx(
        {key: expected[key] for key in both}, abs=1e-6
    )


@pytest.mark.parametrize("people", [True, False])
@pytest.mark.parametrize("missing", ["", "people", "pillars", "check_ins", "observations", "teams"])
def test_engine_and_reading_leave_out_the_same_rules(missing: str, people: bool):
    rows = {table: records for table, records in organisation(4).items() if table != missing}
    if missing == "pillars":
        rows["links"] = [row for row in rows["links"] if not str(row["to_id"]).startswith("A")]

    result = checked(rows, INSTANT, people=people)

    expected = reading.skipped(rows, INSTANT, people=people)
    skipped = {one.rule: one.reason for one in result.skipped if one.rule in reading.RULES}
    assert skipped == expected


@pytest.mark.parametrize("seed", SEEDS)
def test_engine_and_reading_summarise_alike(seed: int):
    rows = organisation(seed)

    result = checked(rows, INSTANT)

    summary = reading.summary(rows, INSTANT)
    assert result.goals_with_line == pytest.approx(summary["goals_with_line"])
    assert result.people_with_line == pytest.approx(summary["people_with_line"])
