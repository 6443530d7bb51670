"""What can be done about what stands in the way."""

from lineofsight.rhythm.services.blockers import (
    answer_blocker,
    edit_blocker,
    lift_blocker,
    raise_blocker,
)

__all__ = ["answer_blocker", "edit_blocker", "lift_blocker", "raise_blocker"]
