"""What stands in the way: raised, answered, lifted."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine

from lineofsight.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from lineofsight.organization.access import Viewer
from lineofsight.organization.models import AuditEntry
from lineofsight.rhythm import selectors, services
from tests.factories import organization as people
from tests.factories import rhythm as make

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 15)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-06-15 12:00Z", tick=False):
        yield


class TestRaise:
    def test_says_who_since_when_and_who_could_lift_it(self) -> None:
        alice, bob = people.person("Alice"), people.person("Bob")

        blocker = services.raise_blocker(actor=alice, text="No contract.", can_lift=bob)

        assert (blocker.raised_by, blocker.raised_on, blocker.can_lift) == (alice, TODAY, bob)
        assert AuditEntry.objects.latest("pk").verb == "blocker.raised"

    def test_is_for_oneself(self) -> None:
        alice, bob = people.person("Alice"), people.person("Bob")

        with pytest.raises(NotAllowed):
            services.raise_blocker(actor=alice, raised_by=bob, text="No contract.")

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"text": " "}, "text"),
            ({"text": "x" * 100_001}, "text"),
            ({"on": date(2026, 6, 16)}, "on"),
            ({"ref": "a;b"}, "ref"),
        ],
    )
    def test_refuses(self, given: dict[str, Any], field: str) -> None:
        with pytest.raises(Invalid) as refused:
            make.blocker(**given)

        assert set(refused.value.problems) == {field}


class TestAnswer:
    def test_is_for_who_can_lift_it(self) -> None:
        alice, bob = people.person("Alice"), people.person("Bob")
        blocker = make.blocker(raised_by=alice, can_lift=bob)

        answered = services.answer_blocker(
            actor=bob, blocker=blocker, answer="By Friday.", expected=1
        )

        assert answered.answer == "By Friday."
        with pytest.raises(NotAllowed):
            services.answer_blocker(actor=alice, blocker=blocker, answer="Soon.", expected=2)

    def test_is_not_there_for_others(self) -> None:
        blocker = make.blocker(raised_by=people.person("Alice"))

        with pytest.raises(NotFound):
            services.answer_blocker(
                actor=people.person("Eve"), blocker=blocker, answer="So.", expected=1
            )

    def test_conflicts(self) -> None:
        with pytest.raises(Conflict):
            services.answer_blocker(actor=None, blocker=make.blocker(), answer="So.", expected=9)


class TestEdit:
    def test_is_for_who_raised_it(self) -> None:
        alice, bob = people.person("Alice"), people.person("Bob")
        blocker = make.blocker(raised_by=alice)

        edited = services.edit_blocker(actor=alice, blocker=blocker, expected=1, can_lift=bob)

        assert edited.can_lift == bob


class TestLift:
    def test_says_since_when(self) -> None:
        blocker = make.blocker(on=date(2026, 6, 1))

        lifted = services.lift_blocker(
            actor=None, blocker=blocker, expected=1, on=date(2026, 6, 10)
        )

        assert lifted.lifted_on == date(2026, 6, 10)

    @pytest.mark.parametrize("on", [date(2026, 5, 31), date(2026, 6, 16)])
    def test_refuses_a_day_before_it_was_raised_or_ahead(self, on: date) -> None:
        blocker = make.blocker(on=date(2026, 6, 1))

        with pytest.raises(Invalid) as refused:
            services.lift_blocker(actor=None, blocker=blocker, expected=1, on=on)

        assert set(refused.value.problems) == {"on"}

    def test_happens_once(self) -> None:
        lifted = services.lift_blocker(actor=None, blocker=make.blocker(), expected=1)

        with pytest.raises(Invalid):
            services.lift_blocker(actor=None, blocker=lifted, expected=2)


class TestSelectors:
    def test_what_somebody_is_asked_to_lift(self) -> None:
        bob, alice = people.person("Bob"), people.person("Alice")
        old = make.blocker(can_lift=bob, raised_by=alice, on=date(2026, 6, 1))
        new = make.blocker(can_lift=bob, raised_by=alice)
        lifted = make.blocker(can_lift=bob, raised_by=alice)
        services.lift_blocker(actor=None, blocker=lifted, expected=1)
        services.answer_blocker(actor=None, blocker=old, answer="Soon.", expected=1)

        assert selectors.blockers_near(Viewer(bob, TODAY)) == ([new, old], [])
        assert selectors.blockers_near(Viewer(alice, TODAY)) == ([], [old, new])

    def test_others_see_none(self) -> None:
        make.blocker(raised_by=people.person("Alice"))

        assert selectors.blockers_near(Viewer(people.person("Eve"), TODAY)) == ([], [])
