"""What people do with findings, checks and rules; each is one act with one audit entry.

The reason that somebody gives for a finding stands with the finding, not in the audit log: it is
for those who see the finding.
"""

from collections.abc import Sequence
from datetime import date, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from lineofsight.alignment import checking, lease
from lineofsight.alignment.load import loaded
from lineofsight.alignment.models import Check, Finding, FindingAct, RuleSwitch
from lineofsight.alignment.waves import PEOPLE, RuleState, states
from lineofsight.engine.check import check
from lineofsight.engine.lens import Lenses
from lineofsight.engine.rules import catalogue
from lineofsight.kit.errors import Busy, Conflict, Invalid
from lineofsight.organization import access
from lineofsight.organization.models import Person
from lineofsight.organization.record.change import Change
from lineofsight.organization.record.locks import locked
from lineofsight.organization.selectors.days import the_organization
from lineofsight.organization.services import settings_of

LONGEST = timedelta(days=366)  # that a finding is let stand before it is looked at again
LONGEST_REASON = 10_000


def ask_for_check(*, actor: Person | None) -> Check:
    """Ask the worker for a check now; the check, which waits until the worker begins it.

    One that waits or runs already is what is given back: there is never more than one of each.
    """
    access.require(actor, "check.run", Check())
    under_way = lease.check_under_way(timezone.now())
    if under_way is not None:
        return under_way
    with Change(actor, "check.run") as change:
        change.touch(lease.due())
        values = {"as_of": change.at, "started_at": change.at, "asked_by": actor}
        return Check.objects.get_or_create(state="waiting", defaults=values)[0]


def run_check() -> Check:
    """Look at the whole record now, in this process; the check, with what it came to.

    Raises
    ------
    Busy
        A check is running.
    """
    return checking.carry_out()


def tick() -> Check | None:
    """Start a check if one is due or asked for; what the worker calls every few seconds."""
    if not lease.is_due(timezone.now()):
        return None
    try:
        return checking.carry_out()
    except Busy:
        return None


# A finding's life ---------------------------------------------------------------------------------


def accept_finding(
    *,
    actor: Person | None,
    finding: Finding,
    until: date,
    reason: str = "",
    personal: bool = False,
    agreed_with: Person | None = None,
) -> Finding:
    """Let a finding stand until a day, with a reason; it opens again then, or when it weighs more.

    ``personal``: the reason is theirs and is not written down; agreed with another person.

    Raises
    ------
    Invalid
        No reason, or a day that is not within the next year.
    Conflict
        It is not open any more.
    """
    access.require(actor, "finding.accept", finding)
    problems: dict[str, list[str]] = {}
    if personal:
        reason = ""
        if agreed_with is None or (actor is not None and agreed_with.pk == actor.pk):
            problems["agreed_with"] = [_("Say with whom you have agreed it.")]
    else:
        _reason(problems, reason)
    today = timezone.localdate()
    if not today <= until <= today + LONGEST:
        problems["until"] = [_("Choose a day from today on, within a year.")]
    if problems:
        raise Invalid(problems)
    act = FindingAct(
        kind="accepted", reason=reason.strip(), until=until, personal=personal,
        agreed_with=agreed_with if personal else None,
    )  # fmt: skip
    return _act(actor, finding, act, "finding.accepted", was=("open",), state="accepted",
                accepted_until=until, accepted_severity=finding.severity)  # fmt: skip


def object_to_finding(*, actor: Person | None, finding: Finding, reason: str) -> Finding:
    """Say that it is not so, and why; it is silent for everybody until somebody answers.

    Raises
    ------
    Invalid
        No reason.
    Conflict
        It is not open any more.
    """
    access.require(actor, "finding.object", finding)
    _refuse_without(reason)
    act = FindingAct(kind="objected", reason=reason.strip())
    return _act(actor, finding, act, "finding.objected", was=("open", "accepted"),
                state="objected", accepted_until=None, accepted_severity=None)  # fmt: skip


def answer_objection(
    *, actor: Person | None, finding: Finding, reason: str, until: date | None = None
) -> Finding:
    """Answer an objection: it is right (let it stand until a day), or it opens again.

    Raises
    ------
    Invalid
        No reason, or a day that is not within the next year.
    Conflict
        Nobody has objected, or it has been answered.
    """
    access.require(actor, "finding.answer", finding)
    _refuse_without(reason)
    today = timezone.localdate()
    if until is not None and not today <= until <= today + LONGEST:
        raise Invalid({"until": [_("Choose a day from today on, within a year.")]})
    act = FindingAct(kind="answered", reason=reason.strip(), until=until)
    return _act(
        actor,
        finding,
        act,
        "finding.answered",
        was=("objected",),
        state="open" if until is None else "accepted",
        accepted_until=until,
        accepted_severity=None if until is None else finding.severity,
    )


def withdraw(*, actor: Person | None, finding: Finding, reason: str = "") -> Finding:
    """Take back an acceptance or an objection: the finding is open again.

    Raises
    ------
    Conflict
        It is neither accepted nor objected to.
    """
    access.require(actor, "finding.withdraw", finding)
    act = FindingAct(kind="withdrawn", reason=reason.strip()[:LONGEST_REASON])
    return _act(actor, finding, act, "finding.withdrawn", was=("accepted", "objected"),
                state="open", accepted_until=None, accepted_severity=None)  # fmt: skip


def _act(
    actor: Person | None,
    finding: Finding,
    act: FindingAct,
    verb: str,
    *,
    was: Sequence[str],
    **values: object,
) -> Finding:
    with Change(actor, verb) as change:
        present = locked(Finding.objects.filter(pk=finding.pk)).first()
        if present is None or present.state not in was:
            raise Conflict(_("This finding has changed meanwhile. Look at it again."))
        Finding.objects.filter(pk=finding.pk).update(**values)
        change.touch(finding, values)
        act.finding, act.by, act.at = present, actor, change.at
        change.add(act)
    finding.refresh_from_db()
    return finding


def _reason(problems: dict[str, list[str]], reason: str) -> None:
    if not reason.strip():
        problems["reason"] = [_("Give a reason: one sentence that those concerned would sign.")]
    elif len(reason) > LONGEST_REASON:
        problems["reason"] = [_("This is too long. Say it in a few sentences.")]


def _refuse_without(reason: str) -> None:
    problems: dict[str, list[str]] = {}
    _reason(problems, reason)
    if problems:
        raise Invalid(problems)


# Rules --------------------------------------------------------------------------------------------


def switch_rule(*, actor: Person | None, rule: str, is_on: bool, reason: str = "") -> RuleSwitch:
    """Switch a rule (its code), or ``people`` for all rules about people and pairs of people.

    The next check opens or closes its findings.

    Raises
    ------
    Invalid
        There is no such rule.
    """
    access.require(actor, "rule.switch", RuleSwitch(rule=rule))
    if rule != PEOPLE and rule not in {one.code for one in catalogue()}:
        raise Invalid({"rule": [_("There is no such rule.")]})
    return switch_rules(actor=actor, rules=[rule], is_on=is_on, reason=reason)[0]


def switch_rules(
    *, actor: Person | None, rules: Sequence[str], is_on: bool, reason: str = ""
) -> list[RuleSwitch]:
    """Switch several rules at once, such as a whole wave."""
    for rule in rules:
        access.require(actor, "rule.switch", RuleSwitch(rule=rule))
    with Change(actor, "rule.switched", reason=reason) as change:
        RuleSwitch.objects.filter(rule__in=list(rules)).delete()
        made = [
            RuleSwitch(rule=rule, is_on=is_on, since=change.at, by=actor, reason=reason)
            for rule in dict.fromkeys(rules)
        ]
        change.add_all(made)
    return made


def switch_all_on(*, actor: Person | None) -> list[RuleSwitch]:
    """Switch on all rules but those that are off until asked for, whatever their wave."""
    rules = [rule.code for rule in catalogue() if not rule.on_request]
    return switch_rules(actor=actor, rules=rules, is_on=True)


def preview_rules(*, actor: Person | None, rules: Sequence[str]) -> dict[str, int]:
    """Count what rules would open if they were switched on now, by rule; nothing is written.

    Counts only: whom it would concern hears it first when it is switched on.
    """
    for rule in rules:
        access.require(actor, "rule.switch", RuleSwitch(rule=rule))
    seen = loaded()
    settings = checking.settings_for(settings_of(the_organization()), frozenset(rules))
    lenses = Lenses(seen.snapshot, settings)
    result = check(seen.snapshot, settings, lenses=lenses)
    counts = dict.fromkeys(rules, 0)
    for finding in result.findings:
        counts[finding.rule] += 1
    return counts


def rule_states() -> list[RuleState]:
    """Return the state of every rule today."""
    today = timezone.localdate()
    return states(the_organization().rules_began_on or today, today)
