"""Published plans as anybody could have written them: three organisations, four plans."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

Record = dict[str, object]

SUBJECTS = {
    "brask": ["bread", "shops", "ovens", "flour"],
    "brask-next": ["bread", "bakers", "crumbs", "shelves"],
    "veld": ["roads", "bridges", "lanes", "signs"],
    "noor": ["pupils", "teachers", "books", "halls"],
}
THINGS = ["on Mondays", "in winter", "for newcomers"]


def record(plan: str, key: str, parent: str | None, name: str, **more: object) -> Record:
    """One node of a plan, with what its organisation's source says of nothing else."""
    common = {"plan": plan, "source": f"{plan.partition('-')[0]}:file", "text": "", "start": None}
    rest = {"end": None, "owner": None, "target": None, "unit": None, "level": None}
    return {**common, **rest, "id": key, "parent": parent, "name": name, **more}


def plan(name: str, subjects: Iterable[str]) -> list[Record]:
    """A vision, a pillar for each subject, three goals a pillar, two steps under each first."""
    found = [record(name, f"{name}/0", None, f"A place where {name} is at home", level="vision")]
    for number, subject in enumerate(subjects, 1):
        pillar = f"{name}/{number}"
        dates = {"start": "2026-01-01", "end": "2026-12-31"}
        found.append(record(name, pillar, f"{name}/0", f"Good {subject} every day", owner="Ana"))
        for place, thing in enumerate(THINGS):
            goal = f"{pillar}.{place}"
            title = f"More {subject} {thing}"
            found.append(record(name, goal, pillar, title, owner="Bo", target=place, **dates))
            if not place:
                found += [
                    record(name, f"{goal}.{step}", goal, f"Count {subject} {thing} {step} times")
                    for step in (1, 2)
                ]
    return found


def records(only: Iterable[str] = SUBJECTS) -> list[Record]:
    """All plans, or some."""
    return [node for name in only for node in plan(name, SUBJECTS[name])]


def write(folder: Path, nodes: Iterable[Mapping[str, object]], name: str = "plans.jsonl") -> Path:
    """Write nodes as JSON lines."""
    path = folder / name
    lines = [json.dumps(node, ensure_ascii=False) + "\n" for node in nodes]
    path.write_text("".join(lines), encoding="utf-8")
    return path
