"""Reading a title: its words, its verb, whether it says anything, whether people can read it.

The rooms beside this one hold the parts; rules import from here. Everything looks at words alone,
by the word list of one language (words.py; English unless another is given), and knows neither
goals nor rules; DEFINITIONS 4 and 7 (LOS301, 801, 804, 805) say what the results are for. Titles
are read lazily: the first words settle most of them, so that a plan of 200,000 goals is read in
about two seconds.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from lineofsight.engine.lenses.language import plan_language
from lineofsight.engine.lenses.readability import Unreadable, lix, unreadable
from lineofsight.engine.lenses.substance import same_in_substance
from lineofsight.engine.lenses.tokens import composed, fold, is_number, tokenize, word_pattern
from lineofsight.engine.lenses.verbs import first_verb
from lineofsight.engine.lenses.words import Verb, WordList, shipped

__all__ = [
    "Unreadable",
    "VagueCause",
    "Verb",
    "content_words",
    "first_verb",
    "lix",
    "plan_language",
    "same_in_substance",
    "tokenize",
    "unreadable",
    "vague",
]

FEWEST_WORDS_LEFT = 2
"""Words that a title must hold beside stop words and filler (LOS801 a)."""
LABEL_WORDS = 4
"""A title of at most so many words, without verb and number, is a label (LOS801 b)."""

# Letters up to here, and those of Vietnamese and the like, are Latin.
_LATIN_END = 0x0250
_LATIN_ADDITIONAL = range(0x1E00, 0x1F00)


@dataclass(frozen=True, slots=True)
class VagueCause:
    """Why a title could stand in any plan (LOS801).

    Attributes
    ----------
    causes : tuple of str
        ``few_words``: fewer than two words are left without stop words and filler; ``label``: at
        most four words, none of them a verb, and no number. One of them, or both in this order.
    words : tuple of str
        The words left, as written; for a mere label all its words.
    filler : tuple of str
        The words of the title that would fit any plan, as written.
    """

    causes: tuple[str, ...]
    words: tuple[str, ...]
    filler: tuple[str, ...]


def content_words(text: str, words: WordList | None = None) -> list[str]:
    """Words of a text that are neither function words nor numbers, lower case, in their order.

    Examples
    --------
    >>> content_words("Raise the renewals of our customers from 82 to 88 %")
    ['raise', 'renewals', 'customers']
    """
    stop = (words or shipped("en")).stop
    return [word for word in tokenize(text) if word not in stop and not is_number(word)]


def vague(
    title: str,
    words: WordList | None = None,
    *,
    fewest_left: float = FEWEST_WORDS_LEFT,
    label_words: float = LABEL_WORDS,
) -> VagueCause | None:
    """Whether a title holds only what could stand in any plan (LOS801), and why.

    It fires if (a) fewer than two words are left after function words and filler are taken out, or
    (b) it has at most four words, none of them a verb (`first_verb`), and no number. A hyphenated
    word is one word; a number is a word in (a). A title mostly in a script that the word lists do
    not cover is never vague.

    Examples
    --------
    >>> vague("Drive operational excellence")
    VagueCause(causes=('few_words',), words=(), filler=('Drive', 'operational', 'excellence'))
    >>> vague("Storm drains")
    VagueCause(causes=('label',), words=('Storm', 'drains'), filler=())
    >>> vague("Halve customer complaints") is None
    True
    """
    words = words or shipped("en")
    title = composed(title)
    if _says_enough(title, words, fewest_left, label_words):
        return None
    if not title.isascii() and not _is_latin(title):
        return None
    return _vague(title, words, fewest_left, label_words)


def _says_enough(title: str, words: WordList, fewest_left: float, label_words: float) -> bool:
    """Whether a title has two words left and more than four in all, as a quick look shows.

    Then neither clause can hold. Only pieces between spaces that are one plain word are counted,
    so that most titles are settled without reading them; the others are read with care.
    """
    plain = left = 0
    for piece in title.lower().split():
        if piece.isalnum():
            plain += 1
            left += piece not in words.says_little
            if plain > label_words and left >= fewest_left:
                return True
    return False


def _vague(
    title: str, words: WordList, fewest_left: float, label_words: float
) -> VagueCause | None:
    written = word_pattern(title).findall(title)
    read = [fold(word) for word in written]
    filler = _filler(read, words)
    left = [i for i, word in enumerate(read) if i not in filler and word not in words.stop]
    few = len(left) < fewest_left
    label = (
        len(read) <= label_words
        and not any(is_number(word) or word in words.numbers for word in read)
        and first_verb(title, words) is None
    )
    if not few and not label:
        return None
    return VagueCause(
        causes=("few_words",) * few + ("label",) * label,
        words=tuple(written[i] for i in left) if few else tuple(written),
        filler=tuple(written[i] for i in sorted(filler)),
    )


def _filler(read: Sequence[str], words: WordList) -> set[int]:
    """Positions of the words that would fit any plan, alone or as part of a phrase."""
    if not any("-" in word or word in words.filler_phrases for word in read):
        return {index for index, word in enumerate(read) if word in words.filler}
    # A hyphen counts as a space: every part of a word is looked up, with its neighbours.
    parts = [(part, index) for index, word in enumerate(read) for part in word.split("-")]
    in_phrase: set[int] = set()
    for at, (part, _) in enumerate(parts):
        for phrase in words.filler_phrases.get(part, ()):
            if tuple(other for other, _ in parts[at : at + len(phrase)]) == phrase:
                in_phrase.update(range(at, at + len(phrase)))
                break
    # A word is filler if one of its parts is and the others are function words at most.
    kept: set[int] = set()
    found: set[int] = set()
    for at, (part, index) in enumerate(parts):
        if part in words.filler or at in in_phrase:
            found.add(index)
        elif part not in words.stop:
            kept.add(index)
    return found - kept


def _is_latin(text: str) -> bool:
    letters = [ord(character) for character in text if character.isalpha()]
    latin = sum(code < _LATIN_END or code in _LATIN_ADDITIONAL for code in letters)
    return 2 * latin >= len(letters)
