"""The rule catalogue: one module for each hundred, and what an organisation adds from outside."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points
from importlib.resources import files
from types import ModuleType

from lineofsight.engine.rules.rule import Rule

ENTRY_POINT_GROUP = "lineofsight.rules"
MODULES = (
    "structure",
    "shape",
    "across",
    "meaning",
    "drift",
    "dilution",
    "twins",
    "measures",
    "tension",
    "time",
    "truth",
    "outlook",
    "series",
    "rhythm",
    "promises",
    "ownership",
    "capacity",
    "writing",
    "understanding",
)


def rules_in(module: ModuleType) -> Iterable[Rule]:
    """Find the rules that a module defines."""
    return (value for value in vars(module).values() if isinstance(value, Rule))


@cache
def catalogue() -> tuple[Rule, ...]:
    """Return all rules, our own and those installed under ``lineofsight.rules``, by code.

    Raises
    ------
    ValueError
        Two rules have the same code.
    """
    modules = [import_module(f"{__name__}.{name}") for name in MODULES]
    modules += [entry.load() for entry in entry_points(group=ENTRY_POINT_GROUP)]
    found: dict[str, Rule] = {}
    for module in modules:
        for one in rules_in(module):
            if found.setdefault(one.code, one) is not one:
                raise ValueError(f"two rules have the code {one.code}: rename the one you added")
    return tuple(sorted(found.values(), key=lambda one: one.code))


def page(code: str) -> str | None:
    """Return a rule's page as Markdown, None where there is none."""
    path = files(__name__) / "pages" / f"{code}.md"
    return path.read_text(encoding="utf-8") if path.is_file() else None
