"""The door: what it answers for makers of rows, for what is hidden, and for what is nobody's."""

from typing import Any

import pytest
from django.utils import timezone

from lineofsight.alignment.models import Check, RuleSwitch
from lineofsight.exchange.models import Import, QuarantinedRow
from lineofsight.goals.models import Allocation, Assumption, Decision, Goal, Link
from lineofsight.kit.errors import NotAllowed, NotFound
from lineofsight.organization import access
from lineofsight.organization.access import Policy, Viewer, can, get_visible, require
from lineofsight.organization.access.rules import everyone, register
from lineofsight.organization.models import (
    Account,
    Function,
    Grant,
    Invitation,
    Limit,
    Organization,
    Person,
    ReportingLine,
    Seal,
    Team,
)
from lineofsight.organization.work.models import Job
from lineofsight.rhythm.models import Blocker
from lineofsight.strategy.models import Acknowledgement, Kpi, Pillar, Statement, StrategyVersion

pytestmark = pytest.mark.django_db


@pytest.fixture
def people() -> dict[str, Person]:
    """A small company: each by what they are."""
    made = {
        word: Person.objects.create(name=word)
        for word in ("ceo", "lead", "member", "colleague", "outsider", "dotted", "head", "sponsor",
                     "champion", "strategy_office", "administrator", "auditor", "hr_partner",
                     "hr_of_team", "hr_of_function")
    }  # fmt: skip
    function = Function.objects.create(name="Product", head=made["head"])
    above = Team.objects.create(name="Product", function=function)
    team = Team.objects.create(name="Payments", lead=made["lead"], parent=above)
    made["lead"].manager = made["ceo"]
    for word in ("member", "colleague"):
        made[word].manager, made[word].team = made["lead"], team
    made["member"].dotted_managers.add(made["dotted"])
    for one in made.values():
        one.save()
    pillar = Pillar.objects.create(name="Trust", sponsor=made["sponsor"])
    pillar.champions.add(made["champion"])
    for role in ("strategy_office", "administrator", "auditor", "hr_partner"):
        Grant.objects.create(person=made[role], role=role, given_on="2026-01-01")
    scoped = {"role": "hr_partner", "given_on": "2026-01-01"}
    Grant.objects.create(person=made["hr_of_team"], team=above, **scoped)
    Grant.objects.create(person=made["hr_of_function"], function=function, **scoped)
    return made


def who_may(people: dict[str, Person], verb: str, thing: Any = None) -> set[str]:
    return {word for word, person in people.items() if can(Viewer(person), verb, thing)}


KEEPERS = {"administrator", "hr_partner", "hr_of_team", "hr_of_function"}
CARRIERS = {"head", "sponsor", "champion", "strategy_office"}


class TestGoals:
    def test_anybody_makes_one_for_themselves_and_managers_for_their_reports(
        self, people: dict[str, Person]
    ) -> None:
        goal = Goal(title="x", owner=people["member"], scope="individual")

        assert who_may(people, "goal.create", goal) == {
            "member", "lead", "dotted", "strategy_office",
        }  # fmt: skip

    def test_a_lead_makes_them_for_the_team(self, people: dict[str, Person]) -> None:
        team = people["member"].team
        goal = Goal(title="x", owner=people["member"], team=team, scope="team")

        assert who_may(people, "goal.create", goal) == {"lead", "strategy_office"}

    @pytest.mark.parametrize("owner", [None, "lead", "colleague"])
    def test_a_lead_gives_them_to_the_team(
        self, people: dict[str, Person], owner: str | None
    ) -> None:
        given = people[owner] if owner else None
        goal = Goal(title="x", owner=given, team=people["member"].team, scope="team")

        assert can(people["lead"], "goal.create", goal)

    def test_a_lead_gives_none_to_people_of_other_teams(self, people: dict[str, Person]) -> None:
        goal = Goal(title="x", owner=people["outsider"], team=people["member"].team, scope="team")

        assert not can(people["lead"], "goal.create", goal)

    @pytest.mark.parametrize("scope", ["enterprise", "function"])
    def test_above_teams_those_make_them_who_carry_strategy(
        self, people: dict[str, Person], scope: str
    ) -> None:
        goal = Goal(title="x", owner=people["outsider"], scope=scope)

        assert who_may(people, "goal.create", goal) == CARRIERS

    def test_a_confidential_one_is_made_by_its_owner_alone(self, people: dict[str, Person]) -> None:
        goal = Goal(title="x", owner=people["member"], scope="individual", confidential=True)

        assert who_may(people, "goal.create", goal) == {"member"}

    def test_time_is_allocated_by_whose_it_is(self, people: dict[str, Person]) -> None:
        goal = Goal.objects.create(title="x", owner=people["outsider"])
        hidden = Goal.objects.create(title="y", owner=people["outsider"], confidential=True)
        member, team = people["member"], people["member"].team

        of_member = Allocation(goal=goal, person=member)
        assert who_may(people, "goal.allocate", of_member) == {"member", "lead", "dotted"}
        assert who_may(people, "goal.allocate", Allocation(goal=goal, team=team)) == {"lead"}
        assert who_may(people, "goal.allocate", Allocation(goal=hidden, person=member)) == set()

    @pytest.mark.parametrize("model", [Assumption, Decision])
    def test_what_names_no_goal_any_more_is_not_open(
        self, people: dict[str, Person], model: Any
    ) -> None:
        if model is Assumption:
            thing: Any = Assumption.objects.create(text="x", owner=people["member"])
        else:
            thing = Decision.objects.create(
                title="x", reason="y", decided_on="2026-01-01", decided_by=people["member"]
            )

        assert who_may(people, "read", thing) == {"member", "strategy_office"}

    def test_a_link_is_drawn_by_an_end_that_sees_both(self, people: dict[str, Person]) -> None:
        source = Goal.objects.create(title="x", owner=people["member"])
        hidden = Goal.objects.create(title="y", owner=people["outsider"], confidential=True)
        opened = Goal.objects.create(title="z", owner=people["outsider"])

        assert who_may(people, "link.create", Link(source=source, goal=opened)) == {
            "member", "lead", "dotted", "outsider",
        }  # fmt: skip
        assert who_may(people, "link.create", Link(source=source, goal=hidden)) == {"outsider"}
        to_pillar = Link(source=source, pillar=Pillar.objects.get())
        assert who_may(people, "link.create", to_pillar) == {"member", "lead", "dotted"}

    def test_a_blocker_is_raised_by_whoever_works_on_the_goal(
        self, people: dict[str, Person]
    ) -> None:
        goal = Goal.objects.create(title="x", owner=people["member"])
        hidden = Goal.objects.create(title="y", owner=people["member"], confidential=True)
        for word, on, may in (
            ("member", goal, True), ("outsider", goal, False), ("outsider", None, True),
            ("dotted", hidden, False), ("lead", hidden, True),
        ):  # fmt: skip
            blocker = Blocker(goal=on, raised_by=people[word])
            assert can(people[word], "blocker.raise", blocker) is may
        assert not can(people["member"], "blocker.raise", Blocker(raised_by=people["lead"]))


class TestPeople:
    def test_people_are_kept_by_administrators_and_hr_in_scope(
        self, people: dict[str, Person]
    ) -> None:
        new = Person(name="New", team=people["member"].team)

        assert who_may(people, "person.create", new) == KEEPERS
        assert who_may(people, "person.create", Person(name="New")) == {
            "administrator", "hr_partner",
        }  # fmt: skip

    def test_teams_are_kept_in_scope_too(self, people: dict[str, Person]) -> None:
        team = people["member"].team
        assert team is not None

        assert who_may(people, "team.edit", team) == KEEPERS
        assert who_may(people, "team.create", Team(name="New", parent=team)) == KEEPERS
        function = Function.objects.get()
        of_function = Team(name="New", function=function)
        assert who_may(people, "team.create", of_function) == KEEPERS - {"hr_of_team"}

    def test_functions_are_kept_and_their_heads_say_what_they_contribute(
        self, people: dict[str, Person]
    ) -> None:
        function = Function.objects.get()
        kept = {"administrator", "hr_partner", "hr_of_function"}

        assert who_may(people, "function.edit", function) == kept
        assert who_may(people, "function.contribution", function) == kept | {
            "head", "strategy_office",
        }  # fmt: skip

    def test_nobody_puts_people_under_themselves(self, people: dict[str, Person]) -> None:
        hr, member = people["hr_partner"], people["member"]
        below = Person.objects.create(name="Below", manager=hr)

        assert not can(hr, "line.create", ReportingLine(person=member, manager=hr))
        assert not can(hr, "line.create", ReportingLine(person=member, manager=below))
        assert can(hr, "line.create", ReportingLine(person=member, manager=people["ceo"]))
        assert can(hr, "line.create", ReportingLine(person=below, manager=hr))
        assert not can(people["ceo"], "line.create", ReportingLine(person=member, manager=hr))

    def test_accounts_and_invitations(self, people: dict[str, Person]) -> None:
        account = Account.objects.create(person=people["member"], email="m@example.org")
        now = timezone.now()
        sent = Invitation.objects.create(
            person=people["member"],
            email="m@example.org",
            secret="s" * 64,
            sent_at=now,
            expires_at=now,
        )

        assert who_may(people, "account.edit", account) == {"member"}
        assert who_may(people, "account.close", account) == {"administrator"}
        assert who_may(people, "invitation.withdraw", sent) == KEEPERS
        assert who_may(people, "invitation.send", sent) == KEEPERS

    def test_roles_are_given_by_administrators(self, people: dict[str, Person]) -> None:
        assert who_may(people, "grant.give", Grant(person=people["member"])) == {"administrator"}


class TestStrategy:
    @pytest.mark.parametrize(
        ("verb", "thing"),
        [("strategy.create", StrategyVersion()), ("statement.create", Statement()),
         ("pillar.create", Pillar()), ("kpi.create", Kpi())],
    )  # fmt: skip
    def test_it_is_kept_by_the_strategy_office(
        self, people: dict[str, Person], verb: str, thing: Any
    ) -> None:
        assert who_may(people, verb, thing) == {"strategy_office"}

    def test_a_version_is_acknowledged_by_oneself_once_it_can_be_seen(
        self, people: dict[str, Person]
    ) -> None:
        draft = StrategyVersion.objects.create(name="2027")
        published = StrategyVersion.objects.create(name="2026", published_on="2026-01-01")
        member = people["member"]

        assert not can(
            member, "acknowledge", Acknowledgement(person=member, strategy_version=draft)
        )
        said = Acknowledgement(person=member, strategy_version=published)
        assert who_may(people, "acknowledge", said) == {"member"}


class TestTheWholeRecord:
    @pytest.mark.parametrize(
        ("verb", "may"),
        [
            ("organization.edit", {"administrator"}),
            ("settings.edit", {"administrator", "strategy_office"}),
            ("export.run", {"administrator", "strategy_office"}),
            ("audit.read", {"administrator", "auditor"}),
            ("work.read", {"administrator"}),
        ],
    )
    def test_verbs_on_it_need_no_row(
        self, people: dict[str, Person], verb: str, may: set[str]
    ) -> None:
        assert who_may(people, verb) == may
        assert who_may(people, verb, Organization()) == may

    def test_files_are_imported_by_two(self, people: dict[str, Person]) -> None:
        both = {"administrator", "strategy_office"}
        assert who_may(people, "import.run", Import()) == both
        assert who_may(people, "import.people", Import()) == both
        assert who_may(people, "import.plan", Import()) == {"strategy_office"}

    def test_what_came_of_an_import(self, people: dict[str, Person]) -> None:
        brought = Import.objects.create(actor=people["member"], at=timezone.now())
        rows = {
            table: QuarantinedRow.objects.create(
                of=brought, table=table, content={}, since=timezone.now()
            )
            for table in ("people", "pillars", "feedback")
        }

        both = {"administrator", "strategy_office"}
        assert who_may(people, "read", brought) == {*both, "auditor", "member"}
        assert who_may(people, "import.undo", brought) == both
        assert who_may(people, "read", rows["people"]) == {*both, "member"}
        assert who_may(people, "read", rows["pillars"]) == {"strategy_office", "member"}
        assert who_may(people, "read", rows["feedback"]) == {"member"}

    def test_technical_tables(self, people: dict[str, Person]) -> None:
        now = timezone.now()
        job = Job.objects.create(name="mail", created_at=now, run_at=now)
        limit = Limit.objects.create(key="k", used=1, ends=0.0)
        seal = Seal.objects.create(
            first_id=1, last_id=1, count=1, hash="h", digests="", sealed_at=now
        )

        assert who_may(people, "read", job) == {"administrator"}
        assert who_may(people, "read", limit) == set()
        assert who_may(people, "read", seal) == {"administrator", "auditor"}

    def test_checks_and_rules(self, people: dict[str, Person]) -> None:
        assert "strategy_office" in who_may(people, "check.run", Check())
        assert "member" not in who_may(people, "check.run", Check())
        assert "strategy_office" in who_may(people, "rule.switch", RuleSwitch(rule="LOS104"))
        assert "administrator" in who_may(people, "rule.switch", RuleSwitch(rule="people"))


class TestAnswers:
    def test_the_installation_itself_may(self) -> None:
        require(None, "goal.create", Goal(title="x"))

    def test_what_is_hidden_is_not_there(self, people: dict[str, Person]) -> None:
        goal = Goal.objects.create(title="x", owner=people["member"], confidential=True)

        with pytest.raises(NotFound) as hidden:
            require(people["outsider"], "goal.edit", goal)
        with pytest.raises(NotFound) as absent:
            get_visible(people["outsider"], Goal, pk=goal.pk + 1)
        with pytest.raises(NotFound) as unseen:
            get_visible(people["outsider"], Goal, pk=goal.pk)

        assert str(hidden.value) == str(absent.value) == str(unseen.value)
        assert get_visible(people["member"], Goal, pk=goal.pk) == goal

    def test_what_is_seen_may_still_be_refused(self, people: dict[str, Person]) -> None:
        goal = Goal.objects.create(title="x", owner=people["member"])

        require(people["member"], "goal.edit", goal)
        with pytest.raises(NotAllowed):
            require(people["outsider"], "goal.edit", goal)
        with pytest.raises(NotAllowed):
            require(people["outsider"], "goal.create", Goal(owner=people["member"]))
        with pytest.raises(NotAllowed):
            require(people["member"], "audit.read")

    def test_whoever_left_makes_nothing(self, people: dict[str, Person]) -> None:
        member = people["member"]
        member.end_date = timezone.localdate().replace(year=2020)

        assert not can(member, "goal.create", Goal(title="x", owner=member, scope="individual"))

    def test_a_verb_for_another_kind_of_thing_is_a_defect(self, people: dict[str, Person]) -> None:
        with pytest.raises(TypeError, match=r"goal\.edit is for a Goal"):
            can(people["member"], "goal.edit", people["member"])
        with pytest.raises(KeyError):
            can(people["member"], "goal.sell", Goal())

    def test_a_table_has_one_policy_and_a_verb_one_table(self) -> None:
        with pytest.raises(ValueError, match="already"):
            register(Policy(Goal, everyone))
        with pytest.raises(ValueError, match="registered already"):
            register(Policy(Verbless, everyone, verbs={"goal.edit": lambda viewer, thing: True}))
        assert Verbless not in access.policies()
        with pytest.raises(LookupError, match="no policy"):
            access.policy_of(Nothing)
        assert {"goal.create", "goal.edit"} <= set(access.verbs_of(Goal))


class Verbless:
    """Stands for a table that nobody has registered."""


class Nothing(Verbless):
    """Stands for another."""


class TestViewer:
    def test_stands_above_whom(self, people: dict[str, Person]) -> None:
        ceo, lead, member = (Viewer(people[word]) for word in ("ceo", "lead", "member"))

        assert ceo.is_above(member.pk)
        assert lead.is_above(member.pk)
        assert not member.is_above(lead.pk)
        assert not ceo.is_above(None)
        assert ceo.is_one_of([None, ceo.pk])
        assert not ceo.is_one_of([member.pk])
        assert ceo.is_hr_partner is False
