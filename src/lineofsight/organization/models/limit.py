"""How often something was done lately, counted for all processes together."""

from django.db import models


class Limit(models.Model):
    """A count that starts again when its time is over; see ``organization.limits``.

    ``key`` is a hash of what is counted, so that no addresses stand here. ``ends`` is in seconds
    since 1970: what two databases compare alike.
    """

    key = models.CharField(max_length=64, primary_key=True)
    used = models.PositiveIntegerField()
    ends = models.FloatField()

    class Meta:
        indexes = [models.Index(fields=["ends"], name="limit_by_end")]

    def __str__(self) -> str:
        return f"{self.key[:8]} {self.used}"
