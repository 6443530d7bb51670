"""What the title of a goal says, in parts that can be compared: words, numbers, names, direction.

Twins are told apart by these: two goals that differ only in a town, a product or a number are none.
Each title is read by itself, so that nothing here moves when other texts of the plan change.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from lineofsight.engine.lenses.tokens import composed, fold, word_pattern
from lineofsight.engine.lenses.words import WordList

if TYPE_CHECKING:
    from scipy.sparse import csr_array

LIGHT = 0.5  # what a verb, or a word that would fit any plan, weighs; others 1
SHORTEST_BASE = 4
MOSTLY = 0.6  # of the longer words with a capital: a title in title case
MOST_WORDS = 200_000  # that are kept once read
_LABEL = re.compile(
    r"^\s*(?:(?:strategic\s+)?(?:goal|objective|strategy|priority|initiative|action|key result|kr)"
    r"\s*[\d.]+[a-z]?\s*[.:)–-]?\s+|[\d.]*\d[.):]\s+|\d+(?:\.\d+)+[a-z]?\s+)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^(\d[\d,]*(?:\.\d+)?)([a-z]*)$")
_NO_UNITS = frozenset({"", "st", "nd", "rd", "th", "x", "s"})
_SIGNS = "%‰$€£¥₹"
_PERCENT = frozenset({"percent", "percentage", "pct", "prozent", "prosent", "porcentaje"})
_QUOTES = " \"'“‘(#"
_ENDS = re.compile(r"[.!?:]\s*$")
_SUFFIXES = ("ations", "ation", "ments", "ment", "ions", "ion", "ings", "ing", "ed", "es", "s", "e")


class Title(NamedTuple):
    """What one title says: base forms with their weights, numbers with signs, names, sides."""

    words: dict[str, float]
    forms: dict[str, str]  # each base form as the title has it
    numbers: frozenset[str]
    names: frozenset[str]
    sides: frozenset[int]  # axis + 1 on its one side, -(axis + 1) on its other


@dataclass(frozen=True)
class Said:
    """What n titles say, as sparse arrays of one row a title.

    Parameters
    ----------
    titles : list of Title
    words, things, rest : sparse arrays, shape (n, words)
        Square roots of weights: a product of rows is the weight of what both say. Things are the
        words of full weight; the rest are verbs, and words that would fit any plan.
    numbers, names, one_side, other_side : sparse arrays of 0 and 1
    """

    titles: list[Title]
    words: csr_array
    things: csr_array
    rest: csr_array
    numbers: csr_array
    names: csr_array
    one_side: csr_array
    other_side: csr_array

    @classmethod
    def of(cls, titles: Sequence[str], words: WordList | None) -> Said:
        """Read titles; without a word list every word weighs the same."""
        read = [read_title(title, words) for title in titles]
        weights = [one.words.items() for one in read]
        n_axes = len(_tables().opposite)
        return cls(
            titles=read,
            words=_sparse([{word: w**0.5 for word, w in row} for row in weights]),
            things=_sparse([{word: 1.0 for word, w in row if w == 1} for row in weights]),
            rest=_sparse([{word: w**0.5 for word, w in row if w < 1} for row in weights]),
            numbers=_sparse([dict.fromkeys(one.numbers, 1.0) for one in read]),
            names=_sparse([dict.fromkeys(one.names, 1.0) for one in read]),
            one_side=_sparse([{s - 1: 1.0 for s in one.sides if s > 0} for one in read], n_axes),
            other_side=_sparse([{-s - 1: 1.0 for s in one.sides if s < 0} for one in read], n_axes),
        )


class Tables(NamedTuple):
    """The file ``same_words.toml``, by word."""

    same: Mapping[str, str]
    heads: Mapping[str, str]  # base form of a group -> its first word
    phrases: Mapping[str, tuple[tuple[str, str], ...]]  # first word -> (second word, base)
    opposite: Sequence[tuple[frozenset[str], frozenset[str]]]
    side: Mapping[str, tuple[int, ...]]
    numbers: Mapping[str, float]
    times: Mapping[str, float]


@cache
def _tables() -> Tables:
    path = files(__package__).joinpath("same_words.toml")
    read: dict[str, Any] = tomllib.loads(path.read_text(encoding="utf-8"))
    same: dict[str, str] = {}
    phrases: dict[str, list[tuple[str, str]]] = {}
    for group in read["same"]:
        for word in group:
            first, _blank, second = word.partition(" ")
            if second:
                phrases.setdefault(first, []).append((second, base(group[0])))
            else:
                same.setdefault(base(word), base(group[0]))
    side: dict[str, list[int]] = {}
    sides = []
    for axis, (one, other) in enumerate(read["opposite"], start=1):
        sides.append((frozenset(one), frozenset(other)))
        for mark, words in ((axis, one), (-axis, other)):
            for word in words:
                side.setdefault(base(word), []).append(mark)
    return Tables(
        same=same,
        heads={base(group[0]): group[0] for group in read["same"]},
        phrases={first: tuple(found) for first, found in phrases.items()},
        opposite=sides,
        side={word: tuple(marks) for word, marks in side.items()},
        numbers={word: float(value) for word, value in read["numbers"].items()},
        times={word: float(value) for word, value in read["times"].items()},
    )


def base(word: str) -> str:
    """Cut endings off an English word until at least four letters are left, British spelling.

    >>> [base(word) for word in ("reduces", "reducing", "reduction", "cities", "organization")]
    ['reduc', 'reduc', 'reduct', 'citi', 'organis']
    """
    word = word.replace("iza", "isa").replace("ize", "ise").replace("izi", "isi")
    word = word.replace("yz", "ys").replace("our", "or")
    if word.endswith("ies") and len(word) > SHORTEST_BASE:
        word = word[:-3] + "y"
    for ending in _SUFFIXES:
        if word.endswith(ending) and len(word) - len(ending) >= SHORTEST_BASE:
            word = word.removesuffix(ending)
            break
    return word[:-1] + "i" if word.endswith("y") and len(word) >= SHORTEST_BASE else word


def read_title(title: str, words: WordList | None) -> Title:
    """Read one title.

    >>> from lineofsight.engine.lenses.words import shipped
    >>> said = read_title("Cut waiting time in Arendal from 12 to 8 days", shipped("en"))
    >>> sorted(said.words), sorted(said.numbers), sorted(said.names), sorted(said.sides)
    (['arendal', 'days', 'reduc', 'time', 'wait'], ['12', '8'], ['arendal'], [-1])
    """
    text = _LABEL.sub("", composed(title)) or composed(title)
    times, phrases = _tables().times, _tables().phrases
    found: dict[str, float] = {}
    forms: dict[str, str] = {}
    numbers: set[str] = {sign for sign in _SIGNS if sign in text}
    sides: set[int] = set()
    matches = list(word_pattern(text).finditer(text))
    folded = [fold(match.group()) for match in matches]
    skip = False
    for word, following in zip_longest(folded, folded[1:], fillvalue=""):
        if skip:  # said together with the word before
            skip = False
            continue
        value, said = _read_word(word, words)
        if value:
            skip = following in times and not isinstance(value, str)
            factor = times[following] if skip else 1
            numbers.add(value if isinstance(value, str) else f"{value * factor:.12g}")
            continue
        if word in phrases:
            phrase = next((to for second, to in phrases[word] if second == following), "")
            if phrase:
                skip, said = True, _said_as(phrase, word, words)
        if said is None:
            numbers.add("%")
            continue
        sides.update(said.sides)
        if said.weight:
            found[said.base] = max(found.get(said.base, 0), said.weight)
            forms.setdefault(said.base, word)
    sides -= {-side for side in sides}
    names = frozenset(_names(text, matches, words))
    return Title(found, forms, frozenset(numbers), names, frozenset(sides))


def shared_words(one: str, other: str, words: WordList | None) -> list[str]:
    """Words that two titles have in common, as the first has them, in its order.

    >>> from lineofsight.engine.lenses.words import shipped
    >>> shared_words("Cut waiting time by 5 %", "Waiting times are reduced", shipped("en"))
    ['cut', 'waiting', 'time']
    """
    mine, theirs = read_title(one, words), read_title(other, words)
    return [form for base_form, form in mine.forms.items() if base_form in theirs.words]


class _Word(NamedTuple):
    """What one word says, whatever stands around it; a weight of 0 for function words."""

    base: str
    weight: float
    sides: frozenset[int]


@lru_cache(maxsize=MOST_WORDS)
def _read_word(word: str, words: WordList | None) -> tuple[float | str, _Word | None]:
    """Return the number that a word is (0 if none), and what it says; None for "percent"."""
    value = _amount(word)
    if value or word in _PERCENT:
        return value, None
    return 0.0, _said_as(_root(word, words), word, words)


def _said_as(root: str, word: str, words: WordList | None) -> _Word:
    tables = _tables()
    said = tables.same.get(root, root)
    sides = (tables.side.get(form, ()) for form in (root, base(word), said))
    weight = 1.0
    if words is not None:
        head = tables.heads.get(said, word)
        weight = LIGHT if head in words.filler or head in words.verbs else 1.0
        weight *= word not in words.stop
    return _Word(said, weight, frozenset(mark for marks in sides for mark in marks))


def _root(word: str, words: WordList | None) -> str:
    verb = None if words is None else words.verbs.get(word)
    return base(word if verb is None or " " in verb.lemma else verb.lemma)


def _amount(word: str) -> float | str:
    """Read a number; as a text where it is none to reckon with, such as Q3; 0 for other words."""
    tables = _tables()
    if word in tables.numbers:
        return tables.numbers[word]
    if not any(map(str.isdigit, word)):
        return 0.0
    match = _NUMBER.match(word)
    if match is None:
        return word
    digits, unit = match.groups()
    value = float(digits.replace(",", ""))
    if unit in tables.times:
        return value * tables.times[unit] or word
    return (value or word) if unit in _NO_UNITS else word


def _names(text: str, matches: list[re.Match[str]], words: WordList | None) -> Iterator[str]:
    """Yield the words of a title that may be names, as their capitals show; base forms.

    In a title in title case that is every word but verbs and words that would fit any plan: two
    such titles are held to be about different things where each has a word that the other has not.
    """
    if not any(map(str.islower, text)) or (words is not None and words.verbs_are_lower_case):
        return
    later = [match.group() for match in matches[1:] if len(match.group()) >= SHORTEST_BASE]
    in_title_case = sum(token[0].isupper() for token in later) > MOSTLY * len(later)
    for match in matches:
        token = match.group()
        if not token[0].isupper() or any(map(str.isdigit, token)):
            continue
        short, before = len(token) > 1 and token.isupper(), text[: match.start()]
        if not short and (not before.strip(_QUOTES) or _ENDS.search(before)):
            continue
        word = fold(token)
        if words is not None and not short:
            never = _plain(words) if in_title_case else words.stop
            if word in never:
                continue
        root = _root(word, words)
        yield _tables().same.get(root, root)


@cache
def _plain(words: WordList) -> frozenset[str]:
    """Words of a language that are no names, whatever their case."""
    return words.stop | words.filler | frozenset(words.verbs)


def _sparse(rows: Sequence[Mapping[Any, float]], width: int = 0) -> csr_array:
    """Put rows of named numbers into a sparse array; names are numbered as they come."""
    from scipy.sparse import csr_array  # noqa: PLC0415 - a plan without the text lens is spared it

    place: dict[Any, int] = {i: i for i in range(width)}
    columns = [place.setdefault(name, len(place)) for row in rows for name in row]
    values = [value for row in rows for value in row.values()]
    start = np.concatenate(([0], np.cumsum([len(row) for row in rows], dtype=np.int64)))
    shape = (len(rows), max(len(place), 1))
    return csr_array((np.array(values), np.array(columns, dtype=np.int64), start), shape=shape)
