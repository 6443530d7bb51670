"""``lineofsight import``: a plan file into the record."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lineofsight.cli import import_text, installation, load, options, output, record
from lineofsight.cli.problems import show
from lineofsight.cli.progress import Progress
from lineofsight.kit.errors import DomainError
from lineofsight.kit.i18n import gettext as _
from lineofsight.planfile.problems import PlanError
from lineofsight.planfile.read import without_collection

if TYPE_CHECKING:
    from lineofsight.exchange.preview import Preview
    from lineofsight.organization.models import Person
    from lineofsight.planfile.document import PlanDocument

UNUSABLE = 2


@click.command(
    short_help="Take a plan file into the record.",
    epilog=options.examples(
        "lineofsight import plan.xlsx --dry-run             what would change, and what is wrong",
        "lineofsight import plan.xlsx --reason 'new year'   change it, all or nothing",
        "lineofsight import export.zip --map ana=P4         who is meant",
        "lineofsight import --list                          what was imported",
        "lineofsight import --undo 3                        take it back",
        "lineofsight import --waiting                       rows that no place was found for",
    ),
)
@click.argument("file", type=options.A_FILE, metavar="FILE", required=False)
@click.option("--dry-run", is_flag=True, help="Say what would change, and change nothing.")
@click.option(
    "--quarantine",
    is_flag=True,
    help="Let rows that cannot be read or placed wait in a list, instead of refusing the file.",
)
@click.option(
    "--replace",
    is_flag=True,
    help="Let the tables of the file be all there is: rows that it does not have are removed, "
    "cells that it leaves empty are emptied.",
)
@click.option(
    "--map",
    "pairs",
    multiple=True,
    metavar="NAME=PERSON",
    help="Whom the file means by NAME: an id or e-mail of the record, `new`, or nothing.",
)
@click.option("--new-people", is_flag=True, help="Add people whom the file only names.")
@click.option("--as", "who", default="", metavar="EMAIL", help="Who imports, for the audit log.")
@click.option("--reason", default="", metavar="TEXT", help="Why, for the audit log.")
@click.option("--undo", type=int, metavar="NUMBER", help="Take an import back.")
@click.option(
    "--partial", is_flag=True, help="With --undo: leave what somebody has changed since as it is."
)
@click.option("--list", "listed", is_flag=True, help="List what was imported.")
@click.option("--waiting", is_flag=True, help="List the rows that wait, and why.")
@click.option("--place", multiple=True, type=int, metavar="NUMBER", help="Place a row that waits.")
@click.option("--drop", multiple=True, type=int, metavar="NUMBER", help="Give a row up that waits.")
def command(
    *,
    file: Path | None,
    dry_run: bool,
    quarantine: bool,
    replace: bool,
    pairs: tuple[str, ...],
    new_people: bool,
    who: str,
    reason: str,
    undo: int | None,
    partial: bool,
    listed: bool,
    waiting: bool,
    place: tuple[int, ...],
    drop: tuple[int, ...],
) -> int:
    """Take FILE (any format that `check` reads) into the record of this installation.

    What will change is printed first; with a problem nothing is changed, and all are printed. What
    the file does not have stays as it is. The same file again changes nothing.
    """
    asked = [file is not None, undo is not None, listed, waiting, bool(place), bool(drop)]
    if sum(asked) != 1:
        raise click.UsageError(
            _("Name a file, or say --list, --undo, --waiting, --place or --drop.")
        )
    mapping = dict(map(_pair, pairs))
    installation.begin()
    try:
        if listed:
            return _list()
        actor = record.acting(who)
        if waiting or place or drop:
            from lineofsight.cli import import_waiting

            if waiting:
                return import_waiting.list_rows(actor)
            if place:
                return import_waiting.place_rows(place, actor, reason)
            return import_waiting.drop_rows(drop, actor, reason)
        if undo is not None:
            return _undo(undo, actor, reason, partial=partial)
        assert file is not None  # noqa: S101 - one of them was asked for
        with Progress() as progress, without_collection():
            document = load.read(file, progress, set_aside=quarantine)
            seen = _preview(
                file,
                document,
                actor,
                mapping,
                progress,
                quarantine=quarantine,
                replace=replace,
                new_people=new_people,
            )
        output.write(import_text.told(seen))
        if seen.problems:
            show(PlanError(seen.problems))
            return UNUSABLE
        return 0 if dry_run else _apply(seen, reason)
    except DomainError as error:
        raise click.ClickException(error.message or str(error)) from error


def _preview(
    file: Path,
    document: PlanDocument,
    actor: Person | None,
    mapping: dict[str, str],
    progress: Progress,
    *,
    quarantine: bool,
    replace: bool,
    new_people: bool,
) -> Preview:
    from lineofsight.exchange.preview import preview

    progress.step(_("Comparing with the record"))
    return preview(
        document,
        actor=actor,
        mapping=mapping,
        quarantine=quarantine,
        replace=replace,
        new_people=new_people,
        file=str(file),
        hash=_hash(file),
    )


def _apply(seen: Preview, reason: str) -> int:
    from lineofsight.exchange.applying import apply

    with Progress() as progress, without_collection():
        made = apply(seen, reason=reason, told=progress.part)
    if made is not None:
        output.say(
            _(
                "Import {number} is done; `lineofsight import --undo {number}` takes it back."
            ).format(number=made.pk)
        )
    return 0


def _undo(number: int, actor: Person | None, reason: str, *, partial: bool) -> int:
    from lineofsight.exchange.models import Import
    from lineofsight.exchange.undoing import undo

    made = Import.objects.filter(pk=number).first()
    if made is None:
        raise click.UsageError(_("There is no import {number}.").format(number=number))
    undone = undo(made, actor=actor, reason=reason, partial=partial)
    output.write(import_text.undone(undone))
    return 0


def _list() -> int:
    from lineofsight.exchange.models import Import

    output.write(import_text.listed(Import.objects.select_related("actor").order_by("pk")))
    return 0


def _pair(text: str) -> tuple[str, str]:
    name, sign, person = text.partition("=")
    if not sign or not name.strip():
        raise click.UsageError(
            _("“{text}” does not say who is meant: write NAME=PERSON.").format(text=text)
        )
    return name.strip(), person.strip()


def _hash(file: Path) -> str:
    """Return the SHA-256 of a file, or of all files of a folder in the order of their names."""
    made = hashlib.sha256()
    for each in sorted(file.glob("*.csv")) if file.is_dir() else [file]:
        with each.open("rb") as stream:
            while block := stream.read(1 << 20):
                made.update(block)
    return made.hexdigest()
