"""Which word list fits a plan: recognised by the words that its titles have in common with it."""

import tomllib
from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files

from lineofsight.engine.lenses.tokens import is_number, tokenize
from lineofsight.engine.lenses.words import WordList, word_lists

SAMPLE = 2_000
"""Titles that are read, evenly spread over the plan; more would not change the answer."""
SMALLEST_SHARE = 0.2
"""Of a plan's words, the share that a list must know."""


def plan_language(titles: Sequence[str], lists: Mapping[str, WordList] | None = None) -> str | None:
    """The language of a plan, as a key of `lists`: of the list that knows most of its words.

    None if no list knows at least a fifth of the words (numbers aside), or if the function words
    are those of a language that has no list. One language is found for a whole plan, the
    one of most titles; of two that know as many words the first in `lists`.

    Parameters
    ----------
    titles : sequence of str
        Titles of the plan's goals, in any fixed order; of more than 2,000 a sample is read.
    lists : mapping of language code to WordList, optional
        The lists to choose from; those shipped if none are given (`word_lists`).

    Examples
    --------
    >>> plan_language(["Raise renewals to 88 %", "Cut waiting time"])
    'en'
    >>> plan_language(["Kundenbindung auf 88 % steigern", "Wartezeit verkürzen"])
    'de'
    >>> plan_language(["De wachttijd voor onze klanten verkorten"]) is None
    True
    >>> plan_language(["顧客維持率を上げる"]) is None
    True
    """
    step = max(1, -(-len(titles) // SAMPLE))
    counts = Counter(
        word for title in titles[::step] for word in tokenize(title) if not is_number(word)
    )
    lists = lists or word_lists()
    total = sum(counts.values())
    known = {code: _known(counts, words) for code, words in lists.items()}
    best = max(known, key=known.__getitem__, default=None)
    if best is None or known[best] == 0 or known[best] < SMALLEST_SHARE * total:
        return None
    # A neighbour without a list shows by its function words: more of them than of the best list's,
    # and not just the two or three short words that languages share.
    own = _hits(counts, lists[best].stop)
    others = max(_hits(counts, stop) for stop in _without_lists(frozenset(lists)))
    return None if others > own and 2 * others >= known[best] else best


def _known(counts: Counter[str], words: WordList) -> int:
    return sum(
        count
        for word, count in counts.items()
        if word in words.stop
        or word in words.verbs
        or word in words.common
        or word in words.filler
        or word in words.measures
    )


def _hits(counts: Counter[str], words: frozenset[str]) -> int:
    return sum(count for word, count in counts.items() if word in words)


@cache
def _without_lists(known: frozenset[str]) -> tuple[frozenset[str], ...]:
    """Function words of the languages known by name alone, less those that have a list here."""
    path = files("lineofsight.engine") / "words" / "without_lists.toml"
    tables = tomllib.loads(path.read_text(encoding="utf-8"))
    return tuple(frozenset(stop) for code, stop in tables.items() if code not in known)
