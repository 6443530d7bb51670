"""What is known of the person who asks: roles given, and roles that follow from the record."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from functools import cached_property
from typing import Any, NamedTuple, TypeVar, cast

from django.db import connection
from django.db.models import Q
from django.utils import timezone

from lineofsight.organization.models import Person, Team
from lineofsight.organization.record.locks import cursor_for, is_postgresql
from lineofsight.organization.record.prepared import Given, GivenNumbers, Truth

T = TypeVar("T")
Numbers = Sequence[int] | GivenNumbers
NOBODY: frozenset[int] = frozenset()

_ABOVE = """
WITH RECURSIVE above(person) AS (
    SELECT manager_id FROM organization_person WHERE id = %s AND manager_id IS NOT NULL
    UNION
    SELECT p.manager_id FROM above JOIN organization_person p ON p.id = above.person
    WHERE p.manager_id IS NOT NULL
)
SELECT COUNT(*) FROM above WHERE person = %s
"""

# Whom and what a person leads, and the roles given: all in one, most pages ask for most of it.
# How many stand below them is counted up to so many; each database is told in its own place.
_ROLES = """
WITH RECURSIVE below(person) AS (
    SELECT id FROM organization_person WHERE manager_id = %s
    UNION
    SELECT p.id FROM below b JOIN organization_person p ON p.manager_id = b.person {within}
)
SELECT 'report', id, CAST(NULL AS bigint), CAST(NULL AS bigint)
FROM organization_person WHERE manager_id = %s
UNION ALL
SELECT 'dotted', from_person_id, NULL, NULL
FROM organization_person_dotted_managers WHERE to_person_id = %s
UNION ALL
SELECT 'team', id, NULL, NULL FROM organization_team WHERE lead_id = %s
UNION ALL
SELECT 'function', id, NULL, NULL FROM organization_function WHERE head_id = %s
UNION ALL
SELECT role, id, function_id, team_id FROM organization_grant WHERE person_id = %s
UNION ALL
SELECT 'below', COUNT(*), NULL, NULL FROM (SELECT person FROM below {without}) few
"""
LED = ("report", "dotted", "team", "function")
MANY = 400


class Granted(NamedTuple):
    """A role that was given to the person, of everything or of a function or a team (ids)."""

    role: str
    function_id: int | None
    team_id: int | None


class Viewer:
    """A person as the policy sees them, on one day; made once for a request.

    Each fact is looked up when it is first asked for, and kept.
    """

    def __init__(self, person: Person, today: date | None = None) -> None:
        self.person = person
        self.today = today or timezone.localdate()
        self._known: dict[str, Any] = {}

    @property
    def pk(self) -> int:
        """The person's number."""
        return self.person.pk

    def known(self, name: str, find: Callable[["Viewer"], T]) -> T:
        """Return a fact that a room above this one knows how to find, found once."""
        if name not in self._known:
            self._known[name] = find(self)
        return cast("T", self._known[name])

    def numbers(self, name: str, find: Callable[["Viewer"], Sequence[int]]) -> Numbers:
        """Return such a fact that is numbers of rows, for a condition on them."""
        return self.known(name, find)

    def where(self, holds: Callable[["Viewer"], bool]) -> Q:
        """Return a condition that is true of every row or of none: whether this holds of them.

        So that a policy has one form for everybody, and may be part of a prepared statement.
        """
        return Q(Truth(holds(self)))

    @cached_property
    def is_active(self) -> bool:
        """Whether the person works here today, and their account (if any) is not switched off."""
        gone = self.person.end_date is not None and self.person.end_date < self.today
        account = getattr(self.person, "account", None)
        return not gone and (account is None or account.is_active)

    # Roles that were given --------------------------------------------------------------------

    @cached_property
    def _roles(self) -> tuple[dict[str, frozenset[int]], tuple[Granted, ...]]:
        """What the person leads with how many are below them, and what was given to them."""
        led: dict[str, set[int]] = {kind: set() for kind in (*LED, "below")}
        given = []
        stop = f"LIMIT {MANY}"
        within, without = ("", stop) if is_postgresql() else (stop, "")
        with cursor_for(connection) as cursor:
            cursor.execute(_ROLES.format(within=within, without=without), [self.pk] * 6)
            for kind, pk, function, team in cursor.fetchall():
                if kind in led:
                    led[kind].add(pk)
                else:
                    given.append(Granted(kind, function, team))
        return {kind: frozenset(numbers) for kind, numbers in led.items()}, tuple(given)

    @property
    def grants(self) -> tuple[Granted, ...]:
        """The roles that were given to the person."""
        return self._roles[1]

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
    def is_hr_partner(self) -> bool:
        """Whether the person keeps the record of people, of all or of some."""
        return self.has("hr_partner")

    @cached_property
    def keeps_all_people(self) -> bool:
        """Whether the person is HR partner of everybody: the role was given without a scope."""
        return any(
            grant.role == "hr_partner" and grant.function_id is None and grant.team_id is None
            for grant in self.grants
        )

    @cached_property
    def functions_kept(self) -> frozenset[int]:
        """The functions whose HR partner the person is."""
        return frozenset(grant.function_id for grant in self.grants if grant.function_id)

    @cached_property
    def teams_kept(self) -> frozenset[int]:
        """The teams whose HR partner the person is: those given, those below, those of functions.

        Takes one query, over teams, if the role was given with a scope; none otherwise.
        """
        kept = {grant.team_id for grant in self.grants if grant.team_id}
        if not kept and not self.functions_kept:
            return frozenset()
        teams = tuple(Team.objects.values_list("pk", "parent_id", "function_id"))
        kept |= {pk for pk, _, function in teams if function in self.functions_kept}
        growing = True
        while growing:
            below = {pk for pk, parent, _ in teams if parent in kept} - kept
            kept |= below
            growing = bool(below)
        return frozenset(kept)

    # Roles that follow from the record --------------------------------------------------------

    @property
    def reports(self) -> frozenset[int]:
        """The people who report to the person today."""
        return self._roles[0]["report"]

    @property
    def dotted_reports(self) -> frozenset[int]:
        """The people who report to the person by a dotted line today."""
        return self._roles[0]["dotted"]

    @property
    def teams_led(self) -> frozenset[int]:
        """The teams whose lead the person is."""
        return self._roles[0]["team"]

    @property
    def functions_headed(self) -> frozenset[int]:
        """The functions whose head the person is."""
        return self._roles[0]["function"]

    @property
    def stands_above_many(self) -> bool:
        """Whether ``MANY`` people or more stand below the person in the reporting line."""
        return max(self._roles[0]["below"], default=0) >= MANY

    @property
    def is_manager(self) -> bool:
        """Whether anybody reports to the person."""
        return bool(self.reports)

    def manages(self, person_id: int | None) -> bool:
        """Tell whether somebody reports to the person directly, by the line or a dotted one."""
        return person_id in self.reports or person_id in self.dotted_reports

    def is_above(self, person_id: int | None) -> bool:
        """Tell whether a person stands below the viewer in the reporting line, however far."""
        if person_id is None:
            return False
        with cursor_for(connection) as cursor:
            cursor.execute(_ABOVE, [person_id, self.pk])
            row = cursor.fetchone()
        return bool(row and row[0])

    def is_one_of(self, people: Iterable[int | None]) -> bool:
        """Tell whether the viewer is among these."""
        return self.pk in set(people)


class Anybody(Viewer):
    """Whoever asks, in a statement that is prepared for all; handed in as ``viewer`` when asked.

    A policy may ask for its number, for numbers and truths that follow from it, and for the day.
    Whatever would give the statement another form for another person is not there to be asked.
    """

    is_active = True  # ``door.visible_to`` asks it of each

    def __init__(self) -> None:
        """Know nobody."""
        day: Any = Given(lambda values: values["viewer"].today)
        self.today = day

    @property
    def pk(self) -> Any:
        """The number of whoever asks."""
        return Given(lambda values: values["viewer"].pk)

    def known(self, name: str, find: Callable[[Viewer], T]) -> T:  # noqa: ARG002 - it is not asked
        """Refuse: what differs from person to person gives no one form.

        Raises
        ------
        TypeError
            Always.
        """
        raise TypeError(f"{name} is known of one viewer, not of whoever asks")

    def numbers(self, name: str, find: Callable[[Viewer], Sequence[int]]) -> GivenNumbers:
        """Return a place for what is known of whoever asks."""
        return GivenNumbers(lambda values: values["viewer"].known(name, find))

    def where(self, holds: Callable[[Viewer], bool]) -> Q:
        """Return a place for whether something holds of whoever asks."""
        return Q(Truth(lambda values: holds(values["viewer"])))

    @cached_property
    def _roles(self) -> tuple[dict[str, frozenset[int]], tuple[Granted, ...]]:
        raise TypeError("roles are known of one viewer, not of whoever asks")


ANYBODY = Anybody()


def viewer_of(who: "Viewer | Person") -> Viewer:
    """Return the viewer for a person; one that is there already is kept."""
    return who if isinstance(who, Viewer) else Viewer(who)
