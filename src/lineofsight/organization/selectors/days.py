"""What day it is, for the organisation and for a person who works elsewhere."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from django.utils import timezone

from lineofsight.organization.models import Organization, Person


def the_organization() -> Organization:
    """Return the one organisation, made with its defaults when it is first asked for."""
    return Organization.objects.get_or_create(pk=1)[0]


def zone_of(person: Person | None = None) -> ZoneInfo:
    """Return a person's own time zone, else the organisation's, else UTC."""
    if person is not None and person.time_zone:
        return ZoneInfo(person.time_zone)
    found = Organization.objects.filter(pk=1).values_list("time_zone", flat=True).first()
    return ZoneInfo(found or "UTC")


def now_of(person: Person | None = None) -> datetime:
    """Return the present instant on the clock of a person, or of the organisation."""
    return timezone.localtime(timezone=zone_of(person))


def today(person: Person | None = None) -> date:
    """Return the present day where a person works, or where the organisation is at home."""
    return now_of(person).date()
