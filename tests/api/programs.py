"""A program that speaks to the interface as a person."""

import json
from collections.abc import Callable
from copy import copy
from typing import Any

from django.test import Client

from lineofsight.api.tokens import make_token
from lineofsight.organization.models import Person

ROOT = "/api/v1"


class Program:
    """Sends requests with a personal token."""

    def __init__(self, person: Person, *scopes: str) -> None:
        self.person = person
        self.token, self.secret = make_token(
            actor=person, name="test", scopes=scopes or ("read", "write", "admin")
        )
        self.client = Client()

    def fresh(self) -> "Program":
        """Return the same program with a connection of its own, for another thread."""
        other = copy(self)
        other.client = Client()
        return other

    def ask(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Send one request; return Django's answer, with ``.json()``."""
        return self.client.generic(
            method,
            ROOT + path,
            b"" if body is None else json.dumps(body).encode(),
            content_type="application/json",
            headers={"Authorization": f"Bearer {self.secret}", **headers},
        )

    def get(self, path: str, **headers: str) -> Any:
        return self.ask("GET", path, **headers)

    def post(self, path: str, body: Any = None, **headers: str) -> Any:
        return self.ask("POST", path, {} if body is None else body, **headers)

    def change(self, method: str, path: str, body: Any = None, **headers: str) -> Any:
        """Read the ETag, then change what was read."""
        at = "/".join(path.split("/")[:3])
        return self.ask(method, path, body, **{"If-Match": self.get(at)["ETag"], **headers})


Programs = Callable[..., Program]
