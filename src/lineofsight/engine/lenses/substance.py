"""Whether two wordings say the same: DEFINITIONS 4, *changed in substance*."""

import re
import unicodedata

_MINUS, _POINT, _GAP = "\x01", "\x02", "\x03"

# "1,000", "1 000" and "1'000" are one number written three ways; "1.000.000" is another writing.
# "1.000" is left: it may be one.
_GROUPED = re.compile(r"(?<![\w.,])\d{1,3}([ ,'’])\d{3}(?:\1\d{3})*(?![\w'’]|[.,]\d{3}\b)")
_GROUPED_BY_POINTS = re.compile(r"(?<![\w.,])\d{1,3}(?:\.\d{3}){2,}(?![\w.])")
# A sign, but not the hyphen of a range, of a date or inside a name.
_SIGN = re.compile(r"(?<![\w.,%)\]])[-−–](?=[.,]?\d)")
# "8.5", "8,5" and ".5", but not the point after a word or the comma of a list.
_DECIMAL = re.compile(r"(?:(?<=\d)|(?<![\w.,]))[.,](?=\d)")
_OTHER = re.compile(r"[^\w\s]|_")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)\s+(?=\d)")
# Unicode calls them punctuation, a target does not.
_MEANT = frozenset("%‰")


def same_in_substance(before: str, after: str) -> bool:
    """Whether two wordings differ by no more than case, space and punctuation.

    The sign and the decimal point of a number, a percent sign and signs such as ``+ < €`` are no
    punctuation; the separator of thousands is. Letters of every script count, accents too.

    Examples
    --------
    >>> same_in_substance("Cut lead-time to 8.5 days", "cut lead time to 8.5 days!")
    True
    >>> same_in_substance("8.5", "85")
    False
    >>> same_in_substance("+5", "-5")
    False
    >>> same_in_substance("2,000 towns, by May", "2000 towns by May")
    True
    """
    return before == after or _substance(before) == _substance(after)


def _substance(text: str) -> str:
    text = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).casefold())
    text = _GROUPED.sub(_digits, text)
    text = _GROUPED_BY_POINTS.sub(_digits, text)
    text = _SIGN.sub(_MINUS, text)
    text = _DECIMAL.sub(_POINT, text)
    text = _OTHER.sub(_blank, text)
    # "5-10" is not "510": what stood between two numbers keeps them apart.
    return "".join(_BETWEEN_DIGITS.sub(_GAP, text).split())


def _digits(number: re.Match[str]) -> str:
    return "".join(filter(str.isdecimal, number.group()))


def _blank(sign: re.Match[str]) -> str:
    character = sign.group()
    if character in _MEANT or character in (_MINUS, _POINT):
        return character
    category = unicodedata.category(character)
    # Punctuation, invisible characters, stray accents, and the bar that separates parts of a title.
    return " " if category[0] in "PC" or category == "Sk" or character == "|" else character
