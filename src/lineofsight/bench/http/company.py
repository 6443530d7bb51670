"""The generated company, loaded into the record of an installation.

Everything but its observations comes in as any plan does, through a preview and an import: history,
audit and roll-ups are those of a real installation. The observations, millions of them, are written
straight into their table, and the roll-ups are worked out anew. One check then gives every goal its
standing.
"""

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime, time
from time import perf_counter
from typing import Any, cast

from django.core.management import call_command
from django.db import connection

from lineofsight.alignment.services import run_check
from lineofsight.demo.large import measures
from lineofsight.demo.large.company import Company
from lineofsight.demo.large.shape import Size
from lineofsight.demo.rows import Rows
from lineofsight.demo.scale import BUILDERS, SEED
from lineofsight.exchange.applying import apply
from lineofsight.exchange.preview import preview
from lineofsight.goals.models import Goal, KeyResult, Link, Observation
from lineofsight.goals.rollup import recompute_all
from lineofsight.kit.i18n import gettext as _
from lineofsight.organization.models import AuditEntry, Person
from lineofsight.organization.record.change import Change
from lineofsight.organization.record.locks import is_postgresql
from lineofsight.organization.selectors.days import the_organization
from lineofsight.planfile.document import PlanDocument
from lineofsight.strategy.models import Kpi

VERB = "bench.loaded"
CONFIDENTIAL = 200  # one goal in so many is, so that the policy has something to hide
AT_ONCE = 20_000
NOON = time(12, tzinfo=UTC)
COLUMNS = ("key_result_id", "kpi_id", "date", "value", "reported", "recorded_at", "note", "source")

Progress = Callable[[str], None]


def load(
    people: int, goals: int, observations: float, seed: int, say: Progress
) -> dict[str, float]:
    """Make the database of an empty installation and fill it.

    Parameters
    ----------
    people, goals : int
        At least 60 people, and one goal for every two of them; three key results a goal.
    observations : float
        Of each key result, on average; active goals have more of them than finished ones.

    Returns
    -------
    dict of what was done to seconds

    Raises
    ------
    ValueError
        The size is out of range, or somebody's record is kept here.
    """
    company = Company(Size(people, goals / people, 3.0, observations), date.today(), SEED + seed)
    took: dict[str, float] = {}
    began = perf_counter()

    def done(part: str) -> None:
        nonlocal began
        took[part] = perf_counter() - began
        began = perf_counter()

    say(_("Making the tables"))
    _make_schema()
    call_command("migrate", verbosity=0, interactive=False)
    call_command("collectstatic", verbosity=0, interactive=False)
    if AuditEntry.objects.exists():
        raise ValueError(_("This database holds a record already. Give an empty one."))
    done("tables")
    say(_("Importing the company"))
    seen = preview(PlanDocument.from_rows(_plan(company)), actor=None)
    apply(seen)
    done("import")
    say(_("Writing observations"))
    with Change(None, VERB) as change:
        _insert(_observations(company))
        recompute_all()
        change.touch(the_organization())
    done("observations")
    say(_("Checking the record"))
    run_check()
    done("check")
    _gather_statistics()
    done("statistics")
    return took


def is_loaded() -> bool:
    """Tell whether the record of this installation is one that was loaded here, to its end."""
    tables = connection.introspection.table_names()
    if AuditEntry._meta.db_table not in tables:
        return False
    return AuditEntry.objects.filter(verb=VERB).exists()


def counts() -> dict[str, int]:
    """Return how many rows there are of what pages show."""
    return {
        "people": Person.objects.count(),
        "goals": Goal.objects.count(),
        "key_results": KeyResult.objects.count(),
        "links": Link.objects.count(),
        "observations": Observation.objects.count(),
    }


def _plan(company: Company) -> Rows:
    rows: Rows = {}
    for build in BUILDERS:
        if build is measures.observations:
            continue
        name, columns, records = build(company)
        rows[name] = [
            {c: v for c, v in zip(columns, record, strict=True) if v is not None}
            for record in records
        ]
    for goal in rows["goals"][::CONFIDENTIAL]:
        goal["confidential"] = True
    return rows


def _observations(company: Company) -> Iterator[tuple[object, ...]]:
    # Looked up before the first row is asked for: a connection that copies answers nothing else.
    results = dict(KeyResult.objects.values_list("ref", "pk").iterator(AT_ONCE))
    kpis = dict(Kpi.objects.values_list("ref", "pk"))

    def rows() -> Iterator[tuple[object, ...]]:
        for measure, day, value, reported in measures.observations(company)[2]:
            at = datetime.combine(day, NOON)  # type: ignore[arg-type] # the second column is a day
            name = str(measure)
            yield results.get(name), kpis.get(name), day, value, reported or "", at, "", ""

    return rows()


def _insert(rows: Iterator[tuple[object, ...]]) -> None:
    table = connection.ops.quote_name(Observation._meta.db_table)
    names = ", ".join(connection.ops.quote_name(name) for name in (*COLUMNS, "extras"))
    with connection.cursor() as cursor:
        if is_postgresql():
            with cursor.copy(f"COPY {table} ({names}) FROM STDIN") as copy:
                for row in rows:
                    copy.write_row((*row, "{}"))
            return
        places = ", ".join(["%s"] * len(COLUMNS))
        statement = f"INSERT INTO {table} ({names}) VALUES ({places}, '{{}}')"  # noqa: S608 - names of our own columns
        cursor.executemany(statement, cast("Any", map(_for_sqlite, rows)))  # a stream is as good


def _for_sqlite(row: tuple[object, ...]) -> tuple[object, ...]:
    key_result, kpi, day, value, reported, at, *rest = row
    adapt = connection.ops
    return (
        key_result,
        kpi,
        adapt.adapt_datefield_value(day),  # type: ignore[arg-type] # columns as they are named above
        value,
        reported,
        adapt.adapt_datetimefield_value(at),  # type: ignore[arg-type] # as above
        *rest,
    )


def _make_schema() -> None:
    """Make the schema of PostgreSQL that the address names, if it names one of its own."""
    if not is_postgresql():
        return
    with connection.cursor() as cursor:
        cursor.execute("SHOW search_path")
        (path,) = cursor.fetchone() or ("",)
        if path.isidentifier():
            cursor.execute(f"CREATE SCHEMA IF NOT EXISTS {connection.ops.quote_name(path)}")


def _gather_statistics() -> None:
    """Let the planner know how many there are of what, as autovacuum does within a minute."""
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE" if is_postgresql() else "PRAGMA wal_checkpoint(TRUNCATE)")
