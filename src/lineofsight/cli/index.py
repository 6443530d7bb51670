"""``lineofsight index``: let the model read the texts of a plan before anybody waits for it."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, cast

import click

from lineofsight.cli import load, options, output
from lineofsight.cli.meaning import chosen
from lineofsight.cli.progress import Progress
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext

if TYPE_CHECKING:
    from lineofsight.embedding.embedder import Embedder


@click.command(
    short_help="Read the meaning of a plan's texts beforehand.",
    epilog=options.examples(
        "lineofsight index plan/                 stop it with Ctrl-C, and start it again",
        "lineofsight index plan/ 2> index.log &  in the background; the log says how far it is",
        "lineofsight index --clear               remove all that is kept",
    ),
)
@click.argument("plan", type=options.A_FILE, metavar="[PLAN]", required=False)
@options.when
@click.option("--clear", "empty", is_flag=True, help="Remove the vectors kept of all plans first.")
def command(*, plan: Path | None, config: Path | None, as_of: date | None, empty: bool) -> int:
    """Let the sentence model read the texts of a PLAN, so that the next check finds it done.

    A check does so too, for what it does not find; on a plan of very many goals the first time
    takes minutes. What is read is kept at once: stopped, it goes on from there. Vectors are kept in
    your cache folder (LINEOFSIGHT_CACHE names another), 1 GB at most, the oldest go first.
    """
    if empty:
        _clear()
    if plan is None:
        if empty:
            return 0
        raise click.UsageError(_("Name the plan whose texts are to be read."))
    with Progress() as progress:
        settings, found = load.settings(plan, load.Wishes(config=config))
        document = load.read(plan, progress)
        maker = chosen(found, True, progress, log=True)
        lenses = load.look(document, load.instant(document, as_of), settings, progress, maker)
        del document  # a large plan stands in memory once
        progress.step(_("Looking for texts that are not known"))
        embedder, nodes = cast("Embedder", lenses.vectors), lenses.meaning.nodes
        texts = [*nodes.texts, *nodes.titles]  # twins are looked for by their titles
        try:
            embedder.of(texts)
        except KeyboardInterrupt:
            progress.clear()
            output.say(_told(embedder, _("Stopped. The same command goes on from here.")))
            raise
    known = len(set(texts)) - embedder.embedded
    more = _("{count} were known or are not to be read.").format(count=f"{known:,}")
    output.write(_told(embedder, more) + "\n")
    return 0


def _told(embedder: Embedder, more: str) -> str:
    """Say what was read, how fast, and where it is kept."""
    lines = []
    if embedder.embedded:
        message = ngettext(
            "{count} text read in {seconds} s ({rate} a second).",
            "{count} texts read in {seconds} s ({rate} a second).",
            embedder.embedded,
        )
        lines.append(
            message.format(
                count=f"{embedder.embedded:,}",
                seconds=f"{embedder.seconds:.1f}",
                rate=f"{embedder.embedded / max(embedder.seconds, 1e-9):,.0f}",
            )
        )
    else:
        lines.append(_("No text had to be read."))
    lines[0] += f" {more}"
    cache = embedder.cache
    if cache and cache.trouble:
        lines.append(cache.trouble)
    elif cache and cache.path and cache.path.exists():
        size = _bytes(cache.path.stat().st_size)
        lines.append(_("Kept in {path} ({size}).").format(path=cache.path, size=size))
    return "\n".join(lines)


def _clear() -> None:
    from lineofsight.embedding.cache import clear, place

    freed = clear(place())
    output.write(_("Kept vectors removed: {size}.").format(size=_bytes(freed)) + "\n")


def _bytes(size: int) -> str:
    return f"{size / 1e6:,.0f} MB" if size >= 1e7 else f"{size / 1e3:,.0f} kB"
