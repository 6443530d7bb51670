"""An export holds what its reader sees, as it stood at the instant that is asked for."""

from datetime import timedelta

import pytest
from django.utils import timezone

from lineofsight.exchange.export import document_of, export
from lineofsight.goals.models import Decision, Goal, Link
from lineofsight.kit.errors import NotAllowed
from lineofsight.organization.models import Person
from lineofsight.organization.record.change import Change
from lineofsight.planfile.document import PlanDocument
from tests.exchange.doing import SMALL, look, marks, plan, said, small, take, taken, whole
from tests.factories.organization import administrator, strategy_office

pytestmark = pytest.mark.django_db

SECRET = {"id": "HIDDEN", "title": "Buy a rival", "owner_id": "lea", "confidential": True}


def with_a_secret() -> Person:
    """A record with a confidential goal in every table, and somebody who does not see it."""
    take(
        small(
            goals=[{**SMALL["goals"][0], "continues": "HIDDEN"}, SMALL["goals"][1], SECRET],
            key_results=[*SMALL["key_results"], {"id": "HKR", "goal_id": "HIDDEN", "title": "m"}],
            links=[
                *SMALL["links"],
                {"kind": "supports", "from_id": "HIDDEN", "to_id": "P"},
                {"kind": "depends_on", "from_id": "G1", "to_id": "HIDDEN"},
            ],
            kpis=[{"id": "K", "name": "Downtime", "guards": ["R1", "HKR"]}],
            observations=[
                *SMALL["observations"],
                {"measure_id": "HKR", "date": "2026-03-01", "value": 123},
            ],
            revisions=[{"goal_id": "HIDDEN", "date": "2026-02-01", "field": "title"}],
            assumptions=[{"id": "A", "text": "It holds", "goal_ids": ["G1", "HIDDEN"]}],
            blockers=[{"id": "B", "text": "x", "goal_id": "HIDDEN", "raised_on": "2026-02-01"}],
            actions=[{"id": "X", "title": "Ask", "goal_id": "HIDDEN"}],
            allocations=[{"person_id": "lea", "goal_id": "HIDDEN", "share": 0.2}],
        )
    )
    with Change(None, "decision.made") as change:
        decision = change.add(
            Decision(
                title="Later",
                reason="cash",
                decided_on=timezone.localdate(),
                link=Link.objects.get(source__ref="G1", goal__ref="HIDDEN"),
            )
        )
        change.relate(decision, "goals", [Goal.objects.get(ref="G1")])
    return Person.objects.get(ref="ana")


def text_of(document: PlanDocument) -> str:
    return repr([list(table.everything.items()) for table in document.tables.values()])


def test_the_installation_sees_all() -> None:
    with_a_secret()
    assert "HIDDEN" in text_of(document_of())


def test_nothing_in_it_tells_of_what_its_reader_does_not_see() -> None:
    text = text_of(export(actor=with_a_secret()))
    assert "Plants run" in text
    assert "HIDDEN" not in text
    assert "HKR" not in text
    assert "123.0" not in text


def test_nor_does_one_of_a_past_day() -> None:
    ana = with_a_secret()
    text = text_of(document_of(timezone.now() + timedelta(seconds=1), viewer=ana))
    assert "Plants run" in text
    assert "HIDDEN" not in text
    assert "HKR" not in text


def test_its_owner_sees_it() -> None:
    with_a_secret()
    assert "Buy a rival" in text_of(export(actor=Person.objects.get(ref="lea")))


def test_each_row_reads_as_it_did_at_the_instant() -> None:
    take(small())
    then = timezone.now()
    take(plan(goals=[{"id": "G1", "title": "Other"}, {"id": "G3", "title": "New"}]))
    observed = [{"measure_id": "R1", "date": "2026-03-09", "value": 9}]
    take(small(observations=observed))
    assert said(document_of(then)) == said(small())


def test_the_organisation_says_of_which_day_it_is() -> None:
    take(small())
    then = timezone.now() - timedelta(days=3)
    (row,) = document_of(then).records("organization")
    assert row["as_of"] == timezone.localdate(then)


def test_the_instant_of_a_file_is_not_the_records() -> None:
    take(small(organization=[{"name": "Halvorsen", "as_of": "2026-03-31"}]))
    (row,) = document_of().records("organization")
    assert (row["name"], row["as_of"]) == ("Halvorsen", timezone.localdate())


def test_statements_of_several_versions_travel() -> None:
    strategy = [
        {"id": "vision", "kind": "vision", "text": "Water for all", "version": "2025"},
        {"id": "value", "kind": "value", "text": "Care", "version": "2026"},
        {"id": "value-2", "kind": "value", "text": "Calm", "version": "2026"},
        {"id": "ns", "kind": "north_star", "text": "Litres", "published_on": "2026-01-02"},
    ]
    take(small(strategy=strategy))
    assert whole()["strategy"] == said(small(strategy=strategy))["strategy"]
    assert take(small(strategy=strategy)) is None


def test_statements_without_an_id_are_the_same_ones_again() -> None:
    strategy = [{"kind": "value", "text": "Care"}, {"kind": "value", "text": "Calm"}]
    take(small(strategy=strategy))
    assert [row["id"] for row in whole()["strategy"]] == ["value", "value-2"]
    assert take(small(strategy=strategy)) is None


class TestWhoImports:
    def test_the_strategy_office_imports_a_plan(self) -> None:
        office = strategy_office()
        made = taken(small(), actor=office)
        assert made.actor == office
        assert made.entry is not None
        assert made.entry.actor_id == office.pk

    def test_an_administrator_imports_people_alone(self) -> None:
        admin = administrator()
        people = {name: SMALL[name] for name in ("teams", "people")}
        only_people = PlanDocument.from_rows(people, "people.json", outside=True)
        taken(only_people, actor=admin)
        before = marks()
        with pytest.raises(NotAllowed):
            look(small(), actor=admin)
        assert marks() == before

    def test_nobody_else_does(self) -> None:
        take(small())
        with pytest.raises(NotAllowed):
            look(small(), actor=Person.objects.get(ref="ana"))

    def test_what_the_importer_does_not_see_is_not_changed(self) -> None:
        with_a_secret()
        document = plan(goals=[{**SECRET, "title": "Mine now"}])
        seen = look(document, actor=strategy_office())
        assert [problem.row for problem in seen.problems] == [1]
