"""Word lists: what a language's function words, fillers and verbs of plans are.

One data file a language stands in ``engine/words``. Its tables, all but the first four optional:

``stop``
    Function words.
``filler``
    Words that would fit any plan. Phrases are allowed; a hyphen counts as a space.
``work_verbs``, ``outcome_verbs``, ``other_verbs``
    Base forms of verbs whose end is a delivery; of change; of neither by themselves. A verb that
    stands in two tables is one of work, then one of outcome.
``also_nouns``, ``noun_endings``, ``never_verbs``, ``adjectives``, ``before_verbs``,
``after_nouns``, ``determiners``, ``measures``, ``relatives``, ``joiners``
    What tells a verb from a noun of the same form (text.py, ``first_verb``).
``soft_verbs``, ``outcome_objects``
    Verbs of work that are none with such an object ("build trust").
``numbers``
    Numbers in letters.
``common``
    Further words by which the language of a plan is known.
``irregular``
    Base form to the forms that no rule of inflection gives.
``verbs_are_lower_case``, ``verbs_last``
    True where nouns are written with a capital and verbs are not; where a verb follows its object.
"""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from lineofsight.engine.lenses.inflect import verb_forms, word_forms

Tables = Mapping[str, Any]
"""Tables of one language, as read from its file: lists of words, ``irregular`` a table of lists."""

LANGUAGES = ("en", "de", "fr", "es", "no")
"""Languages with word lists; of two that fit a plan equally well the earlier is taken."""

_LISTS = frozenset({
    "stop", "filler", "work_verbs", "outcome_verbs", "other_verbs", "also_nouns",
    "noun_endings", "never_verbs", "adjectives", "before_verbs", "after_nouns", "determiners",
    "relatives", "joiners",
    "measures", "soft_verbs", "outcome_objects", "numbers", "common",
})  # fmt: skip
_FLAGS = frozenset({"verbs_are_lower_case", "verbs_last"})


@dataclass(frozen=True, slots=True)
class Verb:
    """A verb of the lists as found in a text.

    Attributes
    ----------
    lemma : str
        Its base form as the list has it.
    is_work : bool
        Whether it stands for work that is over when something is done or handed over.
    """

    lemma: str
    is_work: bool


@dataclass(frozen=True, slots=True, eq=False)
class WordList:
    """The tables of one language, every word in all its forms, lower case.

    Two lists are equal only if they are the same object, so that results can be cached by list.
    Phrases are kept by their first word, as tuples of words, the longest first. ``filler`` holds
    single words, ``says_little`` also stop words and what is filler only in a phrase; ``outcomes``
    the base forms of the outcome verbs; ``plain_verbs`` the forms that are never anything else.
    """

    code: str
    stop: frozenset[str]
    filler: frozenset[str]
    says_little: frozenset[str]
    filler_phrases: Mapping[str, tuple[tuple[str, ...], ...]]
    verbs: Mapping[str, Verb]
    plain_verbs: frozenset[str]
    outcomes: frozenset[str]
    verb_phrases: Mapping[str, tuple[tuple[str, ...], ...]]
    also_nouns: frozenset[str]
    adjectives: frozenset[str]
    before_verbs: frozenset[str]
    after_nouns: frozenset[str]
    determiners: frozenset[str]
    relatives: frozenset[str]
    joiners: frozenset[str]
    measures: frozenset[str]
    soft_verbs: frozenset[str]
    outcome_objects: frozenset[str]
    numbers: frozenset[str]
    common: frozenset[str]
    verbs_are_lower_case: bool
    verbs_last: bool


def merge(tables: Tables, extend: Tables) -> dict[str, Any]:
    """Tables with an organisation's own words added; neither argument is changed.

    Lists are joined, ``irregular`` table by table; nothing is taken away.

    Raises
    ------
    ValueError
        A table that no word list has, or one that is not a list of words.

    Examples
    --------
    >>> merge({"filler": ["synergy"]}, {"filler": ["moonshot"], "work_verbs": ["dogfood"]})
    {'filler': ['synergy', 'moonshot'], 'work_verbs': ['dogfood']}
    """
    merged = dict(tables)
    for name, added in extend.items():
        if name in _FLAGS and isinstance(added, bool):
            merged[name] = added
        elif name == "irregular" and isinstance(added, Mapping):
            known = dict(merged.get(name, {}))
            for verb, forms in added.items():
                known[verb] = [*known.get(verb, ()), *_words(verb, forms)]
            merged[name] = known
        elif name in _LISTS:
            merged[name] = [*merged.get(name, ()), *_words(name, added)]
        else:
            raise ValueError(f"Word lists have no table {name!r}.")
    return merged


def word_list(code: str, tables: Tables) -> WordList:
    """Build a list from its tables; raises ValueError as `merge` does.

    >>> tiny = word_list("en", {"stop": ["the"], "work_verbs": ["ship"], "filler": ["world class"]})
    >>> tiny.verbs["shipping"]
    Verb(lemma='ship', is_work=True)
    """
    tables = merge({}, tables)
    filler = _forms(code, tables.get("filler", ()))
    verbs = _verbs(code, tables)
    # A filler that is a verb too ("leverage") is filler in all forms of the verb.
    base = set(tables.get("filler", ()))
    also_nouns = _nouns(code, tables, verbs)
    adjectives = frozenset(tables.get("adjectives", ()))
    verb_phrases = _by_first_word(verbs)
    filler |= {form for form, verb in verbs.items() if verb.lemma in base}
    stop = frozenset(tables.get("stop", ()))
    return WordList(
        code=code,
        stop=stop,
        filler=frozenset(form for form in filler if " " not in form),
        says_little=stop.union(*(form.split() for form in filler)),
        filler_phrases=_by_first_word(filler),
        verbs=verbs,
        plain_verbs=frozenset(verbs) - also_nouns - adjectives - set(verb_phrases),
        outcomes=frozenset(tables.get("outcome_verbs", ())),
        verb_phrases=verb_phrases,
        also_nouns=also_nouns,
        adjectives=adjectives,
        before_verbs=frozenset(tables.get("before_verbs", ())),
        after_nouns=frozenset(tables.get("after_nouns", ())),
        determiners=frozenset(tables.get("determiners", ())),
        relatives=frozenset(tables.get("relatives", ())),
        joiners=frozenset(tables.get("joiners", ())),
        measures=_forms(code, tables.get("measures", ())),
        soft_verbs=frozenset(tables.get("soft_verbs", ())),
        outcome_objects=_forms(code, tables.get("outcome_objects", ())),
        numbers=frozenset(tables.get("numbers", ())),
        common=_forms(code, tables.get("common", ())),
        verbs_are_lower_case=bool(tables.get("verbs_are_lower_case", False)),
        verbs_last=bool(tables.get("verbs_last", False)),
    )


@cache
def shipped_tables(code: str) -> Tables:
    """Tables of a language as shipped.

    Raises
    ------
    KeyError
        No word list is shipped for this language.
    """
    if code not in LANGUAGES:
        raise KeyError(code)
    path = files("lineofsight.engine") / "words" / f"{code}.toml"
    return tomllib.loads(path.read_text(encoding="utf-8"))


@cache
def shipped(code: str) -> WordList:
    """The word list of a language as shipped; raises KeyError if there is none."""
    return word_list(code, shipped_tables(code))


def word_lists(extend: Mapping[str, Tables] | None = None) -> dict[str, WordList]:
    """All word lists, with an organisation's own words and languages.

    Parameters
    ----------
    extend : mapping of language code to tables, optional
        Words to add; a code that is not shipped makes a new language.

    Raises
    ------
    ValueError
        As `merge`.

    Examples
    --------
    >>> sorted(word_lists({"cy": {"stop": ["y", "yr"], "work_verbs": ["lansio"]}}))
    ['cy', 'de', 'en', 'es', 'fr', 'no']
    """
    added = extend or {}
    lists = {code: shipped(code) for code in LANGUAGES if code not in added}
    for code, tables in added.items():
        known = shipped_tables(code) if code in LANGUAGES else {}
        lists[code] = word_list(code, merge(known, tables))
    return {code: lists[code] for code in (*LANGUAGES, *sorted(set(lists) - set(LANGUAGES)))}


def _words(name: str, value: object) -> list[str]:
    if not isinstance(value, list | tuple) or not all(isinstance(word, str) for word in value):
        raise ValueError(f"The table {name!r} of a word list must be a list of words.")
    return [" ".join(word.casefold().replace("-", " ").split()) for word in value]


def _forms(code: str, words: Iterable[str]) -> frozenset[str]:
    return frozenset(form for word in words for form in word_forms(code, word))


def _verbs(code: str, tables: Tables) -> dict[str, Verb]:
    # From the weakest claim to the strongest: a later one overwrites. A base form is never
    # overwritten by another verb's inflection ("found" the past of find, not a new company).
    verbs: dict[str, Verb] = {}
    lists = [(tables.get(name, ()), name == "work_verbs") for name in _VERB_TABLES]
    irregular = tables.get("irregular", {})
    for words, is_work in lists:
        for lemma in words:
            for form in (*verb_forms(code, lemma), *irregular.get(lemma, ())):
                verbs[form] = Verb(lemma, is_work)
    for words, is_work in lists:
        verbs.update({lemma: Verb(lemma, is_work) for lemma in words})
    for form in tables.get("never_verbs", ()):
        verbs.pop(form, None)
    return verbs


_VERB_TABLES = ("other_verbs", "outcome_verbs", "work_verbs")


def _nouns(code: str, tables: Tables, verbs: Mapping[str, Verb]) -> frozenset[str]:
    endings = tuple(tables.get("noun_endings", ()))  # none: endswith(()) is False
    nouns = (
        {form for form in verbs if form.partition(" ")[0].endswith(endings)} if endings else set()
    )
    return _forms(code, tables.get("also_nouns", ())) | nouns


def _by_first_word(forms: Iterable[str]) -> dict[str, tuple[tuple[str, ...], ...]]:
    phrases: dict[str, list[tuple[str, ...]]] = {}
    for form in forms:
        first, *rest = form.split()
        if rest:
            phrases.setdefault(first, []).append((first, *rest))
    return {
        first: tuple(sorted(found, key=lambda words: (-len(words), words)))
        for first, found in phrases.items()
    }
