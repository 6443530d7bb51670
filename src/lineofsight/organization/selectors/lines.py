"""Who reported to whom, and who was in which team, on any day: read from the periods.

Today's answer also stands on the person (``manager``, ``team``); these are for every other day.
"""

from datetime import date

from django.db import connection
from django.db.models import Q, QuerySet

from lineofsight.organization.models import Membership, Person, ReportingLine, Team
from lineofsight.organization.models.people import DOTTED, LINE

_CHAIN = """
WITH RECURSIVE above(person, rung) AS (
    SELECT manager_id, 1 FROM organization_reportingline
     WHERE person_id = %(person)s AND {holds}
  UNION
    SELECT line.manager_id, above.rung + 1
      FROM above JOIN organization_reportingline line ON line.person_id = above.person
     WHERE {holds}
)
SELECT person FROM above ORDER BY rung
"""
_HOLDS = (
    'kind = \'line\' AND (start IS NULL OR start <= %(day)s) AND ("end" IS NULL OR "end" > %(day)s)'
)


def holding_on(day: date) -> Q:
    """Return the condition on a period that it holds on a day."""
    return (Q(start__isnull=True) | Q(start__lte=day)) & (Q(end__isnull=True) | Q(end__gt=day))


def manager_of(person: Person, on: date) -> Person | None:
    """Return the manager that a person had on a day."""
    line = (
        ReportingLine.objects.filter(holding_on(on), person=person, kind=LINE)
        .select_related("manager")
        .first()
    )
    return line.manager if line else None


def dotted_managers_of(person: Person, on: date) -> "QuerySet[Person]":
    """Return the dotted-line managers that a person had on a day, by name."""
    lines = ReportingLine.objects.filter(holding_on(on), person=person, kind=DOTTED)
    return Person.objects.filter(pk__in=lines.values("manager")).order_by("name", "pk")


def team_of(person: Person, on: date) -> Team | None:
    """Return the team that a person was in on a day."""
    membership = (
        Membership.objects.filter(holding_on(on), person=person).select_related("team").first()
    )
    return membership.team if membership else None


def reports_of(person: Person, on: date, *, dotted: bool = False) -> "QuerySet[Person]":
    """Return who reported to a person on a day, by name; by dotted line if asked."""
    kind = DOTTED if dotted else LINE
    lines = ReportingLine.objects.filter(holding_on(on), manager=person, kind=kind)
    return Person.objects.filter(pk__in=lines.values("person")).order_by("name", "pk")


def chain_of(person: Person, on: date) -> list[Person]:
    """Return a person's manager on a day, that one's manager, and so on up to the top.

    Takes two queries, however long the chain.
    """
    with connection.cursor() as cursor:
        cursor.execute(_CHAIN.format(holds=_HOLDS), {"person": person.pk, "day": on})
        pks = [row[0] for row in cursor.fetchall()]
    found = Person.objects.in_bulk(pks)
    return [found[pk] for pk in pks]
