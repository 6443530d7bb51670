"""How a table of the record reads in the plan file, declared once beside each model.

History, export, import, preview, undo and the snapshot all work from this declaration, so that a
column cannot be in one and be forgotten in another.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Many:
    """A column with several references: the relation's name, and the field that names each."""

    relation: str
    key: str = "ref"


@dataclass(frozen=True)
class OneOf:
    """A reference to one of several tables: the paths of which one is set, tried in order.

    ``words`` maps a flag to the word that stands for it: ``{"to_north_star": "north_star"}``.
    """

    paths: tuple[str, ...]
    words: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class OneLink:
    """A reference to a link, written as findings name it: ``from>to:kind``."""

    relation: str
    start: str = "source__ref"
    end: OneOf = OneOf(("goal__ref", "pillar__ref"), {"to_north_star": "north_star"})
    kind: str = "kind"

    @property
    def paths(self) -> tuple[str, ...]:
        """Where its parts stand, as seen from the row that refers to it."""
        parts = (self.start, *self.end.paths, *self.end.words, self.kind)
        return tuple(f"{self.relation}__{part}" for part in parts)

    def written(self, values: Sequence[Any]) -> str:
        """Write a link whose parts have these values, in the order of ``paths``; "" for none."""
        start, *ends, kind = values
        if not start:
            return ""
        words = [*[None] * len(self.end.paths), *self.end.words.values()]
        end = next((word or end for word, end in zip(words, ends, strict=True) if end), "")
        return f"{start}>{end}:{kind}"


Source = str | Many | OneOf
AnySource = Source | OneLink  # what the plan file has no column for may be either


@dataclass(frozen=True)
class PlanColumns:
    """One table: its name in the plan file, and where each of its columns stands in the model.

    ``columns`` maps the plan file's column to a lookup path (``"owner__ref"``), to ``Many``,
    ``OneOf`` or ``OneLink``, in the order of the plan file. ``beyond`` holds what the record knows
    and the plan file has no column for; it is kept in history and exported as columns that are not
    ours. ``key`` names the columns that tell one row from another.
    """

    table: str
    columns: Mapping[str, Source]
    beyond: Mapping[str, AnySource] = field(default_factory=dict)
    key: tuple[str, ...] = ("id",)

    @property
    def everything(self) -> dict[str, AnySource]:
        """All columns, those of the plan file first."""
        return {**self.columns, **self.beyond}

    def behind(self, fields: Iterable[str]) -> set[str]:
        """Return the columns that are read from some fields of the model, wholly or in part."""
        names = set(fields)
        return {
            column for column, source in self.everything.items() if names & set(_fields(source))
        }


def _fields(source: AnySource) -> Iterator[str]:
    if isinstance(source, Many | OneLink):
        yield source.relation
    elif isinstance(source, OneOf):
        yield from (path.partition("__")[0] for path in source.paths)
        yield from source.words
    else:
        yield source.partition("__")[0]


def plan_of(model: Any) -> PlanColumns:
    """Return how a model reads in the plan file.

    Raises
    ------
    AttributeError
        It has no place there.
    """
    plan: PlanColumns = model.PLAN
    return plan
