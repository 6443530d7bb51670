"""``lineofsight diff``: what changed between two plans, and what that does."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lineofsight.cli import load, options, output
from lineofsight.cli.check import NEVER, SEVERITIES
from lineofsight.cli.meaning import Maker, chosen
from lineofsight.cli.progress import Progress

if TYPE_CHECKING:
    from lineofsight.engine.settings import Settings
    from lineofsight.planfile.document import PlanDocument
    from lineofsight.report.difference import Side


@click.command(
    short_help="Say what changed between two plans, and what that does.",
    epilog=options.examples(
        "lineofsight diff last-quarter.xlsx plan.xlsx",
        "lineofsight diff before.json plan/ --format json",
        "lineofsight diff main/plan plan --fail-on high     1 if it opens something high",
    ),
)
@click.argument("old", type=options.A_FILE)
@click.argument("new", type=options.A_FILE)
@options.form("text", "json")
@click.option(
    "--fail-on",
    type=click.Choice((*SEVERITIES, NEVER), case_sensitive=False),
    default=NEVER,
    show_default=True,
    help="The least severity of a new finding that ends with exit code 1.",
)
@options.settings
@click.option("-v", "--verbose", is_flag=True, help="Every row, however many there are.")
def command(
    *,
    old: Path,
    new: Path,
    form: str,
    fail_on: str,
    config: Path | None,
    as_of: date | None,
    meaning: bool | None,
    people: bool,
    verbose: bool,
) -> int:
    """Say what changed from the plan OLD to the plan NEW, and what that does.

    It names what was added, removed and changed, and what became of stake, lines and findings. Both
    are looked at on one day, so that nothing differs only because time has passed: --as-of, else
    the day of NEW, else today.
    """
    from lineofsight.report import difference, difference_text, text

    with Progress() as progress:
        settings, said = load.settings(new, load.Wishes(config=config, people=people))
        before, after = load.read(old, progress), load.read(new, progress)
        day = load.instant(after, as_of)
        maker = chosen(said, meaning, progress)
        found = difference.compare(
            *(_side(one, day, settings, progress, maker) for one in (before, after))
        )
    if form == "json":
        output.write(difference_text.render_json(found))
    else:
        layout = text.Layout(output.width(), output.paint(), verbose=verbose)
        output.write(difference_text.render(found, layout, names=(str(old), str(new))))
    if fail_on == NEVER:
        return 0
    least = SEVERITIES.index(fail_on) + 1
    return int(any(finding.severity >= least for finding in found.opened))


def _side(
    document: PlanDocument, day: date, settings: Settings, progress: Progress, meaning: Maker
) -> Side:
    from lineofsight.report.difference import Side

    lenses = load.look(document, day, settings, progress, meaning)
    return Side(document, lenses, load.check(lenses, progress))
