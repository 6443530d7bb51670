"""Verbs on findings and rules."""

from datetime import timedelta

from django.utils import timezone

from lineofsight.alignment import services as alignment
from lineofsight.alignment.models import Finding
from tests.factories import alignment as finding_made
from tests.factories import organization as made
from tests.organization.audit.acts.base import Act, act


def _finding() -> Finding:
    finding_made.adrift()
    alignment.run_check()
    return finding_made.finding("LOS101", "G2")


@act
def ask_for_check() -> Act:
    return lambda: alignment.ask_for_check(actor=None)


@act
def accept_finding() -> Act:
    finding = _finding()
    until = timezone.localdate() + timedelta(days=30)
    ana = finding_made.person("ana")
    return lambda: alignment.accept_finding(
        actor=ana, finding=finding, until=until, reason="It is kept going"
    )


@act
def object_to_finding() -> Act:
    finding, ana = _finding(), finding_made.person("ana")
    return lambda: alignment.object_to_finding(actor=ana, finding=finding, reason="Not so")


@act
def answer_objection() -> Act:
    finding, office = _finding(), made.strategy_office()
    ana = finding_made.person("ana")
    finding = alignment.object_to_finding(actor=ana, finding=finding, reason="Not so")
    return lambda: alignment.answer_objection(actor=office, finding=finding, reason="It is")


@act
def withdraw() -> Act:
    finding, ana = _finding(), finding_made.person("ana")
    finding = alignment.object_to_finding(actor=ana, finding=finding, reason="Not so")
    return lambda: alignment.withdraw(actor=ana, finding=finding)


@act
def switch_rule() -> Act:
    alignment.switch_all_on(actor=None)
    return lambda: alignment.switch_rule(actor=None, rule="LOS101", is_on=False)


@act
def switch_rules() -> Act:
    alignment.switch_all_on(actor=None)
    return lambda: alignment.switch_rules(actor=None, rules=["LOS101", "LOS104"], is_on=False)


@act
def switch_all_on() -> Act:
    return lambda: alignment.switch_all_on(actor=None)
