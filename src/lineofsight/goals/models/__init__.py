"""The tables of goals."""

from lineofsight.goals.models.beside import Action, Allocation, Assumption, Decision
from lineofsight.goals.models.goal import Goal, GoalProgress, Revision, RootProgress
from lineofsight.goals.models.link import Link
from lineofsight.goals.models.measure import KeyResult, Observation

__all__ = [
    "Action",
    "Allocation",
    "Assumption",
    "Decision",
    "Goal",
    "GoalProgress",
    "KeyResult",
    "Link",
    "Observation",
    "Revision",
    "RootProgress",
]
