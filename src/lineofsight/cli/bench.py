"""``lineofsight bench``: measure the rules against planted defects, and how long a check takes."""

from __future__ import annotations

from pathlib import Path

import click

from lineofsight.cli import bench_links, options, output
from lineofsight.cli.bench_forecast import forecast
from lineofsight.cli.bench_http import http
from lineofsight.cli.bench_twins import twins
from lineofsight.cli.progress import Progress


@click.group(
    short_help="Measure what the rules find, and how fast.",
    epilog=options.examples("lineofsight bench rules", "lineofsight bench scale"),
)
def command() -> None:
    """Measure whether the rules find what they should, and how long a check takes."""


command.add_command(forecast)
command.add_command(http)
command.add_command(twins)


@command.command(
    short_help="Plant defects, and see which are found.",
    epilog=options.examples(
        "lineofsight bench rules",
        "lineofsight bench rules --rule LOS104 --seed 7",
        "lineofsight bench rules --data plans.jsonl --format json",
    ),
)
@options.seed(0)
@click.option(
    "--data",
    type=options.A_FILE,
    metavar="FILE",
    help="Real plans to plant defects in, a JSON record a line; else random ones.",
)
@click.option(
    "--rule",
    "chosen",
    multiple=True,
    metavar="RULES",
    shell_complete=options.complete_rules,
    help="Only these: codes or names.",
)
@click.option(
    "--meaning", is_flag=True, help="Compare goals by the sentence model too, not by words alone."
)
@options.form("text", "json")
def rules(
    *, seed: int, data: Path | None, chosen: tuple[str, ...], meaning: bool, form: str
) -> int:
    """Plant defects of every kind in sound plans, and compare what is found with a second reading.

    The exit code is 1 unless every structural rule finds all of them and nothing else.
    """
    from lineofsight.bench import reading
    from lineofsight.bench import rules as bench

    only = None
    if chosen:
        codes = options.codes(chosen)
        only = [rule for rule in reading.RULES if rule.startswith(codes)]
    with Progress() as progress:
        vectors = bench_links.sentence_model(progress) if meaning else None
        try:
            result = bench.run(seed, data, only, progress.part, vectors)
        except (ValueError, OSError) as error:
            raise click.UsageError(f"{data}: {error}") from error
    output.write(bench.to_json(result) + "\n" if form == "json" else bench.render_text(result))
    return 0 if result.exact else 1


@command.command(
    short_help="Time a check at several sizes.",
    epilog=options.examples(
        "lineofsight bench scale",
        "lineofsight bench scale --sizes 2000,20000",
        "lineofsight bench scale --format json",
    ),
)
@options.seed(0)
@click.option(
    "--sizes",
    default="2000,20000,200000",
    show_default=True,
    metavar="GOALS,...",
    help="Numbers of goals.",
)
@options.form("text", "json")
def scale(*, seed: int, sizes: str, form: str) -> int:
    """Time reading, lenses and rules on companies of several sizes, beside a floor.

    The floor is one pass over the same columns. Each size runs in processes of its own.
    """
    from lineofsight.bench import scale as bench

    with Progress() as progress:
        try:
            result = bench.run([int(size) for size in sizes.split(",")], seed, progress.part)
        except ValueError as error:
            raise click.UsageError(f"--sizes {sizes}: {error}") from error
    output.write(bench.to_json(result) + "\n" if form == "json" else bench.render_text(result))
    return 0


command.add_command(bench_links.links)
