"""The tables of goals."""

from lineofsight.goals.models.beside import Action, Allocation, Assumption, Decision
from lineofsight.goals.models.goal import Goal, GoalPillar, GoalProgress, Revision, RootProgress
from lineofsight.goals.models.link import Link
from lineofsight.goals.models.measure import KeyResult, Observation

__all__ = [
    "Action",
    "Allocation",
    "Assumption",
    "Decision",
    "Goal",
    "GoalPillar",
    "GoalProgress",
    "KeyResult",
    "Link",
    "Observation",
    "Revision",
    "RootProgress",
]
