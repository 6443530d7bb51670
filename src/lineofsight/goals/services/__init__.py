"""What may be done with goals: one function a verb, each one transaction with one audit entry.

Arguments are keyword-only. ``actor`` is who acts, None for the installation itself; ``expected`` is
the version that the actor saw. Everything raises the errors of ``kit.errors`` and changes nothing
then.
"""

from lineofsight.goals.services.beside import (
    add_action,
    edit_action,
    finish_action,
    remove_action,
    set_allocation,
)
from lineofsight.goals.services.choices import (
    add_assumption,
    decide,
    decide_assumption,
    edit_assumption,
    remove_assumption,
)
from lineofsight.goals.services.goals import (
    change_status,
    create_goal,
    edit_goal,
    override_progress,
    remove_goal,
)
from lineofsight.goals.services.key_results import (
    add_key_result,
    edit_key_result,
    remove_key_result,
)
from lineofsight.goals.services.links import (
    accept_link,
    agree_trade_off,
    confirm_link,
    edit_link,
    link,
    unlink,
)
from lineofsight.goals.services.observations import record_observation

__all__ = [
    "accept_link",
    "add_action",
    "add_assumption",
    "add_key_result",
    "agree_trade_off",
    "change_status",
    "confirm_link",
    "create_goal",
    "decide",
    "decide_assumption",
    "edit_action",
    "edit_assumption",
    "edit_goal",
    "edit_key_result",
    "edit_link",
    "finish_action",
    "link",
    "override_progress",
    "record_observation",
    "remove_action",
    "remove_assumption",
    "remove_goal",
    "remove_key_result",
    "set_allocation",
    "unlink",
]
