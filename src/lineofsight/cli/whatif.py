"""``lineofsight whatif``: what would become of a plan, before anybody changes it."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from lineofsight.cli import load, options, output, sides
from lineofsight.cli.meaning import chosen
from lineofsight.cli.problems import line
from lineofsight.cli.progress import Progress
from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.problems import PlanError, Problem


@click.command(
    short_help="Say what a change would do, before it is made.",
    epilog=options.examples(
        "lineofsight whatif plan.xlsx goals.csv         rows of goals that would be otherwise",
        "lineofsight whatif plan.xlsx change.json --format json",
        "lineofsight whatif plan/ change.xlsx --fail-on high     1 if it opens something high",
    ),
)
@options.plan
@click.argument("changes", type=options.A_FILE, metavar="CHANGES")
@options.form("text", "json")
@sides.fail_on
@options.settings
@click.option("-v", "--verbose", is_flag=True, help="Every row, however many there are.")
def command(
    *,
    plan: Path,
    changes: Path,
    form: str,
    fail_on: str,
    config: Path | None,
    as_of: date | None,
    meaning: bool | None,
    people: bool,
    verbose: bool,
) -> int:
    """Say what CHANGES would do to the PLAN: to lines of sight, stake, forecasts and findings.

    CHANGES holds tables as a plan does (a workbook, a folder of CSV files or one of them, JSON),
    with only what would be otherwise: a row whose id is in the plan changes the columns that it
    gives, another one is new. The column `clear` names columns to be emptied (in JSON null does it
    too), `remove` set to yes takes a row away. The plan's own file is not touched.
    """
    from lineofsight.planfile.changes import read_changes
    from lineofsight.planfile.past import dated_later, document_at
    from lineofsight.report import difference_json, difference_text, text
    from lineofsight.report.whatif import what_if

    with Progress() as progress:
        settings, said = load.settings(plan, load.Wishes(config=config, people=people))
        try:
            document = load.read(plan, progress)
        except PlanError as error:
            raise PlanError([*error.problems, *_wrong(changes)]) from error
        progress.step(_("Reading {name}").format(name=changes.name))
        wanted = read_changes(changes)
        day = load.instant(document, as_of)
        # Changes are laid over the plan as it was on that day, not over what became of it.
        then = document_at(document, day)
        maker = chosen(said, meaning, progress)
        found = what_if(
            then,
            wanted,
            lambda one: sides.look(one, day, settings, progress, maker),
            people=people,
        )
    if form == "json":
        output.write(
            difference_json.render(
                found.difference,
                people=people,
                told=(found.supposed, *found.told),
                concerned=found.concerned,
            )
        )
    else:
        notices = (*then.notices[len(document.notices) :], *wanted.document.notices)
        for notice in (*notices, *dated_later(wanted.document, day)):
            output.say(line(notice))
        layout = text.Layout(output.width(), output.paint(), verbose=verbose)
        parts = difference_text.parts(found.difference, layout, people=people)
        told = [layout.wrap(found.supposed, "")]
        told += [layout.labelled("-", sentence) for sentence in found.told]
        output.write("\n\n".join(["\n".join(told), *parts]) + "\n")
    return sides.code(found.difference, fail_on)


def _wrong(changes: Path) -> tuple[Problem, ...]:
    """What is wrong with the changes by themselves, to be said with what is wrong with the plan."""
    from lineofsight.planfile.changes import read_changes

    try:
        return read_changes(changes).problems
    except PlanError as error:
        return error.problems
