"""Goals that few may see: who answers for them, and what must not be left in the open."""

from collections.abc import Callable

import pytest

from lineofsight.goals import services
from lineofsight.goals.models import Allocation, Assumption, Decision, Goal
from lineofsight.kit.errors import Invalid, NotAllowed, NotFound
from lineofsight.organization.access import Viewer, visible_to
from lineofsight.organization.models import Person
from tests.factories import goals as make
from tests.factories import organization as made

pytestmark = pytest.mark.django_db


def test_one_is_set_by_its_owner_alone() -> None:
    lead = made.person("Lead")
    ana = made.person("Ana", manager=lead)

    with pytest.raises(NotAllowed):
        services.create_goal(actor=lead, title="Merge", owner=ana, confidential=True)
    services.create_goal(actor=lead, title="Grow", owner=ana)
    services.create_goal(actor=ana, title="Merge", owner=ana, confidential=True)

    assert Goal.objects.count() == 2


def test_none_is_without_an_owner() -> None:
    goal = make.goal("Merge", owner=made.person("Ana"), confidential=True)
    bare = make.goal("Grow")

    acts: list[Callable[[], object]] = [
        lambda: make.goal("Merge", confidential=True),
        lambda: services.edit_goal(actor=None, goal=goal, expected=goal.version, owner=None),
        lambda: services.edit_goal(actor=None, goal=bare, expected=bare.version, confidential=True),
    ]
    for act in acts:
        with pytest.raises(Invalid) as refused:
            act()
        assert refused.value.problems.keys() == {"owner"}


def test_what_was_said_of_it_alone_goes_with_it() -> None:
    draft = make.goal("Merge", status="draft", owner=made.person("Ana"), confidential=True)
    other = make.goal("Grow")
    for goals in ([draft], [draft, other]):
        services.add_assumption(actor=None, text="They agree", goals=goals)
        services.decide(actor=None, title="Ask them", reason="Size", goals=goals)

    services.remove_goal(actor=None, goal=draft)

    assert list(Assumption.objects.get().goals.all()) == [other]
    assert list(Decision.objects.get().goals.all()) == [other]


def test_an_assumption_keeps_a_goal_that_rests_on_it() -> None:
    goal = make.goal("Merge", owner=made.person("Ana"), confidential=True)
    assumption = services.add_assumption(actor=None, text="They agree", goals=[goal])

    with pytest.raises(Invalid):
        services.edit_assumption(
            actor=None, assumption=assumption, expected=assumption.version, goals=[]
        )

    assert assumption not in visible_to(Viewer(made.person("Bo")), Assumption)


def test_time_is_given_by_whose_it_is() -> None:
    ana, bo = made.person("Ana"), made.person("Bo")
    goal = make.goal(owner=ana, contributors=[bo])
    hidden = make.goal("Merge", owner=ana, confidential=True)

    def give(actor: Person, to: Goal, whose: Person) -> None:
        services.set_allocation(actor=actor, goal=to, person=whose, share=0.5)

    give(bo, goal, bo)
    with pytest.raises(NotAllowed):
        give(ana, goal, bo)
    with pytest.raises(NotFound):
        give(bo, hidden, bo)
    assert Allocation.objects.get().person == bo
