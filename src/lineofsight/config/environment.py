"""What the environment says, checked before anything starts."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit


@dataclass(frozen=True)
class Environment:
    """Settings of one installation."""

    secret_key: str
    debug: bool
    hosts: list[str]
    databases: dict[str, dict[str, Any]]
    static_root: Path
    data: Path


def read_environment(given: Mapping[str, str] | None = None) -> Environment:
    """Read the settings from the environment."""
    given = os.environ if given is None else given
    data = Path(given.get("LINEOFSIGHT_DATA", "lineofsight-data")).absolute()
    return Environment(
        secret_key=given.get("SECRET_KEY") or secrets.token_urlsafe(48),
        debug=False,
        hosts=given.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(","),
        databases={"default": database(given.get("DATABASE_URL", ""), data)},
        static_root=data / "static",
        data=data,
    )


def database(url: str, data: Path) -> dict[str, Any]:
    """Return Django's settings of the database that a URL names; SQLite in ``data`` without one."""
    if not url or url.startswith("sqlite:"):
        path = Path(unquote(urlsplit(url).path)) if url else data / "record.sqlite3"
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": str(path),
            "OPTIONS": {
                "transaction_mode": "IMMEDIATE",
                "timeout": 10,
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; "
                "PRAGMA foreign_keys=ON; PRAGMA cache_size=-64000;",
            },
        }
    parts = urlsplit(url)
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": unquote(parts.hostname or ""),
        "PORT": str(parts.port or ""),
        "OPTIONS": {"pool": {"min_size": 1, "max_size": 8}},
    }
