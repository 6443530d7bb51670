"""Words of titles: what is grammar, what would fit any plan, what is a verb of work.

The lists are the engine's data file; how they are applied is read here anew.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files

# Units that measure change: percentages, money, time, rates.
CHANGE_UNITS = """
percent percentage pp ppt point points
euro euros dollar dollars pound pounds cent cents eur usd gbp nok sek dkk chf jpy cny inr
cad aud krone kroner kronor franc francs yen rupee rupees
second seconds sec secs minute minutes min mins hour hours hr hrs h day days week weeks
month months quarter quarters year years ms
rate rates ratio per
"""
CHANGE_SIGNS = set("%‰€$£¥₹/")

IRREGULAR = {
    "begin": "began begun",
    "bring": "brought",
    "build": "built",
    "buy": "bought",
    "draw": "drew drawn",
    "give": "gave given",
    "go": "went gone",
    "grow": "grew grown",
    "hold": "held",
    "keep": "kept",
    "make": "made",
    "rebuild": "rebuilt",
    "rewrite": "rewrote rewritten",
    "run": "ran",
    "sell": "sold",
    "send": "sent",
    "shrink": "shrank shrunk",
    "stand": "stood",
    "take": "took taken",
    "teach": "taught",
    "win": "won",
    "write": "wrote written",
}


def tokens(written: str) -> list[str]:
    """Return the words and numbers of a text in lower case; a hyphen parts words."""
    lowered = written.lower().replace("’", "'")
    return re.findall(r"[^\W_]+(?:['.,][^\W_]+)*", lowered)


def _spellings(base: str) -> set[str]:
    """Return a British base form and its American sisters."""
    american = re.sub(r"is(e|ation)\b", r"iz\1", base)
    american = re.sub(r"yse\b", "yze", american)
    american = re.sub(r"(?<=[bdlnv])our\b", "or", american)
    american = re.sub(r"\bprogramme\b", "program", american)
    american = re.sub(r"\b(enro|fulfi|insti)l\b", r"\1ll", american)
    american = re.sub(r"\bcatalogue\b", "catalog", american)
    return {base, american}


def _verb_forms(base: str) -> set[str]:
    """Return a verb's forms: ship, ships, shipped, shipping; a phrase bends its first word."""
    first, _, rest = base.partition(" ")
    forms = {first, *IRREGULAR.get(first, "").split()}
    if first.endswith("e"):
        forms |= {first + "s", first + "d", first[:-1] + "ing"}
    elif re.search(r"[^aeiou]y$", first):
        forms |= {first[:-1] + "ies", first[:-1] + "ied", first + "ing"}
    else:
        ending = "es" if re.search(r"(s|x|z|ch|sh|o)$", first) else "s"
        forms |= {first + ending, first + "ed", first + "ing"}
    if re.search(r"[^aeiou][aeiou][bdgklmnprtv]$", first):
        forms |= {first + first[-1] + "ed", first + first[-1] + "ing"}
    return {f"{form} {rest}".strip() for form in forms}


def _plurals(phrase: str) -> set[str]:
    """Return a phrase as it stands and with its last word in the plural."""
    if re.search(r"[^aeiou]y$", phrase):
        return {phrase, phrase[:-1] + "ies"}
    return {phrase, phrase + ("es" if re.search(r"(s|x|z|ch|sh)$", phrase) else "s")}


@cache
def _lists() -> dict[str, frozenset[str]]:
    """Load the English lists, every word in all its forms."""
    source = files("lineofsight.engine").joinpath("words", "en.toml").read_text(encoding="utf-8")
    raw: dict[str, list[str]] = tomllib.loads(source)
    verbs = ("work_verbs", "outcome_verbs", "other_verbs")
    lists = {
        name: frozenset(
            form for base in raw[name] for spelt in _spellings(base) for form in _verb_forms(spelt)
        )
        for name in verbs
    }
    bases = {base for name in verbs for base in raw[name]}
    lists["verbs"] = frozenset().union(*(lists[name] for name in verbs))
    lists["stop"] = frozenset(raw["stop"])
    lists["filler"] = frozenset(
        form
        for base in raw["filler"]
        for spelt in _spellings(base)
        for form in _plurals(spelt) | (_verb_forms(spelt) if base in bases else set())
    )
    return lists


def phrase_at(words: list[str], place: int, listed: frozenset[str]) -> int:
    """Return how many words from a place on make the longest listed phrase; 0 if none."""
    for length in range(min(4, len(words) - place), 0, -1):
        if " ".join(words[place : place + length]) in listed:
            return length
    return 0


def first_verb_is_work(title: str) -> bool:
    """Tell whether the first verb of a title is a verb of work."""
    words, lists = tokens(title), _lists()
    for place in range(len(words)):
        length = phrase_at(words, place, lists["verbs"])
        if length:
            return " ".join(words[place : place + length]) in lists["work_verbs"]
    return False


def measures_change(unit: str) -> bool:
    """Tell whether a unit measures change: a percentage, money, time or a rate."""
    return bool(CHANGE_SIGNS & set(unit)) or bool(set(CHANGE_UNITS.split()) & set(tokens(unit)))


def has_number(title: str) -> bool:
    """Tell whether a number stands in a title."""
    return any(sign.isdigit() for sign in title)


def left_over(title: str) -> list[str]:
    """Return the words of a title that are neither grammar nor fit any plan."""
    words, lists = tokens(title), _lists()
    left, place = [], 0
    while place < len(words):
        filler = phrase_at(words, place, lists["filler"])
        if not filler and words[place] not in lists["stop"]:
            left.append(words[place])
        place += filler or 1
    return left


def is_vague(title: str) -> bool:
    """Tell whether a title could stand in any plan (LOS801)."""
    words = tokens(title)
    if not words:
        return False
    if len(left_over(title)) < 2:
        return True
    verbs = _lists()["verbs"]
    has_verb = any(phrase_at(words, place, verbs) for place in range(len(words)))
    return len(words) <= 4 and not has_verb and not has_number(title)


def lix(written: str) -> float:
    """Return words per sentence + 100 x the share of words over 6 letters."""
    words = tokens(written)
    sentences = [part for part in re.split(r"[.!?]+(?=\s|$)|\n+", written) if tokens(part)]
    long_words = sum(len(word) > 6 for word in words)
    return len(words) / max(len(sentences), 1) + 100 * long_words / max(len(words), 1)


def is_unreadable(title: str, body: str = "") -> bool:
    """Tell whether a title is too long, or title and text too hard to read (LOS805)."""
    together = f"{title}\n{body}"
    return len(title) > 200 or (len(tokens(together)) >= 25 and lix(together) > 90)


def in_listed_language(texts: list[str]) -> bool:
    """Tell whether the common words of these texts are in a list.

    In English running text a third of the words are stop words, in titles a sixth; in other
    languages hardly any word is one. With fewer than 20 words nothing can be said against it.
    """
    words = [word for written in texts for word in tokens(written)]
    stop = _lists()["stop"]
    return len(words) < 20 or sum(word in stop for word in words) >= 0.05 * len(words)
