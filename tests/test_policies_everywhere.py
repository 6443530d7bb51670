"""A table, a page or an operation without a policy fails here."""

import ast
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from django.apps import apps
from django.db.models import Model
from django.urls import URLPattern, URLResolver, get_resolver

from lineofsight.api.root import api
from lineofsight.organization import access
from lineofsight.organization.access import PUBLIC, SIGNED_IN, policy_of_view
from lineofsight.organization.models import Organization

SOURCE = Path(__file__).parents[1] / "src" / "lineofsight"
OURS = [model for model in apps.get_models() if model.__module__.startswith("lineofsight.")]
# Views of others, by the beginning of their module, and what guards them instead.
NOT_OURS = {
    "allauth.": "allauth's own: each says in its code whether it needs a sign-in, and shows a "
    "person nothing but their own account",
    "ninja.": "the operations behind it are walked below; what is not an operation is the "
    "description of the interface, which holds no content",
    "django.": "Django's own: static files and languages, no content",
}


def addresses(at: URLResolver | None = None) -> Iterator[tuple[str, Any]]:
    """Every address and its view."""
    at = at or get_resolver()
    for one in at.url_patterns:
        if isinstance(one, URLResolver):
            yield from addresses(one)
        elif isinstance(one, URLPattern):
            yield f"{one.pattern}", one.callback


def module_of(view: Any) -> str:
    view = view.func if isinstance(view, partial) else view
    return str(getattr(getattr(view, "view_class", view), "__module__", ""))


def short(part: object) -> str:
    """Name an address or a view alike in every process: no place in memory."""
    return part if isinstance(part, str) else getattr(part, "__name__", type(part).__name__)


def our_views() -> list[tuple[str, Any]]:
    return [
        (address, view)
        for address, view in addresses()
        if not module_of(view).startswith(tuple(NOT_OURS))
    ]


def operations() -> list[tuple[str, Any]]:
    return [
        (f"{' '.join(operation.methods)} {path}", operation.view_func)
        for _, router in api._routers
        for path, view in router.path_operations.items()
        for operation in view.operations
    ]


def is_a_policy(word: str) -> bool:
    return word in {PUBLIC, SIGNED_IN} or access.knows(word)


@pytest.mark.parametrize("model", OURS, ids=lambda model: model.__name__)
def test_every_table_has_a_policy_and_a_sentence_that_tells_it(model: type[Model]) -> None:
    policy = access.policy_of(model)

    assert policy.told.endswith(".")
    assert len(policy.told.split()) >= 4


@pytest.mark.parametrize(("address", "view"), our_views(), ids=short)
def test_every_page_says_who_may_call_it(address: str, view: Any) -> None:
    word = policy_of_view(view)

    assert is_a_policy(word), (
        f"{address} ({module_of(view)}) says {word!r}: mark the view with @access.guards(...)"
    )


@pytest.mark.parametrize(("address", "view"), operations(), ids=short)
def test_every_operation_says_who_may_call_it(address: str, view: Any) -> None:
    word = policy_of_view(view)

    assert is_a_policy(word), (
        f"{address} says {word!r}: mark the operation with @access.guards(...)"
    )


@pytest.mark.parametrize(("address", "view"), operations(), ids=short)
def test_an_operation_that_writes_names_its_verb(address: str, view: Any) -> None:
    if not address.startswith("GET"):
        assert access.knows(policy_of_view(view)), address


def verbs_asked() -> Iterator[tuple[str, str]]:
    """Each verb that the code asks the door about, in plain words."""
    for path in sorted(SOURCE.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if (
                isinstance(node, ast.Call)
                and isinstance(node.func, ast.Attribute | ast.Name)
                and (node.func.attr if isinstance(node.func, ast.Attribute) else node.func.id)
                in {"require", "can", "guards"}
                and node.args
            ):
                for argument in node.args[:2]:
                    for part in ast.walk(argument):
                        if isinstance(part, ast.Constant) and isinstance(part.value, str):
                            yield str(path.relative_to(SOURCE)), part.value


def test_the_code_asks_only_for_verbs_that_a_policy_knows() -> None:
    words = {(path, word) for path, word in verbs_asked() if "." in word}

    assert words
    assert {(path, word) for path, word in words if not access.knows(word)} == set()


def test_verbs_on_the_whole_record_need_no_row() -> None:
    for verb in access.policy_of(Organization).makes:
        assert access.knows(verb)
