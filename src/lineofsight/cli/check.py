"""``lineofsight check``: find where the cascade breaks."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lineofsight.cli import load, options, output
from lineofsight.cli.meaning import chosen
from lineofsight.cli.problems import line
from lineofsight.cli.progress import Progress
from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.problems import PlanError

if TYPE_CHECKING:
    from lineofsight.engine.check import CheckResult
    from lineofsight.engine.lens import Lenses
    from lineofsight.report.baseline import Baseline

FORMATS = ("text", "json", "github", "sarif", "html")
ENDINGS = {".json": "json", ".sarif": "sarif", ".html": "html", ".htm": "html"}
SEVERITIES = ("low", "medium", "high")
NEVER = "never"


@click.command(
    short_help="Find where the cascade breaks.",
    epilog=options.examples(
        "lineofsight check plan.xlsx",
        "lineofsight check plan/ --select LOS1,LOS701    structure, and goals without owner",
        "lineofsight check plan.xlsx --output report.html",
        "lineofsight check plan/ --baseline old.json     only what is new counts",
    ),
)
@options.plan
@click.option(
    "--format",
    "form",
    type=click.Choice(FORMATS, case_sensitive=False),
    help="What is written.  [default: text, or what the ending of --output says]",
)
@click.option("--output", "to", type=options.A_FILE, metavar="FILE", help="Write to a file.")
@click.option(
    "--select",
    multiple=True,
    metavar="RULES",
    shell_complete=options.complete_rules,
    help="Only these rules: codes, their beginnings (LOS1) or names, with commas between.",
)
@click.option(
    "--ignore",
    multiple=True,
    metavar="RULES",
    shell_complete=options.complete_rules,
    help="Not these rules.",
)
@click.option(
    "--severity",
    type=click.Choice(SEVERITIES, case_sensitive=False),
    help="The least severity that is looked at.  [default: low]",
)
@click.option(
    "--fail-on",
    type=click.Choice((*SEVERITIES, NEVER), case_sensitive=False),
    help="The least severity that ends with exit code 1.  [default: high]",
)
@click.option(
    "--baseline",
    type=options.A_FILE,
    metavar="FILE",
    help="Findings as JSON that are known: only others are shown and count.",
)
@options.settings
@click.option("-v", "--verbose", is_flag=True, help="Everything: all findings, evidence, notices.")
def command(
    *,
    plan: Path,
    form: str | None,
    to: Path | None,
    select: tuple[str, ...],
    ignore: tuple[str, ...],
    severity: str | None,
    fail_on: str | None,
    baseline: Path | None,
    config: Path | None,
    as_of: date | None,
    meaning: bool | None,
    people: bool,
    verbose: bool,
) -> int:
    """Find where the cascade of a plan breaks, and who should talk to whom about it.

    The exit code is 0 if nothing at or above --fail-on was found, 1 if something was, 2 if the plan
    could not be read, 3 after an internal error.
    """
    form = form or (ENDINGS.get(to.suffix.lower(), "text") if to else "text")
    wishes = load.Wishes(
        config=config,
        as_of=as_of,
        people=people,
        select=options.codes(select) if select else None,
        ignore=options.codes(ignore) if ignore else None,
        least=severity,
    )
    try:
        with Progress() as progress:
            settings, found = load.settings(plan, wishes)
            before = _baseline(baseline)
            document = load.read(plan, progress)
            notices = document.notices
            day = load.instant(document, as_of)
            lenses = load.look(document, day, settings, progress, chosen(found, meaning, progress))
            del document  # a large plan stands in memory once
            result = load.check(lenses, progress)
            known = None
            if before is not None:
                result, known = before.new_only(result)
            progress.step(_("Writing"))
            text = render(form, result, lenses, plan=plan, known=known, verbose=verbose, to=to)
    except PlanError as error:
        if form == "json":
            from lineofsight.report import json

            output.write(json.problems(error.problems))
        raise
    if verbose or form == "text":
        _notices([line(one) for one in notices], verbose=verbose)
        load.say_gaps(lenses)
    output.write(text, to)
    return _code(result, fail_on or found.fail_on)


def _baseline(path: Path | None) -> Baseline | None:
    if path is None:
        return None
    from lineofsight.report import baseline

    return baseline.read(path)


def render(
    form: str,
    result: CheckResult,
    lenses: Lenses,
    *,
    plan: Path,
    known: int | None = None,
    verbose: bool = False,
    to: Path | None = None,
) -> str:
    """Write a result in one of ``FORMATS``; each is imported when it is asked for."""
    match form:
        case "json":
            from lineofsight.report import json

            return json.render(result, known=known)
        case "github":
            from lineofsight.report import github

            return github.render(result, lenses, known=known or 0)
        case "sarif":
            from lineofsight.report import sarif

            return sarif.render(result, lenses)
        case "html":
            from lineofsight.report import html

            return html.render(result, lenses, source=plan.resolve().name, known=known or 0)
    from lineofsight.report import text
    from lineofsight.report.paint import PLAIN

    layout = text.Layout(
        width=output.width(),
        paint=PLAIN if to else output.paint(),
        verbose=verbose,
    )
    return text.render(result, lenses, layout, known=known or 0)


def _notices(lines: list[str], *, verbose: bool) -> None:
    """Say what a reader noticed: all of it on request, else how much."""
    most = len(lines) if verbose else 5
    for one in lines[:most]:
        output.say(one)
    if len(lines) > most:
        rest = _("… and {count} more like these; --verbose shows them.")
        output.say(rest.format(count=len(lines) - most))


def _code(result: CheckResult, fail_on: str) -> int:
    if fail_on == NEVER:
        return 0
    least = SEVERITIES.index(fail_on) + 1
    return int(any(finding.severity >= least for finding in result.findings))
