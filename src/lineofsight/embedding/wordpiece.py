"""Words into the numbers that a sentence model was taught with: uncased WordPiece.

The algorithm is that of BERT (Devlin and others, 2018) as the library ``tokenizers`` runs it; a
test holds it to token ids recorded from there. Two things differ on purpose: the names of special
tokens, such as ``[SEP]``, are ordinary text where a text contains them, and Unicode is as new as
Python's. ``data/vocab.txt`` is the vocabulary of bert-base-uncased (Apache-2.0).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from functools import cache, lru_cache
from importlib.resources import files

MOST_CHARACTERS = 20_000  # a text of so many fills any number of tokens that is asked for
LONGEST_WORD = 100  # characters; a longer word is unknown, as the model was taught
UNKNOWN, BEGIN, END = "[UNK]", "[CLS]", "[SEP]"
JOINED = "##"  # begins a piece that continues a word

# Ideographs stand alone, as words do. (First, last), from the original.
IDEOGRAPHS = (
    (0x4E00, 0x9FFF),
    (0x3400, 0x4DBF),
    (0x20000, 0x2A6DF),
    (0x2A700, 0x2B73F),
    (0x2B740, 0x2B81F),
    (0x2B920, 0x2CEAF),  # the block begins at 2B820; the library's slip is what the model saw
    (0xF900, 0xFAFF),
    (0x2F800, 0x2FA1F),
)


class _Clean(dict[int, str]):
    """What a character becomes before accents are taken off, worked out when first met."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        if character in "\t\n\r":
            said = " "
        elif code == 0xFFFD or unicodedata.category(character) in ("Cc", "Cf", "Co", "Cs"):
            said = ""
        elif character.isspace():
            said = " "
        elif any(first <= code <= last for first, last in IDEOGRAPHS):
            said = f" {character} "
        else:
            said = character
        self[code] = said
        return said


class _Plain(dict[int, str]):
    """What a character becomes after that: marks gone, small, punctuation standing alone."""

    def __missing__(self, code: int) -> str:
        character = chr(code)
        category = unicodedata.category(character)
        if category == "Mn":
            said = ""
        elif category[0] == "P" or (0x20 < code < 0x7F and not character.isalnum()):
            said = f" {character} "
        else:
            said = character.lower()
        self[code] = said
        return said


_CLEAN, _PLAIN = _Clean(), _Plain()


def words(text: str) -> list[str]:
    """Divide a text into words, each mark of punctuation and each ideograph alone.

    Examples
    --------
    >>> words("Éclair, naïve")
    ['eclair', ',', 'naive']
    """
    clean = text[:MOST_CHARACTERS].translate(_CLEAN)
    return unicodedata.normalize("NFD", clean).translate(_PLAIN).split()


class WordPiece:
    """A vocabulary, and texts as ids into it.

    Parameters
    ----------
    vocabulary : str
        A piece a line; its id is the number of its line, from 0.
    """

    def __init__(self, vocabulary: str) -> None:
        pieces = vocabulary.removesuffix("\n").split("\n")
        self._ids = {piece: number for number, piece in enumerate(pieces)}
        self._longest = max(map(len, pieces))
        self.unknown, self.begin, self.end = (self._ids[name] for name in (UNKNOWN, BEGIN, END))
        self._pieces = lru_cache(maxsize=100_000)(self._divide)

    def ids(self, text: str, most: int) -> list[int]:
        """Return the ids of a text between those of its begin and end.

        Parameters
        ----------
        most : int
            The most ids in all; what follows in the text is left out.
        """
        found = [self.begin]
        for piece in self._of(text):
            if len(found) == most - 1:
                break
            found.append(piece)
        return [*found, self.end]

    def _of(self, text: str) -> Iterator[int]:
        for word in words(text):
            yield from self._pieces(word)

    def _divide(self, word: str) -> tuple[int, ...]:
        """Take the longest piece that a word begins with, again and again."""
        if len(word) > LONGEST_WORD:
            return (self.unknown,)
        found: list[int] = []
        start = 0
        while start < len(word):
            before = JOINED if start else ""
            for stop in range(min(len(word), start + self._longest), start, -1):
                piece = self._ids.get(before + word[start:stop])
                if piece is not None:
                    found.append(piece)
                    start = stop
                    break
            else:
                return (self.unknown,)
        return tuple(found)


@cache
def uncased() -> WordPiece:
    """Return the vocabulary of bert-base-uncased: 30,522 pieces of English, mostly."""
    return WordPiece((files(__package__) / "data" / "vocab.txt").read_text(encoding="utf-8"))
