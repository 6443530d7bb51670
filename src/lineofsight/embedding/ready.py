"""The chosen model, made ready."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from lineofsight.embedding.cache import Cache, place
from lineofsight.embedding.choice import ALLOWED, ENDPOINT, Choice
from lineofsight.embedding.embedder import Embedder, Report
from lineofsight.embedding.endpoint_address import key_from
from lineofsight.embedding.errors import MeaningError
from lineofsight.embedding.model import SentenceModel
from lineofsight.embedding.withheld import Withheld
from lineofsight.kit.i18n import gettext as _

if TYPE_CHECKING:
    from lineofsight.embedding.endpoint import Endpoint
    from lineofsight.engine.snapshot import Snapshot


def embedder(
    choice: Choice,
    snapshot: Snapshot,
    report: Report | None = None,
    *,
    environment: Mapping[str, str],
) -> Embedder:
    """Make the chosen model ready; nothing is loaded or sent before a text is asked for.

    Raises
    ------
    MeaningError
        The endpoint may not be used.
    """
    folder = place(environment)
    if choice.model == ENDPOINT:
        remote = _endpoint(choice, environment)
        cache = Cache(folder, remote.edition, remote.dimensions)
        return Embedder(remote, cache, report, Withheld(snapshot))
    model = SentenceModel(choice.threads or None)
    return Embedder(model, Cache(folder, model.edition, model.dimensions), report)


def _endpoint(choice: Choice, environment: Mapping[str, str]) -> Endpoint:
    # Nothing that can open a connection is even imported unless an endpoint is chosen.
    from lineofsight.embedding.endpoint import Endpoint  # noqa: PLC0415 - as said above

    if not choice.named and environment.get(ALLOWED, "").rstrip("/") != choice.url.rstrip("/"):
        message = _(
            "The settings beside the plan name an embedding endpoint. What lies beside a plan may "
            "have come with it, so nothing is sent. If you trust it, name the settings with "
            "--config, or set {variable} to the same address; --no-meaning does without."
        )
        raise MeaningError(message.format(variable=ALLOWED))
    return Endpoint(choice.url, choice.name, choice.dimensions, key_from(environment))
