"""My line of sight: the sentence, the sightline, what is asked and owed."""

import pytest

from lineofsight.goals.models import Link
from lineofsight.goals.services import change_status, edit_goal, link
from lineofsight.rhythm.services.blockers import raise_blocker
from tests.factories import goals, organization, strategy
from tests.web.line.worlds import ago, queries, signed_in, world

pytestmark = pytest.mark.django_db


def page(person) -> str:
    return " ".join(signed_in(person).get("/").content.decode().split())


def test_the_title_is_the_persons_own_sentence() -> None:
    here = world()

    mine = signed_in(here.ana).get("/").context["mine"]

    assert mine.sentence.plain == (
        "You work on Spare parts within a day, which supports Plants run 98 % of the time, "
        "which carries Uptime customers rely on."
    )


def test_it_says_who_sees_it() -> None:
    assert "Who sees this page: you alone." in page(world().ana)


def test_the_sightline_begins_at_the_north_star() -> None:
    here = world()
    strategy.statement("Litres of safe water", kind="north_star")

    steps = signed_in(here.ana).get("/").context["mine"].steps

    assert [step.kind for step in steps] == ["north_star", "pillar", "goal", "goal"]
    assert steps[0].title == "Litres of safe water"


def test_a_change_above_opens_the_rung_and_is_told_with_its_reason() -> None:
    here = world()
    edit_goal(
        actor=None,
        goal=here.above,
        expected=here.above.version,
        title="Plants run 99 % of the time",
        reason="Towns ask for it.",
    )

    text = page(here.ana)

    assert "2 rungs of this line are open." in text
    assert "Open rung: last confirmed 3 days ago" in text
    assert "“Towns ask for it.”" in text


def test_a_paused_goal_above_breaks_the_line() -> None:
    here = world()
    change_status(
        actor=None, goal=here.above, expected=here.above.version, status="paused", reason="Later."
    )

    mine = signed_in(here.ana).get("/").context["mine"]

    assert mine.breaks
    assert mine.sentence.end.endswith("here the line stops.")
    assert [step.gap.kind for step in mine.steps if step.gap] == ["broken"]


def test_a_confidential_goal_keeps_its_name() -> None:
    here = world()
    edit_goal(actor=None, goal=here.above, expected=here.above.version, confidential=True)

    text = page(here.ana)

    assert "Plants run 98 % of the time" not in text
    assert "a confidential goal" in text


def test_a_person_without_goals_sees_the_line_of_the_team() -> None:
    here = world()
    tom = organization.person("Tom Ek", team=here.ana.team)

    text = page(tom)

    assert "Your team works on" in text
    assert "You have no goals of your own here, and need none" in text


def test_goals_that_lead_nowhere_are_told_the_next_step() -> None:
    eve = organization.person("Eve")
    goals.goal("A tidy store", owner=eve)

    assert "Nothing on record says yet what your goals are for." in page(eve)


def test_where_there_is_nothing_the_strategy_is_the_next_step() -> None:
    text = page(organization.person("Eve"))

    assert "Nothing on record says yet what your work is for." in text
    assert "Read the strategy" in text


def test_an_unconfirmed_link_is_asked_of_its_owner() -> None:
    here = world()
    Link.objects.filter(pk=here.to_above.pk).update(confirmed_on=None)

    items = signed_in(here.ana).get("/").context["mine"].asked.items

    assert f"link-{here.to_above.pk}" in [item.key for item in items]


def test_a_confirmed_link_is_not_asked_again() -> None:
    here = world()

    items = signed_in(here.ana).get("/").context["mine"].asked.items

    assert [item.kind for item in items if item.kind == "link"] == []


def test_a_dependency_is_asked_of_the_provider_and_owed_to_the_other() -> None:
    here = world()
    link(actor=None, source=here.above, end=here.own, kind="depends_on", needed_by=ago(-9))

    asked = signed_in(here.ana).get("/").context["mine"].asked
    owed = signed_in(here.bo).get("/").context["mine"].owed

    assert "dependency" in [item.kind for item in asked.items]
    assert [item.kind for item in owed.items] == ["owed_dependency"]


def test_a_blocker_is_asked_of_who_can_lift_it_and_owed_to_who_raised_it() -> None:
    here = world()
    raise_blocker(actor=None, text="No van.", goal=here.own, can_lift=here.bo, raised_by=here.ana)

    assert "No van." in page(here.bo)
    assert "Bo Lund has not answered yet." in page(here.ana)


def test_a_value_is_due_when_the_clock_of_the_goal_says_so() -> None:
    here = world(cadence="monthly")
    goals.observe(here.measure, 40, date=ago(20))

    asked = signed_in(here.ana).get("/").context["mine"].asked

    assert [item.key for item in asked.items] == [f"value-{here.measure.pk}"]


def test_a_value_that_a_system_delivers_is_asked_of_nobody() -> None:
    here = world(cadence="monthly")
    goals.observe(here.measure, 40, date=ago(20), source="tickets")

    assert not signed_in(here.ana).get("/").context["mine"].asked


def test_the_number_of_queries_does_not_grow_with_what_is_shown() -> None:
    here = world(cadence="monthly")
    Link.objects.filter(pk=here.to_above.pk).update(confirmed_on=None)
    raise_blocker(actor=None, text="No van.", can_lift=here.ana, raised_by=here.bo)
    client = signed_in(here.ana)
    before = queries(client, "/")

    for number in range(6):
        more = goals.goal(f"Goal {number}", owner=here.ana, start=ago(60))
        goals.key_result(more, f"Measure {number}")
        goals.supports(more, here.above)
        raise_blocker(actor=None, text=f"Blocker {number}", can_lift=here.ana, raised_by=here.bo)

    assert queries(client, "/") == before
