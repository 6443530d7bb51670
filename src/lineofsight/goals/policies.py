"""Who may see and change goals and what hangs on them."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.models import BooleanField, F, Func, Model, Q, QuerySet
from django.db.models.sql.compiler import SQLCompiler

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
from lineofsight.organization.access import Policy, Viewer, can, register
from lineofsight.organization.record.locks import numbers_as_rows
from lineofsight.strategy.policies import carries, carries_a_pillar

# The confidential goals of others that one person sees: those that they contribute to or may read,
# and those of owners below them, going down from there: most stand above few. UNION ends where a
# reporting line runs in a circle.
_LET_IN = """
WITH RECURSIVE below(person) AS (
    SELECT id FROM organization_person WHERE manager_id = %(viewer)s
    UNION
    SELECT p.id FROM below b JOIN organization_person p ON p.manager_id = b.person
)
SELECT g.id FROM below b JOIN goals_goal g ON g.owner_id = b.person WHERE g.confidential
UNION
SELECT g.id FROM goals_goal_contributors c JOIN goals_goal g ON g.id = c.goal_id
WHERE c.person_id = %(viewer)s AND g.confidential
UNION
SELECT g.id FROM goals_goal_readers r JOIN goals_goal g ON g.id = r.goal_id
WHERE r.person_id = %(viewer)s AND g.confidential
"""


class _Seen(Func):
    """Whether a goal at the end of a path is seen: one condition, put together as text.

    Most pages ask it ten times and more, and taking it apart into lookups cost more than the
    database does. Never NULL, so that it may be negated; true where the path leads nowhere.
    """

    output_field = BooleanField()

    def __init__(self, at: str, viewer: int, let_in: Sequence[int], *, is_open: bool) -> None:
        super().__init__(F(f"{at}confidential"), F(f"{at}owner_id"), F(f"{at}pk"))
        self.viewer, self.let_in, self.is_open = viewer, let_in, is_open

    def as_sql(
        self,
        compiler: SQLCompiler,
        connection: BaseDatabaseWrapper,  # noqa: ARG002 - Django hands it to all
        *_given: Any,
        **_named: Any,
    ) -> tuple[str, tuple[Any, ...]]:
        """Return the condition."""
        confidential, owner, pk = (
            compiler.compile(each)[0] for each in self.get_source_expressions()
        )
        ways = [f"({owner} IS NOT NULL AND {owner} = %s)"]
        params: list[Any] = [self.viewer]
        if self.is_open:
            ways.insert(0, f"{confidential} IS NOT TRUE")
        if self.let_in:
            numbers, param = numbers_as_rows(self.let_in)
            ways.append(f"{pk} IN ({numbers})")
            params.append(param)
        return f"({' OR '.join(ways)})", tuple(params)


def goal_seen(viewer: Viewer, at: str = "") -> Q:
    """Return the condition under which a goal is visible, or the goal at the end of a path.

    ``at`` is the path with its underscores, such as ``"goal__"``. A path that may lead nowhere
    passes where it leads nowhere.
    """
    return Q(_Seen(at, viewer.pk, viewer.known("goals_let_in", _let_in), is_open=True))


def _in_the_know(viewer: Viewer) -> Q:
    """Who sees a goal though it is confidential: its owner, and whoever is let in."""
    return Q(_Seen("", viewer.pk, viewer.known("goals_let_in", _let_in), is_open=False))


def _let_in(viewer: Viewer) -> list[int]:
    """Find the confidential goals of others that a viewer sees: once, however much a page asks."""
    with connection.cursor() as cursor:
        cursor.execute(_LET_IN, {"viewer": viewer.pk})
        return sorted(goal for (goal,) in cursor.fetchall())


def hidden_goals(viewer: Viewer) -> "QuerySet[Goal]":
    """Return the goals that a viewer does not see: confidential ones, so few in any organisation.

    For what names several goals and is visible if all of them are.
    """
    confidential = Goal.objects.filter(confidential=True)
    return confidential.exclude(pk__in=confidential.filter(_in_the_know(viewer)).values("pk"))


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
    return goal.contributors.filter(pk=viewer.pk).exists()


def reports_on(viewer: Viewer, goal: Goal) -> bool:
    """Whoever works on the goal, and the owners of its key results."""
    return works_on(viewer, goal) or goal.key_results.filter(owner_id=viewer.pk).exists()


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
