"""SARIF: the parts of the standard that code hosts read."""

import json
from typing import Any

import pytest
from jsonschema import Draft202012Validator

from lineofsight.engine.rules import page
from lineofsight.engine.settings import Settings
from lineofsight.report import sarif
from tests.cli.run import goal, plan
from tests.report.checked import checked, kestrel

TEXT = {
    "type": "object",
    "properties": {"text": {"type": "string", "minLength": 1}},
    "required": ["text"],
}
# What the standard asks of the objects that are written here.
SHAPE = {
    "type": "object",
    "required": ["$schema", "version", "runs"],
    "additionalProperties": False,
    "properties": {
        "$schema": {"type": "string"},
        "version": {"const": "2.1.0"},
        "runs": {
            "type": "array",
            "minItems": 1,
            "items": {
                "type": "object",
                "required": ["tool", "results"],
                "additionalProperties": False,
                "properties": {
                    "tool": {
                        "type": "object",
                        "required": ["driver"],
                        "properties": {
                            "driver": {
                                "type": "object",
                                "required": ["name", "rules"],
                                "properties": {
                                    "rules": {
                                        "type": "array",
                                        "items": {
                                            "type": "object",
                                            "required": ["id"],
                                            "additionalProperties": False,
                                            "properties": {
                                                "id": {"type": "string"},
                                                "name": {"type": "string"},
                                                "shortDescription": TEXT,
                                                "fullDescription": TEXT,
                                                "help": TEXT,
                                                "properties": {"type": "object"},
                                            },
                                        },
                                    }
                                },
                            }
                        },
                    },
                    "columnKind": {"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
                    "invocations": {
                        "type": "array",
                        "items": {"type": "object", "required": ["executionSuccessful"]},
                    },
                    "properties": {"type": "object"},
                    "results": {
                        "type": "array",
                        "items": {
                            "type": "object",
                            "required": ["message"],
                            "additionalProperties": False,
                            "properties": {
                                "ruleId": {"type": "string"},
                                "ruleIndex": {"type": "integer", "minimum": 0},
                                "level": {"enum": ["none", "note", "warning", "error"]},
                                "message": TEXT,
                                "locations": {"type": "array", "minItems": 1},
                                "partialFingerprints": {
                                    "type": "object",
                                    "additionalProperties": {"type": "string"},
                                },
                                "rank": {"type": "number", "minimum": 0, "maximum": 100},
                                "properties": {"type": "object"},
                            },
                        },
                    },
                },
            },
        },
    },
}


def run_of(*arguments: Any, **more: Any) -> dict[str, Any]:
    log = json.loads(sarif.render(*(arguments or kestrel()), **more))
    run: dict[str, Any] = log["runs"][0]
    return run


def test_keeps_to_the_standard() -> None:
    log = json.loads(sarif.render(*kestrel(Settings(people=True))))

    assert list(Draft202012Validator(SHAPE).iter_errors(log)) == []


def test_each_result_points_at_its_rule() -> None:
    run = run_of()
    rules = run["tool"]["driver"]["rules"]

    assert len(run["results"]) == 11
    assert all(rules[one["ruleIndex"]]["id"] == one["ruleId"] for one in run["results"])


def test_each_rule_brings_its_page() -> None:
    rules = run_of()["tool"]["driver"]["rules"]

    assert all(one["help"]["markdown"] == page(one["id"]) for one in rules)
    assert all(one["fullDescription"]["text"] for one in rules)


def test_levels_follow_severity() -> None:
    result, lenses = kestrel(Settings(high=0.25, medium=0.18))
    words = {"high": "error", "medium": "warning", "low": "note"}

    levels = [one["level"] for one in run_of(result, lenses)["results"]]

    assert levels == [words[one.severity.word] for one in result.findings]
    assert set(levels) == {"error", "warning", "note"}


def test_places_are_files_and_rows() -> None:
    (one,) = run_of(*kestrel(Settings(select=("LOS104",))))["results"]

    (location,) = one["locations"]
    place = location["physicalLocation"]
    assert place["artifactLocation"]["uri"].endswith("docs/examples/kestrel/goals.csv")
    assert place["region"] == {"startLine": 8}
    assert location["logicalLocations"][0]["fullyQualifiedName"] == "goal:G7"


@pytest.mark.parametrize(
    ("file", "uri"),
    [
        ("plans/next year.csv", "plans/next%20year.csv"),
        ("år.csv", "%C3%A5r.csv"),
        ("a#b?.csv", "a%23b%3F.csv"),
        ("/tmp/plan.xlsx", "file:///tmp/plan.xlsx"),  # noqa: S108 - a name, not a file
    ],
)
def test_paths_are_references(file: str, uri: str) -> None:
    assert sarif.uri(file) == uri


def test_a_finding_is_known_again_wherever_its_row_has_moved() -> None:
    tables = plan()
    before = run_of(*checked(tables, settings=Settings(select=("LOS101",))))["results"]
    tables["goals"].insert(0, goal("G0", "Every tin stands in its place at four", "P3"))
    after = run_of(*checked(tables, settings=Settings(select=("LOS101",))))["results"]

    prints = [
        {one["partialFingerprints"]["lineofsight/v1"] for one in run} for run in (before, after)
    ]
    assert len(prints[0]) == 1
    assert len(prints[1]) == 2
    assert prints[0] < prints[1]


def test_findings_about_people_are_counted_and_nobody_is_named() -> None:
    text = sarif.render(*checked(settings=Settings(people=True)))

    run = json.loads(text)["runs"][0]
    assert run["properties"]["aboutPeople"]["LOS102"] == 1
    assert "LOS102" not in {one["ruleId"] for one in run["results"]}
    assert "Cleo Quist" not in text
    assert "P4" not in json.dumps(run["results"])


def test_says_what_was_not_looked_at() -> None:
    notes = run_of()["invocations"][0]["toolExecutionNotifications"]

    said = [one["message"]["text"] for one in notes]
    assert "LOS601 was not run: no table check_ins." in said
    assert said[0].startswith("On paper 6 of 11 people have a line")
