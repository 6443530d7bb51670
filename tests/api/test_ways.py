"""How the interface speaks: versions, repeated requests, pages, errors."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from lineofsight.api.description import COMMITTED, described
from lineofsight.goals.models import Goal, Observation
from lineofsight.organization.models import AuditEntry, Person
from tests.api.programs import Programs
from tests.factories import organization

pytestmark = pytest.mark.django_db
TODAY = date.today().isoformat()


def test_a_change_names_the_version_it_was_made_on(program: Programs) -> None:
    alice = program()
    made = alice.post("/goals", {"title": "Fewer leaks"})
    at = f"/goals/{made.json()['id']}"

    without = alice.ask("PATCH", at, {"title": "No leaks"})
    stale = alice.ask("PATCH", at, {"title": "No leaks"}, **{"If-Match": '"v9"'})
    good = alice.ask("PATCH", at, {"title": "No leaks"}, **{"If-Match": made["ETag"]})

    assert [without.status_code, stale.status_code, good.status_code] == [428, 412, 200]
    assert stale.json()["version"] == 1
    assert good["ETag"] == '"v2"'
    assert good.json()["title"] == "No leaks"


def test_a_request_that_is_sent_again_has_one_effect_and_one_answer(program: Programs) -> None:
    alice = program()

    first, again = (
        alice.post("/goals", {"title": "Fewer leaks"}, **{"Idempotency-Key": "k1"}) for _ in "12"
    )

    assert first.json() == again.json()
    assert first["ETag"] == again["ETag"]
    assert again["Idempotent-Replayed"] == "true"
    assert Goal.objects.count() == 1
    assert AuditEntry.objects.filter(verb="goal.created").count() == 1


def test_a_key_is_not_used_for_another_request(program: Programs) -> None:
    alice = program()
    alice.post("/goals", {"title": "Fewer leaks"}, **{"Idempotency-Key": "k1"})

    refused = alice.post("/goals", {"title": "More leaks"}, **{"Idempotency-Key": "k1"})

    assert refused.status_code == 422
    assert refused.json()["code"] == "key_reused"


def test_a_key_belongs_to_its_person(program: Programs) -> None:
    alice, bob = program(), program(organization.person("Bob"))

    alice.post("/goals", {"title": "Fewer leaks"}, **{"Idempotency-Key": "k1"})
    other = bob.post("/goals", {"title": "Fewer leaks"}, **{"Idempotency-Key": "k1"})

    assert other.status_code == 201
    assert Goal.objects.count() == 2


def test_a_refused_request_may_be_sent_again(program: Programs) -> None:
    alice = program()
    goal = alice.post("/goals", {"title": "Fewer leaks", "status": "cancelled"}).json()
    made = alice.post(f"/goals/{goal['id']}/key-results", {"title": "Leaks"})

    refused = alice.post("/goals", {"title": ""}, **{"Idempotency-Key": "k1"})
    good = alice.post("/goals", {"title": "Fewer"}, **{"Idempotency-Key": "k1"})

    assert refused.status_code == 422
    assert good.status_code == 201, good.content
    assert made.status_code in {201, 409}


def test_pages_follow_one_another_without_gap_or_overlap(program: Programs) -> None:
    alice = program()
    for number in range(7):
        organization.person(f"Person {number}")

    def pages() -> Iterator[list[int]]:
        cursor = ""
        while True:
            page = alice.get(f"/people?limit=3&cursor={cursor}").json()
            yield [person["id"] for person in page["items"]]
            cursor = page["next"]
            if cursor is None:
                return

    found = list(pages())

    assert [len(page) for page in found] == [3, 3, 2]
    assert [pk for page in found for pk in page] == list(
        Person.objects.order_by("pk").values_list("pk", flat=True)
    )


@pytest.mark.parametrize("cursor", ["x", "!!", "W10", "WyJhIl0", "Wy0xXQ", "W1tbW1s"])
def test_a_cursor_that_is_none_is_refused(program: Programs, cursor: str) -> None:
    refused = program().get(f"/people?cursor={cursor}")

    assert refused.status_code == 422
    assert refused["Content-Type"] == "application/problem+json"


def test_all_that_is_wrong_is_said_at_once_with_its_field(program: Programs) -> None:
    refused = program().post("/goals", {"title": "", "confidence": 11, "colour": "blue"})

    told = {error["field"].rsplit(".", 1)[-1] for error in refused.json()["errors"]}
    assert refused.status_code == 422
    assert {"title", "confidence", "colour"} <= told


def test_invisible_and_absent_answer_alike(program: Programs) -> None:
    alice, bob = program(), program(organization.person("Bob"))
    hidden = alice.post("/goals", {"title": "A merger", "confidential": True}).json()["id"]

    def answer(pk: int) -> tuple[int, dict[str, object]]:
        found = bob.get(f"/goals/{pk}", **{"X-Request-ID": "same"})
        return found.status_code, {**found.json(), "instance": None}

    assert answer(hidden) == answer(hidden + 1_000)
    assert answer(hidden)[0] == 404


def test_a_number_that_names_nothing_visible_is_a_problem_of_its_field(program: Programs) -> None:
    refused = program().post("/goals", {"title": "Fewer leaks", "owner_id": 999_999})

    assert refused.status_code == 422
    assert refused.json()["errors"][0]["field"] == "owner_id"


def test_a_value_is_in_the_roll_up_when_the_answer_comes(program: Programs) -> None:
    alice = program()
    above = alice.post("/goals", {"title": "Safe water", "rollup": "children"}).json()["id"]
    below = alice.post("/goals", {"title": "Fewer leaks"}).json()["id"]
    measure = alice.post(
        f"/goals/{below}/key-results", {"title": "Leaks", "baseline": 8, "target": 4}
    ).json()["id"]
    linked = alice.post("/links", {"kind": "supports", "source_id": below, "goal_id": above})
    assert linked.status_code == 201, linked.content

    recorded = alice.post(f"/key-results/{measure}/observations", {"value": 6, "date": TODAY})

    assert recorded.status_code == 201, recorded.content
    assert alice.get(f"/goals/{above}").json()["progress"] == 0.5
    assert Observation.objects.get().value == 6


def test_a_circle_of_supports_is_refused_in_words(program: Programs) -> None:
    alice = program()
    one = alice.post("/goals", {"title": "One"}).json()["id"]
    two = alice.post("/goals", {"title": "Two"}).json()["id"]
    alice.post("/links", {"kind": "supports", "source_id": one, "goal_id": two})

    refused = alice.post("/links", {"kind": "supports", "source_id": two, "goal_id": one})

    assert refused.status_code in {409, 422}
    assert refused.json()["detail"]


def test_the_description_is_the_one_that_is_committed() -> None:
    assert COMMITTED.read_text(encoding="utf-8") == described(), "run: make docs"


def test_a_goal_is_overridden_measured_less_and_agreed_on_by_its_owner(program: Programs) -> None:
    alice = program()
    first, second = (
        alice.post("/goals", {"title": title}).json()["id"] for title in ("Fewer leaks", "Growth")
    )
    result = alice.post(f"/goals/{first}/key-results", {"title": "Leaks", "target": 1}).json()
    link = alice.post(
        "/links", {"kind": "competes_with", "source_id": first, "goal_id": second}
    ).json()

    answers = [
        alice.change("PUT", f"/goals/{first}/override", {"value": 0.5, "reason": "Half is done."}),
        alice.change("DELETE", f"/key-results/{result['id']}"),
        alice.change(
            "PUT",
            f"/links/{link['id']}/trade-off",
            {
                "trade_off": "Leaks first",
                "review_by": (date.today() + timedelta(days=30)).isoformat(),
            },
        ),
    ]

    assert [answer.status_code for answer in answers] == [200, 204, 200], answers
    assert alice.get(f"/goals/{first}").json()["override"] == 0.5
    assert alice.get(f"/links/{link['id']}").json()["trade_off"] == "Leaks first"
