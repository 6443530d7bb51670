"""The tables of the pulse."""

from django.db import models

from lineofsight.organization.record.base import Versioned, between, word_field
from lineofsight.organization.record.columns import PlanColumns


class GroupAnswer(Versioned):
    """How one group answered one question in one wave, already added up.

    ``group`` names a function or a team by ref; for leaders, the function that they lead.
    """

    wave = models.CharField(max_length=500)
    date = models.DateField(null=True, blank=True)
    question = models.CharField(max_length=500)
    kind = word_field()
    option = models.TextField(blank=True, default="")
    group_kind = word_field()
    group = models.CharField(max_length=500)
    score = models.FloatField(null=True, blank=True)
    count = models.FloatField()

    PLAN = PlanColumns(
        "answers",
        {
            "wave": "wave",
            "date": "date",
            "question": "question",
            "kind": "kind",
            "option": "option",
            "group_kind": "group_kind",
            "group_id": "group",
            "score": "score",
            "count": "count",
        },
        key=("wave", "question", "option", "group_kind", "group_id"),
    )

    class Meta:
        constraints = [between("group_answer", "count", 0, None)]

    def __str__(self) -> str:
        return f"{self.wave} {self.question} {self.group}"
