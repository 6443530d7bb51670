"""Invitations: the only way to an account with a password."""

from django.db import models

from lineofsight.organization.models.people import Person


class Invitation(models.Model):
    """A link, sent by mail, with which one person sets the first password of their account.

    Only a hash of the link's secret is kept: whoever reads the database cannot use it. A newer
    invitation of the same person ends the older ones.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="invitations")
    email = models.EmailField()
    secret = models.CharField(max_length=64, unique=True, editable=False)  # SHA-256, in hex
    sent_by = models.ForeignKey(Person, models.SET_NULL, null=True, related_name="invitations_sent")
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    withdrawn_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person"],
                condition=models.Q(used_at__isnull=True, withdrawn_at__isnull=True),
                name="one_open_invitation_of_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} until {self.expires_at:%Y-%m-%d}"
