"""What must hold between the cells of a plan: ids, references, intervals, circles."""

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import cast

from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.problems import Report, quoted
from lineofsight.planfile.references import several_in_one, wrong_references
from lineofsight.planfile.schema import NORTH_STAR, TABLES
from lineofsight.planfile.table import Flaw, PlanTable

Tables = Mapping[str, PlanTable]

_INTERVALS = (  # table, lower column, upper column
    ("people", "start_date", "end_date"),
    ("pillars", "start", "end"),
    ("goals", "start", "end"),
    ("key_results", "start", "end"),
    ("key_results", "low", "high"),
    ("kpis", "healthy_min", "healthy_max"),
)
_TREES = (("teams", "parent_id"), ("people", "manager_id"))
_MOST_NAMED = 6  # members of a circle that a message names


def fill_strategy_ids(tables: Tables) -> None:
    """Give each strategy row without an id its kind, from the second of a kind on with a number."""
    table = tables.get("strategy")
    if table is None or "kind" not in table.columns:
        return
    counts: dict[str, int] = {}
    ids = list(table.texts("id"))
    for index, kind in enumerate(table.texts("kind")):
        counts[kind] = counts.get(kind, 0) + 1
        if kind and not ids[index]:
            ids[index] = kind if counts[kind] == 1 else f"{kind}-{counts[kind]}"
    table.columns["id"] = cast(list[object], ids)


def validate(tables: Tables, report: Report) -> None:
    """Report everything that does not hold between cells; each cell by itself was read before."""
    for table, at, column, message, remedy in several_in_one(tables):
        report.notice(
            table.file, message, remedy, table=table.name, row=table.rows[at], column=column
        )
    for table, at, column, message, remedy in flaws(tables):
        report.problem(
            table.file, message, remedy, table=table.name, row=table.rows[at], column=column
        )
        if report.left_out:
            return  # nobody reads on; finding the rest could take long


def flaws(tables: Tables) -> Iterator[Flaw]:
    """Find everything that does not hold between cells."""
    return chain(
        *(_ids(table) for name, table in tables.items() if TABLES[name].has_ids),
        _shared_ids(tables),
        _links(tables),
        wrong_references(tables),
        _rows(tables),
        *(_interval(tables[name], *ends) for name, *ends in _INTERVALS if name in tables),
        *(_tree(tables[name], parent) for name, parent in _TREES if name in tables),
    )


def _repeated(keys: Sequence[object]) -> Iterator[tuple[int, int]]:
    """Yield each place whose key stood before, with the place where it stood first."""
    if len(set(keys)) == len(keys):
        return
    first: dict[object, int] = {}
    for index, key in enumerate(keys):
        if key and first.setdefault(key, index) != index:
            yield index, first[key]


def _ids(table: PlanTable) -> Iterator[Flaw]:
    ids = table.texts("id")
    for index, first in _repeated(ids):
        message = _("The id {id} stands in row {row} already.")
        message = message.format(id=quoted(ids[index]), row=table.rows[first])
        yield Flaw(table, index, "id", message, _("Give each row an id of its own."))
    if NORTH_STAR not in ids:
        return
    kinds = table.texts("kind") if table.name == "strategy" else [""] * len(table)
    for index, key in enumerate(ids):
        if key == NORTH_STAR != kinds[index]:
            message = _("The id {id} is taken: it always means the North Star.")
            yield Flaw(table, index, "id", message.format(id=quoted(key)), _("Choose another id."))


def _shared_ids(tables: Tables) -> Iterator[Flaw]:
    goals, pillars = tables.get("goals"), tables.get("pillars")
    if goals is None or pillars is None:
        return
    places = {key: index for index, key in enumerate(pillars.texts("id")) if key}
    for index, key in enumerate(goals.texts("id")):
        if key in places:
            message = _("The id {id} is that of a pillar too, in row {row}.")
            message = message.format(id=quoted(key), row=pillars.rows[places[key]])
            remedy = _("Goals and pillars share one space of ids: rename one of the two.")
            yield Flaw(goals, index, "id", message, remedy)


def _links(tables: Tables) -> Iterator[Flaw]:
    links = tables.get("links")
    if links is None:
        return
    ends = [links.texts("from_id"), links.texts("to_id"), links.texts("kind")]
    keys = [key if all(key) else None for key in zip(*ends, strict=True)]
    for index, first in _repeated(keys):
        message = _("The same link stands in row {row} already.").format(row=links.rows[first])
        yield Flaw(links, index, "to_id", message, _("Keep one row for two ends and a kind."))


def _rows(tables: Tables) -> Iterator[Flaw]:
    organization = tables.get("organization")
    if organization is not None and len(organization) > 1:
        message = _("The organisation has more than one row.")
        yield Flaw(organization, 1, "", message, _("Keep one row."))
    allocations = tables.get("allocations")
    if allocations is not None:
        pairs = zip(allocations.texts("person_id"), allocations.texts("team_id"), strict=True)
        for index, pair in enumerate(pairs):
            if not any(pair):
                message = _("The row names neither a person nor a team.")
                remedy = _("Fill in person_id or team_id.")
                yield Flaw(allocations, index, "person_id", message, remedy)
    answers = tables.get("answers")
    if answers is not None:
        scores = cast(Sequence[float | None], answers.values("score"))
        for index, question in enumerate(answers.texts("question")):
            score = scores[index]
            if question == "can_explain" and score is not None and not 0 <= score <= 1:
                message = _("The score {score} is not a share from 0 to 1.")
                remedy = _("For can_explain the score is the share of people who can, such as 0.4.")
                message = message.format(score=quoted(f"{score:g}"))
                yield Flaw(answers, index, "score", message, remedy)


def _interval(table: PlanTable, lower: str, upper: str) -> Iterator[Flaw]:
    if lower not in table.columns or upper not in table.columns:
        return
    for index, ends in enumerate(zip(table.columns[lower], table.columns[upper], strict=True)):
        low, high = cast(tuple[float | None, float | None], ends)
        if low is not None and high is not None and high < low:
            message = _("{upper} {high} lies before {lower} {low}.").format(
                upper=upper, high=high, lower=lower, low=low
            )
            yield Flaw(table, index, upper, message, _("Exchange or correct the two."))


def _tree(table: PlanTable, parent: str) -> Iterator[Flaw]:
    """Find each circle of parents once, at its first row."""
    ids = table.texts("id")
    place = {key: index for index, key in enumerate(ids) if key}
    # A cell that holds several parents is kept; the first one counts.
    above = [place.get(cell.partition(";")[0], -1) for cell in table.texts(parent)]
    for circle in circles(above):
        start = min(circle)
        turned = circle[circle.index(start) :] + circle[: circle.index(start)]
        names = [ids[index] for index in turned[:_MOST_NAMED]]
        if len(turned) > _MOST_NAMED:
            names.append("…")
        message = _("Going up from {id} leads back to it: {circle}.").format(
            id=quoted(ids[start]), circle=" > ".join(map(quoted, [*names, names[0]]))
        )
        remedy = _("Let one of them have no {column}, or another.").format(column=parent)
        yield Flaw(table, start, parent, message, remedy)


def circles(above: Sequence[int]) -> list[list[int]]:
    """Find the circles of a forest gone wrong.

    Parameters
    ----------
    above : sequence of int, length n
        Place of each node's parent; -1 for none.

    Returns
    -------
    list of list of int
        The members of each circle, each followed by its parent. Time O(n).

    Examples
    --------
    >>> circles([1, 2, 1, -1])
    [[1, 2]]
    """
    visit = [-1] * len(above)  # the start of the walk that came by
    found = []
    for start in range(len(above)):
        trail, node = [], start
        while node >= 0 and visit[node] < 0:
            visit[node] = start
            trail.append(node)
            node = above[node]
        if node >= 0 and visit[node] == start:
            found.append(trail[trail.index(node) :])
    return found
