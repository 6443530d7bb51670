"""Words of titles: what is grammar, what would fit any plan, what is a verb of work.

The lists are the engine's data file; how they are applied is read here anew.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

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


def tokens(written: str) -> list[str]:
    """Return the words and numbers of a text in lower case; a hyphen parts words."""
    lowered = written.lower().replace("’", "'").replace("&", " and ")
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
    forms = {first, *_raw()["irregular"].get(first, ())}
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
def _raw() -> dict[str, Any]:
    """Read the English lists as they are written."""
    source = files("lineofsight.engine").joinpath("words", "en.toml").read_text(encoding="utf-8")
    return tomllib.loads(source)


@cache
def _lists() -> dict[str, frozenset[str]]:
    """Return the English lists, every word in all its forms."""
    raw = _raw()
    verbs = ("work_verbs", "outcome_verbs", "other_verbs", "soft_verbs")
    lists = {
        name: frozenset(
            form for base in raw[name] for spelt in _spellings(base) for form in _verb_forms(spelt)
        )
        for name in verbs
    }
    lists["verbs"] = lists["work_verbs"] | lists["outcome_verbs"] | lists["other_verbs"]
    bases = {base for name in verbs[:3] for base in raw[name]}
    lists["filler"] = frozenset(
        form
        for base in raw["filler"]
        for spelt in _spellings(base)
        for form in _plurals(spelt) | (_verb_forms(spelt) if base in bases else set())
    )
    for name in ("outcome_objects", "also_nouns", "common"):
        lists[name] = frozenset(
            form for noun in raw[name] for spelt in _spellings(noun) for form in _plurals(spelt)
        )
    plain = ("stop", "never_verbs", "adjectives", "before_verbs", "after_nouns", "relatives")
    for name in (*plain, "joiners", "measures", "numbers"):
        lists[name] = frozenset(raw[name])
    return lists


def phrase_at(words: list[str], place: int, listed: frozenset[str]) -> int:
    """Return how many words from a place on make the longest listed phrase; 0 if none."""
    for length in range(min(4, len(words) - place), 0, -1):
        if " ".join(words[place : place + length]) in listed:
            return length
    return 0


def verb_at(words: list[str], place: int) -> int:
    """Return how many words from a place on are a verb; 0 if none is.

    Many words are verbs as well as nouns ("launch", "training"): they count only where they open
    the title, or follow a word that a verb follows ("to launch"), and only if a thing comes after.
    Participles that are mostly adjectives count only after their noun ("payroll integrated").
    """
    lists = _lists()
    length = phrase_at(words, place, lists["verbs"])
    form = " ".join(words[place : place + length])
    after = words[place + length] if place + length < len(words) else ""
    before = words[place - 1] if place else ""
    ends_here = not after or after in lists["stop"] or after[0].isdigit()
    if not length or form in lists["never_verbs"]:
        return 0
    if form in lists["adjectives"]:
        follows_noun = bool(before) and before not in lists["stop"]
        return length if follows_noun and ends_here else 0
    if form in lists["also_nouns"] or form.endswith("ing"):
        opens = not place or before in lists["before_verbs"]
        is_noun = not after or after in lists["after_nouns"] | lists["measures"]
        return length if opens and not is_noun else 0
    return length


def first_verb_is_work(title: str) -> bool:
    """Tell whether the first verb of a title is a verb of work.

    To build a capability or a team is an outcome, though to build is a verb of work.
    """
    words, lists = tokens(title), _lists()
    for place, here in enumerate(words):
        if here in lists["relatives"]:
            return False
        length = verb_at(words, place)
        if length:
            verb = " ".join(words[place : place + length])
            soft = verb in lists["soft_verbs"]
            thing = _head(words[place + length :]) in lists["outcome_objects"]
            return verb in lists["work_verbs"] and not (soft and thing)
    return False


def _head(words: list[str]) -> str:
    """Return the noun that a verb is about: the last word before grammar goes on."""
    lists, head = _lists(), ""
    for here in words:
        if here in lists["stop"] and here not in lists["joiners"]:
            break
        head = here
    return head


def measures_change(unit: str) -> bool:
    """Tell whether a unit measures change: a percentage, money, time or a rate."""
    return bool(CHANGE_SIGNS & set(unit)) or bool(set(CHANGE_UNITS.split()) & set(tokens(unit)))


def has_number(title: str) -> bool:
    """Tell whether a number stands in a title, in digits or as a word."""
    return any(sign.isdigit() for sign in title) or bool(_lists()["numbers"] & set(tokens(title)))


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
    has_verb = any(verb_at(words, place) for place in range(len(words)))
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

    In English titles two words in three are; where not one in five is, it is another language.
    With fewer than 20 words nothing can be said against it.
    """
    words = [word for written in texts for word in tokens(written) if not word[0].isdigit()]
    lists = _lists()
    common = lists["stop"] | lists["filler"] | lists["verbs"] | lists["common"]
    return len(words) < 20 or sum(word in common for word in words) >= 0.2 * len(words)
