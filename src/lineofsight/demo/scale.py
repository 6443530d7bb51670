"""The same kind of company at any size: as rows in memory, or streamed to a folder of CSV files."""

import csv
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

from lineofsight.demo.large import arrays, measures, tables, talks
from lineofsight.demo.large.company import Company, Row, Table
from lineofsight.demo.large.shape import Size
from lineofsight.demo.rows import Rows
from lineofsight.engine.columns import Columns, ColumnTable

SEED = 1887  # the year on the gate

# Columns whose cells are not written as they are: several values, or yes and no.
NESTED = {"champion_ids", "contributor_ids", "kpi_ids", "goal_ids", "guards", "parts", "on_leave"}

BUILDERS: tuple[Callable[[Company], Table], ...] = (
    tables.organization,
    tables.functions,
    tables.teams,
    tables.people,
    tables.strategy,
    tables.pillars,
    tables.kpis,
    tables.goals,
    measures.key_results,
    measures.links,
    measures.observations,
    tables.revisions,
    talks.assumptions,
    talks.blockers,
    talks.actions,
    talks.check_ins,
    talks.agreements,
    talks.feedback,
    talks.acknowledgements,
    talks.answers,
)


def generate(
    people: int,
    *,
    today: date,
    seed: int = SEED,
    goals_per_person: float = 10.0,
    key_results_per_goal: float = 3.0,
    observations_per_key_result: float = 5 / 3,
) -> Rows:
    """Build a company in memory, as plain rows.

    Most of its goals are healthy; a few per cent carry real breaks: orphans, owners who have left,
    paused parents, links that were not confirmed again, silence, missing baselines.

    Parameters
    ----------
    people : int
        At least 60.
    today : date
        The instant of the plan; all other dates follow from it.
    seed : int
        The same seed, day and size give the same rows.
    goals_per_person, key_results_per_goal, observations_per_key_result : float
        As in ``Size``.

    Raises
    ------
    ValueError
        If the size is out of range.
    """
    size = Size(people, goals_per_person, key_results_per_goal, observations_per_key_result)
    company = Company(size, today, seed)
    rows: Rows = {}
    for build in BUILDERS:
        name, columns, records = build(company)
        rows[name] = [
            {c: v for c, v in zip(columns, record, strict=True) if v is not None}
            for record in records
        ]
    return rows


def generate_columns(
    people: int = 20_000,
    *,
    today: date,
    seed: int = SEED,
    goals_per_person: float = 10.0,
    key_results_per_goal: float = 3.0,
    observations_per_key_result: float = 5 / 3,
) -> Columns:
    """Build the company of `generate` as the column tables that the engine takes.

    Five million observations take seconds, where a file of them would take minutes.

    Raises
    ------
    ValueError
        If the size is out of range.
    """
    size = Size(people, goals_per_person, key_results_per_goal, observations_per_key_result)
    company = Company(size, today, seed)
    columns: dict[str, ColumnTable] = {}
    for build in BUILDERS:
        if build is measures.observations:
            ids = columns["key_results"].columns["id"]
            columns["observations"] = arrays.observations(company, ids)
        else:
            table = arrays.to_table(build(company))
            columns[table.name] = table
    return columns


def write_company(
    folder: Path,
    people: int = 20_000,
    *,
    today: date,
    seed: int = SEED,
    goals_per_person: float = 10.0,
    key_results_per_goal: float = 3.0,
    observations_per_key_result: float = 5 / 3,
) -> dict[str, int]:
    """Stream the company of `generate` to a folder of CSV files, one a table.

    Nothing is held in memory but the skeleton, so that 20,000 people with 200,000 goals and
    1,000,000 observations need a small part of a gigabyte. The folder is made if it is not there.

    Returns
    -------
    dict of table name to number of rows

    Raises
    ------
    ValueError
        If the size is out of range.
    OSError
        If the folder cannot be written.
    """
    size = Size(people, goals_per_person, key_results_per_goal, observations_per_key_result)
    company = Company(size, today, seed)
    folder.mkdir(parents=True, exist_ok=True)
    counts: dict[str, int] = {}
    for build in BUILDERS:
        name, columns, records = build(company)
        with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(columns)
            told = _Counted(records)
            writer.writerows(map(_cells, told) if NESTED.intersection(columns) else told)
            counts[name] = told.count
    return counts


class _Counted:
    """Counts the rows that pass through."""

    def __init__(self, records: Iterator[Row]) -> None:
        self.records = records
        self.count = 0

    def __iter__(self) -> Iterator[Row]:
        for record in self.records:
            self.count += 1
            yield record


def _cells(record: Row) -> list[object]:
    return [_cell(value) for value in record]


def _cell(value: object) -> object:
    if isinstance(value, tuple):
        return ";".join(str(part) for part in value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value
