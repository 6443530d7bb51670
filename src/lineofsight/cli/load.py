"""From a path to a check: read the plan, find its settings, look, all with its progress shown."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lineofsight.cli import config, output
from lineofsight.cli.problems import line
from lineofsight.cli.progress import Progress
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext

if TYPE_CHECKING:
    from lineofsight.cli.meaning import Maker
    from lineofsight.engine.check import CheckResult
    from lineofsight.engine.lens import Lenses
    from lineofsight.engine.settings import Settings
    from lineofsight.planfile.document import PlanDocument

MOST_GAPS = 5  # that are said of the past; there may be thousands


@dataclass(frozen=True, slots=True)
class Wishes:
    """What the options of a command line say about a check; None: not said.

    Parameters
    ----------
    select, ignore : tuple of str, optional
        Codes of rules; either takes the place of the settings' own.
    """

    config: Path | None = None
    as_of: date | None = None
    people: bool = False
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    least: str | None = None


def read(path: Path, progress: Progress, *, set_aside: bool = False) -> PlanDocument:
    """Read a plan; with ``set_aside`` rows with a problem of their own do not keep it out.

    Raises
    ------
    PlanError
        With everything that is wrong.
    """
    progress.step(_("Reading {name}").format(name=path.name))
    from lineofsight.planfile.read import read_plan

    return read_plan(path, set_aside=set_aside)


def settings(path: Path, wishes: Wishes) -> tuple[Settings, config.Config]:
    """Join what the options say with what the settings beside the plan say.

    Raises
    ------
    PlanError
        With everything that is wrong in the settings.
    click.UsageError
        The settings forbid what the options ask for.
    """
    from lineofsight.engine.finding import Severity
    from lineofsight.engine.settings import Settings

    found = config.find(path, wishes.config)
    if wishes.people and not found.people:
        message = _(
            "The settings in {file} say people = false: rules about people are not run there."
        )
        raise click.UsageError(message.format(file=found.file))
    least = wishes.least or found.severity
    return (
        Settings(
            people=wishes.people,
            select=found.select if wishes.select is None else wishes.select,
            ignore=found.ignore if wishes.ignore is None else wishes.ignore,
            high=found.high,
            medium=found.medium,
            least=Severity[least.upper()],
            thresholds=found.thresholds,
            words=found.words,
            accepted=found.accepted,
        ),
        found,
    )


def instant(document: PlanDocument, wish: date | None) -> date:
    """Return the instant of a check: as asked for, else as the plan says, else today."""
    if wish is not None:
        return wish
    for record in document.records("organization"):
        said = record.get("as_of")
        if isinstance(said, date):
            return said
    return date.today()


def look(
    document: PlanDocument,
    as_of: date,
    chosen: Settings,
    progress: Progress,
    meaning: Maker | None = None,
) -> Lenses:
    """Make the lenses over a plan at an instant.

    Parameters
    ----------
    meaning : callable, optional
        Makes the model that embeds the plan's texts; see :func:`lineofsight.cli.meaning.chosen`.
    """
    progress.step(_("Laying out the plan"))
    from lineofsight.engine.lens import Lenses
    from lineofsight.engine.snapshot import Snapshot
    from lineofsight.planfile.columns import to_columns

    snapshot = Snapshot.build(to_columns(document), as_of)
    return Lenses(snapshot, chosen, meaning(snapshot) if meaning else None)


def say_gaps(*some: Lenses) -> None:
    """Say what the plan does not tell of the instant, each thing once."""
    from lineofsight.planfile.problems import Notice

    gaps = dict.fromkeys(gap for lenses in some for gap in lenses.snapshot.gaps)
    lines = [line(Notice(gap.file, gap.table, gap.row, "", gap.said)) for gap in gaps]
    for one in lines[:MOST_GAPS]:
        output.say(one)
    if len(lines) > MOST_GAPS:
        rest = ngettext(
            "… and {count} more thing that the plan does not tell of that day.",
            "… and {count} more things that the plan does not tell of that day.",
            len(lines) - MOST_GAPS,
        )
        output.say(rest.format(count=len(lines) - MOST_GAPS))


def check(lenses: Lenses, progress: Progress) -> CheckResult:
    """Run the rules through lenses."""
    progress.step(_("Looking"))
    from lineofsight.engine.check import check as run

    return run(
        lenses.snapshot,
        lenses.settings,
        lenses=lenses,
        progress=lambda rule, place, total: progress.part(f"{rule.code} {rule.name}", place, total),
    )
