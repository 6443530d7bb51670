"""What each goal of a company of any size is about, and how it says so.

A goal takes some of its words from the goal that it supports: often the place and the thing, at
times the measure, and what its pillar is for. The rest is its own, so that goals of one branch
sound related and few sound alike.
"""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lineofsight.demo.large.shape import FUNCTION, Ints, Shape

# How often a goal takes a word from the goal above it.
SAME_MEASURE, SAME_THING, SAME_PLACE, SAME_FOCUS = 0.25, 0.35, 0.45, 0.35

# Of goals above the teams, then of all others; a title without numbers would say too little.
HIGH_FORMS = (
    "{verb} {what} from {low} to {high} {unit} {focus}",
    "{verb} {what} to {high} {unit} {way}, {focus}",
)
FORMS = (
    "{what} from {low} to {high} {unit} for {thing} in {place} {way}",
    "{verb} {what} from {low} to {high} {unit} for {thing} in {place} {focus}",
    "{verb} {what} for {thing} to {high} {unit} in {place} {way}",
    "{thing} in {place}: {what} from {low} to {high} {unit} {focus}",
    "{verb} {what} in {place} from {low} to {high} {unit} {way}",
)


@dataclass(frozen=True, slots=True)
class Wording:
    """Measure, base value and words for each goal, as indices and numbers.

    ``function`` says whose measures, things and ways are meant, ``pillar`` whose focus.
    """

    function: Ints
    pillar: Ints
    measure: Ints
    base: NDArray[np.float64]
    thing: Ints
    place: Ints
    way: Ints
    focus: Ints
    form: Ints
    verb: Ints


def lay_out_wording(words: dict[str, Any], shape: Shape, rng: np.random.Generator) -> Wording:
    """Draw what each goal is about, from the vocabulary."""
    parent, count = shape.goals.parent, len(shape.goals.parent)
    functions, pillars = words["function"], words["pillar"]
    function = np.maximum(shape.teams.function[shape.goals.team], 0)

    def drawn(known: Ints) -> Ints:
        numbers: Ints = (rng.random(count) * known).astype(np.int64)
        return numbers

    def handed_down(own: Ints, share: float, *, within: bool = False) -> Ints:
        takes = (parent >= 0) & (rng.random(count) < share)
        if within:
            takes &= function == function[np.maximum(parent, 0)]
        return own[_ends(np.where(takes, parent, np.arange(count)))]

    def known(name: str) -> Ints:
        return np.array([len(one[name]) for one in functions])[function]

    top = _ends(np.where(parent >= 0, parent, np.arange(count)))
    pillar = np.clip(-1 - parent[top], 0, len(pillars) - 1)
    measure = handed_down(drawn(known("measures")), SAME_MEASURE, within=True)
    low, high = (
        np.array([one[field] for group in functions for one in group["measures"]])
        for field in (2, 3)
    )
    lengths = np.array([len(one["measures"]) for one in functions])
    at = (np.cumsum(lengths) - lengths)[function] + measure
    return Wording(
        function=function,
        pillar=pillar,
        measure=measure,
        base=low[at] + rng.random(count) * (high[at] - low[at]),
        thing=handed_down(drawn(np.full(count, 1 << 16)), SAME_THING) % known("things"),
        place=handed_down(drawn(np.full(count, len(words["places"]))), SAME_PLACE),
        way=drawn(known("ways")),
        focus=handed_down(drawn(np.full(count, 1 << 16)), SAME_FOCUS)
        % np.array([len(one["focus"]) for one in pillars])[pillar],
        form=drawn(np.where(shape.goals.tier <= FUNCTION, len(HIGH_FORMS), len(FORMS))),
        verb=drawn(np.full(count, min(len(words["raises"]), len(words["cuts"])))),
    )


def _ends(above: Ints) -> Ints:
    """Follow each number up to the one that points at itself."""
    while True:
        further = above[above]
        if np.array_equal(further, above):
            return above
        above = further


def title(words: dict[str, Any], wording: Wording, goal: int, *, is_high: bool) -> str:
    """Say what a goal is to reach."""
    function = words["function"][int(wording.function[goal])]
    what, unit, _, _, change = function["measures"][int(wording.measure[goal])]
    base = float(wording.base[goal])
    form = (HIGH_FORMS if is_high else FORMS)[int(wording.form[goal])]
    said = form.format(
        verb=words["raises" if change > 0 else "cuts"][int(wording.verb[goal])],
        what=what,
        low=_told(base),
        high=_told(base * (1 + change)),
        unit=unit,
        thing=function["things"][int(wording.thing[goal])],
        place=words["places"][int(wording.place[goal])],
        way=function["ways"][int(wording.way[goal])],
        focus=words["pillar"][int(wording.pillar[goal])]["focus"][int(wording.focus[goal])],
    )
    return said[0].upper() + said[1:]


def _told(value: float) -> str:
    """Write a number as people do: three figures, and no more than it needs."""
    return f"{value:,.0f}" if abs(value) >= 100 else f"{value:.3g}"
