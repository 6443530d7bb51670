"""What can be done about conversations, and about what stands in the way."""

from lineofsight.rhythm.services.blockers import (
    answer_blocker,
    edit_blocker,
    lift_blocker,
    raise_blocker,
)
from lineofsight.rhythm.services.check_ins import (
    agree,
    close_agreement,
    hold_check_in,
    move_agreement,
)
from lineofsight.rhythm.services.feedback import give_feedback

__all__ = [
    "agree",
    "answer_blocker",
    "close_agreement",
    "edit_blocker",
    "give_feedback",
    "hold_check_in",
    "lift_blocker",
    "move_agreement",
    "raise_blocker",
]
