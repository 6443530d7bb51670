"""A model and what it was asked before, as the engine asks for vectors."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import Protocol

import numpy as np

from lineofsight.embedding.cache import Cache, key_of
from lineofsight.embedding.rows import pack, unpack
from lineofsight.engine.meaning.vectors import VectorArray

Report = Callable[[int, int], None]
Refusal = Callable[[str], bool]


class Model(Protocol):
    """Whatever embeds texts."""

    @property
    def name(self) -> str:
        """Vectors of different names are never compared."""
        ...

    @property
    def dimensions(self) -> int:
        """Length of a vector."""
        ...

    @property
    def chunk(self) -> int:
        """Texts that are embedded between two reports of progress, and kept."""
        ...

    def embed(self, texts: Sequence[str]) -> VectorArray:
        """Return float32 rows of unit length (or zeros), each decided by its text alone.

        Raises
        ------
        MeaningError
            It cannot be done.
        """
        ...


class Embedder:
    """Embeds each text once. It is what :class:`lineofsight.engine.meaning.vectors.Vectors` asks.

    What is embedded is kept before the next texts are begun, so that it may be interrupted.

    Parameters
    ----------
    model : Model
    cache : Cache or None
        None keeps nothing from one run to the next.
    report : callable, optional
        Told how many of the texts that are to be embedded are done, and how many there are; first
        with 0, before the first is.
    withheld : callable, optional
        Says of a text whether the model must not see it.

    Attributes
    ----------
    embedded : int
        Texts that were embedded and not known before.
    seconds : float
        How long that took.
    """

    def __init__(
        self,
        model: Model,
        cache: Cache | None = None,
        report: Report | None = None,
        withheld: Refusal | None = None,
    ) -> None:
        self.model = model
        self.cache = cache
        self.report = report
        self.withheld = withheld
        self.embedded = 0
        self.seconds = 0.0

    @property
    def name(self) -> str:
        """Name of the model and its version."""
        return self.model.name

    def of(self, texts: Sequence[str]) -> VectorArray:
        """Embed texts, or find what they were before.

        Returns
        -------
        float32 array, shape (len(texts), dimensions)
            Rows of unit length; zeros for a text without a letter or digit, of which the model
            knows nothing, or that is withheld. The same text, the same row.

        Raises
        ------
        MeaningError
            The model cannot be had.
        """
        places: dict[bytes, int] = {}
        wanted: list[str] = []
        at = np.empty(len(texts), np.intp)
        for position, text in enumerate(texts):
            place = places.setdefault(key_of(text), len(wanted))
            if place == len(wanted):
                wanted.append(text)
            at[position] = place
        rows = np.zeros((len(wanted), self.model.dimensions), np.float32)
        known = self.cache.fill(places, rows) if self.cache else set()
        left = [
            (key, wanted[place], place)
            for key, place in places.items()
            if key not in known and any(map(str.isalnum, wanted[place]))
        ]
        if self.withheld:
            left = [one for one in left if not self.withheld(one[1])]
        if left:
            self._embed(left, rows)
        return rows if len(wanted) == len(texts) else rows[at]

    def _embed(self, left: list[tuple[bytes, str, int]], rows: VectorArray) -> None:
        # Alike in length go together; the longest first, so that the end comes no later than told.
        left.sort(key=lambda one: -len(one[1]))
        began = time.monotonic()
        if self.report:
            self.report(0, len(left))
        try:
            for start in range(0, len(left), self.model.chunk):
                keys, texts, places = zip(*left[start : start + self.model.chunk], strict=True)
                packed = pack(self.model.embed(texts))
                rows[list(places)] = unpack(packed)
                if self.cache:
                    said = np.flatnonzero(packed.any(axis=1))
                    self.cache.put([keys[one] for one in said], packed[said])
                self.embedded += len(texts)
                if self.report:
                    self.report(start + len(texts), len(left))
        finally:
            self.seconds += time.monotonic() - began
