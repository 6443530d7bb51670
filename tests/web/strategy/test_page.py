"""The strategy on a page: whether it is carried, and what readers say to it."""

import pytest

from lineofsight.alignment.services import run_check
from lineofsight.strategy.models import Acknowledgement
from tests.factories import goals, organization, strategy
from tests.web.line.worlds import queries, signed_in, world

pytestmark = pytest.mark.django_db


def test_without_a_strategy_the_page_says_what_one_is() -> None:
    text = signed_in(organization.person("Eve")).get("/strategy").content.decode()

    assert "There is no strategy on record yet." in text


def test_before_a_check_the_title_does_not_claim_anything() -> None:
    here = world()

    shown = signed_in(here.ana).get("/strategy").context["strategy"]

    assert shown.headline == "One pillar; whether it is carried is seen after the first check."


def test_the_title_names_the_pillar_that_nothing_carries() -> None:
    here = world()
    strategy.pillar("Small towns", weight=1)
    run_check()

    shown = signed_in(here.ana).get("/strategy").context["strategy"]

    assert shown.headline == "One of two pillars are carried. Nothing carries “Small towns”."


def test_a_pillar_can_be_pointed_to_and_shows_who_carries_it() -> None:
    here = world()

    text = signed_in(here.ana).get("/strategy").content.decode()

    assert f'id="pillar-{here.pillar.pk}"' in text
    assert "Plants run 98 % of the time" in text


def test_a_kpi_out_of_its_range_says_so_in_words() -> None:
    here = world()
    kpi = strategy.kpi("Overtime", healthy_max=6)
    goals.observe(kpi, 9)

    assert "above range" in signed_in(here.ana).get("/strategy").content.decode()


def test_a_confidential_goal_is_not_named_under_its_pillar() -> None:
    here = world()
    hidden = goals.goal("Buy a rival", owner=here.bo, confidential=True)
    goals.supports(hidden, here.pillar)

    assert "Buy a rival" not in signed_in(here.ana).get("/strategy").content.decode()


def test_reading_is_noted_once() -> None:
    here = world()
    client = signed_in(here.ana)

    client.post("/strategy/acknowledge", {"kind": ""})
    client.post("/strategy/acknowledge", {"kind": ""})

    assert Acknowledgement.objects.filter(person=here.ana).count() == 1
    assert "You have read this version." in client.get("/strategy").content.decode()


def test_a_concern_is_kept_with_its_words_and_shown_to_its_author() -> None:
    here = world()
    client = signed_in(here.ana)

    client.post("/strategy/acknowledge", {"kind": "concern", "text": "Nobody sells it."})

    assert "Nobody sells it." in client.get("/strategy").content.decode()


def test_a_question_without_words_comes_back_in_place() -> None:
    here = world()

    answer = signed_in(here.ana).post(
        "/strategy/acknowledge", {"kind": "question", "text": " "}, HTTP_HX_REQUEST="true"
    )

    text = answer.content.decode()
    assert answer.status_code == 422
    assert 'aria-invalid="true"' in text
    assert "<html" not in text


def test_the_number_of_queries_does_not_grow_with_pillars_and_goals() -> None:
    here = world()
    here_kpi = strategy.kpi("Overtime", healthy_max=6)
    goals.observe(here_kpi, 3)
    here.pillar.champions.add(here.bo)
    client = signed_in(here.ana)
    before = queries(client, "/strategy")

    for number in range(5):
        pillar = strategy.pillar(f"Pillar {number}", champions=[here.bo], weight=1)
        goals.supports(goals.goal(f"Goal {number}", owner=here.bo), pillar)
        goals.observe(strategy.kpi(f"KPI {number}"), number)

    assert queries(client, "/strategy") == before
