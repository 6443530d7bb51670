"""What a rule is, and how one is written.

A rule is a pure function from lenses and limits to hits, with a ``@rule`` line that says what it
needs and to whom it speaks. See ``docs/how-to/add-a-rule.md``.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field

from lineofsight.engine.finding import Evidence, Severity
from lineofsight.engine.lens import Lenses
from lineofsight.engine.subjects import Ref


@dataclass(frozen=True, slots=True)
class Audience:
    """Who hears of a finding, in order.

    ``first`` hears it at once; ``then`` after one cadence without an answer; ``above`` only as a
    count over at least five people or pairs; ``never``: not at all.
    """

    first: str
    then: str = ""
    above: str = ""
    never: str = ""


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing that a rule saw.

    Parameters
    ----------
    about : Ref
        The subject.
    sentence : str
        What the people concerned would accept as fair.
    people : tuple of int
        People (numbers) who should talk, who hears it first in front; -1 and repeats are dropped.
    question : str
        The question to open with.
    evidence : mapping
        Enough to redo the decision by hand: numbers, ISO dates, ids.
    certainty : float in [0, 1]
    at_most : Severity
        Never more severe than this, whatever rests on it.
    others : tuple of Ref
        What else is concerned.
    fix : mapping or None
    """

    about: Ref
    sentence: str
    people: tuple[int, ...]
    question: str
    evidence: Evidence
    certainty: float = 1.0
    at_most: Severity = Severity.HIGH
    others: tuple[Ref, ...] = ()
    fix: Evidence | None = None


Limits = Mapping[str, float]
Judge = Callable[[Lenses, Limits], Iterator[Hit]]


@dataclass(frozen=True, slots=True)
class Rule:
    """One way in which alignment breaks.

    Parameters
    ----------
    code, name : str
        Never reused, never renamed once released.
    judge : callable
        Finds the hits; pure.
    needs : tuple of str
        Tables without which the rule is not run (besides goals); ``a|b``: one of them.
    needs_root : bool
        Not run where there is nothing that a goal could lead to.
    needs_words : bool
        Not run where the plan is in a language without word lists.
    about_people : bool
        Its subject is a person or a pair of people, or it reads their talks: run only on request.
    on_request : bool
        Off until its code is among those selected.
    at_most : Severity
        Never more severe than this.
    limits : mapping of name to number
        Thresholds with their defaults.
    """

    code: str
    name: str
    judge: Judge
    audience: Audience
    needs: tuple[str, ...] = ()
    needs_root: bool = False
    needs_words: bool = False
    about_people: bool = False
    on_request: bool = False
    at_most: Severity = Severity.HIGH
    limits: Limits = field(default_factory=dict)

    def __call__(self, lenses: Lenses, limits: Limits | None = None) -> Iterator[Hit]:
        """Find the hits, with the default thresholds unless others are given."""
        return self.judge(lenses, {**self.limits, **(limits or {})})


def rule(
    code: str,
    name: str,
    audience: Audience,
    *,
    needs: tuple[str, ...] = (),
    needs_root: bool = False,
    needs_words: bool = False,
    about_people: bool = False,
    on_request: bool = False,
    at_most: Severity = Severity.HIGH,
    limits: Limits | None = None,
) -> Callable[[Judge], Rule]:
    """Turn a function into a rule; the parameters are those of ``Rule``."""

    def wrap(judge: Judge) -> Rule:
        return Rule(
            code=code,
            name=name,
            judge=judge,
            audience=audience,
            needs=needs,
            needs_root=needs_root,
            needs_words=needs_words,
            about_people=about_people,
            on_request=on_request,
            at_most=at_most,
            limits=limits or {},
        )

    return wrap
