"""People, their accounts, and their last day."""

from collections.abc import Iterator
from datetime import date
from typing import Any, cast

import pytest
import time_machine

from lineofsight.kit.errors import Conflict, Invalid, NotAllowed
from lineofsight.organization import services
from lineofsight.organization.access import Viewer, visible_to
from lineofsight.organization.models import Account, AuditEntry, Person
from tests.factories import accounts
from tests.factories import organization as make

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 15)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-06-15 12:00Z", tick=False):
        yield


def problems(**fields: Any) -> set[str]:
    with pytest.raises(Invalid) as refused:
        services.add_person(actor=None, **{"name": "Alice", **fields})
    return set(refused.value.problems)


class TestAddPerson:
    def test_puts_a_person_where_they_stand(self) -> None:
        bob, team = make.person("Bob"), make.team()

        alice = make.person(
            "Alice", manager=bob, manager_since=date(2026, 1, 1), team=team, dotted_managers=[bob]
        )

        assert (alice.manager, alice.manager_since, alice.team) == (bob, date(2026, 1, 1), team)
        assert list(alice.dotted_managers.all()) == [bob]

    def test_leaves_one_entry(self) -> None:
        bob = make.person("Bob")

        make.person("Alice", manager=bob, dotted_managers=[bob])

        assert list(AuditEntry.objects.values_list("verb", flat=True)) == ["person.created"] * 2

    def test_tells_all_problems_at_once(self) -> None:
        assert problems(
            name=" ",
            email="alice",
            check_in_days=0,
            time_zone="Mars/Olympus",
            start_date=date(2026, 2, 1),
            end_date=date(2026, 1, 1),
            manager=Person(name="Nobody"),
            shoe_size=40,
        ) == {
            "name",
            "email",
            "check_in_days",
            "time_zone",
            "end_date",
            "manager",
            "shoe_size",
        }

    @pytest.mark.parametrize(
        ("field", "value"),
        [
            ("name", "x" * 2_001),
            ("level", "x" * 100_001),
            ("name", "a\x00b"),
            ("name", 3),
            ("on_leave", "yes"),
            ("check_in_days", float("nan")),
            ("check_in_days", True),
            ("start_date", "2026-01-01"),
            ("time_zone", "../etc/passwd"),
            ("ref", "a;b"),
            ("ref", "a>b"),
            ("ref", " a"),
            ("ref", "x" * 501),
        ],
    )
    def test_refuses(self, field: str, value: object) -> None:
        assert problems(**{field: value}) == {field}

    def test_refuses_an_id_that_is_taken(self) -> None:
        make.person("Bob", ref="P1")

        assert problems(ref="P1") == {"ref"}

    def test_holds_the_longest_name(self) -> None:
        assert len(make.person("x" * 2_000).name) == 2_000

    def test_is_for_administrators_and_hr_partners(self) -> None:
        services.add_person(actor=make.administrator(), name="Alice")

        with pytest.raises(NotAllowed):
            services.add_person(actor=make.person("Bob"), name="Carol")

    def test_lets_an_hr_partner_of_a_team_add_to_that_team_alone(self) -> None:
        team, boss = make.team(), make.person("Boss")
        partner = make.person("Hera")
        make.grant(partner, "hr_partner", team=team)

        added = services.add_person(actor=partner, name="Alice", team=team, manager=boss)

        assert added.manager == boss
        with pytest.raises(NotAllowed):
            services.add_person(actor=partner, name="Carol", team=make.team("Other"))

    def test_lets_nobody_put_people_under_themselves(self) -> None:
        admin = make.administrator()

        with pytest.raises(NotAllowed):
            services.add_person(actor=admin, name="Alice", manager=admin)

        assert not Person.objects.filter(name="Alice").exists()


class TestEditPerson:
    def test_changes_what_is_given(self) -> None:
        alice = make.person("Alice", title="Engineer")

        edited = services.edit_person(actor=None, person=alice, expected=1, name="Alicia")

        assert (edited.name, edited.title, edited.version) == ("Alicia", "Engineer", 2)

    def test_conflicts(self) -> None:
        alice = make.person()

        with pytest.raises(Conflict):
            services.edit_person(actor=None, person=alice, expected=3, name="Alicia")

    @pytest.mark.parametrize("field", ["manager", "team", "end_date", "version", "ref", "pk"])
    def test_leaves_what_other_verbs_change(self, field: str) -> None:
        alice, changes = make.person(), cast("dict[str, Any]", {field: None})

        with pytest.raises(Invalid) as refused:
            services.edit_person(actor=None, person=alice, expected=1, **changes)

        assert set(refused.value.problems) == {field}

    def test_refuses_a_first_day_after_the_last(self) -> None:
        alice = make.person(end_date=date(2026, 1, 1))

        with pytest.raises(Invalid):
            services.edit_person(actor=None, person=alice, expected=1, start_date=date(2026, 2, 1))

    def test_is_not_for_colleagues(self) -> None:
        alice = make.person()

        with pytest.raises(NotAllowed):
            services.edit_person(actor=make.person("Bob"), person=alice, expected=1, name="A")


class TestLeave:
    def test_ends_access_at_once_when_the_day_is_past(self) -> None:
        alice = make.person("Alice")
        account = accounts.account(alice)

        left = services.leave(actor=None, person=alice, on=date(2026, 6, 14))

        assert not visible_to(Viewer(left, TODAY), Person).exists()
        account.refresh_from_db()
        assert not account.is_active

    def test_leaves_access_until_the_last_day_is_over(self) -> None:
        left = services.leave(actor=None, person=make.person(), on=TODAY)

        assert visible_to(Viewer(left, TODAY), Person).exists()
        assert not visible_to(Viewer(left, date(2026, 6, 16)), Person).exists()

    def test_can_be_taken_back(self) -> None:
        left = services.leave(actor=None, person=make.person(), on=TODAY)

        back = services.leave(actor=None, person=left, on=None)

        assert back.end_date is None
        assert AuditEntry.objects.latest("pk").verb == "person.returned"

    def test_refuses_a_last_day_before_the_first(self) -> None:
        alice = make.person(start_date=TODAY)

        with pytest.raises(Invalid):
            services.leave(actor=None, person=alice, on=date(2026, 6, 14))


class TestAccounts:
    def test_take_the_e_mail_of_the_person(self) -> None:
        account = services.add_account(actor=None, person=make.person(email="alice@example.org"))

        assert account.email == "alice@example.org"
        assert not account.has_usable_password()

    def test_refuse_an_e_mail_that_another_has_in_whatever_case(self) -> None:
        accounts.account(email="alice@example.org")

        with pytest.raises(Invalid) as refused:
            services.add_account(actor=None, person=make.person(), email="Alice@Example.org")

        assert set(refused.value.problems) == {"email"}

    def test_refuse_a_second_one_and_a_missing_e_mail(self) -> None:
        alice = make.person()
        accounts.account(alice)

        with pytest.raises(Invalid) as refused:
            services.add_account(actor=None, person=alice)

        assert set(refused.value.problems) == {"email", "person"}

    def test_that_are_closed_end_access_at_once(self) -> None:
        account = accounts.account()

        services.close_account(actor=None, account=account)

        found = Person.objects.get(pk=account.person_id)
        assert not visible_to(found, Person).exists()

    def test_can_be_opened_again(self) -> None:
        account = services.close_account(actor=None, account=accounts.account())

        services.open_account(actor=None, account=account)

        assert Account.objects.get().is_active

    def test_closed_twice_leave_one_entry(self) -> None:
        account = services.close_account(actor=None, account=accounts.account())
        entries = AuditEntry.objects.count()

        services.close_account(actor=None, account=account)

        assert AuditEntry.objects.count() == entries
