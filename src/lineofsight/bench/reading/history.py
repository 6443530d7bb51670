"""Read a plan as it stood on an earlier day: undo, one after the other, the changes made later."""

import re
from copy import copy
from datetime import date

Record = dict[str, object]
Rows = dict[str, list[Record]]

STATUSES = ("", "draft", "active", "paused", "done", "cancelled")


def as_they_were(rows: Rows, as_of: date) -> Rows:
    """Return the rows as they read on a day; rows that read the same are not copied.

    A change is undone if the plan reads as it says that it reads since. Goals and links that were
    written down later are left out, with what belongs to such a goal.
    """
    later = [
        revision for revision in rows.get("revisions", []) if _after(revision.get("date"), as_of)
    ]
    if not later and not any(
        _after(record.get("created_on"), as_of)
        for table in ("goals", "links")
        for record in rows.get(table, [])
    ):
        return rows
    then = {table: [copy(record) for record in records] for table, records in rows.items()}
    named: dict[tuple[str, str], list[Record]] = {}
    for revision in later:
        key = (_one(revision.get("goal_id")), _bare(revision.get("field")))
        named.setdefault(key, []).append(revision)
    for (goal, field), revisions in named.items():
        # From the newest to the oldest; those of one day in whatever order undoes most.
        for day in sorted({str(r["date"]) for r in revisions}, reverse=True):
            today = [r for r in revisions if str(r["date"]) == day]
            today.sort(key=lambda r: (str(r.get("before") or ""), str(r.get("after") or "")))
            while 0 < len(today) <= 100:
                undone = next((r for r in today if _undo(then, goal, field, r)), None)
                if undone is None:
                    break
                today = [r for r in today if r is not undone]
    return _without_later(then, as_of)


def _after(when: object, as_of: date) -> bool:
    return isinstance(when, date) and when > as_of


def _one(cell: object) -> str:
    parts = cell if isinstance(cell, list | tuple) else str(cell or "").split(";")
    return next((str(part).strip() for part in parts if str(part).strip()), "")


def _bare(word: object) -> str:
    return re.sub(r"[\s_-]", "", str(word or "")).lower()


def _without_later(rows: Rows, as_of: date) -> Rows:
    goals = rows.get("goals", [])
    gone = {str(goal.get("id")) for goal in goals if _after(goal.get("created_on"), as_of)}
    kept = dict(rows)
    for table, columns in {
        "goals": ("id",),
        "key_results": ("goal_id",),
        "links": ("from_id", "to_id"),
        "allocations": ("goal_id",),
        "revisions": ("goal_id",),
    }.items():
        if table in rows:
            kept[table] = [
                record
                for record in rows[table]
                if not any(_one(record.get(column)) in gone for column in columns)
                and not (table == "links" and _after(record.get("created_on"), as_of))
            ]
    there = {str(result.get("id")) for result in kept.get("key_results", [])}
    lost = {str(result.get("id")) for result in rows.get("key_results", [])} - there
    if lost:
        kept["observations"] = [
            record
            for record in rows.get("observations", [])
            if _one(record.get("measure_id")) not in lost
        ]
    return kept


def _undo(rows: Rows, goal_id: str, field: str, revision: Record) -> bool:
    """Undo one change if the plan reads as it left it; tell whether it did."""
    goal = next((g for g in rows.get("goals", []) if str(g.get("id")) == goal_id), None)
    if goal is None:
        return False
    before, after = (str(revision.get(name) or "").strip() for name in ("before", "after"))
    if field in {"title", "text"}:
        if not _alike(str(goal.get(field) or ""), after):
            return False
        if before or field == "text":
            goal[field] = before
        return True
    if field == "status":
        if (_bare(goal.get("status")) or "active") != (_bare(after) or "active"):
            return False
        if _bare(before) in STATUSES:
            goal["status"] = _bare(before)
        return True
    if field == "owner":
        return _undo_owner(rows, goal, before, after)
    if field == "dates":
        return _undo_dates(goal, before, after)
    results = [k for k in rows.get("key_results", []) if _one(k.get("goal_id")) == goal_id]
    if field in {"target", "baseline"}:
        return _undo_number(results, field, before, after)
    return field == "measure" and _undo_measure(results, before, after)


def _undo_owner(rows: Rows, goal: Record, before: str, after: str) -> bool:
    was, now = _people(rows, before), _people(rows, after)
    owner = goal.get("owner_id")
    written = ";".join(map(str, owner)) if isinstance(owner, list | tuple) else str(owner or "")
    if now != _people(rows, written):
        return False
    if was is not None:
        goal["owner_id"] = ";".join(was)
    return True


def _people(rows: Rows, written: str) -> list[str] | None:
    """Return the ids of those whom a text names by id or name; None if it names anyone else."""
    names = [name.strip() for name in written.split(";") if name.strip()]
    if not rows.get("people"):
        return names
    found = []
    for name in names:
        by_id = [str(p["id"]) for p in rows["people"] if str(p["id"]) == name]
        by_name = [str(p["id"]) for p in rows["people"] if p.get("name") == name]
        if not by_id and len(by_name) != 1:
            return None
        found.append((by_id or by_name)[0])
    return found


def _undo_dates(goal: Record, before: str, after: str) -> bool:
    old, new = _dates(before), _dates(after)
    if not new or goal.get("end") != new[-1]:
        return False
    goal["end"] = old[-1] if old else None
    if len(old) > 1 and len(new) > 1 and goal.get("start") == new[0]:
        goal["start"] = old[0]
    return True


def _dates(written: str) -> list[date]:
    try:
        return [date.fromisoformat(found) for found in re.findall(r"\d{4}-\d{2}-\d{2}", written)]
    except ValueError:
        return []


def _number(written: object) -> float | None:
    """Return a number, or the first number in a text."""
    if isinstance(written, int | float):
        return float(written)
    if not isinstance(written, str):
        return None
    plain = re.sub(r"(?<=\d)[,\s'’](?=\d{3}\b)", "", written)
    found = re.search(r"[-+]?\d+(\.\d+)?([eE][-+]?\d+)?", plain)
    return float(found.group()) if found else None


def _undo_number(results: list[Record], column: str, before: str, after: str) -> bool:
    new = _number(after)
    about = []
    for result in results:
        now = _number(result.get(column))
        if new is not None and now is not None and abs(now - new) <= 1e-9:
            about.append(result)
    if len(about) != 1:
        return False
    about[0][column] = _number(before)
    return True


def _undo_measure(results: list[Record], before: str, after: str) -> bool:
    for column in ("measure", "title"):
        about = [r for r in results if after and _alike(str(r.get(column) or ""), after)]
        if len(about) == 1:
            if before:
                about[0][column] = before
            return True
    return False


def _alike(one: str, other: str) -> bool:
    """Tell whether two texts differ by no more than case, space and punctuation."""
    return one == other or _letters(one) == _letters(other)


def _letters(written: str) -> str:
    return "".join(c for c in written.casefold() if c.isalnum() or c in "%+<>€$£=")
