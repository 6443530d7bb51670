"""What a word is: one expression for every lens that reads text, in any script."""

import re
import unicodedata

# Python's \w knows letters and digits but not the combining marks that many scripts write vowels
# with; without them a Hindi word would fall to pieces. The Basic Multilingual Plane holds them.
_MARKS = "".join(chr(i) for i in range(0x300, 0x10000) if unicodedata.category(chr(i))[0] == "M")
# What holds a word together: an apostrophe (but "l'excellence" is two words), a hyphen, the points
# of "8.5", "GitLab.com" and "U.S", the comma of "1,000".
_JOINT = (
    r"(?=['’‐‑.,-])"  # nearly always there is none of them: fail at once
    r"(?:(?<!\b[cdjlmnstCDJLMNST])(?<!\b[Qq]u)['’]"
    r"|[-‐‑]"
    r"|(?<=\d)[.,](?=\d)"
    r"|\.(?=[a-z]{2})"
    r"|(?<=\b[^\W\d_])\.(?=[^\W\d_]\b))"
)


def _token(run: str) -> re.Pattern[str]:
    return re.compile(rf"{run}(?:{_JOINT}{run})*")


_ANY = _token(rf"[^\W_]+(?:[{_MARKS}]+[^\W_]*)*")
_ASCII = _token("[A-Za-z0-9]+")  # the same for the texts that need no more, in half the time


def word_pattern(text: str) -> re.Pattern[str]:
    """The expression that matches one word or number of this text as written."""
    return _ASCII if text.isascii() else _ANY


def fold(token: str) -> str:
    """A matched token as the word lists have it: lower case, straight apostrophe, no possessive.

    >>> [fold(token) for token in ("GSA’s", "Ships", "don’t")]
    ['gsa', 'ships', "don't"]
    """
    token = token.lower()
    if token.isalnum():  # nearly all are
        return token
    return token.replace("’", "'").replace("‐", "-").replace("‑", "-").removesuffix("'s")


def composed(text: str) -> str:
    """The text in Unicode's composed form, in which the word lists are written."""
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def tokenize(text: str) -> list[str]:
    """Words and numbers of a text in their order, lower case, without the possessive s.

    A hyphen, an apostrophe, a decimal point and the points of an abbreviation stand inside a word;
    a slash, an ampersand, a percent sign, a currency sign or the sign of a number do not.

    Examples
    --------
    >>> tokenize("Raise renewals from 82 to 88.5 % (town's choice)")
    ['raise', 'renewals', 'from', '82', 'to', '88.5', 'town', 'choice']
    >>> tokenize("SEO/PPC on GitLab.com: a world-class U.S. team")
    ['seo', 'ppc', 'on', 'gitlab.com', 'a', 'world-class', 'u.s', 'team']
    >>> tokenize("Viser l’excellence")
    ['viser', 'l', 'excellence']
    >>> tokenize("")
    []
    """
    text = composed(text)
    return [fold(token) for token in word_pattern(text).findall(text)]


def is_number(token: str) -> bool:
    """Whether a token is a number: it begins with a digit ("2027", "3x", "50k", not "Q3" or "B2B").

    >>> is_number("50k"), is_number("Q3")
    (True, False)
    """
    return token[:1].isdecimal()
