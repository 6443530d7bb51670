"""``lineofsight bench http``: how long pages take on a large record."""

from __future__ import annotations

from pathlib import Path

import click

from lineofsight.cli import options, output
from lineofsight.cli.installation import NotPossible
from lineofsight.cli.progress import Progress


@click.command(
    short_help="Time the pages on a large record.",
    epilog=options.examples(
        "lineofsight bench http",
        "lineofsight bench http --keep /tmp/large        the second time nothing is loaded",
        "lineofsight bench http --people 2000 --goals 6000",
        "tools/postgresql sh -c 'lineofsight bench http --database \"$DATABASE_URL\"'",
    ),
)
@click.option("--people", type=click.IntRange(min=60), default=20_000, show_default=True)
@click.option("--goals", type=click.IntRange(min=60), default=60_000, show_default=True)
@click.option(
    "--observations",
    type=click.FloatRange(min=0, max=60),
    default=12.0,
    show_default=True,
    metavar="NUMBER",
    help="Of each key result, on average.",
)
@options.seed(0)
@click.option(
    "--database",
    default="",
    metavar="URL",
    help="An empty PostgreSQL database to fill.  [default: SQLite in the folder]",
)
@click.option(
    "--keep",
    type=options.A_FILE,
    metavar="DIR",
    help="Keep the installation there, and use it again as it is.",
)
@click.option(
    "--rounds",
    type=click.IntRange(min=1),
    default=60,
    show_default=True,
    help="How often each page is asked for by itself.",
)
@options.form("text", "json")
def http(
    *,
    people: int,
    goals: int,
    observations: float,
    seed: int,
    database: str,
    keep: Path | None,
    rounds: int,
    form: str,
) -> int:
    """Load a large company, serve it, and time its pages beside a floor in the same run.

    The floor is a signed-in page with everything around it that reads one row. Pages are asked for
    one at a time and sixteen together, in turns. Loading takes some minutes.
    """
    from lineofsight.bench import http as bench

    with Progress() as progress:
        try:
            result = bench.run(
                people,
                goals,
                observations=observations,
                seed=seed,
                database=database,
                keep=keep,
                rounds=rounds,
                say=progress.step,
            )
        except ValueError as error:
            raise click.UsageError(str(error)) from error
        except RuntimeError as error:
            raise NotPossible(str(error)) from error
    output.write(bench.to_json(result) + "\n" if form == "json" else bench.render_text(result))
    return 0
