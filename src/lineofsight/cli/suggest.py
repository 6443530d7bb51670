"""``lineofsight suggest``: offer five goals or pillars that a goal could support."""

from __future__ import annotations

import json
import textwrap
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lineofsight.cli import load, options, output
from lineofsight.cli.meaning import chosen
from lineofsight.cli.progress import Progress
from lineofsight.cli.trace import find
from lineofsight.kit.i18n import gettext as _

if TYPE_CHECKING:
    from lineofsight.engine.lens import Lenses
    from lineofsight.engine.meaning.suggest import Suggestion


@click.command(
    short_help="Offer parents for a goal, with reasons.",
    epilog=options.examples(
        "lineofsight suggest plan.xlsx G17",
        'lineofsight suggest plan.xlsx "Raise renewals"',
        "lineofsight suggest plan/ G17 --format json",
    ),
)
@options.plan
@click.argument("goal")
@options.form("text", "json")
@options.instant
def command(
    *,
    plan: Path,
    goal: str,
    form: str,
    config: Path | None,
    as_of: date | None,
    meaning: bool | None,
) -> int:
    """Offer five goals or pillars of the PLAN that GOAL (an id or a title) could support.

    Each with its reasons, the most likely first, beside what it supports already. It is an offer to
    people who know: nothing is linked.
    """
    from lineofsight.engine.meaning.suggest import suggest

    with Progress() as progress:
        settings, said = load.settings(plan, load.Wishes(config=config))
        document = load.read(plan, progress)
        day = load.instant(document, as_of)
        lenses = load.look(document, day, settings, progress, chosen(said, meaning, progress))
        at = _goal(lenses, goal)
        progress.step(_("Comparing goals"))
        offered = suggest(lenses.meaning, at)
    load.say_gaps(lenses)
    if form == "json":
        output.write(_json(lenses, at, offered))
    else:
        output.write(_text(lenses, at, offered, output.width()))
    return 0


def _goal(lenses: Lenses, text: str) -> int:
    """Find the goal that is meant; somebody who is called so is said to be a person."""
    try:
        found = find(lenses, text if text.startswith(("goal:", "person:")) else f"goal:{text}")
    except click.UsageError as error:
        try:
            found = find(lenses, f"person:{text}")
        except click.UsageError:
            raise error from None
    if found.kind != "goal":
        raise click.UsageError(_("“{who}” is a person; give a goal.").format(who=text))
    return found.at


def _json(lenses: Lenses, goal: int, offered: tuple[Suggestion, ...]) -> str:
    snapshot = lenses.snapshot

    def entry(one: Suggestion) -> dict[str, object]:
        return {
            "kind": snapshot.node_kind(one.node),
            "id": snapshot.node_id(one.node),
            "title": snapshot.node_title(one.node),
            "fit": round(one.fit, 4),
            "reasons": list(one.reasons),
        }

    document = {
        "format": "lineofsight-suggestions",
        "version": 1,
        "as_of": snapshot.as_of.isoformat(),
        "goal": {"id": snapshot.node_id(goal), "title": snapshot.node_title(goal)},
        "vectors": lenses.meaning.space.model,
        "supports": [entry(one) for one in offered if one.claimed],
        "suggestions": [entry(one) for one in offered if not one.claimed],
    }
    return json.dumps(document, indent=2, ensure_ascii=False) + "\n"


def _text(lenses: Lenses, goal: int, offered: tuple[Suggestion, ...], width: int) -> str:
    from lineofsight.engine.rules import tell
    from lineofsight.report.names import clean

    title = clean(tell.title(lenses, goal))
    claimed = [one for one in offered if one.claimed]
    others = [one for one in offered if not one.claimed]
    lines = []
    if claimed:
        lines.append(textwrap.fill(_("{goal} supports:").format(goal=title), width))
        lines += [_entry(lenses, one, "-", width) for one in claimed]
    else:
        lines.append(textwrap.fill(_("{goal} supports nothing yet.").format(goal=title), width))
    lines.append("")
    if not others:
        lines.append(_("The plan holds nothing else that it could support."))
    else:
        lines.append(_("It could support, the most likely first:"))
        lines += [
            _entry(lenses, one, f"{place}.", width) for place, one in enumerate(others, start=1)
        ]
        lines += [
            "",
            textwrap.fill(
                _(
                    "The fit is how likely such a link is right where one of four candidates is. "
                    "It is an offer: people who know the work decide."
                ),
                width,
            ),
        ]
    return "\n".join(lines) + "\n"


def _entry(lenses: Lenses, one: Suggestion, mark: str, width: int) -> str:
    from lineofsight.engine.rules import tell
    from lineofsight.report.names import clean, number

    snapshot = lenses.snapshot
    head = _("{title} ({id}), fit {fit}").format(
        title=clean(tell.title(lenses, one.node)),
        id=clean(snapshot.node_id(one.node)),
        fit=number(round(one.fit, 2)),
    )
    lead = f"  {mark} "
    indent = " " * len(lead)
    parts = [textwrap.fill(head, width, initial_indent=lead, subsequent_indent=indent)]
    if one.reasons:
        said = clean(" ".join(one.reasons))
        parts.append(textwrap.fill(said, width, initial_indent=indent, subsequent_indent=indent))
    return "\n".join(parts)
