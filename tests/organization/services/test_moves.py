"""Who reports to whom and who is in which team, over time."""

from collections.abc import Iterator
from datetime import date, timedelta

import pytest
import time_machine

from lineofsight.kit.errors import Conflict, Invalid
from lineofsight.organization import selectors, services
from lineofsight.organization.models import AuditEntry, Membership, Person, ReportingLine, Version
from lineofsight.organization.record.change import Change
from tests.factories import accounts
from tests.factories import organization as make

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 15)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-06-15 12:00Z", tick=False):
        yield


def days(count: int) -> date:
    return TODAY + timedelta(days=count)


def move(person: Person, **how: object) -> Person:
    return services.move_person(actor=None, person=person, **how)  # type: ignore[arg-type] # as the service types them


class TestMovePerson:
    def test_from_today_shows_on_the_person(self) -> None:
        alice, bob = make.person("Alice"), make.person("Bob")

        moved = move(alice, manager=bob)

        assert (moved.manager, moved.manager_since) == (bob, TODAY)
        assert Person.objects.get(pk=alice.pk).manager_id == bob.pk

    def test_keeps_who_it_was_before(self) -> None:
        bob, carol = make.person("Bob"), make.person("Carol")
        alice = make.person("Alice", manager=bob)

        move(alice, manager=carol)

        assert selectors.manager_of(alice, days(-1)) == bob
        assert selectors.manager_of(alice, TODAY) == carol

    def test_of_the_past_corrects_the_past_alone(self) -> None:
        bob, carol, dan = make.person("Bob"), make.person("Carol"), make.person("Dan")
        alice = make.person("Alice", manager=bob)
        move(alice, manager=carol, on=days(-10))

        moved = move(alice, manager=dan, on=days(-30))

        assert moved.manager == carol
        found = [selectors.manager_of(alice, days(n)) for n in (-31, -30, -11, -10)]
        assert found == [bob, dan, dan, carol]

    def test_ahead_holds_once_its_day_has_come(self) -> None:
        bob, carol = make.person("Bob"), make.person("Carol")
        alice = make.person("Alice", manager=bob)

        moved = move(alice, manager=carol, on=days(5))

        assert moved.manager == bob
        assert services.apply_moves(days(4)) == 0
        assert services.apply_moves(days(5)) == 1
        assert Person.objects.get(pk=alice.pk).manager == carol

    def test_to_another_team_keeps_the_manager(self) -> None:
        bob, team = make.person("Bob"), make.team()
        alice = make.person("Alice", manager=bob)

        moved = move(alice, team=team, on=days(-3))

        assert (moved.manager, moved.team, moved.team_since) == (bob, team, days(-3))
        assert selectors.team_of(alice, days(-4)) is None

    def test_to_nobody_ends_the_line(self) -> None:
        alice = make.person("Alice", manager=make.person("Bob"))

        moved = move(alice, manager=None)

        assert (moved.manager, moved.manager_since) == (None, None)
        assert ReportingLine.objects.get(person=alice).end == TODAY

    def test_leaves_one_entry_and_one_version(self) -> None:
        alice, bob, team = make.person("Alice"), make.person("Bob"), make.team()
        entries = AuditEntry.objects.count()

        move(alice, manager=bob, team=team, reason="A new team.")

        entry = AuditEntry.objects.latest("pk")
        assert AuditEntry.objects.count() == entries + 1
        assert (entry.verb, entry.reason) == ("person.moved", "A new team.")
        assert Version.objects.filter(entry=entry).count() == 1

    def test_ahead_leaves_an_entry_too(self) -> None:
        alice = make.person("Alice")

        move(alice, manager=make.person("Bob"), on=days(9))

        entry = AuditEntry.objects.latest("pk")
        assert (entry.verb, entry.subject_id, entry.fields) == (
            "person.moved",
            alice.pk,
            ["manager"],
        )

    def test_to_where_they_are_leaves_nothing(self) -> None:
        alice = make.person("Alice", manager=make.person("Bob"))
        entries = AuditEntry.objects.count()

        move(alice, manager=Person.objects.get(name="Bob"))

        assert AuditEntry.objects.count() == entries

    def test_conflicts_with_somebody_elses_change(self) -> None:
        alice, bob = make.person("Alice"), make.person("Bob")
        services.edit_person(actor=None, person=alice, expected=1, name="Alicia")

        with pytest.raises(Conflict):
            move(alice, manager=bob, expected=1)

        assert not ReportingLine.objects.exists()

    def test_refuses_oneself(self) -> None:
        alice = make.person("Alice")

        with pytest.raises(Invalid) as refused:
            move(alice, manager=alice)

        assert set(refused.value.problems) == {"manager"}


class TestCircles:
    def test_of_two_are_refused(self) -> None:
        bob = make.person("Bob")
        alice = make.person("Alice", manager=bob)

        with pytest.raises(Invalid) as refused:
            move(bob, manager=alice)

        assert set(refused.value.problems) == {"manager"}
        assert Person.objects.get(pk=bob.pk).manager is None

    def test_of_many_are_refused(self) -> None:
        people = [make.person("P0")]
        for n in range(1, 6):
            people.append(make.person(f"P{n}", manager=people[-1]))

        with pytest.raises(Invalid):
            move(people[0], manager=people[-1])

    def test_that_were_never_closed_on_one_day_are_none(self) -> None:
        """Bob was above Alice until day 0; from then on Alice may be above Bob."""
        bob, carol = make.person("Bob"), make.person("Carol")
        alice = make.person("Alice", manager=bob)
        move(alice, manager=carol, on=TODAY)

        moved = move(bob, manager=alice, on=TODAY)

        assert moved.manager == alice

    def test_in_the_past_are_refused(self) -> None:
        bob, carol = make.person("Bob"), make.person("Carol")
        alice = make.person("Alice", manager=bob)
        move(alice, manager=carol, on=TODAY)

        with pytest.raises(Invalid) as refused:
            move(bob, manager=alice, on=days(-1))

        assert "Bob" in refused.value.problems["manager"][0]

    def test_in_days_to_come_are_refused(self) -> None:
        alice, bob = make.person("Alice"), make.person("Bob")
        move(alice, manager=bob, on=days(10))

        with pytest.raises(Invalid) as refused:
            move(bob, manager=alice, on=TODAY)

        assert days(10).isoformat() in refused.value.problems["manager"][0]

    def test_over_periods_that_only_touch_are_none(self) -> None:
        alice, bob = make.person("Alice"), make.person("Bob")
        move(alice, manager=bob, on=days(10))
        move(alice, manager=None, on=days(20))

        move(bob, manager=alice, on=days(20))

        assert selectors.manager_of(bob, days(20)) == alice

    def test_of_dotted_lines_are_no_circles(self) -> None:
        bob = make.person("Bob")
        alice = make.person("Alice", manager=bob)

        services.set_dotted_managers(actor=None, person=bob, managers=[alice])

        assert list(bob.dotted_managers.all()) == [alice]


class TestDottedManagers:
    def test_hold_from_their_day_and_end_when_left_out(self) -> None:
        alice, bob, carol = make.person("Alice"), make.person("Bob"), make.person("Carol")
        services.set_dotted_managers(actor=None, person=alice, managers=[bob], on=days(-20))

        services.set_dotted_managers(actor=None, person=alice, managers=[carol], on=days(-10))

        found = [
            list(selectors.dotted_managers_of(alice, days(n))) for n in (-21, -20, -11, -10, 0)
        ]
        assert found == [[], [bob], [bob], [carol], [carol]]
        assert list(alice.dotted_managers.all()) == [carol]

    def test_ahead_are_copied_once_the_day_has_come(self) -> None:
        alice, bob = make.person("Alice"), make.person("Bob")
        services.set_dotted_managers(actor=None, person=alice, managers=[bob], on=days(3))

        assert list(alice.dotted_managers.all()) == []
        assert services.apply_moves(days(3)) == 1
        assert list(alice.dotted_managers.all()) == [bob]

    def test_that_are_the_same_leave_nothing(self) -> None:
        alice, bob = make.person("Alice"), make.person("Bob")
        services.set_dotted_managers(actor=None, person=alice, managers=[bob])
        entries = AuditEntry.objects.count()

        services.set_dotted_managers(actor=None, person=alice, managers=[bob])

        assert AuditEntry.objects.count() == entries


class TestSelectors:
    def test_the_chain_goes_up_to_the_top(self) -> None:
        top = make.person("Top")
        middle = make.person("Middle", manager=top)
        alice = make.person("Alice", manager=middle)

        assert selectors.chain_of(alice, TODAY) == [middle, top]

    def test_the_chain_is_that_of_the_day(self) -> None:
        top, other = make.person("Top"), make.person("Other")
        middle = make.person("Middle", manager=top)
        alice = make.person("Alice", manager=middle)
        move(middle, manager=other, on=TODAY)

        assert selectors.chain_of(alice, days(-1)) == [middle, top]
        assert selectors.chain_of(alice, TODAY) == [middle, other]

    def test_reports_are_those_of_the_day(self) -> None:
        bob = make.person("Bob")
        alice = make.person("Alice")
        move(alice, manager=bob, on=days(-5))

        assert list(selectors.reports_of(bob, days(-6))) == []
        assert list(selectors.reports_of(bob, days(-5))) == [alice]

    def test_dotted_reports_are_asked_for(self) -> None:
        alice, bob = make.person("Alice"), make.person("Bob")
        services.set_dotted_managers(actor=None, person=alice, managers=[bob])

        assert list(selectors.reports_of(bob, TODAY)) == []
        assert list(selectors.reports_of(bob, TODAY, dotted=True)) == [alice]


class TestApplyMoves:
    def test_twice_changes_nothing(self) -> None:
        alice = make.person("Alice")
        move(alice, manager=make.person("Bob"), on=days(1))
        services.apply_moves(days(1))
        entries = AuditEntry.objects.count()

        assert services.apply_moves(days(1)) == 0
        assert AuditEntry.objects.count() == entries

    def test_leaves_the_version_that_people_edit(self) -> None:
        alice = make.person("Alice")
        moved = move(alice, manager=make.person("Bob"), on=days(1))

        services.apply_moves(days(1))

        assert Person.objects.get(pk=alice.pk).version == moved.version

    def test_closes_accounts_of_those_who_have_left(self) -> None:
        alice = make.person("Alice")
        account = accounts.account(alice)
        services.leave(actor=None, person=alice, on=days(1))

        services.apply_moves(days(1))
        account.refresh_from_db()
        assert account.is_active

        services.apply_moves(days(2))
        account.refresh_from_db()
        assert not account.is_active


class TestPlacePeople:
    def test_draws_lines_and_stays_for_many_in_a_few_queries(
        self, django_assert_max_num_queries: object
    ) -> None:
        boss, team = make.person("Boss"), make.team()
        with Change(None, "import.applied") as change:
            people = change.add_all([Person(name=f"P{n}") for n in range(200)])
            with django_assert_max_num_queries(40):  # type: ignore[operator] # a fixture
                services.place_people(
                    change,
                    [services.Placement(one, boss, days(-9), team, None) for one in people],
                )

        assert ReportingLine.objects.filter(manager=boss, start=days(-9)).count() == 200
        assert Membership.objects.filter(team=team, start=None).count() == 200
        assert set(Person.objects.filter(team=team).values_list("manager_since", flat=True)) == {
            days(-9)
        }

    def test_keeps_what_the_source_does_not_say(self) -> None:
        bob = make.person("Bob")
        alice = make.person("Alice", manager=bob)

        with Change(None, "import.applied") as change:
            services.place_people(change, [services.Placement(alice, team=make.team())])

        assert selectors.manager_of(alice, TODAY) == bob

    def test_refuses_a_circle_among_many(self) -> None:
        alice, bob = make.person("Alice"), make.person("Bob")

        with pytest.raises(Invalid), Change(None, "import.applied") as change:
            services.place_people(
                change,
                [services.Placement(alice, manager=bob), services.Placement(bob, manager=alice)],
            )

        assert not ReportingLine.objects.exists()
