"""Which model an organisation has chosen. Loads nothing."""

from __future__ import annotations

from dataclasses import dataclass

from lineofsight.embedding.endpoint_address import host_of

BUILTIN, NONE, ENDPOINT = "builtin", "none", "endpoint"
ALLOWED = "LINEOFSIGHT_EMBEDDING_URL"


@dataclass(frozen=True, slots=True)
class Choice:
    """What is set about meaning.

    Parameters
    ----------
    model : str
        BUILTIN, NONE or ENDPOINT; empty: BUILTIN where it is installed, else NONE.
    url, name : str
        Address of an endpoint, and what it calls its model.
    dimensions : int
        Length of its vectors.
    threads : int
        Batches that run at once on this machine; 0: one for each processor.
    named : bool
        Whether somebody named the file that says so. What merely lies beside a plan may have come
        with it, and does not decide where texts are sent.
    """

    model: str = ""
    url: str = ""
    name: str = ""
    dimensions: int = 0
    threads: int = 0
    named: bool = False


def where(choice: Choice) -> str:
    """Return the machine that texts are sent to; empty if they stay here."""
    return host_of(choice.url) if choice.model == ENDPOINT else ""
