"""What may be refused in this room besides what every room knows."""

from django.utils.translation import gettext as _

from lineofsight.goals.models import Goal
from lineofsight.kit.errors import Conflict


class GoalClosed(Conflict):
    """The goal is done or cancelled: nothing is reported on it until it is opened again."""

    def __init__(self, goal: Goal) -> None:
        super().__init__(
            _(
                "This goal has ended, so nothing more is recorded on it. "
                "Set its status to active first."
            ),
            version=goal.version,
            thing=goal,
        )
