"""The kinds of things in a drawn world, and the table of each."""

from django.db.models import Model

from lineofsight.alignment.models import (
    Finding,
    GoalStanding,
    LinkStanding,
)
from lineofsight.goals.models import (
    Action,
    Allocation,
    Assumption,
    Decision,
    Goal,
    GoalProgress,
    KeyResult,
    Link,
    Observation,
    Revision,
)
from lineofsight.organization.models import (
    Account,
    AuditEntry,
    Function,
    Grant,
    Invitation,
    Person,
    Team,
    Version,
)
from lineofsight.pulse.models import GroupAnswer
from lineofsight.rhythm.models import Agreement, Blocker, CheckIn, Feedback
from lineofsight.strategy.models import Acknowledgement, Kpi, Pillar, Statement, StrategyVersion

MODELS: dict[str, type[Model]] = {
    "person": Person,
    "team": Team,
    "function": Function,
    "pillar": Pillar,
    "kpi": Kpi,
    "strategy_version": StrategyVersion,
    "statement": Statement,
    "acknowledgement": Acknowledgement,
    "grant": Grant,
    "account": Account,
    "invitation": Invitation,
    "goal": Goal,
    "key_result": KeyResult,
    "revision": Revision,
    "allocation": Allocation,
    "goal_progress": GoalProgress,
    "goal_standing": GoalStanding,
    "observation": Observation,
    "link": Link,
    "link_standing": LinkStanding,
    "action": Action,
    "assumption": Assumption,
    "decision": Decision,
    "blocker": Blocker,
    "check_in": CheckIn,
    "agreement": Agreement,
    "feedback": Feedback,
    "group_answer": GroupAnswer,
    "finding": Finding,
    "audit_entry": AuditEntry,
    "version": Version,
}
