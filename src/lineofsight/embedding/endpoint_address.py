"""Where an endpoint may be, and where its key is found. Opens no connection."""

from __future__ import annotations

import os
from collections.abc import Mapping
from ipaddress import ip_address
from urllib.parse import urlsplit

from lineofsight.embedding.errors import MeaningError
from lineofsight.kit.i18n import gettext as _

KEY_VARIABLE = "LINEOFSIGHT_EMBEDDING_KEY"
MOST_DIMENSIONS = 8192


class EndpointError(MeaningError):
    """The endpoint cannot be used, or did not answer as it should."""


def problem_of(url: str) -> str:
    """Say in a sentence what is wrong with the address of an endpoint; empty if nothing is."""
    try:
        parts = urlsplit(url)
        host, _port = parts.hostname or "", parts.port
    except ValueError:
        return _("It is not an address.")
    if not url.isascii() or any(mark.isspace() or not mark.isprintable() for mark in url):
        return _("An address has neither blanks nor characters beyond ASCII.")
    if parts.username is not None or parts.query or parts.fragment:
        return _("An address here has no name, password, query or fragment.")
    if not host or parts.scheme not in ("https", "http"):
        return _("It does not begin with https:// and the name of a machine.")
    if parts.scheme == "http" and not _loopback(host):
        return _("Texts are sent over https only, except to this machine itself.")
    return ""


def _loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ip_address(host).is_loopback
    except ValueError:
        return False


def key_from(environment: Mapping[str, str] | None = None) -> str:
    """Return the key that the environment holds; empty for none.

    Raises
    ------
    EndpointError
        It cannot be sent: a header would break.
    """
    key = (os.environ if environment is None else environment).get(KEY_VARIABLE, "").strip()
    if not key.isascii() or not key.isprintable() or " " in key:
        message = _("The key in {variable} holds characters that no key has.")
        raise EndpointError(message.format(variable=KEY_VARIABLE))
    return key


def host_of(url: str) -> str:
    """Return the machine that an address names; empty if it names none."""
    try:
        return urlsplit(url).hostname or ""
    except ValueError:
        return ""
