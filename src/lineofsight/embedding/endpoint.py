"""An organisation's own embedding endpoint, spoken to as OpenAI's ``/v1/embeddings`` is.

The one place of the product that opens a network connection, and only to the address that somebody
has set. What is sent: the texts, the name of the model, and the key as a header. A redirect is not
followed, since it would carry both elsewhere. No message holds a text, the key, or what the
endpoint wrote.
"""

from __future__ import annotations

import http.client
import json
import math
import random
import socket
import ssl
import time
import urllib.error
import urllib.request
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import numpy as np
from numpy.typing import NDArray

from lineofsight.embedding.endpoint_address import (
    KEY_VARIABLE,
    MOST_DIMENSIONS,
    EndpointError,
    host_of,
    problem_of,
)
from lineofsight.engine.meaning.vectors import VectorArray
from lineofsight.kit.i18n import gettext as _

Rows = NDArray[np.float64]

PATH = "/embeddings"
TEXTS = 64  # in a request
MOST_CHARACTERS = 8000  # of a text; what follows is not sent. Common models end at 8,191 tokens
ATTEMPTS = 5
FIRST_WAIT, MOST_WAIT = 1.0, 60.0  # seconds; each wait is twice the one before
TIMEOUT, MOST_SECONDS = 30.0, 120.0  # for the next bytes; for a whole answer
BYTES_A_NUMBER, BYTES_AROUND = 40, 64 * 1024  # of an answer; what is longer is not read
AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})


class _Stay(urllib.request.HTTPRedirectHandler):
    """Refuses to be sent elsewhere."""

    def redirect_request(self, *_told: object, **_named: object) -> None:
        """Name no other request, which makes the answer a refusal."""


@dataclass
class Endpoint:
    """Embeds texts somewhere else.

    Parameters
    ----------
    url : str
        Where; ``/embeddings`` is added unless it ends so. https, or http on this machine.
    model : str
        What the endpoint calls the model.
    dimensions : int
        Length of its vectors.
    key : str, optional
        Sent as a bearer token; shown nowhere.
    sleep : callable, optional
        Waits for a number of seconds.
    """

    url: str
    model: str
    dimensions: int
    key: str = field(default="", repr=False)
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)
    chunk: int = field(default=TEXTS, init=False)

    def __post_init__(self) -> None:
        wrong = problem_of(self.url)
        if wrong:
            raise self._failed(wrong.rstrip("."))
        if not 1 <= self.dimensions <= MOST_DIMENSIONS:
            message = _("The number of dimensions is not from 1 to {most}.")
            raise EndpointError(message.format(most=MOST_DIMENSIONS))
        self.url = self.url.rstrip("/")
        if not self.url.endswith(PATH):
            self.url += PATH
        # Nothing of this machine goes through a proxy; the rest as the environment says.
        proxies = [urllib.request.ProxyHandler({})] if self.url.startswith("http:") else []
        self._opener = urllib.request.build_opener(_Stay, *proxies)

    @property
    def name(self) -> str:
        """The address, the model and the length of its vectors."""
        return f"{self.url}#{self.model}/{self.dimensions}"

    @property
    def edition(self) -> str:
        """The name: what runs the model is not ours to know."""
        return self.name

    @property
    def host(self) -> str:
        """The machine that texts go to."""
        return host_of(self.url)

    def embed(self, texts: Sequence[str]) -> VectorArray:
        """Embed texts, some at a time.

        Returns
        -------
        float32 array, shape (len(texts), dimensions)
            Rows of unit length; zeros where the endpoint answers zeros.

        Raises
        ------
        EndpointError
            It cannot be reached, refuses, or answers something else than vectors.
        """
        vectors = np.zeros((len(texts), self.dimensions), np.float32)
        size, start = TEXTS, 0
        while start < len(texts):
            some = [text[:MOST_CHARACTERS] for text in texts[start : start + size]]
            answer = self._ask(some)
            if answer is None:  # too much at once
                size = max(1, len(some) // 2)
                continue
            vectors[start : start + len(some)] = self._vectors(answer, len(some))
            start += len(some)
        return vectors

    def _ask(self, texts: list[str]) -> bytes | None:
        """Return the answer; None if the endpoint wants fewer texts at once."""
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        headers["User-Agent"] = "lineofsight"
        if self.key:
            headers["Authorization"] = f"Bearer {self.key}"
        # Escaped to ASCII, so that a lone surrogate is sent like any other character.
        body = json.dumps({"model": self.model, "input": texts}).encode("ascii")
        limit = len(texts) * self.dimensions * BYTES_A_NUMBER + BYTES_AROUND
        why, wait = "", FIRST_WAIT
        for attempt in range(ATTEMPTS):
            if attempt:
                self.sleep(wait)
                wait = min(2 * wait, MOST_WAIT)
            # The address was looked at in __post_init__: https, or http on this machine.
            request = urllib.request.Request(self.url, body, headers)  # noqa: S310 - see above
            try:
                with self._opener.open(request, timeout=TIMEOUT) as answer:
                    return self._read(answer, limit)
            except urllib.error.HTTPError as error:
                with error:
                    if error.code == HTTPStatus.REQUEST_ENTITY_TOO_LARGE and len(texts) > 1:
                        return None
                    why = _status(error.code)
                    if error.code not in AGAIN:
                        raise self._failed(why, _advice(error.code)) from None
                    wait = max(wait, _asked_to_wait(error.headers.get("Retry-After", "")))
            except ssl.SSLCertVerificationError as error:
                raise self._failed(error.verify_message) from None
            except (OSError, http.client.HTTPException) as error:
                inner = getattr(error, "reason", error)
                if isinstance(inner, ssl.SSLCertVerificationError):
                    raise self._failed(inner.verify_message) from None
                why = _reason(inner)
            wait *= 1 + random.random() / 4  # noqa: S311 - so that many do not come back at once
        raise self._failed(why, _("{count} attempts were made.").format(count=ATTEMPTS)) from None

    def _read(self, answer: Any, limit: int) -> bytes:
        """Read an answer that is neither too long nor too slow."""
        until = time.monotonic() + MOST_SECONDS
        found = bytearray()
        while part := answer.read1(64 * 1024):
            found += part
            if len(found) > limit:
                raise self._failed(_("its answer is too long"))
            if time.monotonic() > until:
                raise self._failed(_("its answer takes too long"))
        if answer.length:  # fewer bytes came than it said
            raise http.client.IncompleteRead(b"")
        return bytes(found)

    def _vectors(self, answer: bytes, count: int) -> VectorArray:
        try:
            records = json.loads(answer, parse_constant=_not_finite)["data"]
            placed = {record["index"]: record["embedding"] for record in records}
            if len(records) != count or placed.keys() != set(range(count)):
                raise self._failed(
                    _("it answered other texts than the {count} it was asked").format(count=count)
                )
            rows = [placed[place] for place in range(count)]
            if any(not isinstance(row, list) or len(row) != self.dimensions for row in rows):
                raise self._failed(
                    _("its vectors do not have {count} dimensions").format(count=self.dimensions)
                )
            vectors = np.array([list(map(_number, row)) for row in rows], np.float64)
        except (ValueError, TypeError, KeyError, OverflowError, RecursionError):
            raise self._failed(_("it did not answer with vectors")) from None
        if not np.isfinite(vectors).all():
            raise self._failed(_("its vectors hold numbers that are not finite"))
        # The largest number to 1 first: the squares of very large or small ones are none.
        vectors = _divided(vectors, np.abs(vectors).max(axis=1))
        return _divided(vectors, np.sqrt((vectors * vectors).sum(axis=1))).astype(np.float32)

    def _failed(self, why: str, more: str = "") -> EndpointError:
        message = _("The embedding endpoint {host} cannot be used: {why}.")
        said = message.format(host=self.host, why=why)
        return EndpointError(f"{said} {more}".rstrip())


def _divided(rows: Rows, sizes: Rows) -> Rows:
    return np.divide(rows, sizes[:, None], out=np.zeros_like(rows), where=sizes[:, None] > 0)


def _not_finite(name: str) -> float:
    raise ValueError(name)


def _number(value: object) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float):
        raise TypeError(value)
    return float(value)


def _status(code: int) -> str:
    try:
        return f"{code} {HTTPStatus(code).phrase}"
    except ValueError:
        return str(code)


def _advice(code: int) -> str:
    if code in (HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN):
        return _("It takes the key from the environment variable {variable}.").format(
            variable=KEY_VARIABLE
        )
    if code in (HTTPStatus.NOT_FOUND, HTTPStatus.BAD_REQUEST):
        return _("Compare url and name in the settings with what it offers.")
    if 300 <= code < 400:
        return _("It points to another address; write that one into the settings if you trust it.")
    return ""


def _asked_to_wait(said: str) -> float:
    """Return the seconds that an endpoint asks for, at most MOST_WAIT; 0 if it asks for none."""
    try:
        seconds = float(said)
    except ValueError:  # a date, or nothing: the own wait will do
        return 0.0
    return min(max(seconds, 0.0), MOST_WAIT) if math.isfinite(seconds) else 0.0


def _reason(error: object) -> str:
    if isinstance(error, TimeoutError):
        return _("it does not answer in time")
    if isinstance(error, socket.gaierror):
        return _("there is no such machine")
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return _("the connection broke")
