"""No channel lets anything out that its reader does not see."""

from datetime import UTC, datetime, time

import pytest
import time_machine
from hypothesis import given, settings

from tests.channels import CHANNELS, EXPECTED, signed_in, standing
from tests.channels_pages import pages_of_one, unlike
from tests.organization.access.rows import MODELS, TODAY
from tests.organization.access.worlds import World, worlds
from tests.test_policies import recorded, sees, viewer

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
OF_PAGES = 3  # organisations drawn where a browser is played: each reader opens dozens of pages
NOON = datetime.combine(TODAY, time(12), UTC)


@pytest.mark.parametrize("name", sorted(CHANNELS))
def test_a_channel_lets_out_only_what_its_reader_sees(name: str) -> None:
    @given(worlds())
    @settings(max_examples=OF_PAGES if name in {"pages", "search"} else 8, database=None)
    def holds(world: World) -> None:
        with time_machine.travel(NOON, tick=False), recorded(world):
            for who in world["person"]:
                asks = viewer(who)
                if name == "api" and not asks.is_active:
                    continue  # nobody signs in who has left: told by the tests of sign-in
                for kind, numbers in CHANNELS[name](asks).items():
                    assert numbers - {1_000} <= sees(asks, kind), (who, kind)

    holds()


@given(worlds())
@settings(max_examples=OF_PAGES, database=None)
def test_what_is_hidden_answers_like_what_is_not_there(world: World) -> None:
    with time_machine.travel(NOON, tick=False), recorded(world):
        for who in world["person"]:
            asks = viewer(who)
            if not asks.is_active:
                continue  # nobody signs in who has left
            client = signed_in(asks.person)
            for kind in sorted({kind for _address, kind in pages_of_one()}):
                every = set(MODELS[kind]._default_manager.values_list("pk", flat=True))
                assert unlike(client, kind, sorted(every - sees(asks, kind))) == [], who


def test_pages_about_one_thing_are_known_by_their_kind() -> None:
    assert {kind for _address, kind in pages_of_one()} <= set(MODELS)


def test_every_channel_that_stands_is_in_the_list() -> None:
    assert standing() <= set(CHANNELS)
    assert set(CHANNELS) <= set(EXPECTED)


def test_every_kind_of_thing_goes_through_the_door() -> None:
    assert set(MODELS) >= {"goal", "check_in", "feedback", "finding"}
