"""Check-ins that were held, what was agreed at them, and what people tell each other."""

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

import pytest
import time_machine

from lineofsight.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from lineofsight.organization.access import Viewer, visible_to
from lineofsight.organization.models import AuditEntry, Person
from lineofsight.organization.services import move_person
from lineofsight.rhythm import services
from lineofsight.rhythm.models import Agreement, CheckIn, Feedback
from tests.factories import goals
from tests.factories import organization as people
from tests.factories import rhythm as make

pytestmark = pytest.mark.django_db

TODAY, NEXT = date(2026, 6, 15), date(2026, 6, 22)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-06-15 12:00Z", tick=False):
        yield


@pytest.fixture
def jonas() -> Person:
    return people.person("Jonas")


@pytest.fixture
def leila(jonas: Person) -> Person:
    return people.person("Leila", manager=jonas)


@pytest.fixture
def talk(jonas: Person, leila: Person) -> CheckIn:
    return make.check_in(jonas, leila)


def refused(act: Callable[[], object]) -> dict[str, list[str]]:
    with pytest.raises(Invalid) as found:
        act()
    return dict(found.value.problems)


class TestHold:
    @pytest.mark.parametrize("who", ["Jonas", "Leila"])
    def test_is_said_by_either_of_the_two(self, jonas: Person, leila: Person, who: str) -> None:
        actor = Person.objects.get(name=who)
        goal = goals.goal(owner=leila)

        held = services.hold_check_in(
            actor=actor, manager=jonas, person=leila, parts=["outcomes", "goals"], goals=[goal]
        )

        found = CheckIn.objects.get(pk=held.pk)
        assert (found.manager, found.person, found.date) == (jonas, leila, TODAY)
        assert (found.parts, list(found.goals.all())) == (["outcomes", "goals"], [goal])
        assert AuditEntry.objects.latest("pk").verb == "check_in.held"

    def test_is_with_a_manager_by_a_dotted_line_too(self, leila: Person) -> None:
        other = people.person("Mira")
        with pytest.raises(NotAllowed):
            services.hold_check_in(actor=other, manager=other, person=leila)
        leila.dotted_managers.add(other)

        assert services.hold_check_in(actor=other, manager=other, person=leila).pk

    def test_is_nobody_elses_to_say(self, jonas: Person, leila: Person) -> None:
        top = people.person("Top")
        move_person(actor=None, person=jonas, expected=jonas.version, manager=top)

        for actor in (top, people.person("Eve"), people.administrator()):
            with pytest.raises(NotAllowed):
                services.hold_check_in(actor=actor, manager=jonas, person=leila)
        with pytest.raises(NotAllowed):
            services.hold_check_in(actor=top, manager=top, person=leila)

    def test_tells_all_that_is_wrong(self, jonas: Person, leila: Person) -> None:
        secret = goals.goal(owner=jonas, confidential=True)

        def act() -> object:
            return services.hold_check_in(
                actor=jonas, manager=jonas, person=leila, on=NEXT, parts=["gossip"], goals=[secret]
            )

        assert set(refused(act)) == {"on", "parts", "goals"}
        assert not CheckIn.objects.exists()


class TestAgree:
    def test_is_written_down_by_either_for_either(
        self, jonas: Person, leila: Person, talk: CheckIn
    ) -> None:
        goal = goals.goal(owner=leila)

        services.agree(
            actor=jonas, check_in=talk, owner=leila, text="Book the sites.", due=NEXT, goal=goal
        )
        services.agree(
            actor=leila, check_in=talk, owner=jonas, kind="support", text="Ask Ellery.", due=NEXT
        )
        services.agree(actor=leila, check_in=talk, owner=leila, kind="stop", text="No copies.")

        found = Agreement.objects.order_by("pk").values_list("owner__name", "kind", "closed")
        assert list(found) == [
            ("Leila", "do", ""),
            ("Jonas", "support", ""),
            ("Leila", "stop", ""),
        ]

    def test_three_are_enough(self, leila: Person, talk: CheckIn) -> None:
        for _number in range(3):
            make.agreement(talk, leila)

        assert set(refused(lambda: make.agreement(talk, leila))) == {""}
        assert Agreement.objects.count() == 3

    def test_one_that_was_dropped_leaves_room(self, leila: Person, talk: CheckIn) -> None:
        mistaken, *_others = [make.agreement(talk, leila) for _number in range(3)]

        services.close_agreement(actor=leila, agreement=mistaken, closed="dropped", expected=1)

        assert make.agreement(talk, leila).pk

    @pytest.mark.parametrize(
        ("given", "field"),
        [
            ({"text": " "}, "text"),
            ({"kind": "dream"}, "kind"),
            ({"kind": ""}, "kind"),
            ({"due": None}, "due"),
            ({"due": date(2026, 6, 14)}, "due"),
            ({"ref": "a;b"}, "ref"),
            ({"kind": "support"}, "owner"),
        ],
    )
    def test_refuses(self, leila: Person, talk: CheckIn, given: dict[str, Any], field: str) -> None:
        assert set(refused(lambda: make.agreement(talk, leila, **given))) == {field}

    def test_is_between_the_two(self, jonas: Person, talk: CheckIn) -> None:
        eve = people.person("Eve")

        assert set(refused(lambda: make.agreement(talk, eve))) == {"owner"}
        for actor in (eve, people.administrator()):
            with pytest.raises((NotAllowed, NotFound)):
                services.agree(actor=actor, check_in=talk, owner=jonas, text="Go.", due=NEXT)

    def test_names_no_goal_that_one_of_them_does_not_see(
        self, jonas: Person, leila: Person, talk: CheckIn
    ) -> None:
        secret = goals.goal(owner=jonas, confidential=True)

        assert set(refused(lambda: make.agreement(talk, leila, goal=secret))) == {"goal"}


class TestClose:
    @pytest.mark.parametrize("closed", ["done", "dropped"])
    def test_is_for_whose_promise_it_is(
        self, jonas: Person, leila: Person, talk: CheckIn, closed: str
    ) -> None:
        mine = make.agreement(talk, leila)
        with pytest.raises(NotAllowed):
            services.close_agreement(actor=jonas, agreement=mine, closed=closed, expected=1)

        services.close_agreement(actor=leila, agreement=mine, closed=closed, expected=1)

        found = Agreement.objects.get(pk=mine.pk)
        assert (found.closed, found.done_on) == (closed, TODAY)

    def test_is_done_once(self, leila: Person, talk: CheckIn) -> None:
        mine = make.agreement(talk, leila)
        services.close_agreement(actor=leila, agreement=mine, closed="done", expected=1)

        again: list[Callable[[], object]] = [
            lambda: services.close_agreement(
                actor=leila, agreement=mine, closed="dropped", expected=2
            ),
            lambda: services.move_agreement(actor=leila, agreement=mine, due=NEXT, expected=2),
        ]
        for act in again:
            assert set(refused(act)) == {""}
        with pytest.raises(Conflict):
            services.close_agreement(actor=leila, agreement=mine, closed="dropped", expected=1)

    def test_refuses_other_words_and_days(self, leila: Person, talk: CheckIn) -> None:
        mine = make.agreement(talk, leila)

        def close(**given: Any) -> Callable[[], object]:
            given = {"closed": "done", **given}
            return lambda: services.close_agreement(
                actor=leila, agreement=mine, expected=1, **given
            )

        assert set(refused(close(closed="moved"))) == {"closed"}
        assert set(refused(close(closed=""))) == {"closed"}
        assert set(refused(close(on=NEXT))) == {"on"}
        assert set(refused(close(on=date(2026, 6, 14)))) == {"on"}


class TestMove:
    def test_carries_it_over(self, jonas: Person, leila: Person, talk: CheckIn) -> None:
        mine = make.agreement(talk, leila, goal=goals.goal(owner=leila))
        later = make.check_in(jonas, leila)

        new = services.move_agreement(
            actor=leila, agreement=mine, due=date(2026, 7, 1), expected=1, check_in=later
        )

        mine.refresh_from_db()
        assert (mine.closed, mine.done_on, mine.due) == ("moved", TODAY, NEXT)
        assert (new.check_in, new.due, new.closed) == (later, date(2026, 7, 1), "")
        assert (new.text, new.goal, new.owner) == (mine.text, mine.goal, leila)
        assert new.ref != mine.ref

    def test_goes_to_a_later_day_with_the_same_person(
        self, jonas: Person, leila: Person, talk: CheckIn
    ) -> None:
        mine = make.agreement(talk, leila)
        other = make.check_in(leila, people.person("Bo", manager=leila))

        def act() -> object:
            return services.move_agreement(
                actor=leila, agreement=mine, due=NEXT, expected=1, check_in=other
            )

        assert set(refused(act)) == {"due", "check_in"}

    def test_takes_its_own_place_in_the_talk(self, leila: Person, talk: CheckIn) -> None:
        mine, *_others = [make.agreement(talk, leila) for _number in range(3)]

        for day in (date(2026, 7, 1), date(2026, 7, 8)):
            mine = services.move_agreement(actor=leila, agreement=mine, due=day, expected=1)

        assert Agreement.objects.filter(closed="").count() == 3
        assert set(refused(lambda: make.agreement(talk, leila))) == {""}

    def test_goes_to_no_talk_before_the_promise(
        self, jonas: Person, leila: Person, talk: CheckIn
    ) -> None:
        mine, before = make.agreement(talk, leila), make.check_in(jonas, leila, on=date(2026, 3, 2))

        def act() -> object:
            return services.move_agreement(
                actor=leila, agreement=mine, due=date(2026, 7, 1), expected=1, check_in=before
            )

        assert set(refused(act)) == {"check_in"}

    def test_makes_no_room_for_a_fourth(self, jonas: Person, leila: Person, talk: CheckIn) -> None:
        mine, later = make.agreement(talk, leila), make.check_in(jonas, leila)
        for _number in range(3):
            make.agreement(later, leila)

        def act() -> object:
            return services.move_agreement(
                actor=leila, agreement=mine, due=date(2026, 7, 1), expected=1, check_in=later
            )

        assert set(refused(act)) == {""}
        mine.refresh_from_db()
        assert mine.closed == ""


class TestFeedback:
    def test_is_given_up_and_down_and_across(self, jonas: Person, leila: Person) -> None:
        eve = people.person("Eve")

        for author, receiver in ((leila, jonas), (jonas, leila), (eve, leila)):
            services.give_feedback(actor=author, receiver=receiver, text="Your note helped.")

        assert Feedback.objects.count() == 3
        assert visible_to(Viewer(jonas), Feedback).count() == 2
        assert AuditEntry.objects.latest("pk").verb == "feedback.given"

    def test_is_ones_own_to_give(self, jonas: Person, leila: Person) -> None:
        with pytest.raises(NotAllowed):
            services.give_feedback(actor=jonas, author=leila, receiver=jonas, text="Great.")

    def test_tells_all_that_is_wrong(self, jonas: Person, leila: Person) -> None:
        secret = goals.goal(owner=jonas, confidential=True)

        def act() -> object:
            return services.give_feedback(
                actor=jonas, receiver=leila, text=" ", goal=secret, on=NEXT
            )

        assert set(refused(act)) == {"text", "goal", "on"}
        own = refused(lambda: services.give_feedback(actor=jonas, receiver=jonas, text="Well."))
        assert set(own) == {"receiver"}

    def test_names_no_goal_that_its_author_does_not_see(self, jonas: Person, leila: Person) -> None:
        secret = goals.goal(owner=jonas, confidential=True)

        with pytest.raises((NotAllowed, NotFound)):
            services.give_feedback(actor=leila, receiver=jonas, text="I heard.", goal=secret)


def test_what_was_said_stays_between_the_two_after_the_manager_changes(
    jonas: Person, leila: Person, talk: CheckIn
) -> None:
    new, top = people.person("New"), people.person("Top")
    make.agreement(talk, leila)
    services.give_feedback(actor=jonas, receiver=leila, text="Your note helped.")
    move_person(actor=None, person=jonas, expected=jonas.version, manager=top)
    move_person(actor=None, person=leila, expected=leila.version, manager=new)

    for table in (CheckIn, Agreement, Feedback):
        for who in (jonas, leila):
            assert visible_to(Viewer(Person.objects.get(pk=who.pk)), table).count() == 1, table
        for who in (
            new,
            top,
            people.administrator(f"A {table}"),
            people.strategy_office(f"{table}"),
        ):
            assert not visible_to(Viewer(who), table).exists(), table
