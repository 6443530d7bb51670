"""To which pillars goals lead follows every change of shape."""

import pytest

from lineofsight.goals import rollup, services
from lineofsight.goals.models import Goal, GoalPillar, Link
from lineofsight.goals.rollup.leads import MANY, differences
from tests.factories import goals as make

pytestmark = pytest.mark.django_db


def led_to() -> set[tuple[str, str]]:
    return set(GoalPillar.objects.values_list("goal__ref", "pillar__ref"))


def cascade() -> tuple[Goal, Goal, Goal]:
    """Three goals, each supporting the one before, that lead nowhere yet."""
    top, middle, low = make.goal(ref="top"), make.goal(ref="middle"), make.goal(ref="low")
    make.supports(middle, top)
    make.supports(low, middle)
    return top, middle, low


def test_a_link_at_the_top_leads_all_below_to_the_pillar() -> None:
    top, _middle, _low = cascade()
    make.supports(top, make.pillar(ref="p"))
    assert led_to() == {("top", "p"), ("middle", "p"), ("low", "p")}


def test_a_goal_leads_to_the_pillars_of_all_its_ways() -> None:
    top, _middle, low = cascade()
    make.supports(top, make.pillar(ref="p"))
    make.supports(low, make.pillar(ref="q"))
    assert {pillar for goal, pillar in led_to() if goal == "low"} == {"p", "q"}


def test_a_link_that_goes_takes_its_way_and_leaves_the_others() -> None:
    top, middle, low = cascade()
    pillar = make.pillar(ref="p")
    make.supports(top, pillar)
    make.supports(low, pillar)
    services.unlink(actor=None, link=middle.links_up.get())
    assert led_to() == {("top", "p"), ("low", "p")}


def test_a_goal_that_is_removed_leaves_those_below_without_its_way() -> None:
    top, middle, _low = cascade()
    make.supports(top, make.pillar(ref="p"))
    middle = services.change_status(
        actor=None, goal=middle, expected=middle.version, status="draft"
    )
    services.remove_goal(actor=None, goal=middle, expected=middle.version)
    assert led_to() == {("top", "p")}


def test_other_kinds_of_links_lead_nowhere() -> None:
    top, other = make.goal(ref="top"), make.goal(ref="other")
    make.supports(top, make.pillar(ref="p"))
    services.link(actor=None, source=other, end=top, kind="depends_on")
    assert led_to() == {("top", "p")}


@pytest.mark.slow
def test_a_change_above_very_many_goals_reaches_all_of_them() -> None:
    top = make.goal(ref="top")
    low = [make.goal(ref=f"low{at}") for at in range(MANY)]
    Link.objects.bulk_create(Link(source=one, goal=top, kind="supports") for one in low)
    make.supports(top, make.pillar(ref="p"))
    assert len(led_to()) == MANY + 1


def test_what_is_kept_wrongly_or_missing_is_found() -> None:
    top, _middle, low = cascade()
    pillar, other = make.pillar(ref="p"), make.pillar(ref="q")
    make.supports(top, pillar)
    GoalPillar.objects.filter(goal=low).delete()
    GoalPillar.objects.create(goal=low, pillar=other)
    assert set(differences()) == {((low.pk, pillar.pk), True), ((low.pk, other.pk), False)}
    assert {one.table for one in rollup.recheck()} == {"leads"}
