"""``lineofsight demo``: a company that never was, in the browser, or as a plan file."""

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
RECORD = "record"  # within it, the data folder of the demo's own installation
PLAN, REPORT = "halvorsen-water.xlsx", "report.html"
SEED = 1887
FEWEST = 60
# What has a meaning for the record alone, and for the plan alone.
OF_THE_RECORD = ("fresh", "serve", "port", "open_")
OF_THE_PLAN = ("as_of", "goals", "force")


@click.command(
    short_help="Try it on a company that never was, of 480 people.",
    epilog=options.examples(
        "lineofsight demo                                its record in the browser",
        "lineofsight demo --fresh                        made anew, with today's dates",
        "lineofsight demo --plan-only                    its plan as a workbook, checked",
        "lineofsight demo --people 20000 --out big/      the same kind of company, as CSV files",
    ),
)
@click.option("--fresh", is_flag=True, help="Make the record anew, even if one is there.")
@click.option(
    "--serve/--no-serve",
    "serve",
    default=True,
    help="Serve it until Ctrl-C, or only prepare it and print the log-ins.  [default: serve]",
)
@click.option(
    "--port",
    type=click.IntRange(1, 65535),
    default=8000,
    show_default=True,
    help="Where to listen; the next free one if it is taken.",
)
@click.option(
    "--open/--no-open",
    "open_",
    default=None,
    help="Open the browser.  [default: where there is a display]",
)
@click.option(
    "--plan-only",
    is_flag=True,
    help="Write its plan file instead, check that, print the findings, and write the report.",
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
    "--as-of",
    callback=options.day,
    metavar="DATE",
    help="With --plan-only or --people: its present day.  [default: today]",
)
@options.force
@click.pass_context
def command(
    context: click.Context,
    *,
    fresh: bool,
    serve: bool,
    port: int,
    open_: bool | None,
    plan_only: bool,
    people: int | None,
    out: Path | None,
    goals: float,
    seed: int,
    as_of: date | None,
    force: bool,
) -> int:
    """Open the demo organisation in the browser, with log-ins for five roles.

    Halvorsen Water makes pumps and plants for towns: 480 people, nine functions, eight stories of
    how alignment really fails, and some three hundred ordinary goals that are fine. Its record is
    made once, in a folder of its own, and opened again after that. It listens on this machine
    alone, and its one password is made with it.
    """
    folder = out or FOLDER
    of_a_plan = plan_only or people is not None
    _refuse_together(context, OF_THE_RECORD if of_a_plan else OF_THE_PLAN, of_a_plan=of_a_plan)
    today = as_of or date.today()
    if people is not None:
        options.refuse_to_overwrite(folder, force=force)
        return _large(folder, people, goals, today, seed)
    if plan_only:
        return _halvorsen(folder, today, seed)
    from lineofsight.cli.demo_record import run

    return run(folder / RECORD, seed=seed, fresh=fresh, serve=serve, port=port, open_=open_)


def _refuse_together(context: click.Context, names: tuple[str, ...], *, of_a_plan: bool) -> None:
    """Refuse options that were given and would change nothing."""
    by_hand = click.core.ParameterSource.COMMANDLINE
    for parameter in context.command.params:
        if parameter.name in names and context.get_parameter_source(parameter.name) is by_hand:
            what = _("the record") if of_a_plan else _("--plan-only or --people")
            raise click.UsageError(
                _("{option} goes with {what}.").format(option=parameter.opts[0], what=what)
            )


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
