"""Progress added up the cascade, exactly, while many people write.

``rise`` carries a new observation up; ``settle`` works out anew what a change of shape touches;
``recompute_all`` does so for everything, and ``recheck`` says where what is kept differs from that.
All sums are of whole numbers (``goals.arithmetic``), so that these ways agree to the last digit.

Who calls ``rise`` holds the shape shared (``record.locks.lock_structure``), who calls the others
exclusively, taken before anything else is locked. ``lead`` keeps which pillars goals lead to.
"""

from lineofsight.goals.rollup.everything import Difference, recheck
from lineofsight.goals.rollup.leads import lead
from lineofsight.goals.rollup.moves import (
    ends_above,
    of_new_goal,
    recompute_all,
    rise,
    settle,
    way_up,
)

__all__ = [
    "Difference",
    "ends_above",
    "lead",
    "of_new_goal",
    "recheck",
    "recompute_all",
    "rise",
    "settle",
    "way_up",
]
