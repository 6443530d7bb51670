"""``lineofsight bench forecast``: whether the forecast is as good as it says."""

from __future__ import annotations

from pathlib import Path

import click

from lineofsight.cli import options, output
from lineofsight.cli.progress import Progress
from lineofsight.kit.i18n import gettext as _

SHIPPED = "-"  # --fit without a file


@click.command(
    "forecast",
    short_help="Hold forecasts against what came.",
    epilog=options.examples(
        "lineofsight bench forecast",
        "lineofsight bench forecast --data series.csv --format json",
        "lineofsight bench forecast --data series.csv --held-out",
        "lineofsight bench forecast --data series.csv --fit constants.json",
    ),
)
@options.seed(0)
@click.option(
    "--data",
    type=options.A_FILE,
    metavar="FILE",
    help="Real series, a CSV file with a value a row; else generated ones alone.",
)
@click.option(
    "--held-out", is_flag=True, help="Judge real series also by constants fitted without them."
)
@click.option(
    "--fit",
    "fitted",
    is_flag=False,
    flag_value=SHIPPED,
    metavar="[FILE]",
    help="Refit the constants to --data and write them: to FILE, else to those that ship.",
)
@options.form("text", "json")
def forecast(*, seed: int, data: Path | None, held_out: bool, fitted: str | None, form: str) -> int:
    """Forecast the end of series from their first values, and compare with what came.

    Beside the last value, a straight line from the start and a random walk with drift, by the
    number of values known: how often the 50 % and 90 % intervals hold the end, how wide they are,
    and how good the chance of success is.
    """
    from lineofsight.bench.forecast import fit, run, told
    from lineofsight.bench.forecast.cases import cases_of, lives_of
    from lineofsight.bench.forecast.series import read_series

    if fitted is not None:
        if data is None:
            raise click.UsageError(_("--fit needs --data: the series to fit to."))
        cases = cases_of(lives_of(read_series(data).measures))
        with Progress() as progress:
            constants = fit.fit(cases, progress=progress.part)
        as_json = fit.to_json(constants)
        output.write(as_json, fit.SHIPPED if fitted == SHIPPED else Path(fitted))
        output.write(as_json if form == "json" else told.render_constants(constants))
        return 0
    with Progress() as progress:
        result = run.run(data, seed, refit=held_out, progress=progress.part)
    output.write(told.to_json(result) + "\n" if form == "json" else told.render_text(result))
    return 0
