"""Who may see what a check found, and act on it."""

from django.db.models import Q

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
from lineofsight.goals.models import Link
from lineofsight.goals.policies import goal_seen, hidden_goals
from lineofsight.organization.access import Policy, Viewer, register, visible_to
from lineofsight.organization.access.rules import everyone
from lineofsight.organization.policies import runs_or_keeps_strategy
from lineofsight.strategy.policies import carries_a_pillar


def finding_seen(viewer: Viewer) -> Q:
    """Return the condition under which a finding is visible.

    The viewer hears of it by now, and sees every goal that it names: its subject, all others, and
    those in its evidence. What speaks of a person or a pair of people is for its audience alone.
    """
    hears = FindingAudience.objects.filter(person_id=viewer.pk, from_day__lte=viewer.today)
    hidden = FindingObject.objects.filter(goal_id__in=hidden_goals(viewer).values("pk"))
    heard = Q(pk__in=hears.values("finding_id")) | Q(for_all=True, is_personal=False)
    return heard & ~Q(pk__in=hidden.values("finding_id"))


def _with_finding(viewer: Viewer) -> Q:
    return Q(finding__in=Finding.objects.filter(finding_seen(viewer)).values("pk"))


def _own_with_finding(viewer: Viewer) -> Q:
    return Q(person_id=viewer.pk) & _with_finding(viewer)


def _seen_goal_standing(viewer: Viewer) -> Q:
    return goal_seen(viewer, "goal__")


def _seen_key_result_standing(viewer: Viewer) -> Q:
    return goal_seen(viewer, "key_result__goal__")


def _seen_link_standing(viewer: Viewer) -> Q:
    return Q(link__in=visible_to(viewer, Link).values("pk"))


def _runs_check(viewer: Viewer, _check: Check) -> bool:
    return (
        runs_or_keeps_strategy(viewer)
        or carries_a_pillar(viewer)
        or viewer.is_manager
        or bool(viewer.teams_led)
    )


def _hears(viewer: Viewer, finding: Finding) -> bool:
    return finding.audience.filter(person_id=viewer.pk).exists()


def _objects(viewer: Viewer, finding: Finding) -> bool:
    """Whoever it is about or is asked about it; of one for all, anybody who sees it."""
    return finding.for_all or _hears(viewer, finding)


def _answers(viewer: Viewer, finding: Finding) -> bool:
    """The strategy office, and whoever hears of it; not who objected alone."""
    return viewer.is_strategy_office or _hears(viewer, finding)


def _withdraws(viewer: Viewer, act: FindingAct) -> bool:
    return act.by_id == viewer.pk


register(
    Policy(
        CheckDue,
        everyone,
        told="Everybody sees whether a check is due or running.",
    )
)
register(
    Policy(
        Check,
        everyone,
        makes={"check.run": _runs_check},
        told="Everybody sees when the plan was checked and what it came to in sum; whoever carries "
        "a team, a pillar, the strategy or the installation may ask for a check.",
    )
)
register(
    Policy(
        RuleSwitch,
        everyone,
        verbs={"rule.change": runs_or_keeps_strategy},
        makes={"rule.switch": runs_or_keeps_strategy},
        told="Everybody sees which rules look; administrators and the strategy office switch them.",
    )
)
register(
    Policy(
        Finding,
        finding_seen,
        verbs={
            "finding.accept": _hears,
            "finding.object": _objects,
            "finding.answer": _answers,
        },
        told="A finding is seen by its audience, each from their day on, and only by those who see "
        "every goal that it names; one about a person or a pair of people by nobody else. Whoever "
        "it is put before may accept it with a reason or object.",
    )
)
register(
    Policy(
        FindingAct,
        _with_finding,
        verbs={"finding.withdraw": _withdraws},
        told="What was said to a finding is seen by those who see the finding.",
    )
)
register(
    Policy(
        FindingObject,
        _with_finding,
        told="What a finding names is seen by those who see the finding.",
    )
)
register(
    Policy(
        FindingAudience,
        _own_with_finding,
        told="That a finding is for somebody is seen by that person.",
    )
)
register(
    Policy(
        FindingShown,
        _own_with_finding,
        told="Which questions were put before somebody in a week is seen by that person.",
    )
)
register(
    Policy(
        GoalStanding,
        _seen_goal_standing,
        told="How a goal stands in the whole is seen by those who see the goal.",
    )
)
register(
    Policy(
        KeyResultStanding,
        _seen_key_result_standing,
        told="Where a key result will end is seen by those who see its goal.",
    )
)
register(
    Policy(
        LinkStanding,
        _seen_link_standing,
        told="What passes along a link is seen by those who see the link.",
    )
)
