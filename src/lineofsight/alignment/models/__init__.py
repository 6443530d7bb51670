"""The tables of this room: checks, findings and their life, standing. All but acts are computed."""

from lineofsight.alignment.models.check import Check, CheckDue, RuleSwitch
from lineofsight.alignment.models.finding import (
    Finding,
    FindingAct,
    FindingAudience,
    FindingObject,
    FindingShown,
)
from lineofsight.alignment.models.standing import GoalStanding, KeyResultStanding, LinkStanding

__all__ = [
    "Check",
    "CheckDue",
    "Finding",
    "FindingAct",
    "FindingAudience",
    "FindingObject",
    "FindingShown",
    "GoalStanding",
    "KeyResultStanding",
    "LinkStanding",
    "RuleSwitch",
]
