"""What several tests of the entrance need."""

import hashlib
import re
from typing import Any

from django.http import HttpResponse
from django.test import Client

import lineofsight.web.tasks  # noqa: F401 - what the worker loads at its start
from lineofsight.organization.work.models import Job
from lineofsight.organization.work.registry import tasks
from tests.factories.accounts import PASSWORD

_LINK = re.compile(r"https?://\S+?(/\S+)")


def sign_in(client: Client, email: str, password: str = PASSWORD, **said: Any) -> HttpResponse:
    """Send the form of the sign-in page."""
    return client.post("/sign-in/", {"login": email, "password": password}, **said)


def work() -> None:
    """Do what waits in the queue, as the worker would."""
    for job in Job.objects.filter(done_at__isnull=True).order_by("pk"):
        tasks()[job.name].do(**job.args)
        job.delete()


def link_in(text: str) -> str:
    """Return the path of the first link of a mail."""
    found = _LINK.search(text)
    assert found, text
    return found.group(1)


def without_token(body: bytes) -> str:
    """Return the digest of a page without what differs in any two: the form's token, the nonce."""
    return hashlib.sha256(re.sub(rb'(value|nonce)="[^"]{20,64}"', b"", body)).hexdigest()
