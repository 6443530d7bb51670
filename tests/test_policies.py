"""Who sees and does what, in organisations drawn at random, against an independent table."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.db import transaction
from django.db.models import Model
from hypothesis import given, settings
from hypothesis import strategies as st

from lineofsight.organization import access
from lineofsight.organization.access import Viewer, can, visible_to
from lineofsight.organization.models import Person
from lineofsight.organization.record.prepared import Prepared
from tests.organization.access import oracle
from tests.organization.access.rows import MODELS, TODAY, put, things
from tests.organization.access.worlds import World, worlds

pytestmark = [pytest.mark.django_db, pytest.mark.slow]
MODEL_OF_VERB = {
    verb: policy.model for policy in access.policies().values() for verb in policy.verbs
}


@contextmanager
def recorded(world: World) -> Iterator[None]:
    """A record with this world in it, and nothing else; gone afterwards."""
    with transaction.atomic():
        put(world)
        yield
        transaction.set_rollback(True)


def viewer(pk: int) -> Viewer:
    return Viewer(Person.objects.get(pk=pk), TODAY)


def should_see(world: World, who: int, kind: str) -> set[int]:
    return {pk for pk, thing in things(world, kind).items() if oracle.sees(world, who, kind, thing)}


def sees(who: Viewer, kind: str) -> set[int]:
    found = set(visible_to(who, MODELS[kind]).values_list("pk", flat=True))
    return found - {1_000} if kind == "audit_entry" else found


@given(worlds())
@settings(max_examples=30)
def test_everybody_sees_exactly_what_the_table_says(world: World) -> None:
    with recorded(world):
        for who in world["person"]:
            asks = viewer(who)
            for kind in MODELS:
                assert sees(asks, kind) == should_see(world, who, kind), (who, kind)


@given(worlds())
@settings(max_examples=15)
def test_a_statement_prepared_for_all_shows_each_what_the_policy_shows_them(world: World) -> None:
    of_one_form = set()
    with recorded(world):
        for kind, model in MODELS.items():
            asked = Prepared(
                lambda model=model: visible_to(access.ANYBODY, model).values_list("pk", flat=True)
            )
            for who in world["person"]:
                asks = viewer(who)
                try:
                    seen = set(asked(viewer=asks))
                except TypeError:  # roles give it another form: it refuses to be prepared
                    continue
                of_one_form.add(kind)
                assert seen - {1_000} == sees(asks, kind) - {1_000}, (who, kind)
    assert {"goal", "key_result", "link", "revision", "finding", "statement"} <= of_one_form


@given(worlds(), st.data())
@settings(max_examples=15)
def test_a_row_can_be_read_if_and_only_if_it_is_among_the_visible(
    world: World, data: st.DataObject
) -> None:
    with recorded(world):
        asks = viewer(data.draw(st.sampled_from(sorted(world["person"]))))
        for kind, model in MODELS.items():
            among = sees(asks, kind)
            for thing in model._default_manager.exclude(pk=1_000):
                assert can(asks, "read", thing) == (thing.pk in among), (kind, thing.pk)


@given(worlds(), st.data())
@settings(max_examples=25)
def test_everybody_may_do_exactly_what_the_table_says(world: World, data: st.DataObject) -> None:
    with recorded(world):
        who = data.draw(st.sampled_from(sorted(world["person"])))
        asks = viewer(who)
        for verb in oracle.DOES:
            model: type[Model] = MODEL_OF_VERB[verb]
            kind = next(kind for kind, one in MODELS.items() if one is model)
            rows: dict[int, Any] = model._default_manager.in_bulk()
            for pk, thing in things(world, kind).items():
                told = oracle.does(world, who, verb, thing)
                assert can(asks, verb, rows[pk]) == told, (who, verb, pk)


@given(worlds())
@settings(max_examples=10)
def test_whoever_left_or_is_switched_off_sees_nothing_and_does_nothing(world: World) -> None:
    with recorded(world):
        gone = [who for who in world["person"] if not oracle.works_here(world, who)]
        for who in gone:
            asks = viewer(who)
            assert not any(sees(asks, kind) for kind in MODELS)
            goal = MODELS["goal"]._default_manager.first()
            assert not can(asks, "goal.edit", goal)


def test_the_table_speaks_of_every_kind_and_every_verb_that_changes_a_row() -> None:
    assert set(oracle.SEES) == set(MODELS)
    assert set(oracle.DOES) <= set(MODEL_OF_VERB)
    told = {verb.partition(".")[0] for verb in oracle.DOES}
    assert {"goal", "link", "person", "grant", "blocker", "finding", "pillar"} <= told
