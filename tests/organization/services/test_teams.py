"""Teams, functions, roles, and the organisation itself."""

from datetime import date
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import time_machine

from lineofsight.engine.settings import Settings
from lineofsight.kit.errors import Conflict, Invalid, NotAllowed
from lineofsight.organization import selectors, services
from lineofsight.organization.models import AuditEntry, Function, Grant, Organization, Team
from lineofsight.organization.record.change import Change
from tests.factories import organization as make

pytestmark = pytest.mark.django_db


class TestTeams:
    def test_stand_below_each_other(self) -> None:
        above, sales, lead = make.team("Above"), make.function("Sales"), make.person()

        team = make.team("Below", parent=above, function=sales, lead=lead)

        assert (team.parent, team.function, team.lead) == (above, sales, lead)

    def test_never_in_a_circle(self) -> None:
        top = make.team("Top")
        bottom = make.team("Bottom", parent=make.team("Middle", parent=top))

        with pytest.raises(Invalid) as refused:
            services.edit_team(actor=None, team=top, expected=1, parent=bottom)

        assert set(refused.value.problems) == {"parent"}
        assert Team.objects.get(pk=top.pk).parent is None

    def test_never_below_themselves(self) -> None:
        team = make.team()

        with pytest.raises(Invalid):
            services.edit_team(actor=None, team=team, expected=1, parent=team)

    def test_conflict(self) -> None:
        with pytest.raises(Conflict):
            services.edit_team(actor=None, team=make.team(), expected=2, name="Other")

    def test_tell_all_problems_at_once(self) -> None:
        with pytest.raises(Invalid) as refused:
            services.add_team(actor=None, name="", parent="top", colour="red")

        assert set(refused.value.problems) == {"name", "parent", "colour"}

    def test_that_are_empty_can_be_removed(self) -> None:
        services.remove_team(actor=None, team=make.team(), expected=1)

        assert not Team.objects.exists()

    def test_that_people_were_in_stay_on_record(self) -> None:
        team = make.team()
        alice = make.person(team=team)
        services.move_person(actor=None, person=alice, team=None)

        with pytest.raises(Invalid) as refused:
            services.remove_team(actor=None, team=team, expected=1)

        assert set(refused.value.problems) == {""}
        assert Team.objects.exists()

    def test_are_for_administrators_and_hr_partners(self) -> None:
        services.add_team(actor=make.administrator(), name="One")

        with pytest.raises(NotAllowed):
            services.add_team(actor=make.person(), name="Two")


class TestFunctions:
    def test_are_edited_with_a_version(self) -> None:
        sales = make.function("Sales")

        edited = services.edit_function(actor=None, function=sales, expected=1, head=make.person())

        assert edited.version == 2

    def test_let_their_head_say_what_they_contribute(self) -> None:
        head = make.person()
        sales = make.function("Sales", head=head)

        services.edit_function(actor=head, function=sales, expected=1, contribution="Customers.")

        assert Function.objects.get().contribution == "Customers."

    def test_let_their_head_not_rename_them(self) -> None:
        head = make.person()
        sales = make.function("Sales", head=head)

        with pytest.raises(NotAllowed):
            services.edit_function(
                actor=head, function=sales, expected=1, name="S", contribution="Customers."
            )

    def test_with_teams_stay_on_record(self) -> None:
        sales = make.function("Sales")
        make.team(function=sales)

        with pytest.raises(Invalid):
            services.remove_function(actor=None, function=sales, expected=1)


class TestRoles:
    def test_are_given_once(self) -> None:
        alice = make.person()

        first, second = (make.grant(alice, "auditor") for _ in range(2))

        assert first == second
        assert AuditEntry.objects.filter(verb="grant.given").count() == 1

    @pytest.mark.parametrize("role", ["boss", "", "manager"])
    def test_are_known_ones(self, role: str) -> None:
        with pytest.raises(Invalid) as refused:
            make.grant(make.person(), role)

        assert "role" in refused.value.problems

    def test_have_a_scope_for_hr_partners_alone(self) -> None:
        alice, team = make.person(), make.team()

        assert make.grant(alice, "hr_partner", team=team).team == team
        with pytest.raises(Invalid):
            make.grant(alice, "auditor", team=team)

    def test_are_taken_back(self) -> None:
        grant = make.grant(make.person(), "auditor")

        services.revoke_role(actor=None, grant=grant)
        services.revoke_role(actor=None, grant=grant)

        assert not Grant.objects.exists()
        assert AuditEntry.objects.filter(verb="grant.revoked").count() == 1

    def test_of_the_last_administrator_stay(self) -> None:
        first = make.administrator("Adam")
        make.administrator("Eve")

        services.revoke_role(actor=None, grant=first.grants.get())

        with pytest.raises(Invalid):
            services.revoke_role(actor=None, grant=Grant.objects.get())

    def test_are_given_by_administrators(self) -> None:
        alice = make.person()

        with pytest.raises(NotAllowed):
            services.grant_role(actor=alice, person=alice, role="administrator")


class TestTheOrganization:
    def test_has_a_name_a_clock_and_a_language(self) -> None:
        make.organization(name="Acme", time_zone="Asia/Tokyo")

        found = Organization.objects.get()
        assert (found.name, found.time_zone) == ("Acme", "Asia/Tokyo")

    def test_tells_all_problems_at_once(self) -> None:
        with pytest.raises(Invalid) as refused:
            make.organization(name="x" * 501, time_zone="", language="tlh")

        assert set(refused.value.problems) == {"name", "time_zone", "language"}

    def test_conflicts(self) -> None:
        present = make.organization(name="Acme")

        with pytest.raises(Conflict):
            services.edit_organization(actor=None, expected=present.version - 1, name="Other")

    def test_lives_by_its_own_day(self) -> None:
        make.organization(time_zone="Asia/Tokyo")

        with time_machine.travel("2026-06-15 22:00Z", tick=False):
            assert selectors.today() == date(2026, 6, 16)

    def test_knows_that_somebody_works_elsewhere(self) -> None:
        make.organization(time_zone="Asia/Tokyo")
        alice = make.person("Alice", time_zone="America/Lima")

        with time_machine.travel("2026-06-15 22:00Z", tick=False):
            assert selectors.today(alice) == date(2026, 6, 15)
        assert selectors.zone_of(make.person("Bob")) == ZoneInfo("Asia/Tokyo")

    def test_lives_by_utc_until_it_says_otherwise(self) -> None:
        assert selectors.zone_of() == ZoneInfo("UTC")

    def test_notes_once_when_checks_began(self) -> None:
        services.begin_rules(on=date(2026, 6, 15))
        services.begin_rules(on=date(2026, 7, 15))

        assert Organization.objects.get().rules_began_on == date(2026, 6, 15)


class TestSettings:
    def test_read_into_those_of_the_engine(self) -> None:
        words: Any = {"en": {"filler": ["moonshot"]}}
        present = make.organization(
            settings={
                "ignore": ["LOS8"],
                "high": 0.2,
                "thresholds": {"LOS105": {"max_depth": 6}},
                "words": words,
            }
        )

        assert services.settings_of(present) == Settings(
            people=True,
            ignore=("LOS8",),
            high=0.2,
            thresholds={"LOS105": {"max_depth": 6.0}},
            words=words,
        )

    def test_that_say_nothing_are_the_engines_own(self) -> None:
        assert services.settings_of(Organization()) == Settings(people=True)

    @pytest.mark.parametrize(
        ("given", "place"),
        [
            ({"hight": 0.2}, "settings.hight"),
            ({"high": 2}, "settings.high"),
            ({"high": "much"}, "settings.high"),
            ({"medium": 0.5}, "settings.medium"),
            ({"select": "LOS1"}, "settings.select"),
            ({"ignore": ["XYZ"]}, "settings.ignore"),
            ({"ignore": [""]}, "settings.ignore"),
            ({"thresholds": {"LOS999": {}}}, "settings.thresholds.LOS999"),
            ({"thresholds": {"LOS105": {"deep": 1}}}, "settings.thresholds.LOS105.deep"),
            ({"thresholds": {"LOS105": {"max_depth": -1}}}, "settings.thresholds.LOS105.max_depth"),
            ({"thresholds": []}, "settings.thresholds"),
            ({"words": {"en": {"filler": 3}}}, "settings.words.en.filler"),
            ([], "settings"),
        ],
    )
    def test_that_no_check_understands_are_refused(self, given: Any, place: str) -> None:
        with pytest.raises(Invalid) as refused:
            make.organization(settings=given)

        assert set(refused.value.problems) == {place}

    def test_may_be_changed_by_the_strategy_office_but_nothing_else(self) -> None:
        office = make.strategy_office()
        present = services.the_organization()

        services.edit_organization(actor=office, expected=present.version, settings={"high": 0.2})

        with pytest.raises(NotAllowed):
            services.edit_organization(
                actor=office, expected=present.version + 1, name="Acme", settings={}
            )


def test_a_change_of_the_organisation_is_in_history() -> None:
    from lineofsight.organization.record.history import story_of

    make.organization(name="Acme")
    with Change(None, "organization.edited") as change:
        change.save(services.the_organization(), name="Acme Ltd")

    assert [step.after for step in story_of(services.the_organization())][-1] == {
        "name": "Acme Ltd"
    }
