"""What can be done to the strategy."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine

from lineofsight.kit.errors import Conflict, Invalid, NotAllowed, NotFound
from lineofsight.organization.models import AuditEntry
from lineofsight.organization.record.history import story_of
from lineofsight.strategy import refs, services
from lineofsight.strategy.errors import NotPublished, Published
from lineofsight.strategy.models import Acknowledgement, Kpi, Pillar, Statement, StrategyVersion
from tests.factories import organization as people
from tests.factories import strategy as make

pytestmark = pytest.mark.django_db

TODAY = date(2026, 6, 15)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-06-15 12:00Z", tick=False):
        yield


class TestVersions:
    def test_are_published_with_their_statements(self) -> None:
        draft = make.draft("2026")
        vision = make.statement(kind="vision", strategy_version=draft)

        version = services.publish_version(actor=None, name="2026")

        vision.refresh_from_db()
        assert (version.published_on, vision.published_on) == (TODAY, TODAY)

    def test_that_follow_another_say_why(self) -> None:
        make.published("2026")
        make.draft("2027")

        with pytest.raises(Invalid) as refused:
            services.publish_version(actor=None, name="2027")

        assert set(refused.value.problems) == {"reason"}
        assert StrategyVersion.objects.get(name="2027").published_on is None

    def test_may_say_why_while_drafted(self) -> None:
        make.published("2026")
        make.draft("2027", reason="The market moved.")

        assert services.publish_version(actor=None, name="2027").reason == "The market moved."

    def test_are_published_once(self) -> None:
        make.published("2026")

        with pytest.raises(Published):
            services.publish_version(actor=None, name="2026", reason="Again.")

    def test_are_based_on_another_one(self) -> None:
        old = make.draft("2026")
        make.statement("Time saved.", strategy_version=old)
        make.published("2026")

        new = make.draft("2027", based_on=old)

        (copied,) = new.statements.all()
        assert (copied.text, copied.published_on) == ("Time saved.", None)

    def test_have_a_name_of_their_own(self) -> None:
        make.draft("2026")

        with pytest.raises(Invalid) as refused:
            make.draft("2026")

        assert set(refused.value.problems) == {"name"}

    def test_take_their_new_name_into_the_history_of_their_statements(self) -> None:
        draft = make.draft("2026")
        statement = make.statement(strategy_version=draft)

        services.edit_version(actor=None, version=draft, expected=1, name="2026a")

        assert story_of(statement)[-1].after["version"] == "2026a"

    def test_that_are_drafts_can_be_given_up(self) -> None:
        draft = make.draft()
        make.statement(strategy_version=draft)

        services.remove_version(actor=None, version=draft, expected=1)

        assert not Statement.objects.exists()
        assert not StrategyVersion.objects.exists()

    def test_are_for_the_strategy_office(self) -> None:
        office = people.strategy_office()
        services.draft_version(actor=office, name="2026")

        published = services.publish_version(actor=office, name="2026")

        assert published.published_by == office
        with pytest.raises(NotAllowed):
            services.draft_version(actor=people.person(), name="2027")

    def test_that_are_drafts_are_not_there_for_others(self) -> None:
        draft = make.draft()

        with pytest.raises(NotFound):
            services.remove_version(actor=people.person(), version=draft, expected=1)


class TestStatements:
    def test_of_a_published_version_stay_as_they_are(self) -> None:
        draft = make.draft("2026")
        statement = make.statement(strategy_version=draft)
        make.published("2026")

        with pytest.raises(Published):
            services.edit_statement(actor=None, statement=statement, expected=2, text="Other.")
        with pytest.raises(Published):
            services.remove_statement(actor=None, statement=statement, expected=2)
        with pytest.raises(Published):
            make.statement(strategy_version=draft)

    def test_of_a_draft_are_worked_over(self) -> None:
        statement = make.statement(strategy_version=make.draft())

        edited = services.edit_statement(
            actor=None, statement=statement, expected=1, text="Other.", measure=make.kpi()
        )

        assert (edited.text, edited.version) == ("Other.", 2)

    def test_tell_all_problems_at_once(self) -> None:
        with pytest.raises(Invalid) as refused:
            make.statement("", kind="slogan", measure="churn")

        assert set(refused.value.problems) == {"kind", "text", "measure"}


class TestPillars:
    def test_keep_who_carries_them_in_order(self) -> None:
        first, second = people.person("A"), people.person("B")

        pillar = make.pillar(champions=[second, first], functions=[people.function()])

        assert story_of(pillar)[-1].after["champion_ids"] == [second.ref, first.ref]

    def test_are_edited_in_one_entry(self) -> None:
        pillar = make.pillar()
        entries = AuditEntry.objects.count()

        services.edit_pillar(
            actor=None, pillar=pillar, expected=1, name="Stay", champions=[people.person()]
        )

        assert AuditEntry.objects.count() == entries + 2  # the person, the pillar
        assert Pillar.objects.get().version == 2

    def test_conflict_even_if_a_list_alone_changes(self) -> None:
        pillar, alice = make.pillar(), people.person()

        with pytest.raises(Conflict):
            services.edit_pillar(actor=None, pillar=pillar, expected=5, champions=[alice])

        assert not pillar.champions.exists()

    def test_tell_all_problems_at_once(self) -> None:
        with pytest.raises(Invalid) as refused:
            make.pillar(
                "", weight=-1, start=TODAY, end=date(2026, 1, 1), champions=["Bob"], kpis=[None]
            )

        assert set(refused.value.problems) == {"name", "weight", "end", "champions", "kpis"}

    @pytest.mark.parametrize("ref", ["north_star", "P1", "a;b", "a>b"])
    def test_have_an_id_of_their_own(self, ref: str) -> None:
        make.pillar(ref="P1")

        with pytest.raises(Invalid) as refused:
            make.pillar(ref=ref)

        assert set(refused.value.problems) == {"ref"}

    def test_share_their_ids_with_those_who_say_so(self, monkeypatch: Any) -> None:
        monkeypatch.setattr(refs, "_HOLDERS", [*refs._HOLDERS])
        refs.register_holder(lambda ref: ref == "G1")

        with pytest.raises(Invalid):
            make.pillar(ref="G1")

    def test_let_their_sponsor_word_them_and_no_more(self) -> None:
        sponsor = people.person()
        pillar = make.pillar(sponsor=sponsor)

        services.edit_pillar(actor=sponsor, pillar=pillar, expected=1, text="Why we do this.")

        with pytest.raises(NotAllowed):
            services.edit_pillar(actor=sponsor, pillar=pillar, expected=2, text="", weight=9.0)

    def test_are_removed(self) -> None:
        services.remove_pillar(actor=None, pillar=make.pillar(), expected=1)

        assert not Pillar.objects.exists()


class TestKpis:
    def test_have_a_healthy_range_in_order(self) -> None:
        kpi = make.kpi(healthy_min=2.0)

        with pytest.raises(Invalid) as refused:
            services.edit_kpi(actor=None, kpi=kpi, expected=1, healthy_max=1.0)

        assert set(refused.value.problems) == {"healthy_max"}

    def test_guard_what_they_name(self) -> None:
        assert make.kpi(guards=["north_star", "P1"]).guards == ["north_star", "P1"]

    @pytest.mark.parametrize("guards", ["P1", [1], ["a;b"]])
    def test_guard_ids_alone(self, guards: object) -> None:
        with pytest.raises(Invalid) as refused:
            make.kpi(guards=guards)

        assert set(refused.value.problems) == {"guards"}

    def test_that_measure_a_statement_stay(self) -> None:
        kpi = make.kpi()
        make.statement(kind="north_star", measure=kpi)

        with pytest.raises(Invalid):
            services.remove_kpi(actor=None, kpi=kpi, expected=1)

        assert Kpi.objects.exists()


class TestAcknowledge:
    def test_is_noted_once(self) -> None:
        alice, version = people.person(), make.published()

        first = services.acknowledge(actor=alice, version=version)
        second = services.acknowledge(actor=alice, version=version)

        assert first == second
        assert (first.person, first.date) == (alice, TODAY)
        assert AuditEntry.objects.filter(verb="strategy.acknowledged").count() == 1

    def test_takes_each_concern_for_itself(self) -> None:
        alice, version = people.person(), make.published()

        for text in ("Why so fast?", "Why so late?"):
            services.acknowledge(actor=alice, version=version, kind="concern", text=text)

        assert Acknowledgement.objects.count() == 2

    def test_needs_a_published_version(self) -> None:
        office = people.strategy_office()

        with pytest.raises(NotPublished):
            services.acknowledge(actor=office, version=make.draft())
        with pytest.raises(NotPublished):
            services.acknowledge(actor=office, version=make.published(on=date(2026, 7, 1)))

    def test_needs_a_version_that_the_person_sees(self) -> None:
        with pytest.raises(NotAllowed):
            services.acknowledge(actor=people.person(), version=make.draft())

    def test_is_for_oneself(self) -> None:
        with pytest.raises(NotAllowed):
            services.acknowledge(
                actor=people.person(), person=people.person(), version=make.published()
            )

    @pytest.mark.parametrize(
        ("said", "field"),
        [
            ({"kind": "concern"}, "text"),
            ({"text": "Why?"}, "kind"),
            ({"kind": "praise", "text": "Good."}, "kind"),
            ({"on": date(2026, 7, 1)}, "on"),
        ],
    )
    def test_refuses(self, said: dict[str, Any], field: str) -> None:
        with pytest.raises(Invalid) as refused:
            services.acknowledge(actor=people.person(), version=make.published(), **said)

        assert set(refused.value.problems) == {field}

    def test_is_answered(self) -> None:
        office = people.strategy_office()
        asked = services.acknowledge(
            actor=people.person(), version=make.published(), kind="question", text="Why?"
        )

        answered = services.answer_acknowledgement(
            actor=office, acknowledgement=asked, answer="Because.", expected=1
        )

        assert (answered.answer, answered.answered_by, answered.answered_on) == (
            "Because.",
            office,
            TODAY,
        )

    def test_without_a_question_has_no_answer(self) -> None:
        read = services.acknowledge(actor=people.person(), version=make.published())

        with pytest.raises(Invalid):
            services.answer_acknowledgement(
                actor=None, acknowledgement=read, answer="Because.", expected=1
            )
