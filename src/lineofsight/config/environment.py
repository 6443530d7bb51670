"""What the environment says, checked before anything starts."""

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from lineofsight.config.databases import databases


@dataclass(frozen=True)
class Environment:
    """Settings of one installation."""

    mode: str
    secret_key: str
    debug: bool
    hosts: list[str]
    databases: dict[str, dict[str, Any]]
    static_root: Path
    data: Path


def read_environment(given: Mapping[str, str] | None = None) -> Environment:
    """Read the settings from the environment."""
    given = os.environ if given is None else given
    test = given.get("LINEOFSIGHT_MODE") == "test"
    data = Path(given.get("LINEOFSIGHT_DATA", "lineofsight-data")).absolute()
    return Environment(
        mode=given.get("LINEOFSIGHT_MODE") or "embedded",
        secret_key=given.get("SECRET_KEY") or secrets.token_urlsafe(48),
        debug=False,
        hosts=given.get("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]").split(","),
        databases=databases(given.get("DATABASE_URL", ""), data, pool=0 if test else 8),
        static_root=data / "static",
        data=data,
    )
