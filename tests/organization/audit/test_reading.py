"""What people see of the audit log; reading what is confidential is on it."""

import pytest
from django.utils import timezone

from lineofsight.goals.models import Goal
from lineofsight.kit.errors import NotFound
from lineofsight.organization import audit
from lineofsight.organization.access import Viewer, visible_to
from lineofsight.organization.models import AuditEntry, Grant, Person

pytestmark = pytest.mark.django_db


@pytest.fixture
def owner() -> Person:
    return Person.objects.create(name="Ana")


@pytest.fixture
def goal(owner: Person) -> Goal:
    return Goal.objects.create(title="Merge", owner=owner, confidential=True)


@pytest.fixture
def auditor() -> Person:
    made = Person.objects.create(name="Aude")
    Grant.objects.create(person=made, role="auditor", given_on="2026-01-01")
    return made


def edited(goal: Goal) -> AuditEntry:
    return AuditEntry.objects.create(
        at=timezone.now(), verb="goal.edited", subject_kind="goal", subject_id=goal.pk,
        fields=["title"], reason="they merge in May",
    )  # fmt: skip


def test_reading_a_confidential_goal_leaves_an_entry(owner: Person, goal: Goal) -> None:
    audit.read(Viewer(owner), goal, on_behalf_of="token:sync")

    (entry,) = AuditEntry.objects.all()
    assert (entry.actor_id, entry.verb, entry.subject_kind, entry.subject_id) == (
        owner.pk, "goal.read", "goal", goal.pk,
    )  # fmt: skip
    assert entry.on_behalf_of == "token:sync"


@pytest.mark.parametrize("confidential", [False, None])
def test_reading_an_open_one_leaves_none(owner: Person, confidential: bool | None) -> None:
    audit.read(owner, Goal.objects.create(title="Open", confidential=confidential))
    audit.read(owner, owner)
    audit.read(None, Goal.objects.create(title="By the installation", confidential=True))

    assert not AuditEntry.objects.exists()


def test_an_auditor_sees_that_it_was_done_and_not_why(
    auditor: Person, owner: Person, goal: Goal
) -> None:
    entry = edited(goal)

    (to_auditor,) = audit.shown(auditor, [entry])
    (to_owner,) = audit.shown(owner, [entry])

    assert entry in visible_to(auditor, AuditEntry)
    assert (to_auditor.verb, to_auditor.fields, to_auditor.reason) == (
        "goal.edited",
        ("title",),
        "",
    )
    assert to_owner.reason == "they merge in May"


def test_an_entry_about_what_is_no_table_shows_no_reason(auditor: Person) -> None:
    entry = AuditEntry.objects.create(
        at=timezone.now(), verb="thing.done", subject_kind="thing", subject_id=1, reason="because"
    )
    bare = AuditEntry.objects.create(at=timezone.now(), verb="record.moved", reason="because")

    assert [one.reason for one in audit.shown(auditor, [entry, bare])] == ["", ""]


def test_what_was_done_to_a_thing_is_told_to_those_who_see_it(owner: Person, goal: Goal) -> None:
    first, second = edited(goal), edited(goal)

    assert list(audit.entries_on(owner, goal)) == [second, first]
    with pytest.raises(NotFound):
        audit.entries_on(Person.objects.create(name="Bo"), goal)


def test_who_read_what_is_told_to_auditors_alone(
    auditor: Person, owner: Person, goal: Goal
) -> None:
    audit.read(owner, goal)
    goal.readers.add(auditor)

    assert not audit.entries_on(owner, goal).exists()
    assert not visible_to(owner, AuditEntry).exists()
    assert audit.entries_on(auditor, goal).count() == 1
