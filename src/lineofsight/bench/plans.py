"""Real goal hierarchies for the bench: a file of JSON lines, one node a line.

This is the shape in which collections of published plans are kept (plan, id, parent, level, name,
text, start, end, owner, target, unit), not a format of the product.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable
from datetime import date, timedelta
from pathlib import Path

from lineofsight.bench.reading.facts import Record, Rows

# A plan without dates is read at this instant.
INSTANT = date(2022, 9, 30)
# A measure that is a share by its words.
SHARE = re.compile(r"^(proportion|percent|percentage|share|rate)\b|\d\s?%", re.IGNORECASE)


def read_plans(path: Path) -> dict[str, Rows]:
    """Read all plans of a file.

    Parameters
    ----------
    path : Path
        JSON lines, UTF-8.

    Returns
    -------
    dict of plan name to Rows
        In the order of the file. The instant of each plan is in its ``organization`` row.

    Raises
    ------
    ValueError
        If a line is not an object with ``plan`` and ``id``.
    """
    nodes: dict[str, list[Record]] = defaultdict(list)
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        if not line.strip():
            continue
        node = json.loads(line)
        if not isinstance(node, dict) or "plan" not in node or "id" not in node:
            raise ValueError(f"{path}, line {number}: not a node with a plan and an id")
        nodes[str(node["plan"])].append(node)
    return {plan: to_rows(plan, found) for plan, found in nodes.items()}


def to_rows(plan: str, nodes: Iterable[Record]) -> Rows:
    """Turn the nodes of one plan into the tables of a plan file.

    A vision is a row of the strategy, a node at the top (or under a vision) a pillar, an indicator
    a key result of the goal above it (of a pillar: a KPI), and so is a key result that has nothing
    below it and a goal above; everything else is a goal.
    """
    nodes = list(nodes)
    by_id = {_short(plan, node["id"]): node for node in nodes}
    parent_of = {name: _short(plan, node.get("parent") or "") for name, node in by_id.items()}
    kinds: dict[str, str] = {}
    above = set(parent_of.values())
    for name, node in by_id.items():
        if node.get("level") == "kr" and name not in above:
            by_id[name] = {**node, "level": "last_kr"}
    for name in by_id:
        kinds[name] = _kind(name, by_id, parent_of, kinds)
    rows: Rows = defaultdict(list)
    people: dict[str, str] = {}
    for name, node in by_id.items():
        if kinds[name] == "goal":
            _add_goal(rows, people, name, node)
            rows["links"].append({"kind": "supports", "from_id": name, "to_id": parent_of[name]})
        else:
            _add(rows, kinds[name], name, node, parent_of[name])
    for who, person in people.items():
        rows["people"].append({"id": person, "name": who})
    rows["organization"] = [{"name": plan, "as_of": _instant(nodes)}]
    return dict(rows)


def _short(plan: str, name: object) -> str:
    """Return an id without its plan, and without the signs that an id may not hold."""
    return str(name).removeprefix(f"{plan}/").replace(";", ",").replace(">", "-")


def _kind(
    name: str, by_id: dict[str, Record], parent_of: dict[str, str], kinds: dict[str, str]
) -> str:
    """Return what a node becomes: strategy, pillar, goal, key_result or kpi."""
    if name in kinds:
        return kinds[name]
    level, parent = by_id[name].get("level"), parent_of[name]
    if level == "vision":
        return "strategy"
    above = _kind(parent, by_id, parent_of, kinds) if parent in by_id else "strategy"
    if above == "strategy":
        return "pillar"
    if level == "indicator":
        return "key_result" if above == "goal" else "kpi"
    return "key_result" if level == "last_kr" and above == "goal" else "goal"


def _add_goal(rows: Rows, people: dict[str, str], name: str, node: Record) -> None:
    """Add a goal, and its owner if that is a new one."""
    owner = str(node.get("owner") or "").strip()
    if owner:
        people.setdefault(owner, f"P{len(people) + 1}")
    title, text = str(node.get("name") or name)[:2000], str(node.get("text") or "")
    goal: Record = {"id": name, "title": title, "text": text, "scope": "team"}
    rows["goals"].append(goal | {"owner_id": people.get(owner)} | _dates(node))


def _add(rows: Rows, kind: str, name: str, node: Record, parent: str) -> None:
    """Add one node that is no goal to the table it belongs to."""
    title, text = str(node.get("name") or name)[:2000], str(node.get("text") or "")
    if kind == "strategy":
        rows["strategy"].append({"id": name, "kind": "vision", "text": text or title})
    elif kind == "kpi":
        rows["kpis"].append({"id": name, "name": title, "unit": str(node.get("unit") or "")})
        for pillar in rows["pillars"]:
            if pillar["id"] == parent:
                pillar["kpi_ids"] = [*_listed(pillar, "kpi_ids"), name]
    elif kind == "key_result":
        rows["key_results"].append(
            {
                "id": name,
                "goal_id": parent,
                "title": title,
                **_measure(node, title),
                "target": _number(node.get("target")),
            }
            | _dates(node)
        )
    else:
        rows["pillars"].append({"id": name, "name": title, "text": text} | _dates(node))


def _measure(node: Record, title: str) -> Record:
    """Return type and unit of a key result, from its words where the source does not say.

    The published ones say "Percentage" for %, and "Proportion of ..." without any unit. What names
    no number at all is a milestone, where its source lists it as a key result.
    """
    unit = str(node.get("unit") or "").strip()
    if unit == "%" or unit.casefold().startswith("percent"):
        return {"type": "percent", "unit": "%"}
    if not unit and SHARE.search(title):
        return {"type": "percent", "unit": "%"}
    if unit.casefold().startswith("dollar"):
        return {"type": "currency", "unit": unit}
    milestone = node.get("level") == "last_kr" and not re.search(r"\d", title)
    return {"type": "milestone" if milestone else "number", "unit": unit}


def _listed(record: Record, column: str) -> list[object]:
    value = record.get(column)
    return list(value) if isinstance(value, list) else []


def _number(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) else None


def _dates(node: Record) -> Record:
    """Return start and end; an end before its start is left out."""
    start, end = _date(node.get("start")), _date(node.get("end"))
    return {"start": start, "end": None if start and end and end < start else end}


def _date(value: object) -> date | None:
    try:
        return date.fromisoformat(str(value)[:10]) if value else None
    except ValueError:
        return None


def _instant(nodes: list[Record]) -> date:
    """Return the day on which three quarters of the plan's common time are gone."""
    starts = sorted(day for day in (_date(node.get("start")) for node in nodes) if day)
    ends = sorted(day for day in (_date(node.get("end")) for node in nodes) if day)
    if not starts or not ends:
        return INSTANT
    start, end = starts[len(starts) // 2], ends[len(ends) // 2]
    return start + timedelta(int((end - start).days * 0.75))
