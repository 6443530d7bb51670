"""The page on using the interface: its requests are sent, its answers are compared."""

import json
import re
from pathlib import Path
from typing import Any

import pytest
from django.test import Client

from tests.api.programs import Programs

pytestmark = pytest.mark.django_db
PAGE = Path(__file__).parents[2] / "docs" / "how-to" / "use-the-api.md"
BLOCK = re.compile(r"^```http\n(.*?)^```$", re.DOTALL | re.MULTILINE)
CLOSED = "los_…"


def exchanges() -> list[tuple[str, str]]:
    blocks = BLOCK.findall(PAGE.read_text(encoding="utf-8"))
    return list(zip(blocks[::2], blocks[1::2], strict=True))


def parts(block: str) -> tuple[str, dict[str, str], str]:
    """The first line, the headers and the body of a message."""
    head, _, body = block.partition("\n\n")
    first, *lines = head.strip().splitlines()
    return first, dict(line.split(": ", 1) for line in lines), body.strip()


def agree(told: Any, found: Any, numbers: dict[int, int], name: str = "") -> bool:
    """Tell whether an answer says what the page says; numbers of rows may be others."""
    if isinstance(told, dict):
        return isinstance(found, dict) and all(
            key in found and agree(value, found[key], numbers, key) for key, value in told.items()
        )
    if isinstance(told, list):
        return len(told) == len(found) and all(
            agree(one, other, numbers) for one, other in zip(told, found, strict=True)
        )
    if name == "id" or name.endswith("_id"):
        return bool(numbers.setdefault(told, found) == found)
    return bool(told == found)


def test_the_page_does_what_it_says(program: Programs) -> None:
    alice = program()
    client = Client()
    numbers: dict[int, int] = {}

    def real(text: str) -> str:
        """Put the numbers of this record for those of the page."""
        return re.sub(
            r"(?<=/)\d+(?=[/ ?]|$)|(?<=_id\": )\d+",
            lambda match: str(numbers.get(int(match[0]), match[0])),
            text,
        )

    assert len(exchanges()) > 12
    for asked, expected in exchanges():
        line, headers, body = parts(asked)
        method, address, _version = line.split(" ")
        authorization = headers.pop("Authorization", "").replace(CLOSED, alice.secret)
        if authorization:
            headers["Authorization"] = authorization
        answer = client.generic(
            method,
            real(address),
            real(body).encode(),
            content_type=headers.pop("Content-Type", ""),
            headers=headers,
        )
        told, told_headers, told_body = parts(expected)
        said = f"{line}\n{answer.content.decode()}"
        assert told.split(" ")[1] == str(answer.status_code), said
        assert told.split(" ", 2)[2] == answer.reason_phrase, said
        for name, value in told_headers.items():
            assert answer[name] == value, f"{name} of {said}"
        assert agree(json.loads(told_body), answer.json(), numbers), said
