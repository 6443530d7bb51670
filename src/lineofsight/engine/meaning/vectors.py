"""The seam to whatever turns a text into a vector."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

VectorArray = NDArray[np.float32]


class Vectors(Protocol):
    """A model that embeds texts. The engine only asks; loading and keeping is for others.

    Attributes
    ----------
    name : str
        Names the model and its version: vectors of different names are never compared.
    """

    @property
    def name(self) -> str:
        """Name of the model and its version."""
        ...

    def of(self, texts: Sequence[str]) -> VectorArray:
        """Embed texts.

        Returns
        -------
        float32 array, shape (len(texts), dimensions)
            Rows of unit length, all zeros for a text that says nothing; the same text, the same
            row.
        """
        ...
