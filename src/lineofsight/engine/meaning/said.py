"""What the title of a goal says, in parts that can be compared: words, numbers, names, direction.

Twins are told apart by these: two goals that differ only in a town, a product or a number are none.
Each title is read by itself, so that nothing here moves when other texts of the plan change.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from lineofsight.engine.lenses.tokens import composed, fold, word_pattern
from lineofsight.engine.lenses.words import WordList

if TYPE_CHECKING:
    from scipy.sparse import csr_array

LIGHT = 0.5  # what a verb, or a word that would fit any plan, weighs; others 1
SHORTEST_BASE = 4
_LABEL = re.compile(
    r"^\s*(?:(?:strategic\s+)?(?:goal|objective|strategy|priority|initiative|action|key result|kr)"
    r"\s*[\d.]+[a-z]?\s*[.:)–-]?\s+|[\d.]*\d[.):]\s+|\d+(?:\.\d+)+[a-z]?\s+)",
    re.IGNORECASE,
)
_NUMBER = re.compile(r"^(\d[\d,]*(?:\.\d+)?)([a-z]*)$")
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
    tables = _tables()
    found: dict[str, float] = {}
    forms: dict[str, str] = {}
    numbers: set[str] = {sign for sign in text if sign in _SIGNS}
    sides: set[int] = set()
    tokens = [match.group() for match in word_pattern(text).finditer(text)]
    folded = [fold(token) for token in tokens]
    names = _names(text, words)
    after = iter([*folded[1:], ""])
    skip = False
    for word in folded:
        following = next(after)
        if skip:  # said together with the word before
            skip = False
            continue
        amount = _amount(word, following, tables)
        if amount:
            numbers.add(amount)
            skip = following in tables.times
            continue
        if word in _PERCENT:
            numbers.add("%")
            continue
        phrase = next(
            (to for second, to in tables.phrases.get(word, ()) if second == following), ""
        )
        root = phrase or _root(word, words)
        said = tables.same.get(root, root)
        for form in (root, base(word), said):
            sides.update(tables.side.get(form, ()))
        if words is None or word not in words.stop:
            weight = _weight(tables.heads.get(said, word), words)
            found[said] = max(found.get(said, 0), weight)
            forms.setdefault(said, word)
        skip = bool(phrase)
    sides -= {-side for side in sides}
    return Title(found, forms, frozenset(numbers), frozenset(names), frozenset(sides))


def shared_words(one: str, other: str, words: WordList | None) -> list[str]:
    """Words that two titles have in common, as the first has them, in its order.

    >>> from lineofsight.engine.lenses.words import shipped
    >>> shared_words("Cut waiting time by 5 %", "Waiting times are reduced", shipped("en"))
    ['cut', 'waiting', 'time']
    """
    mine, theirs = read_title(one, words), read_title(other, words)
    return [form for base_form, form in mine.forms.items() if base_form in theirs.words]


def _root(word: str, words: WordList | None) -> str:
    verb = None if words is None else words.verbs.get(word)
    return base(word if verb is None or " " in verb.lemma else verb.lemma)


def _weight(word: str, words: WordList | None) -> float:
    return LIGHT if words is not None and (word in words.filler or word in words.verbs) else 1.0


def _amount(word: str, following: str, tables: Tables) -> str:
    """Read a number, as digits; empty for a word that is none."""
    if word in tables.numbers:
        value = tables.numbers[word]
    elif any(map(str.isdigit, word)):
        match = _NUMBER.match(word)
        if match is None:
            return word  # such as Q3 or B2B
        digits, unit = match.groups()
        value = float(digits.replace(",", ""))
        if unit in tables.times:
            value *= tables.times[unit]
        elif unit not in ("", "st", "nd", "rd", "th", "x", "s"):
            return word
    else:
        return ""
    return f"{value * tables.times.get(following, 1):.12g}"


def _names(text: str, words: WordList | None) -> Iterator[str]:
    """Yield the words of a title that may be names, as their capitals show; base forms.

    In a title in title case that is every word but verbs and words that would fit any plan: two
    such titles are held to be about different things where each has a word that the other has not.
    """
    if not any(map(str.islower, text)) or (words is not None and words.verbs_are_lower_case):
        return
    tables = _tables()
    for match in word_pattern(text).finditer(text):
        token, before = match.group(), text[: match.start()]
        if not token[0].isupper() or any(map(str.isdigit, token)):
            continue
        short = len(token) > 1 and token.isupper()
        if not short and (not before.strip(_QUOTES) or _ENDS.search(before)):
            continue
        word = fold(token)
        if not short and words is not None and word in _plain(words):
            continue
        root = _root(word, words)
        yield tables.same.get(root, root)


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
