"""``lineofsight trace``: draw one line of sight and say it in a sentence."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator
from datetime import date
from difflib import get_close_matches
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

import click

from lineofsight.cli import load, options, output
from lineofsight.cli.meaning import chosen
from lineofsight.cli.progress import Progress
from lineofsight.kit.i18n import gettext as _

if TYPE_CHECKING:
    from lineofsight.engine.lens import Lenses
    from lineofsight.report.paint import Paint

MOST_NAMED = 8


class Who(NamedTuple):
    """A person or goal of a plan."""

    kind: str  # person or goal
    at: int  # in its table
    id: str
    name: str


@click.command(
    short_help="Draw the line of sight of a person or goal.",
    epilog=options.examples(
        'lineofsight trace plan.xlsx "Ana Silva"',
        "lineofsight trace plan.xlsx G17",
        "lineofsight trace plan.xlsx goal:7          where a person has the id 7 too",
    ),
)
@options.plan
@click.argument("who")
@options.instant
def command(
    *, plan: Path, who: str, config: Path | None, as_of: date | None, meaning: bool | None
) -> int:
    """Draw the line of sight of WHO, a person or a goal of the PLAN: an id, a name, a title.

    It runs from the goal at the bottom to the strategy at the top: heavy where a link is strong,
    thin where it is weak, with a gap where it breaks.
    """
    with Progress() as progress:
        settings, said = load.settings(plan, load.Wishes(config=config))
        document = load.read(plan, progress)
        day = load.instant(document, as_of)
        lenses = load.look(document, day, settings, progress, chosen(said, meaning, progress))
    load.say_gaps(lenses)
    found = find(lenses, who)
    output.write(told(lenses, found, output.width(), output.paint()))
    return 0


def find(lenses: Lenses, text: str) -> Who:
    """Find the person or goal that is meant.

    By id; else by the whole name, title or address; else by a part of it that only one has.

    Raises
    ------
    click.UsageError
        Nobody is meant, or several.
    """
    everybody = list(_everybody(lenses))
    kind, colon, key = text.partition(":")
    if colon and kind in {"person", "goal"}:
        everybody, text = [one for one in everybody if one.kind == kind], key
    wanted = " ".join(text.split()).casefold()
    for fits in (
        [one for one in everybody if one.id == text],
        [one for one in everybody if " ".join(one.name.split()).casefold() == wanted],
        [one for one in everybody if one.id.casefold() == wanted],
        [one for one in everybody if wanted and wanted in one.name.casefold()],
    ):
        if len(fits) == 1:
            return fits[0]
        if fits:
            message = _("“{who}” may mean several: {names}. Give one of these ids.")
            raise click.UsageError(message.format(who=text, names=_named(fits)))
    names = {form: one for one in everybody for form in (one.name.casefold(), one.id.casefold())}
    near = [names[form] for form in get_close_matches(wanted, names, n=3, cutoff=0.5)]
    message = _("Nobody and no goal in the plan is called “{who}”.").format(who=text)
    if near:
        unique = list(dict.fromkeys(near))
        message += " " + _("Did you mean {names}?").format(names=_named(unique))
    raise click.UsageError(message)


def _everybody(lenses: Lenses) -> Iterator[Who]:
    people, goals = lenses.snapshot.people, lenses.snapshot.goals
    for index, (key, name) in enumerate(zip(people.ids, people.name, strict=True)):
        yield Who("person", index, str(key), str(name))
    for index, (key, title) in enumerate(zip(goals.ids, goals.title, strict=True)):
        yield Who("goal", index, str(key), str(title))


def _named(some: list[Who]) -> str:
    from lineofsight.report.names import clean

    words = [f"{one.kind}:{clean(one.id)} ({clean(one.name)})" for one in some[:MOST_NAMED]]
    if len(some) > MOST_NAMED:
        words.append(_("{count} more").format(count=len(some) - MOST_NAMED))
    return "; ".join(words)


def told(lenses: Lenses, who: Who, width: int, paint: Paint) -> str:
    """Write the sentence and the drawing, and what else a person works on."""
    import numpy as np

    from lineofsight.engine.cascade import cascade_sentence
    from lineofsight.engine.rules import tell
    from lineofsight.report.names import clean, number
    from lineofsight.report.sightline import draw

    goals = lenses.snapshot.goals
    if who.kind == "goal":
        line, person = lenses.paths.line(who.at), int(goals.owner[who.at])
        mine = np.array([who.at])
    else:
        person = who.at
        mine = lenses.load.contributed[person]
        line = lenses.paths.of_person(person, mine)
    if line is None:
        return without_line(lenses, who, mine.tolist(), width)
    said = clean(cascade_sentence(lenses, line, person))
    parts = [textwrap.fill(said, width), draw(lenses, line, width=width, paint=paint)]
    if line.strength > 0 and len(line.edges) > 1:
        strength = number(round(line.strength, 2))
        parts.append(_("Strength of the whole line: {strength} of 1.").format(strength=strength))
    counts = goals.active & goals.objective
    others = [int(goal) for goal in mine if goal != line.nodes[0] and counts[goal]]
    if others:
        lines = [_("Also works on:")]
        lines += [f"  {clean(tell.title(lenses, goal))}: {_short(lenses, goal)}" for goal in others]
        parts.append("\n".join(lines))
    return "\n\n".join(parts) + "\n"


def _short(lenses: Lenses, goal: int) -> str:
    """Say in a few words what becomes of a goal's line."""
    from lineofsight.engine.rules import tell
    from lineofsight.report.names import clean

    line = lenses.paths.line(goal)
    if line is None:
        return _("has a home beside the strategy") if _at_home(lenses, goal) else _("no line")
    root = clean(tell.title(lenses, line.nodes[-1]))
    if line.broken_at >= 0:
        return _("its line to {root} is broken").format(root=root)
    return _("leads to {root}").format(root=root)


def _at_home(lenses: Lenses, goal: int) -> bool:
    return bool(lenses.sight.has_home[goal])


def without_line(lenses: Lenses, who: Who, goals: list[int], width: int) -> str:
    """Say that the plan shows no line, and for what it could show one: a gap of the plan."""
    from lineofsight.engine.codes import Serves
    from lineofsight.engine.rules import tell
    from lineofsight.report.names import clean

    snapshot = lenses.snapshot
    # What a person wants to learn is theirs, and owes nobody a line.
    counts = snapshot.goals.active & snapshot.goals.objective
    active = [goal for goal in goals if counts[goal]]
    said = []
    for goal in active if who.kind == "person" else goals:
        title = clean(tell.title(lenses, goal))
        if not snapshot.goals.objective[goal]:
            said.append(_("{title} is about development; it needs no line.").format(title=title))
        elif _at_home(lenses, goal):
            what = {
                Serves.HEALTH: _("{title} keeps {what} healthy; it needs no line to a pillar."),
                Serves.OBLIGATION: _("{title} meets a duty, {what}; it needs no line to a pillar."),
                Serves.SERVICE: _("{title} serves {what}, who have confirmed it."),
            }[Serves(int(snapshot.goals.serves[goal]))]
            said.append(what.format(title=title, what=clean(str(snapshot.goals.serves_id[goal]))))
        elif snapshot.goals.active[goal]:
            said.append(_("Nothing on record says what {title} is for.").format(title=title))
        else:
            said.append(_("{title} is not active, and leads nowhere.").format(title=title))
    if who.kind == "person" and not said:
        said.append(
            _("The plan names no active goal that {name} works on.").format(name=clean(who.name))
        )
    if who.kind == "person" and not any(_at_home(lenses, goal) for goal in active):
        said.append(_("That is a gap in the plan, not in their work."))
    return "\n".join(textwrap.fill(one, width) for one in said) + "\n"
