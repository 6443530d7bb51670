"""Questions and concerns on the strategy page: who sees them there, and answers them in place."""

import pytest

from lineofsight.organization.models import Person
from lineofsight.strategy.models import Acknowledgement, StrategyVersion
from lineofsight.strategy.services import acknowledge, answer_acknowledgement
from lineofsight.web.strategy.answers import MOST
from tests.factories import organization
from tests.web.line.worlds import queries, signed_in, world

pytestmark = pytest.mark.django_db
FEAR = "Nobody sells it."
IN_PLACE = {"HX-Request": "true"}


def feared(by: Person, text: str = FEAR) -> Acknowledgement:
    version = StrategyVersion.objects.filter(published_on__isnull=False).get()
    return acknowledge(actor=by, version=version, kind="concern", text=text)


def read(who: Person) -> str:
    return signed_in(who).get("/strategy").content.decode()


def test_a_sponsor_and_the_strategy_office_see_what_waits_and_nobody_else() -> None:
    here = world()
    feared(here.ana)
    member = read(organization.person("Eve"))

    assert FEAR in read(here.bo)  # a sponsor
    assert FEAR in read(organization.strategy_office("Olga Dahl"))
    assert FEAR not in member
    assert "What waits for your answer" not in member


def test_an_answer_is_given_in_place_and_read_by_who_asked() -> None:
    here = world()
    concern = feared(here.ana)
    olga = organization.strategy_office("Olga Dahl")

    answer = signed_in(olga).post(
        f"/acknowledgements/{concern.pk}/answer",
        {"answer": "Sales begins in May.", "expected": concern.version},
        headers=IN_PLACE,
    )

    assert answer.status_code == 200
    assert f"Answered: {here.ana.name} reads it here." in answer.content.decode()
    assert "Sales begins in May." in read(here.ana)
    assert "Every question and every concern has been answered." in read(here.bo)


def test_without_a_script_the_page_comes_back() -> None:
    here = world()
    concern = feared(here.ana)
    client = signed_in(organization.strategy_office("Olga Dahl"))

    answer = client.post(
        f"/acknowledgements/{concern.pk}/answer",
        {"answer": "In May.", "expected": concern.version},
    )

    assert answer["Location"] == "/strategy#answers"


@pytest.mark.parametrize("in_place", [IN_PLACE, {}])
def test_an_empty_answer_comes_back_with_what_is_wrong(in_place: dict[str, str]) -> None:
    here = world()
    concern = feared(here.ana)

    answer = signed_in(organization.strategy_office("Olga Dahl")).post(
        f"/acknowledgements/{concern.pk}/answer",
        {"answer": " ", "expected": concern.version},
        headers=in_place,
    )

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()


def test_who_was_slower_is_shown_the_answer_that_is_there_and_keeps_their_own() -> None:
    here = world()
    concern = feared(here.ana)
    olga = organization.strategy_office("Olga Dahl")
    seen = concern.version
    answer_acknowledgement(actor=olga, acknowledgement=concern, answer="In May.", expected=seen)

    answer = signed_in(organization.strategy_office("Rolf Vik")).post(
        f"/acknowledgements/{concern.pk}/answer",
        {"answer": "In June.", "expected": seen},
        headers=IN_PLACE,
    )

    text = answer.content.decode()
    assert answer.status_code == 409
    assert "“In May.”" in text
    assert "In June.</textarea>" in text


def test_who_may_not_answer_is_refused_their_own_and_shown_nobody_elses() -> None:
    here = world()
    own, other = feared(here.ana), feared(here.bo, "Too dear.")
    client = signed_in(here.ana)

    answers = [
        client.post(f"/acknowledgements/{one.pk}/answer", {"answer": "So what.", "expected": 1})
        for one in (own, other)
    ]

    assert [one.status_code for one in answers] == [403, 404]


def test_what_came_without_its_words_is_named_and_not_asked_to_be_answered() -> None:
    here = world()
    Acknowledgement.objects.filter(pk=feared(here.ana).pk).update(text="")

    text = read(here.bo)

    assert "Ask those who raised them: Ana Silva." in " ".join(text.split())
    assert "/answer" not in text


def test_a_long_row_of_them_is_shown_in_part_at_the_same_cost() -> None:
    here = world()
    feared(here.ana)
    client = signed_in(organization.strategy_office("Olga Dahl"))
    before = queries(client, "/strategy")
    for number in range(MOST + 2):
        feared(organization.person(f"Person {number}"), f"Fear {number}")

    assert queries(client, "/strategy") == before
    text = client.get("/strategy").content.decode()
    assert "3 more wait behind these." in text
    assert f"Fear {MOST}" not in text
