"""Why a goal fits under another, in words: what of the fit weighs most."""

from __future__ import annotations

from collections import Counter
from functools import cached_property

import numpy as np

from lineofsight.engine.meaning.features import FEATURES
from lineofsight.engine.meaning.lens import Meaning
from lineofsight.engine.meaning.terms import stem
from lineofsight.kit.i18n import gettext as _
from lineofsight.kit.i18n import ngettext

FLOOR = 0.25  # log odds; what weighs less is no reason
MOST = 3  # nobody reads more
MOST_WORDS = 3
SHORTEST_WORD = 3
IN_WORDS = ("standing", "lead", "apart")  # features that are told as one: the words of the two


class Reasons:
    """Tells why pairs of goals fit, within one plan.

    Parameters
    ----------
    meaning : Meaning
    """

    def __init__(self, meaning: Meaning) -> None:
        self.meaning = meaning

    def __call__(self, child: int, parent: int) -> list[str]:
        """Say why a child fits under a parent: at most three sentences, the strongest first.

        Parameters
        ----------
        child, parent : int
            Nodes of the text lens. The child is "it", the parent "that one".

        Returns
        -------
        list of str
            Empty where nothing speaks for the link.
        """
        weighed = self._weighed(child, parent)
        # Of what weighs the same, the order of the features decides.
        first = sorted(
            weighed, key=lambda name: (-round(weighed[name], 6), list(weighed).index(name))
        )
        told = [self._tell(name, child, parent) for name in first if weighed[name] >= FLOOR]
        return [sentence for sentence in told if sentence][:MOST]

    def _weighed(self, child: int, parent: int) -> dict[str, float]:
        """Return what each reason adds to the log odds that the link is right."""
        meaning = self.meaning
        one, other = np.array([child]), np.array([parent])
        added = meaning.weights.weights * meaning.features.of(one, other)[0]
        by_name = dict(zip(FEATURES, added.tolist(), strict=True))
        weighed = {"words": sum(by_name.pop(name) for name in IN_WORDS)}
        shared = bool(meaning.shares_measure(one, other)[0])
        weighed["measure"] = meaning.weights.measure if shared else 0.0
        return weighed | by_name

    def _tell(self, name: str, child: int, parent: int) -> str:
        """Say one reason in a whole sentence."""
        match name:
            case "words":
                words = self.shared_words(child, parent)
                if not words:
                    return _("It is worded more like that one than like most it could support.")
                return _("Both speak of {words}.").format(words=_listed(words))
            case "measure":
                measures = self._shared_measures(child, parent)
                return _("Both have a key result on {measure}.").format(measure=_listed(measures))
            case "family":
                others = self._other_children(child, parent)
                return ngettext(
                    "It is worded like the other goal there.",
                    "It is worded like the {n} other goals there.",
                    others,
                ).format(n=others)
            case "form":
                return _("It is put in the same form as other goals there.")
            case "above":
                return _("It is worded like what that one supports in turn.")
            case "below":
                return _("What supports it is worded like that one.")
            case "level":
                return _("Goals of its height mostly support goals of that one's.")
            case "holder":
                return self._of_holder()
            case _:
                return _("Its dates lie to those of that one as is usual in this plan.")

    def shared_words(self, child: int, parent: int) -> list[str]:
        """Return the content words that two texts share, the rarest first; at most three."""
        theirs = {stem(word) for word in self.meaning.nodes.content(parent)}
        mine: dict[str, str] = {}
        for word in self.meaning.nodes.content(child):
            if len(word) >= SHORTEST_WORD and stem(word) in theirs:
                mine.setdefault(stem(word), word)
        rarest = sorted(mine, key=lambda base: (self._seen[base], base))
        return [mine[base] for base in rarest[:MOST_WORDS]]

    @cached_property
    def _seen(self) -> Counter[str]:
        """In how many texts each word stands, of at most 256 that stand for all."""
        nodes = self.meaning.nodes
        seen: Counter[str] = Counter()
        for node in self.meaning.space.references(nodes.at_home).tolist():
            seen.update({stem(word) for word in nodes.content(node)})
        return seen

    def _shared_measures(self, child: int, parent: int) -> list[str]:
        theirs = set(self.meaning.measures_of(parent))
        shared = [name for name in self.meaning.measures_of(child) if name in theirs]
        return list(dict.fromkeys(shared))[:1]

    def _other_children(self, child: int, parent: int) -> int:
        """Number of the parent's children but for the child itself."""
        nodes = self.meaning.nodes
        return int((nodes.down[parent] != nodes.original[child]).sum())

    def _of_holder(self) -> str:
        goals = self.meaning.snapshot.goals
        if (goals.function >= 0).any():
            return _("Goals of its function often support goals of that one's.")
        if (goals.team >= 0).any():
            return _("Goals of its team often support goals of that one's.")
        return _("Goals of its owner often support goals of that one's.")


def reasons(meaning: Meaning, child: int, parent: int) -> list[str]:
    """Say why a child fits under a parent; see `Reasons`, which is quicker for many pairs."""
    return Reasons(meaning)(child, parent)


def _listed(words: list[str]) -> str:
    """Put words in quotation marks, one after another."""
    return ", ".join(f"“{word}”" for word in words)
