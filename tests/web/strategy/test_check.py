"""The check on the strategy page: asked for, followed, and over."""

from typing import Any

import pytest
from django.test import Client

from lineofsight.alignment import checking
from lineofsight.alignment.models import Check
from lineofsight.alignment.services import tick
from tests.factories import organization
from tests.web.line.worlds import signed_in, world

pytestmark = pytest.mark.django_db
POLLS = 'hx-trigger="every 1s"'


@pytest.fixture
def office() -> Client:
    world()
    return signed_in(organization.strategy_office("Olga Dahl"))


def part(client: Client, address: str, how: str = "get") -> Any:
    return getattr(client, how)(address, HTTP_HX_REQUEST="true")


def test_only_who_may_ask_for_a_check_is_offered_one(office: Client) -> None:
    member = signed_in(organization.person("Eve"))

    assert "Check now" in office.get("/strategy").content.decode()
    assert "Check now" not in member.get("/strategy").content.decode()
    assert member.post("/strategy/check").status_code == 403


def test_a_check_is_asked_for_followed_and_over(office: Client) -> None:
    asked = part(office, "/strategy/check", "post").content.decode()
    tick()
    over = part(office, "/strategy/check/state").content.decode()

    assert POLLS in asked
    assert "No worker is running." in asked
    assert POLLS not in over
    assert "0 new findings" in over or "new finding" in over


def test_nothing_is_sent_where_nothing_has_happened_since(office: Client) -> None:
    seen = part(office, "/strategy/check", "post").context["look"].seen

    assert part(office, f"/strategy/check/state?seen={seen}").status_code == 204


def test_while_it_runs_it_says_what_it_does_and_how_far_it_is(
    office: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[str] = []
    shares: list[float] = []
    tell = checking._Run.tell

    def followed(self: checking._Run, progress: float, doing: str) -> None:
        tell(self, progress, doing)
        answer = part(office, "/strategy/check/state")
        told.append(answer.context["look"].says)
        shares.append(answer.context["look"].share)

    monkeypatch.setattr(checking._Run, "tell", followed)
    part(office, "/strategy/check", "post")
    tick()

    assert told[0] == "Looking"
    assert told[-1] == "Writing down what differs"
    assert shares == sorted(shares)


def test_one_that_did_not_get_through_says_that_what_stood_stands(
    office: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object, **_named: object) -> None:
        raise RuntimeError

    monkeypatch.setattr(checking, "loaded", broken)
    part(office, "/strategy/check", "post")
    with pytest.raises(RuntimeError):
        tick()

    text = part(office, "/strategy/check/state").content.decode()

    assert Check.objects.get().state == "failed"
    assert "It did not get through." in text
    assert POLLS not in text


def test_without_a_script_the_page_comes_back_and_says_how_far_it_is(office: Client) -> None:
    assert office.post("/strategy/check")["Location"] == "/strategy#check"
    assert office.get("/strategy/check/state")["Location"] == "/strategy#check"
    assert "No worker is running." in office.get("/strategy").content.decode()
