"""Who sees findings and may say something to them; who sees checks, switches and standing.

A finding is seen only by whoever may see all that it names. Beyond that: those who hear of it, in
their turn; everybody, where the strategy itself lacks something and its sponsor has had time; the
strategy office, what is about the strategy and its measures, and what somebody has objected to. A
finding about a person or a pair of people is seen by those whom it names as concerned, and by
nobody else in any role.
"""

from typing import Any

from django.db.models import Exists, OuterRef, Q

from lineofsight.alignment.models import (
    Check,
    CheckDue,
    Finding,
    FindingAct,
    FindingAudience,
    FindingObject,
    FindingShown,
    GoalStanding,
    KeyResultStanding,
    LinkStanding,
    RuleSwitch,
)
from lineofsight.goals.seen import goal_seen
from lineofsight.organization.access import Policy, Viewer, register
from lineofsight.organization.access.rules import everyone, nobody

# What the strategy office keeps: the strategy, its measures, what functions add, shared answers.
OF_THE_STRATEGY = ("pillar", "strategy", "kpi", "function", "question")


def finding_seen(viewer: Viewer) -> Q:
    """Return the condition under which a finding is visible."""
    hidden = FindingObject.objects.filter(finding=OuterRef("pk"), goal__isnull=False).exclude(
        goal_seen(viewer, "goal__")
    )
    hears = FindingAudience.objects.filter(
        finding=OuterRef("pk"), person=viewer.pk, from_day__lte=viewer.today
    )
    kept = Q(subject_kind__in=OF_THE_STRATEGY) | Q(state="objected")
    open_to = Q(Exists(hears)) | Q(for_all=True, is_personal=False)
    open_to |= viewer.where(_keeps_strategy) & kept & Q(is_personal=False)
    return ~Q(Exists(hidden)) & open_to


def _keeps_strategy(viewer: Viewer) -> bool:
    return viewer.is_strategy_office


def _of_seen_finding(viewer: Viewer) -> Q:
    return Q(finding__in=Finding.objects.filter(finding_seen(viewer)).order_by().values("pk"))


def hears(viewer: Viewer, finding: Finding) -> bool:
    """Those who hear of it."""
    return FindingAudience.objects.filter(
        finding=finding.pk, person=viewer.pk, from_day__lte=viewer.today
    ).exists()


def answers(viewer: Viewer, finding: Finding) -> bool:
    """The strategy office; of what is about people, those concerned other than who objected."""
    if viewer.is_strategy_office and not finding.is_personal:
        return True
    last = finding.acts.filter(kind="objected").order_by("-pk").first()
    return hears(viewer, finding) and (last is None or last.by_id != viewer.pk)


def withdraws(viewer: Viewer, finding: Finding) -> bool:
    """Who accepted or objected, or any who hears of it."""
    return hears(viewer, finding)


def runs_checks(viewer: Viewer, _thing: Any = None) -> bool:
    """The strategy office and administrators."""
    return viewer.is_strategy_office or viewer.is_administrator


def switches_rules(viewer: Viewer, switch: RuleSwitch) -> bool:
    """The strategy office, and administrators for all rules about people at once."""
    return viewer.is_strategy_office or (viewer.is_administrator and switch.rule == "people")


def _own(viewer: Viewer) -> Q:
    return Q(person_id=viewer.pk)


register(
    Policy(
        Finding,
        seen=finding_seen,
        verbs={
            "finding.accept": hears,
            "finding.object": hears,
            "finding.answer": answers,
            "finding.withdraw": withdraws,
        },
        told="Those who hear of it, in their turn, if they may see all that it names.",
    )
)
register(Policy(FindingObject, seen=_of_seen_finding, told="Whoever sees the finding."))
register(Policy(FindingAct, seen=_of_seen_finding, told="Whoever sees the finding."))
register(Policy(FindingAudience, seen=_of_seen_finding, told="Whoever sees the finding."))
register(
    Policy(FindingShown, seen=_own, told="The person alone: which questions a week held for them.")
)
register(
    Policy(
        Check,
        seen=everyone,
        makes={"check.run": runs_checks},
        told="Everybody: counts of the whole organisation, without names.",
    )
)
register(Policy(CheckDue, seen=nobody, told="Nobody: it is how checks are kept apart."))
register(
    Policy(
        RuleSwitch,
        seen=everyone,
        makes={"rule.switch": switches_rules},
        told="Everybody; the strategy office switches rules.",
    )
)
register(
    Policy(
        GoalStanding,
        seen=lambda viewer: goal_seen(viewer, "goal__"),
        told="Whoever sees the goal.",
    )
)
register(
    Policy(
        KeyResultStanding,
        seen=lambda viewer: goal_seen(viewer, "key_result__goal__"),
        told="Whoever sees the goal.",
    )
)
register(
    Policy(
        LinkStanding,
        seen=lambda viewer: (
            goal_seen(viewer, "link__source__") & (goal_seen(viewer, "link__goal__"))
        ),
        told="Whoever sees both ends.",
    )
)
