"""Which rules look when: the first week, three waves, and switches."""

import itertools
from datetime import date, timedelta

import pytest
from django.utils import timezone

from lineofsight.alignment.models import Finding
from lineofsight.alignment.services import (
    preview_rules,
    rule_states,
    run_check,
    switch_all_on,
    switch_rule,
)
from lineofsight.alignment.waves import FIRST_WEEK, is_about_people, next_wave, rules_on, week_of
from lineofsight.engine.rules import catalogue
from lineofsight.kit.errors import Invalid
from lineofsight.organization.models import Organization
from tests.factories import plans
from tests.factories.alignment import ADRIFT, adrift

pytestmark = pytest.mark.django_db
BEGAN = date(2026, 3, 2)
ON_REQUEST = {rule.code for rule in catalogue() if rule.on_request}


def week(number: int) -> date:
    return BEGAN + timedelta(weeks=number - 1)


def test_six_rules_look_in_the_first_week() -> None:
    assert rules_on(BEGAN, week(2) - timedelta(days=1)) == FIRST_WEEK


def test_each_wave_adds_to_the_one_before() -> None:
    waves = [rules_on(BEGAN, week(number)) for number in (1, 2, 5, 9)]
    assert all(one < other for one, other in itertools.pairwise(waves))


def test_after_the_last_wave_all_rules_look_but_those_to_be_asked_for() -> None:
    assert rules_on(BEGAN, week(9)) == {rule.code for rule in catalogue()} - ON_REQUEST


def test_rules_about_people_come_last() -> None:
    for rule in catalogue():
        if is_about_people(rule) and rule.code not in FIRST_WEEK:
            assert week_of(rule) == 9


def test_the_next_wave_is_announced() -> None:
    coming = next_wave(BEGAN, BEGAN)
    assert coming is not None
    day, rules = coming
    assert day == week(2)
    assert "LOS101" in rules


def test_after_the_last_wave_none_is_announced() -> None:
    assert next_wave(BEGAN, week(9)) is None


def test_a_rule_may_be_brought_forward() -> None:
    switch_rule(actor=None, rule="LOS601", is_on=True)
    assert "LOS601" in rules_on(BEGAN, BEGAN)


def test_a_rule_may_be_kept_off() -> None:
    switch_rule(actor=None, rule="LOS101", is_on=False)
    assert "LOS101" not in rules_on(BEGAN, week(9))


def test_one_switch_turns_off_all_rules_about_people() -> None:
    switch_all_on(actor=None)
    switch_rule(actor=None, rule="people", is_on=False)
    on = rules_on(BEGAN, week(9))
    assert not [rule.code for rule in catalogue() if is_about_people(rule) and rule.code in on]
    assert "LOS101" in on


def test_a_rule_that_is_off_until_asked_for_can_be_asked_for() -> None:
    switch_rule(actor=None, rule="LOS206", is_on=True)
    assert "LOS206" in rules_on(BEGAN, BEGAN)


def test_a_switch_for_nothing_is_refused() -> None:
    with pytest.raises(Invalid):
        switch_rule(actor=None, rule="LOS999", is_on=True)


def test_a_new_installation_checks_with_the_rules_of_its_first_week() -> None:
    plans.keep(ADRIFT)
    run_check()
    assert set(Finding.objects.values_list("rule", flat=True)) <= FIRST_WEEK
    assert Finding.objects.filter(rule="LOS705").exists()


def test_a_wave_comes_by_itself() -> None:
    plans.keep(ADRIFT)
    run_check()
    Organization.objects.update(rules_began_on=timezone.localdate() - timedelta(weeks=1))
    run_check()
    assert Finding.objects.filter(rule="LOS101").exists()


def test_a_preview_counts_and_writes_nothing() -> None:
    adrift("LOS705")
    assert preview_rules(actor=None, rules=["LOS101", "LOS104"]) == {"LOS101": 2, "LOS104": 0}
    assert not Finding.objects.exists()


def test_every_rule_has_a_state() -> None:
    assert len(rule_states()) == len(catalogue())


def test_what_an_organisation_ignores_does_not_look() -> None:
    adrift()
    Organization.objects.update_or_create(pk=1, defaults={"settings": {"ignore": ["LOS1"]}})
    run_check()
    assert not Finding.objects.exists()
