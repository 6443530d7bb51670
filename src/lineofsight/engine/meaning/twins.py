"""Twins: goals of a plan that may be after the same. DEFINITIONS sections 6 and 7, LOS205.

Texts are searched once (``near.py``); after that only texts that are new are compared with all.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

import numpy as np
from numpy.typing import NDArray

from lineofsight.engine.codes import Scope
from lineofsight.engine.columns import FloatArray, IntArray
from lineofsight.engine.lenses.words import WordList
from lineofsight.engine.meaning import alike, near
from lineofsight.engine.meaning.alike import Likeness
from lineofsight.engine.meaning.logistic import log_odds, probability
from lineofsight.engine.meaning.vectors import Vectors
from lineofsight.engine.ragged import Ragged
from lineofsight.engine.snapshot import Snapshot

LEAST = 0.5  # probability from which on a pair is kept
LEAST_LIKELY, MOST_LIKELY = 0.001, 0.999
MOST_PAIRS = 50_000  # of goals; of more, of those that say the same only the first by id stand
Digests = NDArray[np.void]


@dataclass(frozen=True)
class Index:
    """Pairs of texts that may be twins, and the texts among which they were searched.

    Parameters
    ----------
    edition : str
        What they were compared by: pairs of another edition are of no use.
    digests : array of 16 bytes each, length n
        The texts, by their content.
    one, other : int64 arrays
        Places among the texts, ``one`` below ``other``.
    logit : float array
        Log odds that goals of these texts are twins, whatever their dates.
    whole : bool
        Whether no pair was left out because there were too many.
    """

    edition: str
    digests: Digests
    one: IntArray
    other: IntArray
    logit: FloatArray
    whole: bool

    @classmethod
    def search(
        cls,
        texts: Sequence[tuple[str, str]],
        words: WordList | None,
        vectors: Vectors | None,
        previous: Index | None = None,
        progress: near.Progress | None = None,
    ) -> Index:
        """Search all texts, or only what is new since an earlier search.

        Parameters
        ----------
        texts : sequence of (title, description), each once
        words : WordList, optional
            Of the language of the plan.
        vectors : Vectors, optional
            A sentence model.
        previous : Index, optional
            What was found before. The result is the same with it or without.
        progress : callable, optional
            Told how many blocks are done, and how many there are.
        """
        model = alike.shipped(with_vectors=vectors is not None)
        edition = "/".join(
            (
                "1",
                "" if vectors is None else vectors.name,
                "" if words is None else words.code,
                repr(model),
            )
        )
        digests = _digests(texts)
        likeness = Likeness([t for t, _ in texts], [d for _, d in texts], words, vectors)
        kept = _nothing()
        fresh = None
        if previous is not None and previous.edition == edition and previous.whole:
            kept, fresh = _carried(previous, digests)
        found = near.near_pairs(likeness.rows, model.floor, likeness.may_be, fresh, progress)
        logit = model.logit(likeness.features(found.one, found.other))
        near_enough = logit >= log_odds(LEAST)
        one, other, logit = (
            np.concatenate([before, now[near_enough]])
            for before, now in zip(kept, (found.one, found.other, logit), strict=True)
        )
        order = np.lexsort((other, one))
        whole = len(found.one) < near.MOST_PAIRS
        return cls(edition, digests, one[order], other[order], logit[order], whole)


def _nothing() -> tuple[IntArray, IntArray, FloatArray]:
    none = np.zeros(0, dtype=np.int64)
    return none, none, np.zeros(0)


def _digests(texts: Sequence[tuple[str, str]]) -> Digests:
    joined = b"".join(
        blake2b(f"{title}\0{text}".encode(), digest_size=16).digest() for title, text in texts
    )
    return np.frombuffer(joined, dtype="V16")


def _carried(
    previous: Index, digests: Digests
) -> tuple[tuple[IntArray, IntArray, FloatArray], IntArray]:
    """Find the pairs whose two texts are still there, and the texts that are new."""
    place = {digest: i for i, digest in enumerate(digests.tolist())}
    now = np.array([place.get(one, -1) for one in previous.digests.tolist()], dtype=np.int64)
    is_new = np.ones(len(digests), dtype=bool)
    is_new[now[now >= 0]] = False
    one, other = now[previous.one], now[previous.other]
    still = (one >= 0) & (other >= 0)
    one, other = one[still], other[still]
    pairs = (np.minimum(one, other), np.maximum(one, other), previous.logit[still])
    return pairs, np.flatnonzero(is_new)


@dataclass(frozen=True)
class Twins:
    """Pairs of goals that may be twins.

    Parameters
    ----------
    one, other : int64 arrays
        Goals, ``one`` below ``other``; ordered by both.
    probability : float array in [0.5, 0.999]
        That they are after the same.
    index : Index
        To be given to the next search.
    """

    one: IntArray
    other: IntArray
    probability: FloatArray
    index: Index


def twins_of(
    snapshot: Snapshot,
    words: WordList | None,
    vectors: Vectors | None,
    previous: Index | None = None,
    progress: near.Progress | None = None,
) -> Twins:
    """Find pairs of goals that are after the same, whatever stands between them.

    Looked at are active objectives of a team, whose scope is not individual and whose start and end
    are known: of others LOS205 knows too little.

    Parameters
    ----------
    snapshot : Snapshot
    words, vectors, previous, progress
        As for ``Index.search``.
    """
    goals = snapshot.goals
    asked = goals.active & goals.objective & (goals.scope != Scope.INDIVIDUAL) & (goals.team >= 0)
    asked &= ~np.isnan(goals.start) & ~np.isnan(goals.end)
    asked &= np.array([any(map(str.isalnum, title)) for title in goals.title], dtype=bool)
    chosen = np.flatnonzero(asked)
    place: dict[tuple[str, str], int] = {}
    said = zip(goals.title[chosen], goals.text[chosen], strict=True)
    text_of = np.array(
        [place.setdefault((str(title), str(text)), len(place)) for title, text in said],
        dtype=np.int64,
    )
    index = Index.search(list(place), words, vectors, previous, progress)
    same = alike.shipped(with_vectors=vectors is not None).same
    goals_of = Ragged.group(text_of, chosen, len(place))
    one, other, logit = _of_goals(index, same, goals_of, goals.team)
    shared = _shared_days(goals.start, goals.end, one, other)
    logit = logit - float(alike.table()["dates"]) * (1 - shared)
    likely = np.clip(np.round(probability(logit), 6), LEAST_LIKELY, MOST_LIKELY)
    kept = (likely >= LEAST) & (shared > 0)
    order = np.lexsort((other[kept], one[kept]))
    return Twins(one[kept][order], other[kept][order], likely[kept][order], index)


def _of_goals(
    index: Index, same: float, goals_of: Ragged, team: IntArray
) -> tuple[IntArray, IntArray, FloatArray]:
    """Turn pairs of texts into pairs of goals of different teams; a text pairs with itself."""
    itself = np.flatnonzero(goals_of.lengths > 1)
    ones, others = np.concatenate([index.one, itself]), np.concatenate([index.other, itself])
    logit = np.concatenate([index.logit, np.full(len(itself), same)])
    most = int(goals_of.lengths.max(initial=1))
    while most > 1 and _count(goals_of.lengths, ones, others, most) > MOST_PAIRS:
        most -= -(-most // 4)
    first = _first(goals_of, most)
    # Each goal of the one text beside each of the other.
    pair, one = first.gather(ones)
    place, other = first.gather(others[pair])
    one, pair = one[place], pair[place]
    apart = (team[one] != team[other]) & ((ones[pair] != others[pair]) | (one < other))
    one, other = one[apart], other[apart]
    return np.minimum(one, other), np.maximum(one, other), logit[pair[apart]]


def _count(sizes: IntArray, ones: IntArray, others: IntArray, most: int) -> int:
    return int((np.minimum(sizes[ones], most) * np.minimum(sizes[others], most)).sum())


def _first(lists: Ragged, most: int) -> Ragged:
    """Keep the first entries of each list, at most so many."""
    rank = np.arange(len(lists.items)) - np.repeat(lists.start[:-1], lists.lengths)
    return Ragged.group(lists.holders[rank < most], lists.items[rank < most], len(lists))


def _shared_days(start: FloatArray, end: FloatArray, one: IntArray, other: IntArray) -> FloatArray:
    """Share of the shorter lifetime that two goals have in common; 0 where none is."""
    begin, last = np.maximum(start[one], start[other]), np.minimum(end[one], end[other])
    days = np.maximum(last - begin + 1, 0)
    shorter = np.minimum(end[one] - start[one], end[other] - start[other]) + 1
    return days / shorter
