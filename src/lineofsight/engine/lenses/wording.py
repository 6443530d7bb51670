"""Wording: the titles and texts of a plan, read in the language that it is written in."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property

from lineofsight.engine.lenses.language import plan_language
from lineofsight.engine.lenses.readability import Unreadable, unreadable
from lineofsight.engine.lenses.text import VagueCause, vague
from lineofsight.engine.lenses.verbs import first_verb
from lineofsight.engine.lenses.words import Tables, Verb, WordList, word_lists
from lineofsight.engine.snapshot import Snapshot


class Wording:
    """How titles and texts of one plan read.

    Parameters
    ----------
    snapshot : Snapshot
    extend : mapping of language code to tables
        Words that the organisation adds to the lists.
    """

    def __init__(self, snapshot: Snapshot, extend: Mapping[str, Tables]) -> None:
        self.snapshot = snapshot
        self._lists = word_lists(extend)
        self._verbs: dict[str, Verb | None] = {}

    @cached_property
    def language(self) -> str | None:
        """Code of the language whose word list fits the plan; None where none does."""
        snapshot = self.snapshot
        titles = [*snapshot.goals.title.tolist(), *snapshot.key_results.title.tolist()]
        return plan_language(titles, self._lists)

    @property
    def words(self) -> WordList | None:
        """The word list of the plan's language; None where there is none."""
        return None if self.language is None else self._lists[self.language]

    def first_verb(self, text: str) -> Verb | None:
        """Return the first verb of the lists in a text, and whether it stands for work."""
        if text not in self._verbs:
            words = self.words
            self._verbs[text] = None if words is None else first_verb(text, words)
        return self._verbs[text]

    def is_work(self, text: str) -> bool:
        """Tell whether the first verb of a text is one of work done rather than of an outcome."""
        verb = self.first_verb(text)
        return verb is not None and verb.is_work

    def vague(self, title: str, limits: Mapping[str, float]) -> VagueCause | None:
        """Say why a title could stand in any plan (LOS801); None if it could not."""
        words = self.words
        if words is None:
            return None
        return vague(
            title, words, fewest_left=limits["min_words"], label_words=limits["short_words"]
        )

    @staticmethod
    def unreadable(title: str, text: str, limits: Mapping[str, float]) -> Unreadable | None:
        """Say why a title and its text are hard to read (LOS805); None if they are not."""
        return unreadable(
            title,
            text,
            longest_title=limits["max_characters"],
            fewest_words=limits["min_words"],
            highest_lix=limits["max_lix"],
        )
