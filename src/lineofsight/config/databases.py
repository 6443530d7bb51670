"""Django's settings of the database that a URL names.

``default`` is the record. ``reading`` is a second connection to it, on which a whole snapshot is
loaded at one instant without holding up anybody who writes.
"""

from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

SCHEMES = {"sqlite": "sqlite3", "postgres": "postgresql", "postgresql": "postgresql"}
FILE_NAME = "record.sqlite3"
# What libpq may be told in the address; anything else there is a mistake.
LIBPQ = frozenset(
    {
        "application_name",
        "channel_binding",
        "connect_timeout",
        "host",
        "keepalives",
        "keepalives_idle",
        "options",
        "passfile",
        "service",
        "sslcert",
        "sslkey",
        "sslmode",
        "sslrootcert",
        "target_session_attrs",
    }
)
CONNECT_SECONDS = 3
# Pages ask small things. A plan that is kept holds for lists of any length: PostgreSQL would plan
# each such statement anew. To compile one takes longer than the longest of them.
QUICK = "-c plan_cache_mode=force_generic_plan -c jit=off"
STILL = "-c default_transaction_isolation=repeatable\\ read -c default_transaction_read_only=on"
PLANNED_AFTER = 2  # times that PostgreSQL is asked the same before it keeps the plan
LOCK_SECONDS = 10  # how long a writer of SQLite waits for another


def databases(url: str, data: Path) -> dict[str, dict[str, Any]]:
    """Return the settings of ``default`` and ``reading``.

    Parameters
    ----------
    url : str
        ``postgresql://user:password@host:port/name``, with the host as a percent-encoded path or
        ``?host=/path`` for a socket; ``sqlite:///path``; empty for a file in ``data``.

    Raises
    ------
    ValueError
        The address is none of these; the message is a whole sentence.
    """
    scheme = urlsplit(url).scheme if url else "sqlite"
    if scheme not in SCHEMES:
        raise ValueError(f"The address begins with “{scheme}:”, which is no database known here.")
    if SCHEMES[scheme] == "sqlite3":
        return _sqlite(url, data)
    return _postgresql(url)


def _sqlite(url: str, data: Path) -> dict[str, dict[str, Any]]:
    parts = urlsplit(url)
    if parts.netloc or (url and not parts.path.strip("/")):
        raise ValueError("The path of the file is missing, or has only two slashes before it.")
    path = Path(unquote(parts.path)) if url else data / FILE_NAME
    base = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(path)}
    pragmas = "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA foreign_keys=ON; "
    options = {"timeout": LOCK_SECONDS, "init_command": pragmas + "PRAGMA cache_size=-64000;"}
    return {
        "default": {
            **base,
            "OPTIONS": {**options, "transaction_mode": "IMMEDIATE"},
            # A file also in tests: threads cannot wait for one another in memory.
            "TEST": {"NAME": str(data / "test.sqlite3")},
        },
        "reading": {
            **base,
            "OPTIONS": {**options, "transaction_mode": "DEFERRED"},
            "TEST": {"MIRROR": "default"},
        },
    }


def _postgresql(url: str) -> dict[str, dict[str, Any]]:
    parts = urlsplit(url)
    said = dict(parse_qsl(parts.query, keep_blank_values=True))
    unknown = sorted(set(said) - LIBPQ)
    if unknown:
        raise ValueError(f"The address says “{unknown[0]}”, which PostgreSQL does not know there.")
    # The host as it is written: a socket's folder has capitals.
    place = parts.netloc.rpartition("@")[2]
    host, _, port = (place, "", "") if place.endswith("]") else place.rpartition(":")
    if not host and not port.isdigit():
        host, port = place, ""
    if port and not port.isdigit():
        raise ValueError("The port in the address is no number.")
    name = unquote(parts.path.lstrip("/"))
    if not name:
        raise ValueError("The name of the database is missing at the end of the address.")
    base = {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": name,
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": said.pop("host", "") or unquote(host).strip("[]"),
        "PORT": port,
        "CONN_HEALTH_CHECKS": True,
    }
    options: dict[str, Any] = {
        "connect_timeout": CONNECT_SECONDS,
        "prepare_threshold": PLANNED_AFTER,
        **said,
    }
    asked = said.get("options", "")
    return {
        "default": {
            **base,
            "CONN_MAX_AGE": 60,
            "OPTIONS": {**options, "options": f"{QUICK} {asked}".strip()},
        },
        "reading": {
            **base,
            "OPTIONS": {**options, "options": f"{asked} {STILL}".strip()},
            "TEST": {"MIRROR": "default"},
        },
    }
