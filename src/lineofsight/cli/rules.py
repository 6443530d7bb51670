"""``lineofsight rules``: list the rules."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click

from lineofsight.cli import load, options, output
from lineofsight.kit.i18n import gettext as _
from lineofsight.report.paint import Paint

if TYPE_CHECKING:
    from lineofsight.engine.rules.rule import Rule
    from lineofsight.engine.settings import Settings


@click.command(
    short_help="List the rules.",
    epilog=options.examples(
        "lineofsight rules",
        "lineofsight rules --config lineofsight.toml    which of them run with these settings",
        "lineofsight rules --format json",
    ),
)
@options.form("text", "json")
@click.option(
    "--config",
    type=options.A_FILE,
    metavar="FILE",
    help="Settings, instead of lineofsight.toml in this folder.",
)
def command(form: str, config: Path | None) -> int:
    """List the rules: what each needs, and whether it runs."""
    from lineofsight.engine.rules import catalogue

    settings, _found = load.settings(Path("plan"), load.Wishes(config=config))
    if form == "json":
        from lineofsight.report import json

        records = (record(one, settings) for one in catalogue())
        output.write(
            json.document({"format": "lineofsight-rules", "version": 1}, {"rules": records})
        )
    else:
        output.write("".join(listing(catalogue(), settings, output.paint())))
    return 0


def runs(one: Rule, settings: Settings) -> str:
    """Say in a word whether a rule runs: on, off, or only with ``--people``."""
    if not settings.wants(one.code) or (one.on_request and not settings.asks_for(one.code)):
        return "off"
    return "--people" if one.about_people else "on"


def record(one: Rule, settings: Settings) -> dict[str, object]:
    """Return a rule as the record that is printed."""
    return {
        "rule": one.code,
        "name": one.name,
        "needs": [need.split("|") for need in one.needs],
        "about_people": one.about_people,
        "runs": runs(one, settings),
        "thresholds": {**one.limits, **settings.thresholds.get(one.code, {})},
    }


def listing(rules: tuple[Rule, ...], settings: Settings, paint: Paint) -> Iterator[str]:
    """Write the list, a blank line between the hundreds."""
    widest = max(len(one.name) for one in rules)
    hundreds = groupby(rules, key=lambda one: one.code[:4])
    for place, (_hundred, members) in enumerate(hundreds):
        yield "\n" if place else ""
        for one in members:
            needs = ", ".join(_(" or ").join(need.split("|")) for need in one.needs)
            line = f"{one.code:7} {one.name:{widest}}  {runs(one, settings):8}  {needs}"
            yield paint(one.code, "bold") + line[len(one.code) :].rstrip() + "\n"
