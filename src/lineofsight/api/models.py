"""Personal tokens, and answers kept so that a repeated request has one effect."""

from django.db import models
from django.db.models import Q

from lineofsight.organization.models import Person

SCOPES = ("read", "write", "admin")


class Token(models.Model):
    """A personal token: a program acts with it as the person, within its scopes.

    Only the SHA-256 of the secret is kept. ``read`` sees what the person sees, ``write`` does
    what the person may do to goals and strategy, ``admin`` also people, roles, imports, settings.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="tokens")
    name = models.CharField(max_length=100)
    digest = models.CharField(max_length=64, unique=True)
    start = models.CharField(max_length=12)
    scopes: "models.JSONField[list[str], list[str]]" = models.JSONField(default=list)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_on = models.DateField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__gt=models.F("made_at")),
                name="token_expires_after_it_is_made",
            )
        ]

    def __str__(self) -> str:
        return f"{self.start}… {self.name}"


class KeptAnswer(models.Model):
    """What was answered to a request that carried an Idempotency-Key.

    Written in the transaction of the request itself: either both the effect and the answer are
    there, or neither is.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField(default=0)
    body = models.TextField(blank=True, default="")
    headers: "models.JSONField[dict[str, str], dict[str, str]]" = models.JSONField(default=dict)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "key"], name="one_answer_for_a_key")
        ]
        indexes = [models.Index(fields=["at"], name="kept_answer_by_time")]

    def __str__(self) -> str:
        return self.key
