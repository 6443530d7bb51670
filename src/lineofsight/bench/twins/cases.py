"""Pairs of titles that are twins, and pairs that only look alike, from published plans.

Twins are made: a title, and the same in other words (``phrases.py``). Pairs that are none are the
nearest real ones of a plan, its siblings, and titles of which one number, name, thing or direction
was changed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from random import Random

import numpy as np

from lineofsight.bench.links.corpus import Corpus, LinkPlan
from lineofsight.bench.twins import phrases
from lineofsight.engine.columns import FloatArray, IntArray
from lineofsight.engine.lenses.tokens import tokenize
from lineofsight.engine.lenses.words import WordList
from lineofsight.engine.meaning.alike import Likeness
from lineofsight.engine.meaning.vectors import Vectors

FREE = re.compile(r"^(usg-|un-sdg|whitehouse-oai|sourcegraph-)")
"""Plans whose texts may be changed and used freely; learned from, while all others only test."""
TWINS_EACH, NEAREST_EACH, SIBLINGS_EACH = 3, 4, 1
SEED = 205

WORDS, NUMBER, NAME, PLACES, THING, OPPOSITE, NEAR, SIBLING = (
    "other words", "other number", "other name", "two places", "other thing", "opposite",
    "nearest", "sibling",
)  # fmt: skip


@dataclass
class Cases:
    """Pairs of texts with what they are.

    Parameters
    ----------
    titles, descriptions : lists of str
    one, other : int64 arrays
        Places among the titles.
    twin : float array of 0 and 1
    kind : list of str
        How each pair came about.
    plan : list of str
        Where it is from.
    """

    titles: list[str]
    descriptions: list[str]
    one: IntArray
    other: IntArray
    twin: FloatArray
    kind: list[str]
    plan: list[str]

    def features(self, words: WordList, vectors: Vectors | None) -> FloatArray:
        """What the product sees of each pair; shape (pairs, features)."""
        likeness = Likeness(self.titles, self.descriptions, words, vectors)
        return likeness.features(self.one, self.other)


class _Maker:
    def __init__(self) -> None:
        self.titles: list[str] = []
        self.descriptions: list[str] = []
        self.pairs: list[tuple[int, int, float, str, str]] = []

    def text(self, title: str, description: str = "") -> int:
        self.titles.append(title)
        self.descriptions.append(description)
        return len(self.titles) - 1

    def pair(self, one: int, other: int, kind: str, plan: str) -> None:
        self.pairs.append((one, other, float(kind == WORDS), kind, plan))


def described(plan: LinkPlan) -> list[str]:
    """Descriptions of the nodes of a plan, without their titles."""
    pairs = zip(plan.nodes.titles, plan.nodes.texts, strict=True)
    return [text.removeprefix(title).lstrip(". ") for title, text in pairs]


def draw(corpus: Corpus, words: WordList) -> Cases:
    """Draw the pairs of all free plans; the same corpus gives the same pairs."""
    rng, maker = Random(SEED), _Maker()
    for plan in corpus.plans:
        if FREE.match(plan.name):
            _of_plan(plan, words, rng, maker)
    one, other, twin, kind, name = zip(*maker.pairs, strict=True)
    return Cases(
        titles=maker.titles,
        descriptions=maker.descriptions,
        one=np.array(one, dtype=np.int64),
        other=np.array(other, dtype=np.int64),
        twin=np.array(twin),
        kind=list(kind),
        plan=list(name),
    )


def _of_plan(plan: LinkPlan, words: WordList, rng: Random, maker: _Maker) -> None:
    titles, descriptions = list(plan.nodes.titles), described(plan)
    things = sorted({
        word for title in titles for word in tokenize(title)
        if word.isalpha() and len(word) >= len("goal")
        and word not in words.stop and word not in words.filler and word not in words.verbs
    })  # fmt: skip
    at = [maker.text(*both) for both in zip(titles, descriptions, strict=True)]
    for node, title in enumerate(titles):
        if len(tokenize(title)) < 2:
            continue
        for _turn in range(TWINS_EACH):
            said = phrases.said_otherwise(title, rng)
            if said != title:
                other = maker.text(said, phrases.half_said(descriptions[node], rng))
                maker.pair(at[node], other, WORDS, plan.name)
        _swapped(maker, at[node], things, rng, plan.name)
    _real(plan, words, at, rng, maker)


def _swapped(maker: _Maker, at: int, things: list[str], rng: Random, plan: str) -> None:
    title = maker.titles[at]
    changed = {
        NUMBER: phrases.other_number(title, rng),
        NAME: phrases.other_name(title, rng),
        THING: phrases.other_thing(title, things, rng),
        OPPOSITE: phrases.opposite(title, rng),
    }
    for kind, said in changed.items():
        if said and said != title:
            told = phrases.said_otherwise(said, rng) if rng.random() < 0.5 else said
            maker.pair(at, maker.text(told), kind, plan)
    one, other = phrases.two_places(title, rng)
    maker.pair(maker.text(one), maker.text(other), PLACES, plan)


def _real(plan: LinkPlan, words: WordList, at: Sequence[int], rng: Random, maker: _Maker) -> None:
    """Pairs of the plan itself: of each node the nearest by words, and a sibling."""
    likeness = Likeness(plan.nodes.titles, described(plan), words, None)
    n = len(plan.nodes)
    like = np.round(likeness.rows @ likeness.rows.T, 4)
    np.fill_diagonal(like, -1)
    said = [frozenset(one.words) for one in likeness.said.titles]
    taken: set[tuple[int, int]] = set()
    for node in range(n):
        near = np.lexsort((np.arange(n), -like[node]))[:NEAREST_EACH].tolist()
        siblings = np.flatnonzero((plan.parent == plan.parent[node]) & (plan.parent >= 0))
        beside = [other for other in siblings.tolist() if other != node]
        drawn = rng.sample(beside, min(len(beside), SIBLINGS_EACH))
        for other, kind in [(o, NEAR) for o in near] + [(o, SIBLING) for o in drawn]:
            pair = (min(node, other), max(node, other))
            # What says the same in the same words is a twin, or the same goal twice.
            if pair not in taken and said[node] != said[other]:
                taken.add(pair)
                maker.pair(at[pair[0]], at[pair[1]], kind, plan.name)
