"""``lineofsight demo``: a company that never was, checked."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from lineofsight.cli import load, options, output
from lineofsight.cli.config import Config
from lineofsight.cli.meaning import chosen
from lineofsight.cli.progress import Progress
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext

FOLDER = Path("lineofsight-demo")
PLAN, REPORT = "halvorsen-water.xlsx", "report.html"
SEED = 1887
FEWEST = 60


@click.command(
    short_help="Check a company that never was, of 480 people.",
    epilog=options.examples(
        "lineofsight demo",
        "lineofsight demo --out halvorsen                the plan and its report in that folder",
        "lineofsight demo --people 20000 --out big/      the same kind of company, as CSV files",
    ),
)
@click.option(
    "--people",
    type=click.IntRange(min=FEWEST),
    metavar="NUMBER",
    help="Make a company of this size instead, and write it as CSV files.",
)
@click.option(
    "--out",
    type=options.A_FILE,
    metavar="DIR",
    help=f"Where to write.  [default: {FOLDER}]",
)
@click.option(
    "--goals",
    type=click.FloatRange(min=0.1, max=100),
    default=10.0,
    show_default=True,
    metavar="NUMBER",
    help="With --people: goals for each person.",
)
@options.seed(SEED)
@click.option(
    "--as-of", callback=options.day, metavar="DATE", help="Its present day.  [default: today]"
)
@options.force
def command(
    *,
    people: int | None,
    out: Path | None,
    goals: float,
    seed: int,
    as_of: date | None,
    force: bool,
) -> int:
    """Write the demo organisation, check it, print its findings, and write its report.

    Halvorsen Water makes pumps and plants for towns: 480 people, nine functions, eight stories of
    how alignment really fails, and some three hundred ordinary goals that are fine.
    """
    folder = out or FOLDER
    today = as_of or date.today()
    if people is not None:
        options.refuse_to_overwrite(folder, force=force)
        return _large(folder, people, goals, today, seed)
    return _halvorsen(folder, today, seed)


def _large(folder: Path, people: int, goals: float, today: date, seed: int) -> int:
    from lineofsight.demo.scale import write_company

    with Progress() as progress:
        progress.step(_("Writing {name}").format(name=folder))
        try:
            counts = write_company(folder, people, today=today, seed=seed, goals_per_person=goals)
        except ValueError as error:
            raise click.UsageError(str(error)) from error
    rows = ", ".join(f"{table} {count:,}" for table, count in counts.items())
    output.write(
        _("{folder} holds a company of {people} people: {rows}.\n").format(
            folder=folder, people=f"{people:,}", rows=rows
        )
        + _("Check it: lineofsight check {folder}\n").format(folder=folder)
    )
    return 0


def _halvorsen(folder: Path, today: date, seed: int) -> int:
    from lineofsight.demo.build import build
    from lineofsight.engine.settings import Settings
    from lineofsight.planfile.document import PlanDocument
    from lineofsight.planfile.write import write_plan
    from lineofsight.report import html, text

    folder.mkdir(parents=True, exist_ok=True)
    plan, report = folder / PLAN, folder / REPORT
    with Progress() as progress:
        progress.step(_("Writing the year of Halvorsen Water"))
        write_plan(PlanDocument.from_rows(build(today, seed=seed)), plan)
        # From here on it is a plan like any other, read from its file.
        document = load.read(plan, progress)
        model = chosen(Config(), None, progress)
        lenses = load.look(document, today, Settings(), progress, model)
        result = load.check(lenses, progress)
        page = html.render(result, lenses, source=PLAN)
        layout = text.Layout(output.width(), output.paint())
        shown = text.render(result, lenses, layout)
    output.write(page, report)
    count = len(lenses.snapshot.people)
    output.write(
        shown
        + "\n"
        + ngettext(
            "{count} person who never was. ", "{count} people who never were. ", count
        ).format(count=count)
        + _("To look closer:")
        + "\n"
        + "".join(
            f"  {line}\n"
            for line in (
                _("{report}   the report, to open in a browser").format(report=report.absolute()),
                f"lineofsight check {plan} --people",
                f'lineofsight trace {plan} "Bjarte Lillehammer"',
                "lineofsight explain LOS305",
            )
        )
    )
    return 0
