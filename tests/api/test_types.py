"""JSON has types: nothing is taken for another."""

from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import ValidationError

from lineofsight.api.root import api
from lineofsight.api.schemas.common import Given
from lineofsight.api.schemas.exchange import AsOf
from lineofsight.api.schemas.goals import NewGoal, NewObservation
from lineofsight.api.schemas.people import NewPerson

WRONG = [
    (NewPerson, {"name": "A", "on_leave": 0}),
    (NewPerson, {"name": "A", "team_id": "1"}),
    (NewPerson, {"name": "A", "team_id": True}),
    (NewPerson, {"name": "A", "check_in_days": "7"}),
    (NewPerson, {"name": "A", "start_date": 0}),
    (NewPerson, {"name": "A", "start_date": "2026-01-01T00:00:00"}),
    (NewGoal, {"title": "A", "contributor_ids": ["1"]}),
    (NewObservation, {"value": True, "date": "2026-01-01"}),
]


@pytest.mark.parametrize(("schema", "given"), WRONG, ids=str)
def test_another_type_is_refused(schema: type[NewGoal], given: dict[str, object]) -> None:
    with pytest.raises(ValidationError, match="another type"):
        schema.model_validate(given)


@pytest.mark.parametrize(
    ("written", "is_"),
    [
        ("2026-11-22T10:00:00+01:00", "2026-11-22T09:00:00+00:00"),
        ("0366-01-20T01:37:44-21:19", "0366-01-20T22:56:44+00:00"),
        ("0001-01-01T00:00:00+23:59", "0001-01-01T00:00:00+00:00"),
        ("9999-12-31T23:59:59-23:59", "9999-12-31T23:59:59.999999+00:00"),
    ],
)
def test_an_instant_is_taken_in_utc_whatever_its_zone(written: str, is_: str) -> None:
    asked = AsOf.model_validate({"as_of": written})
    assert asked.as_of is not None
    assert asked.as_of.isoformat() == is_


def test_what_the_description_says_is_taken() -> None:
    person = NewPerson.model_validate(
        {"name": "A", "on_leave": False, "team_id": 1, "check_in_days": 7, "start_date": None}
    )
    goal = NewGoal.model_validate({"title": "A", "start": "2026-01-01", "contributor_ids": [1]})

    assert person.changes() == {
        "name": "A",
        "on_leave": False,
        "team_id": 1,
        "check_in_days": 7.0,
        "start_date": None,
    }
    assert str(goal.start) == "2026-01-01"


def texts(told: Any) -> Iterator[Any]:
    if isinstance(told, dict):
        if told.get("type") == "string":
            yield told
        for each in told.values():
            yield from texts(each)
    elif isinstance(told, list):
        for each in told:
            yield from texts(each)


def kinds(of: type[Given]) -> Iterator[type[Given]]:
    for kind in of.__subclasses__():
        yield kind
        yield from kinds(kind)


def test_no_text_is_taken_with_a_sign_that_no_database_keeps() -> None:
    assert api.get_openapi_schema()["paths"]  # which has asked every room for what it takes
    free = [
        (kind.__name__, told.get("title"))
        for kind in kinds(Given)
        for told in texts(kind.model_json_schema())
        if not {"enum", "const", "format", "pattern"} & told.keys()
    ]

    assert free == []
    assert len(list(kinds(Given))) > 40
