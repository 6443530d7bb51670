"""Which texts stay on this machine whatever is configured: those of confidential goals."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from lineofsight.engine.snapshot import Snapshot

FEWEST = 20  # characters that make a text recognisable inside another


class Withheld:
    """Says of a text whether it tells what a confidential goal says.

    By the words and not by who asks, so that a text put together of several is found too: it holds
    a confidential text, is a piece of one, or begins with one (a short title such as "Growth" is
    looked for at the beginning only). An open goal that happens to say the same is kept back as
    well: it would tell.
    """

    def __init__(self, snapshot: Snapshot) -> None:
        said = sorted({plain for text in _said(snapshot) if (plain := _plain(text))})
        self._long = [f" {text} " for text in said if len(text) >= FEWEST]
        self._short = tuple(f" {text} " for text in said if len(text) < FEWEST)

    def __call__(self, text: str) -> bool:
        """Say whether a text has to stay here."""
        plain = f" {_plain(text)} "
        return plain.startswith(self._short) or any(
            said in plain or (len(plain) >= FEWEST and plain in said) for said in self._long
        )


def _said(snapshot: Snapshot) -> Iterator[str]:
    goals, measures, changes = snapshot.goals, snapshot.key_results, snapshot.revisions
    secret = np.asarray(goals.confidential, bool)
    yield from goals.title[secret]
    yield from goals.text[secret]
    yield from measures.title[_of(measures.goal, secret)]
    # A reason of a link is told of both its ends.
    links = snapshot.links
    of_a_secret = _of(links.source, secret) | _of(
        np.where(links.target < len(secret), links.target, -1), secret
    )
    yield from links.rationale[of_a_secret]
    told = _of(changes.goal, secret) & np.isin(changes.field, ("title", "text"))
    yield from changes.before[told]
    yield from changes.after[told]


def _of(goal: NDArray[np.int64], secret: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Say which rows are about a confidential goal; -1 is about none."""
    return (goal >= 0) & secret[goal] if secret.size else np.zeros(len(goal), bool)


def _plain(text: str) -> str:
    """Return the words of a text, in small letters, a blank between any two."""
    return " ".join("".join(c if c.isalnum() else " " for c in text.casefold()).split())
