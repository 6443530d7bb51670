"""``lineofsight diff``: what changed between two plans, and what that does."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import click

from lineofsight.cli import load, options, output, sides
from lineofsight.cli.meaning import chosen
from lineofsight.cli.progress import Progress
from lineofsight.kit.i18n import gettext as _


@click.command(
    short_help="Say what changed between two plans or days, and why.",
    epilog=options.examples(
        "lineofsight diff last-quarter.xlsx plan.xlsx",
        "lineofsight diff plan.xlsx --since 2026-09-01   one plan: what changed, and why",
        "lineofsight diff before.json plan/ --format json",
        "lineofsight diff main/plan plan --fail-on high     1 if it opens something high",
    ),
)
@click.argument("old", type=options.A_FILE)
@click.argument("new", type=options.A_FILE, required=False)
@click.option(
    "--since",
    callback=options.day,
    metavar="DATE",
    help="Look at OLD as it was on that day; without NEW, compare it with itself.",
)
@options.form("text", "json")
@sides.fail_on
@options.settings
@click.option("-v", "--verbose", is_flag=True, help="Every row, however many there are.")
def command(
    *,
    old: Path,
    new: Path | None,
    since: date | None,
    form: str,
    fail_on: str,
    config: Path | None,
    as_of: date | None,
    meaning: bool | None,
    people: bool,
    verbose: bool,
) -> int:
    """Say what changed from the plan OLD to the plan NEW, why, and what that does.

    It names what was added, removed and changed, with the reasons on record, and what became of
    stake, lines, forecasts and findings. Both are looked at on one day, so that nothing differs
    only because time has passed: --as-of, else the day of NEW, else today. With --since OLD is
    looked at as it was on an earlier day; one plan is then enough.
    """
    from lineofsight.report import difference, difference_json, difference_text, text

    if new is None and since is None:
        message = _("Give two plans, or one with --since and a day.")
        raise click.UsageError(message)
    latest = new or old
    with Progress() as progress:
        settings, said = load.settings(latest, load.Wishes(config=config, people=people))
        after = load.read(latest, progress)
        before = after if latest == old else load.read(old, progress)
        day = load.instant(after, as_of)
        if since is not None and since > day:
            message = _("--since {since} lies after the day of the plan, {day}.")
            raise click.UsageError(message.format(since=since.isoformat(), day=day.isoformat()))
        maker = chosen(said, meaning, progress)
        found = difference.compare(
            sides.look(before, since or day, settings, progress, maker),
            sides.look(after, day, settings, progress, maker),
        )
    if form == "json":
        output.write(difference_json.render(found, people=people))
    else:
        load.say_gaps(found.old.lenses, found.new.lenses)
        layout = text.Layout(output.width(), output.paint(), verbose=verbose)
        names = (str(old), str(latest))
        output.write(difference_text.render(found, layout, names=names, people=people))
    return sides.code(found, fail_on)
