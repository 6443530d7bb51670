"""Who may see and change goals and what hangs on them."""

from functools import partial

from django.db import connection
from django.db.models import Model, Q

from lineofsight.goals.models import (
    Action,
    Allocation,
    Assumption,
    Decision,
    Goal,
    GoalPillar,
    GoalProgress,
    KeyResult,
    Link,
    Observation,
    Revision,
    RootProgress,
)
from lineofsight.goals.seen import goal_seen, hidden_goals
from lineofsight.organization.access import Policy, Viewer, can, register
from lineofsight.organization.record.locks import cursor_for
from lineofsight.strategy.policies import carries, carries_a_pillar


def with_goal_or(viewer: Viewer, own: Q) -> Q:
    """Visible with its goal; where it has none, under another condition."""
    return Q(goal__isnull=False) & goal_seen(viewer, "goal__") | Q(goal__isnull=True) & own


def _with_all_goals(viewer: Viewer, through: type[Model], key: str, own: str) -> Q:
    """Visible if every goal that it names is; if it names none, to its own and who keeps strategy.

    Were it open then, taking away the confidential goal that it is about would show it to all.
    """
    pairs = through._default_manager.all()
    hidden = pairs.filter(goal_id__in=hidden_goals(viewer).values("pk"))
    seen = ~Q(pk__in=hidden.values(key))
    if viewer.is_strategy_office:
        return seen
    return seen & (Q(pk__in=pairs.values(key)) | Q(**{own: viewer.pk}))


def _seen_link(viewer: Viewer) -> Q:
    return goal_seen(viewer, "source__") & goal_seen(viewer, "goal__")


def _seen_observation(viewer: Viewer) -> Q:
    return Q(kpi__isnull=False) | goal_seen(viewer, "key_result__goal__")


def _seen_action(viewer: Viewer) -> Q:
    return with_goal_or(viewer, Q(owner_id=viewer.pk) | Q(owner__manager_id=viewer.pk))


def _seen_assumption(viewer: Viewer) -> Q:
    return _with_all_goals(viewer, Assumption.goals.through, "assumption_id", "owner_id")


def _seen_decision(viewer: Viewer) -> Q:
    return _with_all_goals(viewer, Decision.goals.through, "decision_id", "decided_by_id")


# Who may do what -------------------------------------------------------------------------------


_PARTS = """
SELECT 'contributes' FROM goals_goal_contributors WHERE goal_id = %s AND person_id = %s
UNION ALL
SELECT 'measures' FROM goals_keyresult WHERE goal_id = %s AND owner_id = %s
"""


def owns(viewer: Viewer, goal: Goal) -> bool:
    """The goal's owner, who decides."""
    return goal.owner_id == viewer.pk


def edits(viewer: Viewer, goal: Goal) -> bool:
    """The owner and their direct managers; of a goal without owner its team's lead.

    And of a goal with neither owner nor team, the strategy office.
    """
    if goal.owner_id is not None:
        return owns(viewer, goal) or viewer.manages(goal.owner_id)
    return viewer.is_strategy_office or (
        goal.team_id is not None and goal.team_id in viewer.teams_led
    )


def works_on(viewer: Viewer, goal: Goal) -> bool:
    """Whoever edits the goal, and its contributors."""
    return edits(viewer, goal) or _contributes(viewer, goal)


def _contributes(viewer: Viewer, goal: Goal) -> bool:
    if "contributors" in getattr(goal, "_prefetched_objects_cache", {}):
        return any(person.pk == viewer.pk for person in goal.contributors.all())
    return "contributes" in _parts(viewer, goal)


def _parts(viewer: Viewer, goal: Goal) -> frozenset[str]:
    """Tell how a viewer takes part in a goal that is not theirs; looked up once."""

    def find(who: Viewer) -> frozenset[str]:
        with cursor_for(connection) as cursor:
            cursor.execute(_PARTS, [goal.pk, who.pk] * 2)
            return frozenset(part for (part,) in cursor.fetchall())

    return viewer.known(f"parts in goal {goal.pk}", find) if goal.pk else frozenset()


def reports_on(viewer: Viewer, goal: Goal) -> bool:
    """Whoever works on the goal, and the owners of its key results."""
    return works_on(viewer, goal) or "measures" in _parts(viewer, goal)


def settles_confidence(viewer: Viewer, goal: Goal) -> bool:
    """The owner alone; of a goal without owner, whoever edits it."""
    return owns(viewer, goal) or (goal.owner_id is None and edits(viewer, goal))


def creates(viewer: Viewer, goal: Goal) -> bool:
    """Anybody for themselves or a report; a lead for the team; above that who carries strategy.

    Confidential from the start only by who may make it confidential later.
    """
    return _sets(viewer, goal) and (not goal.confidential or settles_confidence(viewer, goal))


def _sets(viewer: Viewer, goal: Goal) -> bool:
    if viewer.is_strategy_office:
        return True
    if goal.scope in {"enterprise", "function"}:
        return bool(viewer.functions_headed) or carries_a_pillar(viewer)
    if goal.team_id is not None and goal.team_id in viewer.teams_led:
        return _in_reach(viewer, goal)
    return goal.scope != "team" and (owns(viewer, goal) or viewer.manages(goal.owner_id))


def _in_reach(viewer: Viewer, goal: Goal) -> bool:
    """Nobody gives a goal to a person of another team."""
    owner = goal.owner
    return (
        owner is None
        or owner.pk == viewer.pk
        or owner.team_id == goal.team_id
        or viewer.manages(owner.pk)
    )


def _allocates(viewer: Viewer, allocation: Allocation) -> bool:
    """Whose time it is: a person and their direct managers; for a team its lead."""
    if not can(viewer, "read", allocation.goal):
        return False
    if allocation.person_id is not None:
        return allocation.person_id == viewer.pk or viewer.manages(allocation.person_id)
    return allocation.team_id in viewer.teams_led


def _sees_both(viewer: Viewer, link: Link) -> bool:
    return can(viewer, "read", link.source) and (
        link.goal is None or can(viewer, "read", link.goal)
    )


def _edits_an_end(viewer: Viewer, link: Link) -> bool:
    return edits(viewer, link.source) or (link.goal is not None and edits(viewer, link.goal))


def _makes_link(viewer: Viewer, link: Link) -> bool:
    return _sees_both(viewer, link) and _edits_an_end(viewer, link)


def _decides_at_end(viewer: Viewer, link: Link) -> bool:
    """Who confirms for the end of a link: the goal's editors, or who carries the pillar."""
    if link.goal is not None:
        return edits(viewer, link.goal)
    return viewer.is_strategy_office or carries(viewer, link.pillar_id)


def _confirms(viewer: Viewer, link: Link) -> bool:
    return edits(viewer, link.source) or _decides_at_end(viewer, link)


def _accepts(viewer: Viewer, link: Link) -> bool:
    """The provider: who was asked to deliver, not who needs it."""
    return link.kind == "depends_on" and link.goal is not None and edits(viewer, link.goal)


def _trades_off(viewer: Viewer, link: Link) -> bool:
    return link.kind == "competes_with" and _confirms(viewer, link)


register(
    Policy(
        Goal,
        goal_seen,
        verbs={
            "goal.edit": edits,
            "goal.status": edits,
            "goal.remove": edits,
            "goal.measure": edits,
            "goal.report": reports_on,
            "goal.override": owns,
            "goal.act": works_on,
            "goal.decide": edits,
            "goal.assume": works_on,
            "goal.confidential": settles_confidence,
        },
        makes={"goal.create": creates},
        told="Everybody sees every goal, unless it is confidential: then its owner, contributors, "
        "named readers and the managers above its owner see it, and nobody else in any role. It "
        "always has an owner, who alone decides that it is confidential. The owner decides; the "
        "owner's managers may edit too; contributors report, act and assume.",
    )
)
for _model in (KeyResult, GoalPillar, GoalProgress, Revision):
    register(
        Policy(
            _model,
            partial(goal_seen, at="goal__"),
            told="Seen, and changed, by those who see and change its goal.",
        )
    )
register(
    Policy(
        Allocation,
        partial(goal_seen, at="goal__"),
        makes={"goal.allocate": _allocates},
        told="What share of somebody's time goes into a goal is seen with the goal; a person and "
        "their managers say it for the person, a team's lead for the team.",
    )
)
register(
    Policy(
        Observation,
        _seen_observation,
        told="A value is seen with the goal of its key result; a KPI's values by everybody.",
    )
)
register(
    Policy(
        Link,
        _seen_link,
        verbs={
            "link.edit": _edits_an_end,
            "link.confirm": _confirms,
            "link.accept": _accepts,
            "link.trade_off": _trades_off,
            "link.remove": _edits_an_end,
        },
        makes={"link.create": _makes_link},
        told="A link is seen by those who see both of its ends. Either end may propose, change and "
        "end it; each confirms for itself, a pillar's sponsor and champions for the pillar; what "
        "is asked of a provider is accepted by the provider.",
    )
)
register(
    Policy(
        Action,
        _seen_action,
        verbs={
            "action.edit": lambda viewer, action: (
                action.owner_id == viewer.pk
                or (action.goal is not None and works_on(viewer, action.goal))
            ),
        },
        told="An action is seen with its goal; without one, by its owner and the owner's manager.",
    )
)
register(
    Policy(
        Assumption,
        _seen_assumption,
        verbs={
            "assumption.edit": lambda viewer, assumption: (
                assumption.owner_id == viewer.pk
                or viewer.is_strategy_office
                or any(works_on(viewer, goal) for goal in assumption.goals.all())
            ),
        },
        told="An assumption is seen by those who see every goal that rests on it; while none does, "
        "by its owner and the strategy office.",
    )
)
register(
    Policy(
        Decision,
        _seen_decision,
        told="A decision is seen by those who see every goal that it is about; while it names "
        "none, by who decided and the strategy office.",
    )
)
register(
    Policy(
        RootProgress,
        lambda _viewer: Q(),
        told="Everybody sees how far the goals of a pillar have come, taken together.",
    )
)
