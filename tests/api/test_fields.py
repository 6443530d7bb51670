"""Fields that are nobody's to read are in no answer, and what is hidden reads like nothing."""

import json
from collections.abc import Iterator
from typing import Any

import pytest

from lineofsight.api.root import api
from lineofsight.api.shown import WITH
from lineofsight.organization.models import Organization
from tests.api.programs import ROOT, Program, Programs
from tests.api.world import EMPLOYEE, OFFICE, fill, ids, program

pytestmark = pytest.mark.django_db
NEVER = ("password", "digest", "session", "extras", "totp", "otp", "hash_of", "readers")
# The digest of a preview stands for what a plan would do; it protects nothing.
SAID = {("PreviewPlan", "digest"), ("Preview", "digest"), ("NewImport", "digest")}
SECRETS = {("MadeToken", "secret")}  # shown once, to whoever made it


def properties() -> Iterator[tuple[str, str]]:
    for name, schema in api.get_openapi_schema()["components"]["schemas"].items():
        for field in schema.get("properties", {}):
            yield name, field


def lists() -> list[str]:
    """Every address that answers a list or one thing without a number in it."""
    paths = api.get_openapi_schema()["paths"]
    return sorted(
        path.removeprefix(ROOT)
        for path, methods in paths.items()
        if "get" in methods and "{" not in path and not path.endswith(("/export", "/find"))
    )


def singles() -> list[str]:
    paths = api.get_openapi_schema()["paths"]
    return sorted(
        path.removeprefix(ROOT)
        for path, methods in paths.items()
        if "get" in methods and "{pk}" in path
    )


def keys(told: Any) -> Iterator[str]:
    if isinstance(told, dict):
        for key, value in told.items():
            yield key
            yield from keys(value)
    elif isinstance(told, list):
        for value in told:
            yield from keys(value)


def test_no_schema_has_a_field_that_is_nobodys_to_read() -> None:
    found = {
        (schema, field)
        for schema, field in properties()
        if any(word in field.lower() for word in (*NEVER, "secret"))
    }

    assert found - SAID - SECRETS == set()


@pytest.mark.slow
def test_no_answer_has_such_a_field_or_a_secret(program: Programs) -> None:
    office, employee = fill()

    for person in (office, employee):
        asks = program(person)
        numbers = ids()
        for path in lists():
            answer = asks.get(path)
            assert answer.status_code == 200, (path, answer.content)
            assert not {key for key in keys(answer.json()) if key in NEVER}, path
            assert asks.token.digest not in answer.content.decode()
        for path in singles():
            for pk in numbers.get(path.split("/")[1], [])[:3]:
                answer = asks.get(path.replace("{pk}", str(pk)))
                assert answer.status_code in {200, 404}, (path, answer.content)
                assert not {key for key in keys(answer.json()) if key in NEVER}, path


@pytest.mark.slow
def test_what_is_hidden_reads_like_what_is_not_there_at_every_address() -> None:
    office, employee = fill()
    program(office, OFFICE)
    program(employee, EMPLOYEE)
    asks = Program(employee)
    same = {"X-Request-ID": "the-same-name"}
    hidden = 0

    for path in singles():
        word = path.split("/")[1]
        absent = asks.get(path.replace("{pk}", "99999999"), **same)
        assert absent.status_code == 404, path
        for pk in ids().get(word, []):
            answer = asks.get(path.replace("{pk}", str(pk)), **same)
            if answer.status_code == 404:
                hidden += 1
                assert answer.content == absent.content, path
                assert sorted(answer.headers) == sorted(absent.headers), path

    assert hidden > 10


def test_every_kind_that_is_shown_has_a_list() -> None:
    words = {path.strip("/") for path in lists()}
    from tests.api.world import word_of

    missing = {word_of(model) for model in WITH if model is not Organization} - words
    assert missing == {"observations"}, "values are listed with their measure"
    assert json.dumps(sorted(words))
