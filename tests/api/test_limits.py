"""How often and how much may be sent, and what is forgotten between requests."""

import json
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from lineofsight.api import auth
from lineofsight.kit.context import means
from lineofsight.organization.models import AuditEntry
from tests.api.programs import ROOT, Program, Programs
from tests.channels import signed_in
from tests.factories import accounts, organization
from tests.factories.goals import goal

pytestmark = pytest.mark.django_db


def test_a_token_that_asks_too_often_is_told_when_to_come_back(
    program: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auth, "REQUESTS", 2)
    alice = program()

    answers = [alice.get("/me") for _ in range(3)]

    assert [answer.status_code for answer in answers] == [200, 200, 429]
    assert 1 <= int(answers[-1]["Retry-After"]) <= 60
    assert answers[-1].json()["code"] == "too_many"


def test_a_request_with_a_key_counts_once(
    program: Programs, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(auth, "REQUESTS", 1)

    made = program().post("/goals", {"title": "Fewer leaks"}, **{"Idempotency-Key": "k1"})

    assert made.status_code == 201


def test_a_thread_forgets_whose_token_it_served(program: Programs) -> None:
    alice = program()
    alice.post("/goals", {"title": "By a program"})
    assert means.get() == ""

    page = signed_in(organization.person("Bob"))
    page.get("/api/v1/me")

    assert means.get() == ""
    assert AuditEntry.objects.filter(verb="goal.created").latest("pk").on_behalf_of == "token:test"


def test_reading_a_confidential_goal_names_the_token(program: Programs) -> None:
    alice = program()
    hidden = goal("A merger", owner=alice.person, confidential=True)

    for path in ("", "/around"):
        assert alice.get(f"/goals/{hidden.pk}{path}").status_code == 200

    read = AuditEntry.objects.filter(verb="goal.read")
    assert list(read.values_list("on_behalf_of", flat=True)) == ["token:test"] * 2


def test_a_page_makes_no_token_without_showing_once_more_who_it_is() -> None:
    alice = organization.person("Alice")
    account = accounts.account(alice, password=accounts.PASSWORD)
    assert account.has_usable_password()
    page = signed_in(alice)

    refused = page.post(
        ROOT + "/tokens",
        json.dumps({"name": "mine", "scopes": ["read"]}),
        content_type="application/json",
    )

    assert refused.status_code == 403
    assert refused["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("path", ["/nothing", "/goals/x", "/goals/1/", "/goals/-1"])
def test_an_address_that_is_none_reads_like_what_is_not_there(program: Programs, path: str) -> None:
    alice = program()
    absent = alice.get("/goals/999999", **{"X-Request-ID": "the-same-name"})

    other = alice.get(path, **{"X-Request-ID": "the-same-name"})

    assert other.status_code == 404
    assert other.content == absent.content
    assert other["Content-Type"] == "application/problem+json"


def test_another_method_is_refused_with_those_that_are_there(program: Programs) -> None:
    refused = program().ask("DELETE", "/goals")

    assert refused.status_code == 405
    assert set(refused["Allow"].split(", ")) == {"GET", "POST"}
    assert refused["Content-Type"] == "application/problem+json"


def test_more_than_any_request_may_hold_is_refused(program: Programs) -> None:
    refused = program().post("/goals", {"title": "x", "text": "x" * (10 * 1024 * 1024)})

    assert refused.status_code == 413
    assert refused["Content-Type"] == "application/problem+json"


@pytest.mark.parametrize("text", ["\x00", "\ud800"])
def test_signs_that_no_database_keeps_are_refused(program: Programs, text: str) -> None:
    refused = program().post("/goals", {"title": f"a{text}b"})

    assert refused.status_code == 422, refused.content


PLAN = {"goals": [{"id": "G1", "title": "Fewer leaks"}]}


class TestPlans:
    def office(self) -> Program:
        return Program(organization.strategy_office())

    def test_are_looked_at_taken_in_and_taken_back(self) -> None:
        office = self.office()

        seen = office.post("/imports/preview", {"plan": PLAN}).json()
        made = office.post("/imports", {"plan": PLAN, "digest": seen["digest"]})
        again = office.post("/imports", {"plan": PLAN})
        undone = office.post(f"/imports/{made.json()['id']}/undo", {"reason": "a trial"})

        assert seen["counts"] == {"goals": {"added": 1}}
        assert made.status_code == 201, made.content
        assert again.status_code == 204
        assert undone.json() == {"counts": {"goals": [1, 0]}, "left": []}
        assert office.get("/imports").json()["items"][0]["state"] == "undone"

    def test_come_as_files_too(self) -> None:
        office = self.office()
        file = SimpleUploadedFile("goals.csv", b"id,title\nG1,Fewer leaks\n")

        made = office.client.post(
            ROOT + "/imports",
            {"file": file, "reason": "a file"},
            headers={"Authorization": f"Bearer {office.secret}", "Idempotency-Key": "k"},
        )

        assert made.status_code == 201, made.content
        assert made.json()["file"] == "goals.csv"
        assert made.json()["counts"] == {"goals": {"added": 1}}

    def test_let_rows_wait_that_cannot_be_read_if_asked(self) -> None:
        office = self.office()
        content = b"id,title,end\nG1,Fewer leaks,2026-12-31\nG2,Books closed,next week\n"
        headers = {"Authorization": f"Bearer {office.secret}"}

        def sent(path: str, **more: Any) -> Any:
            file = SimpleUploadedFile("goals.csv", content)
            given = {"file": file, "quarantine": "true"}
            return office.client.post(ROOT + path, given, headers={**headers, **more})

        seen = sent("/imports/preview").json()
        made = sent("/imports", **{"Idempotency-Key": "a"})
        again = sent("/imports", **{"Idempotency-Key": "b"})

        assert (seen["problems"], seen["waiting"]) == ([], 1)
        assert made.status_code == 201, made.content
        assert again.status_code == 204
        (row,) = office.get("/quarantined-rows").json()["items"]
        assert (row["file"], row["table"], row["row"]) == ("goals.csv", "goals", 3)
        assert row["content"] == {"id": "G2", "title": "Books closed", "end": "next week"}

    def test_in_json_let_rows_wait_too(self) -> None:
        office = self.office()
        goals = [*PLAN["goals"], {"id": "G2", "title": "Books closed", "end": "next week"}]

        made = office.post("/imports", {"plan": {"goals": goals}, "quarantine": True})

        assert made.status_code == 201, made.content
        assert [row["row"] for row in office.get("/quarantined-rows").json()["items"]] == [2]

    def test_are_no_administrators_even_if_none_can_be_read(self) -> None:
        admin = Program(organization.administrator())
        plan = {"goals": [{"id": "G2", "title": "Books closed", "end": "next week"}]}

        assert admin.post("/imports", {"plan": plan, "quarantine": True}).status_code == 403

    def test_with_another_digest_are_left_alone(self) -> None:
        office = self.office()

        refused = office.post("/imports", {"plan": PLAN, "digest": "0" * 64})

        assert refused.status_code == 409
        assert office.get("/goals").json()["items"] == []

    def test_that_are_wrong_are_refused_with_all_that_is_wrong(self) -> None:
        refused = self.office().post("/imports", {"plan": {"goals": [{"id": "G1", "start": "x"}]}})

        told = {(error["table"], error["column"]) for error in refused.json()["errors"]}
        assert refused.status_code == 422
        assert ("goals", "start") in told

    def test_are_not_an_employees(self, program: Programs) -> None:
        assert program().post("/imports", {"plan": PLAN}).status_code == 403

    def test_come_out_as_their_reader_sees_them(self, program: Programs) -> None:
        goal("A merger", ref="G7", owner=organization.person("Bob"), confidential=True)
        goal("Fewer leaks", ref="G8")

        plan = program().get("/export").json()

        assert [row["id"] for row in plan["goals"]] == ["G8"]
