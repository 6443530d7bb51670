"""What a plan does not tell of an earlier instant."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from lineofsight.engine.columns import Columns
from lineofsight.engine.loading import empty_table
from lineofsight.kit.i18n import ngettext

INACTIVE = ("draft", "paused", "done", "cancelled")


class Gap(NamedTuple):
    """Something about the past that the plan does not tell, and where one would look for it."""

    file: str
    table: str
    row: int | None
    said: str


def undated(columns: Columns, day: float) -> Iterator[Gap]:
    """Say what has no date in a plan, where the instant lies before the day of the plan.

    Parameters
    ----------
    columns : mapping of table name to ColumnTable
        The plan as it is now.
    day : float
        The instant, days since 1970-01-01.
    """
    organization = columns.get("organization", empty_table("organization"))
    if not (organization.day("as_of") > day).any():
        return
    goals = columns.get("goals", empty_table("goals"))
    ended = np.isin(goals.text("status").astype(str), INACTIVE)
    if ended.any():
        revisions = columns.get("revisions", empty_table("revisions"))
        dated = revisions.text("goal_id")[revisions.text("field") == "status"]
        told = {goal.partition(";")[0].strip() for goal in dated.tolist()}
        count = sum(key not in told for key in goals.text("id")[ended].tolist())
        if count:
            said = ngettext(
                "{count} goal is not active and no revision says since when; it is shown so for "
                "the past too.",
                "{count} goals are not active and no revision says since when; they are shown so "
                "for the past too.",
                count,
            )
            yield Gap(goals.file, "goals", None, said.format(count=count))
    people = columns.get("people", empty_table("people"))
    moved = (people.day("manager_since") > day) | (people.day("team_since") > day)
    if moved.any():
        count = int(moved.sum())
        said = ngettext(
            "{count} person had another manager or team then, which is not on record; the present "
            "ones are shown.",
            "{count} people had other managers or teams then, which are not on record; the present "
            "ones are shown.",
            count,
        )
        yield Gap(people.file, "people", None, said.format(count=count))
