"""LIX, the readability of Björnsson (1968), and when a goal is harder to read than people read."""

import re
from bisect import bisect_right
from dataclasses import dataclass
from functools import cache
from math import nan

from lineofsight.engine.lenses.tokens import composed, word_pattern

LONGEST_TITLE = 200
"""Characters that a title may have (LOS805)."""
FEWEST_WORDS = 25
"""Words that title and text must have together before their LIX says something (LOS805)."""
HIGHEST_LIX = 90.0
"""LIX that title and text may have (LOS805)."""
_LETTERS_OF_A_SHORT_WORD = 6
_TOLERANCE = 1e-9

# Scripts that put no space between words: Thai, Lao, Burmese, Khmer, Japanese, Chinese.
_WITHOUT_SPACES = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u9fff]")
_LINE_BREAK = re.compile("[\n\r\v\f\u2028\u2029•▪▫●○‣◦■□∙]|(?<=\\s)·(?=\\s)")
_FULL_STOP = re.compile(r"[.!?…؟۔।]+[\"'”’»)\]]*(?=\s|$)")
_WORD_BEFORE = re.compile(r"[\s(\[\"'“‘„«]")
_LETTERS_WITH_POINTS = re.compile(r"(?:[^\W\d_]\.)*[^\W\d_]")
# Abbreviations before a word with a capital, and those before a number. Where the next word begins
# small no point ends a sentence, so that the many others need not be known.
_BEFORE_CAPITAL = frozenset({
    "abs", "approx", "bzw", "ca", "cf", "dept", "dr", "esp", "fr", "inkl", "jr", "mag", "mme", "mr",
    "mrs", "ms", "prof", "sr", "sra", "st", "vgl", "vs", "zzgl",
})  # fmt: skip
_BEFORE_NUMBER = frozenset({
    "abs", "approx", "art", "bd", "ca", "ch", "fig", "kap", "kl", "max", "min", "no", "nos", "nr",
    "núm", "p", "para", "pp", "s", "sec", "tab", "vol",
})  # fmt: skip


@dataclass(frozen=True, slots=True)
class Unreadable:
    """Why a goal is hard to read.

    Attributes
    ----------
    characters : int
        Length of the title.
    lix : float
        LIX of title and text; NaN where it has none (`lix`).
    words : int
        Words of title and text together.
    """

    characters: int
    lix: float
    words: int


def lix(text: str) -> float:
    """Words per sentence + 100 x share of words over 6 letters; numbers count as words.

    A sentence ends at a full stop, question or exclamation mark before a space, at a line's end and
    at a bullet; it does not end after an abbreviation, an initial or the point of a number. NaN for
    a text without words, and for one that is mostly in a script without spaces between words.

    Source: C. H. Björnsson, Läsbarhet, 1968.

    Examples
    --------
    >>> lix("We pump water. It is safe to drink.")
    4.0
    >>> lix("Consolidate interdepartmental responsibilities.")
    103.0
    """
    text = composed(text)
    return _lix(text, *_words(text))


@cache
def _fewest_characters(fewest_words: float, highest_lix: float) -> float:
    """How many characters a text must have before it can be too hard, so that few are read.

    With w words in one sentence it takes w (highest_lix - w) / 100 words of at least 7 letters.
    """
    most = int(max(fewest_words, highest_lix)) + 1
    return min(
        6 * max(0.0, words * (highest_lix - words) / 100) + 2 * words - 1
        for words in range(max(1, int(fewest_words)), most + 1)
    )


def unreadable(
    title: str,
    text: str = "",
    *,
    longest_title: float = LONGEST_TITLE,
    fewest_words: float = FEWEST_WORDS,
    highest_lix: float = HIGHEST_LIX,
) -> Unreadable | None:
    """Whether LOS805 fires: the title is too long, or title and text are too hard to read.

    The title has more than 200 characters; or title and text have together at least 25 words and
    LIX above 90. The title is a sentence of its own. None where neither holds.

    Examples
    --------
    >>> unreadable("Raise renewals from 82 to 88 %") is None
    True
    >>> unreadable("x" * 201)
    Unreadable(characters=201, lix=101.0, words=1)
    """
    title = title.strip()
    characters = len(title)
    too_long = characters > longest_title
    if not too_long and characters + 1 + len(text) < _fewest_characters(fewest_words, highest_lix):
        return None
    together = composed(f"{title}\n{text}")
    words, long = _words(together)
    may_be_hard = words >= max(fewest_words, 1) and words + 100 * long / words > highest_lix
    if not too_long and not may_be_hard:  # not even if it were one sentence
        return None
    value = _lix(together, words, long)
    hard = words >= fewest_words and value > highest_lix + _TOLERANCE
    return Unreadable(characters, value, words) if too_long or hard else None


def _words(text: str) -> tuple[int, int]:
    """How many words a text has, and how many long ones; none where no space parts them."""
    if not text.isascii() and 2 * len(_WITHOUT_SPACES.findall(text)) > _letters(text):
        return 0, 0
    words: list[str] = word_pattern(text).findall(text)
    long = sum(
        len(word) > _LETTERS_OF_A_SHORT_WORD
        and (word.isalpha() or _letters(word) > _LETTERS_OF_A_SHORT_WORD)
        for word in words
    )
    return len(words), long


def _lix(text: str, words: int, long: int) -> float:
    if words == 0:
        return nan
    ends = _sentence_ends(text)
    starts = (match.start() for match in word_pattern(text).finditer(text)) if ends else iter((0,))
    sentences = len({bisect_right(ends, start) for start in starts})
    return words / sentences + 100 * long / words


def _letters(text: str) -> int:
    return sum(map(str.isalpha, text))


def _sentence_ends(text: str) -> list[int]:
    """Positions at which a sentence has ended, in order."""
    ends = [match.start() for match in _LINE_BREAK.finditer(text)]
    ends += [match.end() for match in _FULL_STOP.finditer(text) if _ends(text, match)]
    return sorted(ends)


def _ends(text: str, stop: re.Match[str]) -> bool:
    """Whether a full stop ends a sentence."""
    if not stop.group().startswith("."):
        return True
    following = text[stop.end() : stop.end() + 4].lstrip("\"'“‘„«([ \t")[:1]
    if following.islower():
        return False
    before = _WORD_BEFORE.split(text[max(0, stop.start() - 24) : stop.start()])[-1]
    word = before.lower()
    if following.isdecimal() and word in _BEFORE_NUMBER:
        return False
    if word in _BEFORE_CAPITAL or (_LETTERS_WITH_POINTS.fullmatch(word) and following):
        return False
    # "1. Build ...": the point of a list, where a line begins with it.
    line = text[max(0, stop.start() - 8) : stop.start()].rpartition("\n")[2].strip()
    return not (line == word and word.isdecimal() and len(word) < 3)
