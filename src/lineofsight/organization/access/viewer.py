"""What is known of the person who asks: roles given, and roles that follow from the record."""

from collections.abc import Iterable
from datetime import date
from functools import cached_property

from django.utils import timezone

from lineofsight.organization.models import Grant, Person


class Viewer:
    """A person as the policy sees them, on one day; made once for a request.

    Each fact is looked up when it is first asked for, and kept.
    """

    def __init__(self, person: Person, today: date | None = None) -> None:
        self.person = person
        self.today = today or timezone.localdate()

    @property
    def pk(self) -> int:
        """The person's number."""
        return self.person.pk

    @cached_property
    def is_active(self) -> bool:
        """Whether the person works here today, and their account (if any) is not switched off."""
        gone = self.person.end_date is not None and self.person.end_date < self.today
        account = getattr(self.person, "account", None)
        return not gone and (account is None or account.is_active)

    @cached_property
    def grants(self) -> tuple[Grant, ...]:
        """The roles that were given to the person."""
        return tuple(Grant.objects.filter(person_id=self.pk))

    def has(self, role: str) -> bool:
        """Tell whether a role was given to the person."""
        return any(grant.role == role for grant in self.grants)

    @cached_property
    def is_strategy_office(self) -> bool:
        """Whether the person keeps the strategy."""
        return self.has("strategy_office")

    @cached_property
    def is_administrator(self) -> bool:
        """Whether the person runs the installation: technical, no private content."""
        return self.has("administrator")

    @cached_property
    def is_auditor(self) -> bool:
        """Whether the person reads the audit log and the settings."""
        return self.has("auditor")

    @cached_property
    def reports(self) -> frozenset[int]:
        """The people who report to the person today."""
        return frozenset(Person.objects.filter(manager_id=self.pk).values_list("pk", flat=True))

    @property
    def is_manager(self) -> bool:
        """Whether anybody reports to the person."""
        return bool(self.reports)

    def is_above(self, person_id: int | None) -> bool:
        """Tell whether a person stands below the viewer in the reporting line."""
        seen: set[int] = set()
        at = person_id
        while at is not None and at not in seen:
            seen.add(at)
            at = Person.objects.filter(pk=at).values_list("manager_id", flat=True).first()
            if at == self.pk:
                return True
        return False

    def is_one_of(self, people: Iterable[int | None]) -> bool:
        """Tell whether the viewer is among these."""
        return self.pk in set(people)


def viewer_of(who: "Viewer | Person") -> Viewer:
    """Return the viewer for a person; one that is there already is kept."""
    return who if isinstance(who, Viewer) else Viewer(who)
