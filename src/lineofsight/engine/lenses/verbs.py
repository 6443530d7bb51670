"""Which word of a title is its verb, and whether that verb is work that ends with a delivery.

English hardly tells a verb from a noun by its form ("launch", "training", "trained"). What follows
is no parser: a handful of observations on how titles of goals are written, each of which is right
far more often than not. They were made on published plans; what they miss costs a finding of low
severity, never a false structure.
"""

import re
from collections.abc import Iterator
from itertools import count

from lineofsight.engine.lenses.tokens import composed, fold, is_number, word_pattern
from lineofsight.engine.lenses.words import Verb, WordList, shipped

_CLAUSE_BREAK = re.compile(r"[:;.,!?–—•|)\n]|\s-\s")
_NOUN_BREAK = re.compile(r"[&/+:;.,!?–—•|()\n]|\s-\s")


def first_verb(text: str, words: WordList | None = None) -> Verb | None:
    """The first word of a text that is a verb of the lists, in any inflection or spelling.

    A form that is a noun or an adjective as well ("launch", "training", "trained") counts as a verb
    only where it opens a clause or follows a word that calls for one ("to", "we", "will"), and
    there not if it ends the clause, stands before "and", "of" or a sign such as "&", or names a
    measure ("Training hours", "Test coverage"). What follows "who", "that" or "which" describes a
    noun and is not looked at. A verb of work does not count as one where a verb of outcome is
    joined to it ("recruit and retain"), nor "build", "deliver" and their like where a noun that
    they govern names an outcome ("build trust").

    Parameters
    ----------
    text : str
        Title of a goal or key result.
    words : WordList, optional
        The language; English if none is given.

    Returns
    -------
    Verb or None
        Base form, and whether it is a verb of work; None where no word is read as a verb.

    Examples
    --------
    >>> first_verb("Shipping 12 releases")
    Verb(lemma='ship', is_work=True)
    >>> first_verb("New payroll rolled out to two plants")
    Verb(lemma='roll out', is_work=True)
    >>> first_verb("Organizes 3 customer days")
    Verb(lemma='organise', is_work=True)
    >>> first_verb("Cut waiting time")
    Verb(lemma='cut', is_work=False)
    >>> first_verb("Build trust with small towns")
    Verb(lemma='build', is_work=False)
    >>> first_verb("Training hours per person") is None
    True
    """
    words = words or shipped("en")
    text = composed(text)
    title: _Title | None = None
    for index, match in enumerate(word_pattern(text).finditer(text)):
        word = fold(match.group())
        verb = words.verbs.get(word)
        if verb is None and word not in words.verb_phrases and "-" not in word:
            if word in words.relatives:
                return None
            continue
        # Most titles begin with a verb that is nothing else: no need to read on.
        if verb is not None and index == 0 and not verb.is_work and word in words.plain_verbs:
            return verb
        title = title or _Title(text, words)
        verb = title.verb_at(index)
        if verb is not None:
            return verb
    return None


class _Title:
    """A text as words, with what stands between them."""

    def __init__(self, text: str, words: WordList) -> None:
        self.text = text
        self.words = words
        self._coming = word_pattern(text).finditer(text)
        self._read: list[re.Match[str]] = []

    def _match(self, index: int) -> re.Match[str] | None:
        """The word at a place, None after the last; no more of the text is read than is asked."""
        while len(self._read) <= index:
            match = next(self._coming, None)
            if match is None:
                return None
            self._read.append(match)
        return self._read[index]

    def verb_at(self, index: int) -> Verb | None:
        """The verb that the word at this place is, if it is one here."""
        words = self.words
        form, last = self._form_at(index)
        verb = words.verbs.get(form)
        if verb is None:
            return None
        if words.verbs_are_lower_case and index > 0 and self._has_capital(index):
            return None
        if form in words.adjectives and not self._describes_nothing(index, last):
            return None
        may_be_noun = form in words.also_nouns or "-" in self._folded(index)
        if may_be_noun and not self._is_verb(index, last, verb):
            return None
        if verb.is_work and self._means_outcome(index, last, verb):
            return Verb(verb.lemma, is_work=False)
        return verb

    def _form_at(self, index: int) -> tuple[str, int]:
        """The word or phrase that begins here as the verbs have it, and where it ends."""
        form = self._folded(index)
        for phrase in self.words.verb_phrases.get(form, ()):
            last = index + len(phrase) - 1
            if all(self._folded(index + at) == word for at, word in enumerate(phrase)):
                return " ".join(phrase), last
        if "-" in form:  # "roll-out" as the phrase, "re-design" as one word
            spaced = form.replace("-", " ")
            form = spaced if spaced in self.words.verbs else form.replace("-", "")
        return form, index

    def _describes_nothing(self, index: int, last: int) -> bool:
        """Whether a participle stands after its noun ("hired by May"), not before one."""
        following = self._folded(last + 1)
        if not following:
            return index > 0
        if self._is_light(following):
            return True
        return index > 0 and self._breaks(last, _NOUN_BREAK)

    def _is_verb(self, index: int, last: int, verb: Verb) -> bool:
        """Whether a form that may be a noun is a verb here."""
        words = self.words
        following = self._folded(last + 1)
        if following in words.determiners:
            return True
        if index > 0:
            if self._folded(index - 1) in words.before_verbs:
                return True
            if not self._breaks(index - 1, _CLAUSE_BREAK):
                return False
        if not following:
            return False
        if following in words.after_nouns or self._breaks(last, _NOUN_BREAK):
            # "Plan and launch the service": a pair of verbs, not of nouns.
            other = self._folded(last + 2 if following in words.after_nouns else last + 1)
            partner = words.verbs.get(other)
            return partner is not None and partner.lemma == other
        # "Release lead time" is a measure; "Cut lead time" says what becomes of one.
        if verb.lemma in words.outcomes or self._is_light(following):
            return True
        return next(self._nouns_after(last), "") not in words.measures

    def _means_outcome(self, index: int, last: int, verb: Verb) -> bool:
        """Whether a verb of work is joined to one of outcome, or governs a noun that names one."""
        words = self.words
        for at in count(last + 1):
            word = self._folded(at)
            partner = words.verbs.get(word)
            if partner is None and word not in words.joiners:
                break
            if partner and partner.lemma in words.outcomes and word not in words.also_nouns:
                return True
        if verb.lemma not in words.soft_verbs:
            return False
        if words.verbs_last:
            return any(self._folded(at) in words.outcome_objects for at in range(index))
        return any(noun in words.outcome_objects for noun in self._nouns_after(last))

    def _nouns_after(self, last: int) -> Iterator[str]:
        """The nouns that a verb governs: the last word of each phrase of a list.

        Function words and numbers between the verb and the first phrase are passed over; the list
        goes on over commas, "and" and articles, and ends at any other function word or number.
        """
        noun = ""
        found = False
        for at in count(last + 1):
            word = self._folded(at)
            if not word:
                break
            light = self._is_light(word)
            if noun and (light or word in self.words.joiners or self._breaks(at - 1, _NOUN_BREAK)):
                yield noun
                noun, found = "", True
            if light and found and word not in self.words.joiners:
                return
            if not light:
                noun = word.replace("-", " ")
        if noun:
            yield noun

    def _has_capital(self, index: int) -> bool:
        """Whether a word begins with a capital, and is not written in capitals throughout."""
        match = self._match(index)
        written = match.group() if match else ""
        return written[:1].isupper() and not written.isupper()

    def _folded(self, index: int) -> str:
        match = self._match(index)
        return fold(match.group()) if match else ""

    def _is_light(self, word: str) -> bool:
        """Whether a word is a function word or a number."""
        return word in self.words.stop or word in self.words.numbers or is_number(word)

    def _breaks(self, index: int, sign: re.Pattern[str]) -> bool:
        """Whether such a sign stands between a word and the next, or the end."""
        here, following = self._match(index), self._match(index + 1)
        start = here.end() if here else 0
        end = following.start() if following else len(self.text)
        return sign.search(self.text, start, end) is not None
