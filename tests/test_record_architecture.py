"""The house rules of the record: relations point down, and nothing is written past a Change."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db.models import Model

from lineofsight.organization.record.base import Versioned

SOURCE = Path(__file__).parents[1] / "src" / "lineofsight"
LAYERS = ("organization", "strategy", "goals", "rhythm", "pulse", "exchange", "alignment", "api")
BESIDE = {"rhythm": 4, "pulse": 4}  # rooms on one floor
OURS = [model for model in apps.get_models() if model.__module__.startswith("lineofsight.")]
WRITES = {"save", "create", "update", "delete", "bulk_create", "bulk_update", "get_or_create",
          "update_or_create", "set", "add", "remove", "clear"}  # fmt: skip
ON_MANAGERS = {"set", "add", "remove", "clear"}  # plain words: they count where a relation is named
RELATIONS = {"contributors", "readers", "dotted_managers", "champions", "functions", "kpis"}
# Rooms whose files write; what is not a Change says here why it may.
ALLOWED = {
    "organization/record": "the Change itself",
    "organization/models": "an account is made by its manager, which services call in a Change",
    "organization/audit": "entries about reading, and seals: rows that only grow",
    "organization/selectors/days.py": "the one row of the organisation is there from the start",
    "organization/services/copies.py": "copies of the periods that hold today, in an open Change",
    "organization/services/kept_periods.py": "periods of a person, whose Change is open",
    "organization/services/moves.py": "accounts of those whose last day has come, by the clock",
    "organization/work": "jobs and their effects are not the organisation's record",
    "organization/limits.py": "counts of attempts are not the organisation's record",
    "organization/invitations.py": "an invitation is technical; its person's account is a Change",
    "goals/rollup": "computed columns, inside the Change whose value they follow",
    "goals/reports.py": "computed columns, inside the Change whose report they follow",
    "exchange/": "imports write many rows within one Change, and their own log beside it",
    "alignment/": "findings and standing are computed; what people say to them is a Change",
    "api/": "tokens and kept answers are technical; each change goes through a service",
    "web/": "sessions, second factors and preferences of an account are technical",
    "cli/": "verbs of the installation itself",
}
BUSINESS = {model.__name__ for model in OURS if issubclass(model, Versioned)}


def floor(label: str) -> int:
    return BESIDE.get(label, LAYERS.index(label))


def relations() -> Iterator[tuple[str, str, str]]:
    for model in OURS:
        for field in (*model._meta.fields, *model._meta.many_to_many):
            other = field.related_model
            if isinstance(other, type) and other.__module__.startswith("lineofsight."):
                yield model._meta.label, field.name, other._meta.label


def test_relations_point_down() -> None:
    """A table knows those below it: then a room can be read without the ones above."""
    up = [
        (label, name, other)
        for label, name, other in relations()
        if floor(other.partition(".")[0].lower()) > floor(label.partition(".")[0].lower())
        or (
            other.partition(".")[0] != label.partition(".")[0]
            and floor(other.partition(".")[0].lower()) == floor(label.partition(".")[0].lower())
        )
    ]

    assert len(list(relations())) > 50
    assert up == []


def writes_in(path: Path) -> Iterator[str]:
    """Calls that write rows: on a manager of a table, or ``.save()`` and ``.delete()`` of a row.

    Not those inside a ``with Change(...)``: there columns that are computed are set by an update.
    """
    tree = ast.parse(path.read_text(encoding="utf-8"))
    inside = {
        id(part)
        for node in ast.walk(tree)
        if isinstance(node, ast.With) and any("Change(" in ast.unparse(i) for i in node.items)
        for part in ast.walk(node)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            names = {f"{node.module}.{each.name}" for each in node.names} | {node.module}
            if any(name.endswith("organization.record.bulk") for name in names):
                yield f"line {node.lineno}: writes in bulk"
        if not isinstance(node, ast.Call) or not isinstance(node.func, ast.Attribute):
            continue
        if id(node) in inside:
            continue
        called, on = node.func.attr, ast.unparse(node.func.value)
        if called not in WRITES or on.split(".")[0].split("(")[0] in {"change", "self"}:
            continue
        names_a_table = ".objects" in on or "_default_manager" in on
        names_a_relation = called in ON_MANAGERS and on.rpartition(".")[2] in RELATIONS
        on_a_row = called in {"save", "delete"} and not on.startswith("transaction")
        if (names_a_table and called not in ON_MANAGERS) or names_a_relation or on_a_row:
            yield f"line {node.lineno}: {on}.{called}()"


def files() -> list[Path]:
    rooms = (*LAYERS, "web", "config", "cli")
    return [
        path
        for room in rooms
        for path in sorted((SOURCE / room).rglob("*.py"))
        if "migrations" not in path.parts
    ]


def test_the_record_is_written_inside_a_change_alone() -> None:
    """Use change.add, change.save, change.relate or change.remove."""
    found = [
        f"{name}: {fault}"
        for path in files()
        if not (name := str(path.relative_to(SOURCE))).startswith(tuple(ALLOWED))
        for fault in writes_in(path)
    ]

    assert not found, "\n".join(found)


@pytest.mark.parametrize("room", sorted(ALLOWED))
def test_what_is_allowed_is_still_there_and_says_why(room: str) -> None:
    assert (SOURCE / room).exists()
    assert len(ALLOWED[room].split()) >= 3


def test_the_search_finds_what_it_is_for(tmp_path: Path) -> None:
    guilty = tmp_path / "guilty.py"
    guilty.write_text(
        "Goal.objects.create(title='x')\ngoal.save()\ngoal.contributors.set([])\n"
        "change.save(goal)\nGoal.objects.filter(pk=1).update(title='x')\nnames.add('x')\n"
        "with Change(None, 'goal.edited'):\n    Goal.objects.filter(pk=1).update(progress=1)\n"
        "from lineofsight.organization.record.bulk import insert\n",
        encoding="utf-8",
    )

    assert [line.partition(":")[0] for line in writes_in(guilty)] == [
        "line 9", "line 1", "line 2", "line 3", "line 5",
    ]  # fmt: skip


def declared(model: type[Model]) -> bool:
    return hasattr(model, "PLAN")


def test_every_table_of_the_plan_keeps_its_versions() -> None:
    """What has a row in the plan file is versioned; values, only ever added, stand apart."""
    apart = {"Observation"}

    assert {model.__name__ for model in OURS if declared(model)} - apart == BUSINESS
