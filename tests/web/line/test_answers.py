"""Answers given on my line of sight: in place, without scripts, and refused with the reason."""

import pytest

from lineofsight.alignment.models import Finding
from lineofsight.alignment.services import run_check
from lineofsight.goals.models import Link, Observation
from lineofsight.goals.services import link
from lineofsight.organization.models import Person
from lineofsight.rhythm.services.blockers import raise_blocker
from tests.factories import alignment
from tests.web.line.worlds import ago, signed_in, world

pytestmark = pytest.mark.django_db
IN_PLACE = {"HTTP_HX_REQUEST": "true"}


def test_confirming_without_scripts_comes_back_to_the_page() -> None:
    here = world()
    Link.objects.filter(pk=here.to_above.pk).update(confirmed_on=None)
    here.to_above.refresh_from_db()

    answer = signed_in(here.ana).post(
        f"/line/links/{here.to_above.pk}/confirm", {"expected": here.to_above.version}, follow=True
    )

    here.to_above.refresh_from_db()
    assert here.to_above.confirmed_by == here.ana
    assert "Confirmed" in answer.content.decode()


def test_confirming_in_place_answers_with_the_item_alone() -> None:
    here = world()

    answer = signed_in(here.ana).post(f"/line/links/{here.to_above.pk}/confirm", **IN_PLACE)

    text = answer.content.decode()
    assert text.strip().startswith("<li")
    assert "Confirmed" in text


def test_a_link_that_changed_meanwhile_is_not_confirmed() -> None:
    here = world()
    Link.objects.filter(pk=here.to_above.pk).update(confirmed_on=None)

    answer = signed_in(here.ana).post(
        f"/line/links/{here.to_above.pk}/confirm", {"expected": 77}, **IN_PLACE
    )

    here.to_above.refresh_from_db()
    assert answer.status_code == 409
    assert here.to_above.confirmed_on is None


def test_nobody_confirms_for_others() -> None:
    here = world()
    eve = Person.objects.create(name="Eve", email="eve@example.org")

    answer = signed_in(eve).post(f"/line/links/{here.to_above.pk}/confirm")

    assert answer.status_code == 403


def test_a_provider_accepts_a_dependency() -> None:
    here = world()
    drawn = link(actor=None, source=here.above, end=here.own, kind="depends_on")

    signed_in(here.ana).post(f"/line/links/{drawn.pk}/accept")

    drawn.refresh_from_db()
    assert drawn.accepted_on is not None


def test_a_value_is_recorded_as_people_write_it() -> None:
    here = world()

    signed_in(here.ana).post(f"/line/key-results/{here.measure.pk}/value", {"value": "40,5 %"})

    assert Observation.objects.get(key_result=here.measure).value == 40.5


def test_what_is_no_number_comes_back_with_what_was_written() -> None:
    here = world(cadence="monthly")

    answer = signed_in(here.ana).post(
        f"/line/key-results/{here.measure.pk}/value", {"value": "many", "note": "A new van"}
    )

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Give a number, such as 12 or 12.5." in text
    assert 'value="many"' in text
    assert 'value="A new van"' in text


def test_an_empty_answer_to_a_blocker_is_refused_in_place() -> None:
    here = world()
    blocker = raise_blocker(actor=None, text="No van.", can_lift=here.bo, raised_by=here.ana)

    answer = signed_in(here.bo).post(
        f"/line/blockers/{blocker.pk}/answer",
        {"answer": " ", "expected": blocker.version},
        **IN_PLACE,
    )

    assert answer.status_code == 422
    assert 'aria-invalid="true"' in answer.content.decode()


def test_a_blocker_is_lifted_by_who_raised_it() -> None:
    here = world()
    blocker = raise_blocker(actor=None, text="No van.", can_lift=here.bo, raised_by=here.ana)

    signed_in(here.ana).post(f"/line/blockers/{blocker.pk}/lift", {"expected": blocker.version})

    blocker.refresh_from_db()
    assert blocker.lifted_on is not None


@pytest.fixture
def question() -> Finding:
    alignment.adrift()
    run_check()
    return alignment.finding("LOS101", "G2")


def test_a_finding_is_objected_to_with_a_reason(question: Finding) -> None:
    client = signed_in(alignment.person("ana"))
    client.get("/")

    client.post(f"/line/findings/{question.pk}/not-so", {"reason": "It serves the audit."})

    question.refresh_from_db()
    assert question.state == "objected"


def test_a_finding_without_a_reason_stays_open_and_says_so_where_it_was_asked(
    question: Finding,
) -> None:
    client = signed_in(alignment.person("ana"))
    client.get("/")

    answer = client.post(f"/line/findings/{question.pk}/not-so", {"reason": ""}, **IN_PLACE)

    question.refresh_from_db()
    assert question.state == "open"
    assert answer.status_code == 422
    assert "Give a reason" in answer.content.decode()


def test_a_finding_stands_until_a_day(question: Finding) -> None:
    client = signed_in(alignment.person("ana"))

    client.post(
        f"/line/findings/{question.pk}/let-stand",
        {"reason": "It is closed in spring.", "until": ago(-30).isoformat()},
    )

    question.refresh_from_db()
    assert question.state == "accepted"


def test_a_reason_that_is_personal_is_agreed_with_the_manager_and_not_written(
    question: Finding,
) -> None:
    client = signed_in(alignment.person("ana"))

    client.post(
        f"/line/findings/{question.pk}/let-stand",
        {"reason": "I am ill.", "personal": "on", "until": ago(-30).isoformat()},
    )

    act = question.acts.get()
    assert (act.reason, act.agreed_with) == ("", alignment.person("lea"))
