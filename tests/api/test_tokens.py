"""Personal tokens: whoever has one acts as its person, within its scopes, until it ends."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from lineofsight.api.models import Token
from lineofsight.api.tokens import make_token, revoke_token
from lineofsight.kit.errors import Invalid
from lineofsight.organization import services
from tests.api.programs import Program, Programs
from tests.factories import organization

pytestmark = pytest.mark.django_db


def test_a_token_says_who_asks(program: Programs) -> None:
    alice = program(organization.person("Alice"), "read")

    told = alice.get("/me").json()

    assert told["person"]["name"] == "Alice"
    assert told["scopes"] == ["read"]


@pytest.mark.parametrize("given", ["", "Bearer los_nonsense", "Basic YTpi", "Bearer "])
def test_without_a_token_there_is_no_answer(program: Programs, given: str) -> None:
    refused = program().client.get("/api/v1/me", headers={"Authorization": given} if given else {})

    assert refused.status_code == 401
    assert refused["Content-Type"] == "application/problem+json"
    assert refused["WWW-Authenticate"].startswith("Bearer")
    assert refused.json()["code"] == "not_signed_in"


def test_the_secret_is_not_kept(program: Programs) -> None:
    alice = program()

    kept = Token.objects.values().get()

    assert alice.secret not in str(kept)


def test_a_scope_that_a_token_lacks_is_refused(program: Programs) -> None:
    refused = program(None, "read").post("/goals", {"title": "Fewer leaks"})

    assert refused.status_code == 403


def test_an_ended_token_is_refused_at_once(program: Programs) -> None:
    alice = program()
    revoke_token(actor=alice.person, token=alice.token)

    assert alice.get("/me").status_code == 401


def test_a_token_ends_with_its_days(program: Programs) -> None:
    alice = program()

    with time_machine.travel(datetime.now(UTC) + timedelta(days=90, seconds=1), tick=False):
        assert alice.get("/me").status_code == 401


def test_who_has_left_is_refused_at_once(program: Programs) -> None:
    alice = program()
    yesterday = datetime.now(UTC).date() - timedelta(days=1)
    services.leave(actor=None, person=alice.person, on=yesterday)

    assert alice.get("/me").status_code == 401


def test_nobody_sees_or_ends_the_token_of_another(program: Programs) -> None:
    alice, bob = program(), program(organization.person("Bob"))

    seen = bob.get("/tokens").json()["items"]

    assert [token["id"] for token in seen] == [bob.token.pk]
    assert bob.ask("DELETE", f"/tokens/{alice.token.pk}").status_code == 404


def test_a_token_makes_none_that_may_do_more(program: Programs) -> None:
    made = program(None, "read", "write").post(
        "/tokens", {"name": "more", "scopes": ["read", "admin"]}
    )

    assert made.status_code == 201
    assert made.json()["scopes"] == ["read"]


def test_a_made_token_is_shown_once(program: Programs) -> None:
    alice = program()
    secret = alice.post("/tokens", {"name": "reader", "scopes": ["read"]}).json()["secret"]

    assert secret not in alice.get("/tokens").content.decode()


def test_what_is_wrong_with_a_token_is_said_at_once() -> None:
    with pytest.raises(Invalid) as refused:
        make_token(actor=organization.person(), name=" ", scopes=["everything"], days=1_000)

    assert set(refused.value.problems) == {"name", "scopes", "days"}


def test_a_token_acts_under_its_name_in_the_audit(program: Programs) -> None:
    from lineofsight.organization.models import AuditEntry

    office = Program(organization.strategy_office())
    office.post("/kpis", {"name": "Leaks"})

    entry = AuditEntry.objects.filter(verb="kpi.added").order_by("-pk").first()
    assert entry is None or entry.on_behalf_of == "token:test"
    last = AuditEntry.objects.order_by("-pk").first()
    assert last is not None
    assert last.on_behalf_of == "token:test"
