"""What can be done to the strategy: each verb asks who may, and leaves one entry."""

from lineofsight.strategy.services.acknowledgements import acknowledge, answer_acknowledgement
from lineofsight.strategy.services.kpis import add_kpi, edit_kpi, remove_kpi
from lineofsight.strategy.services.pillars import add_pillar, edit_pillar, remove_pillar
from lineofsight.strategy.services.statements import (
    add_statement,
    edit_statement,
    remove_statement,
)
from lineofsight.strategy.services.versions import (
    draft_version,
    edit_version,
    publish_version,
    remove_version,
)

__all__ = [
    "acknowledge",
    "add_kpi",
    "add_pillar",
    "add_statement",
    "answer_acknowledgement",
    "draft_version",
    "edit_kpi",
    "edit_pillar",
    "edit_statement",
    "edit_version",
    "publish_version",
    "remove_kpi",
    "remove_pillar",
    "remove_statement",
    "remove_version",
]
