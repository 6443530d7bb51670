"""Regular inflection, generously: which forms a word of the lists may take in a title.

The lists name base forms; looking a word up must be one dictionary access, so the forms are made
once, when a list is loaded. A form that nobody writes ("holded") does no harm, a missing one hides
a verb; therefore these functions make too many rather than too few. What no rule gives stands in
the table ``irregular`` of the list. A language without functions here takes its words as they are.
"""

import re
from collections.abc import Callable, Iterator

_VOWEL = "aeiouy"
_DOUBLING = re.compile(r"[^aeiou][aeiou][bdgklmnprtvz]$")
# British to American; each rule alone, and all of them together.
_AMERICAN = (
    (re.compile(r"is(e|ed|er|ing|ation|ations|ational)$"), r"iz\1"),
    (re.compile(r"yse$"), "yze"),
    (re.compile(r"our$"), "or"),
    (re.compile(r"tre$"), "ter"),
    (re.compile(r"(?<=[ai])logue$"), "log"),
    (re.compile(r"(?<=gra)mme$"), "m"),
    (re.compile(r"^(enro|fulfi|insti)l$"), r"\1ll"),
)


def verb_forms(language: str, verb: str) -> frozenset[str]:
    """Forms that a verb takes; of a phrase ("roll out") the first word is inflected.

    >>> sorted(verb_forms("en", "ship"))
    ['ship', 'shiped', 'shiping', 'shipped', 'shipping', 'ships']
    >>> sorted(verb_forms("en", "carry out"))
    ['carried out', 'carries out', 'carry out', 'carrying out']
    >>> sorted(verb_forms("xx", "gwneud"))
    ['gwneud']
    """
    head, space, rest = verb.partition(" ")
    make = _VERBS.get(language)
    heads = {head} if make is None else {head, *make(head)}
    return frozenset(form + space + rest for form in heads)


def word_forms(language: str, word: str) -> frozenset[str]:
    """Forms of a noun, adjective or adverb; of a phrase the last word is inflected.

    >>> sorted(word_forms("en", "strategy"))
    ['strategies', 'strategy']
    >>> sorted(word_forms("en", "organisation"))
    ['organisation', 'organisations', 'organization', 'organizations']
    """
    rest, space, last = word.rpartition(" ")
    make = _WORDS.get(language)
    lasts = {last} if make is None else {last, *make(last)}
    return frozenset(rest + space + form for form in lasts)


def _spellings(word: str) -> set[str]:
    american = {rule.sub(new, word) for rule, new in _AMERICAN}
    return {word, *american}


def _english_verb(verb: str) -> Iterator[str]:
    for base in _spellings(verb):
        yield base
        yield from _english_plural(base)
        if base.endswith("e"):
            yield base + "d"
            # "agree" keeps its e before -ing, "tie" turns to y; the rest lose it.
            yield base + "ing" if base.endswith("ee") else base[:-1] + "ing"
        elif base.endswith("y") and base[-2:-1] not in _VOWEL:
            yield base[:-1] + "ied"
            yield base + "ing"
        else:
            yield base + "ed"
            yield base + "ing"
        if _DOUBLING.search(base) or base.endswith("el"):
            yield base + base[-1] + "ed"
            yield base + base[-1] + "ing"


def _english_word(word: str) -> Iterator[str]:
    for base in _spellings(word):
        yield base
        yield from _english_plural(base)


def _english_plural(base: str) -> Iterator[str]:
    if base.endswith("y") and base[-2:-1] not in _VOWEL:
        yield base[:-1] + "ies"
    else:
        yield base + ("es" if base.endswith(("s", "x", "z", "ch", "sh", "o")) else "s")


_SEPARABLE = re.compile(
    r"^(ab|an|auf|aus|bei|bereit|durch|ein|fertig|fest|frei|herunter|her|hinzu|hoch|los|mit|nach|sicher|um|"
    r"vor|weiter|zurück|zusammen|zu)(?=[bcdfghjklmnpqrstvwxyz].{3})"
)
_INSEPARABLE = ("be", "ent", "er", "ge", "miss", "über", "unter", "ver", "wider", "zer")


def _german_verb(verb: str) -> Iterator[str]:
    """Infinitive, with zu, third person in present and past, participles."""
    separable = _SEPARABLE.match(verb)
    prefix = separable.group() if separable else ""
    inner = verb[len(prefix) :]
    stem = inner[:-2] if inner.endswith("en") else inner[:-1]
    link = "e" if stem.endswith(("t", "d")) or re.search(r"[^aeioulrmn][mn]$", stem) else ""
    ge = "" if inner.startswith(_INSEPARABLE) or inner.endswith("ieren") else "ge"
    participle = f"{prefix}{ge}{stem}{link}t"
    yield from (verb, f"{verb}d", participle)
    if prefix:
        yield f"{prefix}zu{inner}"
    else:
        yield from (f"{stem}{link}t", f"{stem}{link}te", f"{stem}{link}ten")


def _german_word(word: str) -> Iterator[str]:
    yield from (word + ending for ending in ("", "e", "en", "em", "er", "es", "n", "s", "nen"))


def _french_verb(verb: str) -> Iterator[str]:
    stem = verb[:-2]
    if verb.endswith("er"):
        soft = stem + "e" if stem.endswith("g") else stem
        soft = stem[:-1] + "ç" if stem.endswith("c") else soft
        endings: tuple[str, ...] = ("er", "e", "ent", "ez", "é", "ée", "és", "ées", "era", "eront")
        yield from (stem + ending for ending in endings)
        yield from (soft + "ons", soft + "ant")
    elif verb.endswith("ir"):
        endings = ("ir", "it", "is", "issent", "issons", "issez", "issant", "i", "ie", "ies", "ira")
        yield from (stem + ending for ending in endings)
    else:
        yield from (verb, stem + "t", stem + "ent", stem + "ons", stem + "ez", stem + "ant")


def _french_word(word: str) -> Iterator[str]:
    yield from (word + ending for ending in ("", "s", "e", "es", "x"))
    if word.endswith("if"):
        yield from (word[:-1] + "ve", word[:-1] + "ves")
    if word.endswith("eux"):
        yield from (word[:-1] + "se", word[:-1] + "ses")
    if word.endswith("al"):
        yield word[:-1] + "ux"
    if word.endswith(("el", "en", "on")):
        yield from (word + word[-1] + "e", word + word[-1] + "es")


def _spanish_verb(verb: str) -> Iterator[str]:
    stem, kind = verb[:-2], verb[-2:]
    if kind == "ar":
        endings: tuple[str, ...] = (
            "ar", "a", "an", "amos", "e", "en", "ó", "aron", "ando", "ado", "ada", "ados", "adas",
            "ará", "arán", "aremos", "arse",
        )  # fmt: skip
    else:
        endings = (
            "e", "en", "a", "an", "ió", "ieron", "iendo", "ido", "ida", "idos", "idas",
            f"{kind}á", f"{kind}án", f"{kind}emos", "emos" if kind == "er" else "imos", f"{kind}se",
        )  # fmt: skip
    yield verb
    yield from (stem + ending for ending in endings)


def _spanish_word(word: str) -> Iterator[str]:
    yield from (word, word + "s", word + "es")
    if word.endswith("o"):
        yield from (word[:-1] + "a", word[:-1] + "as")
    if word.endswith("ión"):
        yield word[:-3] + "iones"
    if word.endswith("z"):
        yield word[:-1] + "ces"


def _norwegian_verb(verb: str) -> Iterator[str]:
    stem = verb.removesuffix("e")
    endings = ("", "e", "er", "te", "t", "et", "de", "d", "a", "r", "es", "ende", "dde", "dd")
    yield from (verb, *(stem + ending for ending in endings))


def _norwegian_word(word: str) -> Iterator[str]:
    stem = word.removesuffix("e")
    endings = ("", "e", "t", "s", "en", "et", "a", "er", "ene", "ere", "est", "este", "r", "ne")
    yield from (word, *(stem + ending for ending in endings))


_VERBS: dict[str, Callable[[str], Iterator[str]]] = {
    "en": _english_verb,
    "de": _german_verb,
    "fr": _french_verb,
    "es": _spanish_verb,
    "no": _norwegian_verb,
}
_WORDS: dict[str, Callable[[str], Iterator[str]]] = {
    "en": _english_word,
    "de": _german_word,
    "fr": _french_word,
    "es": _spanish_word,
    "no": _norwegian_word,
}
