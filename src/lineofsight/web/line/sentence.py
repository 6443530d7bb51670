"""The title of the page: the line in one sentence, whose underlines are the thread."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from lineofsight.alignment.line import Line, Rung
from lineofsight.web.pictures.sightline import Step
from lineofsight.web.templatetags.pictures import thickness

LONG = 170  # characters from which a sentence is set smaller


@dataclass(frozen=True, slots=True)
class Part:
    """A stretch of the sentence: what leads to a title, the title, and what follows it.

    ``anchor`` is the rung it stands for, ``strength`` how thick its underline is, 2 to 5.
    ``is_open``: nobody has confirmed what leads here since it changed.
    """

    before: str
    title: str
    after: str
    anchor: str
    strength: str
    is_open: bool = False


@dataclass(frozen=True, slots=True)
class Sentence:
    """The parts in their order, and what ends it: a full stop, or why it breaks."""

    parts: tuple[Part, ...]
    end: str

    @property
    def is_long(self) -> bool:
        """Whether it wants smaller letters."""
        return len(self.plain) > LONG

    @property
    def plain(self) -> str:
        """Return the sentence without its thread."""
        return "".join(p.before + p.title + p.after for p in self.parts) + self.end


def sentence_of(
    line: Line, steps: tuple[Step, ...], strengths: Mapping[str, float], *, of_team: bool = False
) -> Sentence:
    """Say a line: "You work on X, which supports Y, which carries Z".

    ``strengths`` are those of the steps by anchor; ``of_team`` speaks of the team.
    """
    opened = {step.anchor for step in steps if step.gap and step.gap.kind == "open"}
    anchors = [step.anchor for step in reversed(steps)]
    parts: list[Part] = []
    for rung, anchor in zip(line.rungs, anchors, strict=False):
        before, after = _frame(rung, first=not parts, of_team=of_team).split("{title}")
        strength = thickness(strengths.get(anchor, line.strength))
        parts.append(Part(before, rung.title, after, anchor, strength, anchor in opened))
        if rung.breaks:
            return Sentence(
                tuple(parts), _(", {cause}: here the line stops.").format(cause=line.cause)
            )
    if len(parts) == 1 and line.top.kind == "goal":
        return Sentence(tuple(parts), _(", a goal of the whole enterprise."))
    return Sentence(tuple(parts), _("."))


def _frame(rung: Rung, *, first: bool, of_team: bool) -> str:
    if first:
        return _("Your team works on {title}") if of_team else _("You work on {title}")
    return _(", which supports {title}") if rung.kind == "goal" else _(", which carries {title}")
