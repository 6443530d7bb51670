"""What is kept of imports, and the rows that could not be placed."""

from django.db import models
from django.db.models import Q

from lineofsight.organization.models import AuditEntry, Person

RECORDED = "recorded_at"  # in ``Import.before``: when removed observations had come in


class Import(models.Model):
    """One file that was taken into the record.

    ``counts`` says for each table how many rows were added, changed and removed; ``mapping`` who
    was meant by people that the record did not know, so that the next file of the same source is
    read alike. For an undo ``added`` holds, for tables without history, the ranges of ids that were
    given (``{"observations": [[1, 500]]}``), ``removed`` those of rows that were removed, and
    ``before`` how rows without history read.
    """

    STATES = ("applied", "partly_undone", "undone")

    file = models.CharField(max_length=500, blank=True, default="")
    hash = models.CharField(max_length=64, blank=True, default="")
    actor = models.ForeignKey(
        Person, models.SET_NULL, null=True, blank=True, related_name="imports"
    )
    at = models.DateTimeField()
    reason = models.TextField(blank=True, default="")
    entry = models.OneToOneField(
        AuditEntry, models.PROTECT, null=True, related_name="exchange_import"
    )
    undone = models.OneToOneField(
        AuditEntry, models.PROTECT, null=True, related_name="exchange_undo"
    )
    state = models.CharField(max_length=32, default="applied")
    counts: "models.JSONField[dict[str, dict[str, int]], dict[str, dict[str, int]]]" = (
        models.JSONField(default=dict)
    )
    mapping: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(default=dict)
    added: "models.JSONField[dict[str, list[list[int]]], dict[str, list[list[int]]]]" = (
        models.JSONField(default=dict)
    )
    removed: "models.JSONField[dict[str, list[list[int]]], dict[str, list[list[int]]]]" = (
        models.JSONField(default=dict)
    )
    before: "models.JSONField[dict[str, dict[str, object]], dict[str, dict[str, object]]]" = (
        models.JSONField(default=dict)
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["applied", "partly_undone", "undone"]),
                name="import_state_is_a_known_word",
            )
        ]

    def __str__(self) -> str:
        return f"{self.file} {self.at:%Y-%m-%d %H:%M}"


class QuarantinedRow(models.Model):
    """A row of a file that has no place in the record yet: what it says, and why it waits.

    ``content`` is the row as the plan file writes it; ``problems`` are sentences.
    """

    STATES = ("waiting", "placed", "dropped")

    of = models.ForeignKey(Import, models.SET_NULL, null=True, related_name="quarantined")
    file = models.CharField(max_length=500, blank=True, default="")
    table = models.CharField(max_length=32)
    row = models.PositiveIntegerField(null=True)
    content: "models.JSONField[dict[str, object], dict[str, object]]" = models.JSONField()
    problems: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    state = models.CharField(max_length=32, default="waiting")
    since = models.DateTimeField()
    decided_at = models.DateTimeField(null=True)
    decided_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField(default=1, editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=["waiting", "placed", "dropped"]),
                name="quarantined_row_state_is_a_known_word",
            )
        ]
        indexes = [models.Index(fields=["state", "table"], name="quarantined_by_state")]

    def __str__(self) -> str:
        return f"{self.table} {self.row} {self.state}"
