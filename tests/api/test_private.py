"""What one person makes private, another gets as absent: at every address, whatever is sent."""

from typing import Any

import pytest

from lineofsight.api.root import api
from tests.api.programs import ROOT, Program, Programs
from tests.factories import organization
from tests.factories.goals import MONDAY

pytestmark = pytest.mark.django_db
SAME = {"X-Request-ID": "the-same-name", "If-Match": '"v1"'}
LATER = "2027-01-01"

# Enough of a body for an operation to look for the row; nothing where no field is needed.
BODIES: dict[str, dict[str, Any]] = {
    "PUT /goals/{pk}/status": {"status": "paused"},
    "PUT /goals/{pk}/override": {"value": 0.5},
    "POST /goals/{pk}/key-results": {"title": "Signed"},
    "POST /key-results/{pk}/observations": {"value": 1, "date": MONDAY.isoformat()},
    "PUT /links/{pk}/trade-off": {"trade_off": "Half each", "review_by": LATER},
    "PUT /assumptions/{pk}/state": {"state": "false"},
    "PUT /blockers/{pk}/answer": {"answer": "On Monday."},
}


def made_private(asks: Program) -> dict[str, int]:
    """Make a confidential goal with one of everything that hangs on a goal; their numbers."""
    goal = number(asks.post("/goals", {"title": "A merger", "confidential": True}))
    about = {"goal_ids": [goal]}
    share = {"person_id": asks.person.pk, "goal_id": goal, "share": 0.5}
    answers = {
        "key-results": asks.post(f"/goals/{goal}/key-results", {"title": "Signed", "target": 1}),
        "links": asks.post(
            "/links", {"kind": "supports", "source_id": goal, "to_north_star": True}
        ),
        "actions": asks.post("/actions", {"title": "Call them", "goal_id": goal}),
        "assumptions": asks.post("/assumptions", {"text": "They sell.", **about}),
        "decisions": asks.post("/decisions", {"title": "We buy", "reason": "Reach", **about}),
        "allocations": asks.ask("PUT", "/allocations", share),
        "blockers": asks.post("/blockers", {"text": "No lawyer.", "goal_id": goal}),
    }
    return {"goals": goal} | {word: number(answer) for word, answer in answers.items()}


def number(answer: Any) -> int:
    assert answer.status_code in {200, 201}, answer.content
    return int(answer.json()["id"])


def addresses(words: set[str]) -> list[str]:
    """``PATCH /goals/{pk}`` and all others about a row of these kinds."""
    paths = api.get_openapi_schema()["paths"]
    found = [
        f"{method.upper()} {path.removeprefix(ROOT)}"
        for path, methods in paths.items()
        for method in methods
        if "{pk}" in path
    ]
    return [label for label in found if label.split("/")[1] in words]


@pytest.mark.slow
@pytest.mark.parametrize("role", ["", "administrator", "auditor", "strategy_office"])
def test_what_one_makes_private_another_gets_as_absent(program: Programs, role: str) -> None:
    mine = made_private(program())
    other = organization.person("Bob")
    if role:
        organization.grant(other, role)
    asks = Program(other)
    tried = addresses(set(mine))

    for label in tried:
        method, path = label.split(" ")
        body = None if method in {"GET", "DELETE"} else BODIES.get(label, {})
        hidden, absent = (
            asks.ask(method, path.replace("{pk}", str(pk)), body, **SAME)
            for pk in (mine[path.split("/")[1]], 99_999_999)
        )
        assert absent.status_code == 404, (label, absent.content)
        assert (hidden.status_code, hidden.content) == (404, absent.content), label
        assert sorted(hidden.headers) == sorted(absent.headers), label
    assert len(tried) > 30


def test_what_one_makes_private_is_in_nobody_elses_lists(program: Programs) -> None:
    mine = made_private(program())
    asks = Program(organization.strategy_office())

    for word in mine:
        assert asks.get(f"/{word}").json()["items"] == [], word
    assert asks.get("/find?q=merger").json() == []


def test_who_gives_it_away_is_told_that_it_is_done(program: Programs) -> None:
    alice, bob = program(), Program(organization.person("Bob"))
    goal = number(alice.post("/goals", {"title": "A merger", "confidential": True}))

    given = alice.change("PATCH", f"/goals/{goal}", {"owner_id": bob.person.pk})

    assert (given.status_code, given["ETag"]) == (200, '"v2"')
    assert alice.get("/goals").json()["items"] == []
    assert [row["title"] for row in bob.get("/goals").json()["items"]] == ["A merger"]


def test_its_owner_gets_all_of_it(program: Programs) -> None:
    alice = program()
    mine = made_private(alice)

    for word, pk in mine.items():
        assert alice.get(f"/{word}/{pk}").status_code == 200, word
        assert [row["id"] for row in alice.get(f"/{word}").json()["items"]] == [pk], word
