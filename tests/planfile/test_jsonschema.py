"""The published JSON Schema says what the reader reads."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from lineofsight.planfile.jsonschema import SHIPPED, plan_schema, text
from lineofsight.planfile.problems import PlanError
from lineofsight.planfile.read import read_plan
from lineofsight.planfile.write import write_plan
from tests.planfile.plans import plan, rich_plan

PUBLISHED = Path(__file__).parents[2] / "docs" / "reference" / "plan.schema.json"
VALIDATOR = jsonschema.Draft202012Validator(plan_schema())


def written(tmp_path: Path, **tables: list[dict[str, object]]) -> Any:
    write_plan(plan(**tables) if tables else rich_plan(), tmp_path / "plan.json")
    return json.loads((tmp_path / "plan.json").read_text(encoding="utf-8"))


@pytest.mark.parametrize("path", [SHIPPED, PUBLISHED])
def test_the_copies_are_current(path: Path) -> None:
    assert path.read_text(encoding="utf-8") == text()


def test_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(plan_schema())


def test_what_is_written_is_valid(tmp_path: Path) -> None:
    assert list(VALIDATOR.iter_errors(written(tmp_path))) == []


def test_columns_in_which_nothing_is_known_are_valid(tmp_path: Path) -> None:
    goal = {"id": "G", "title": "t", "owner_id": None, "end": None, "status": None, "blocked": None}
    goal |= {"contributor_ids": None, "confidence": None, "text": None}
    assert list(VALIDATOR.iter_errors(written(tmp_path, goals=[goal]))) == []


def _goal(**cells: object) -> Callable[[Any], None]:
    def change(document: Any) -> None:
        document["goals"][0].update(cells)

    return change


@pytest.mark.parametrize(
    "spoil",
    [
        _goal(id="a;b"),
        _goal(id=""),
        _goal(title="x" * 2_001),
        _goal(title=["a"]),
        _goal(end="21.11.2026"),
        _goal(confidence=11),
        _goal(confidence="many"),
        _goal(update_days=0),
        _goal(status="open"),
        _goal(blocked="perhaps"),
        _goal(contributor_ids=[["P1"]]),
        lambda document: document.update(version=2),
        lambda document: document.update(format="other"),
        lambda document: document.pop("goals"),
        lambda document: document.update(goals=[]),
        lambda document: document["goals"][0].pop("title"),
        lambda document: document["links"][0].update(contribution="-1 %"),
        lambda document: document["allocations"][0].pop("person_id"),
        lambda document: document["answers"][0].update(count=2.5),
        lambda document: document["observations"][0].update(value=None),
    ],
)
def test_what_the_reader_refuses_is_not_valid(spoil: Callable[[Any], None], tmp_path: Path) -> None:
    document = written(tmp_path)
    spoil(document)
    path = tmp_path / "spoilt.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    with pytest.raises(PlanError):
        read_plan(path)
    assert not VALIDATOR.is_valid(document)
