"""What is kept of every change: who did what, and how each row read before and after."""

from django.db import models
from django.db.models import Q


class AuditEntry(models.Model):
    """One act of one person on the record. Only ever inserted; the database refuses the rest.

    People stand here by number, so that erasing one needs no rewriting. ``fields`` are names of
    changed fields, never their content. ``transaction`` is PostgreSQL's number of the writing
    transaction (0 on SQLite): the sealer takes an entry once no older transaction is running.
    """

    at = models.DateTimeField()
    actor_id = models.BigIntegerField(null=True)
    on_behalf_of = models.CharField(max_length=64, blank=True, default="")
    verb = models.CharField(max_length=64)
    subject_kind = models.CharField(max_length=64, blank=True, default="")
    subject_id = models.BigIntegerField(null=True)
    fields: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    reason = models.TextField(blank=True, default="")
    request_id = models.CharField(max_length=64, blank=True, default="")
    transaction = models.BigIntegerField(default=0)

    class Meta:
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "id"], name="audit_by_subject"),
            models.Index(fields=["at"], name="audit_by_time"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.verb} {self.subject_kind} {self.subject_id}"


class Seal(models.Model):
    """A hash over a block of audit entries and the seal before it: what was written stays so.

    ``digests`` holds a short digest of each entry, a line each, to name the one that was changed.
    """

    first_id = models.BigIntegerField(unique=True)
    last_id = models.BigIntegerField(unique=True)
    count = models.PositiveIntegerField()
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)
    digests = models.TextField()
    sealed_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.first_id}-{self.last_id} {self.hash[:12]}"


class Version(models.Model):
    """How one row of one table read from an instant until another; the present one has no end.

    Rows are kept as the plan file writes them, with references by ``ref``: history, undo, exports
    of a past day and the snapshot of any instant all read them.
    """

    table = models.CharField(max_length=32)
    object_id = models.BigIntegerField()
    row: "models.JSONField[dict[str, object], dict[str, object]]" = models.JSONField()
    entry = models.ForeignKey(AuditEntry, models.PROTECT, related_name="versions")
    valid_from = models.DateTimeField()
    valid_to = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["table", "object_id"],
                condition=Q(valid_to__isnull=True),
                name="one_present_version_of_a_row",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_to__gte=models.F("valid_from")),
                name="a_version_does_not_end_before_it_begins",
            ),
        ]
        indexes = [
            models.Index(
                fields=["table", "object_id", "valid_from", "valid_to"], name="version_of_a_row"
            ),
            models.Index(fields=["table", "valid_from", "valid_to"], name="version_at_an_instant"),
        ]

    def __str__(self) -> str:
        return f"{self.table} {self.object_id} from {self.valid_from:%Y-%m-%d %H:%M}"
