"""What a check writes of findings: only what differs from the check before.

Opened ones are inserted, those seen again keep their identity and what people said to them, the
rest is closed with a reason. None of it is an act of a person, so none stands in the audit log.
"""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db.models import Model
from django.utils import timezone

from lineofsight.alignment.drafts import Draft, Drafter, Identity
from lineofsight.alignment.models import Check, Finding, FindingAudience, FindingObject
from lineofsight.goals.models import Goal
from lineofsight.organization.models import Person

BATCH = 1_000
WRITTEN = (
    "name",
    "severity",
    "stake",
    "certainty",
    "sentence",
    "question",
    "evidence",
    "others",
    "fix",
    "is_personal",
    "function_id",
    "hash",
)


@dataclass(frozen=True, slots=True)
class Kept:
    """How many findings were opened, seen again, and closed."""

    opened: int
    still: int
    resolved: int


def keep(check: Check, drafts: Iterable[Draft], drafter: Drafter, on: Collection[str]) -> Kept:
    """Write the differences; the caller holds a transaction.

    Parameters
    ----------
    check : Check
        The check that saw them.
    on : collection of str
        The rules that looked; what another had found is closed as ``rule_off``.
    """
    now, today = timezone.now(), timezone.localdate(check.as_of)
    seen = {draft.identity: draft for draft in drafts}
    before: dict[Identity, Finding] = {
        (row.rule, row.subject_kind, row.subject_ref): row
        for row in Finding.objects.exclude(state="resolved").only(
            "rule", "subject_kind", "subject_ref", "state", "hash", "severity", "opened_at",
            "accepted_until", "accepted_severity", "for_all",
        )
    }  # fmt: skip
    closed = _close(before, seen, drafter, on, now)
    again = [(before[identity], seen[identity]) for identity in before.keys() & seen.keys()]
    _reopen(again, today)
    _renew(again)
    _show_to_all(again, today)
    opened = _open(check, [draft for identity, draft in seen.items() if identity not in before])
    Finding.objects.exclude(state="resolved").exclude(last_seen=check).update(last_seen=check)
    return Kept(opened, len(again), closed)


def _close(
    before: Mapping[Identity, Finding],
    seen: Collection[Identity],
    drafter: Drafter,
    on: Collection[str],
    now: datetime,
) -> int:
    by_reason: dict[str, list[int]] = {}
    for (rule, kind, ref), finding in before.items():
        if (rule, kind, ref) in seen:
            continue
        reason = "mended" if drafter.is_there(kind, ref) else "gone"
        by_reason.setdefault(reason if rule in on else "rule_off", []).append(finding.pk)
    for reason, pks in by_reason.items():
        for some in _batches(pks):
            Finding.objects.filter(pk__in=some).update(
                state="resolved", resolved_at=now, resolved_reason=reason
            )
    return sum(map(len, by_reason.values()))


def _reopen(again: Iterable[tuple[Finding, Draft]], today: date) -> None:
    """Open accepted ones again whose time has run out, or that weigh more than they did."""
    due = []
    for finding, draft in again:
        if finding.state != "accepted":
            continue
        until, then = finding.accepted_until, finding.accepted_severity or 0
        if (until is not None and until < today) or draft.fields["severity"] > then:
            due.append(finding.pk)
    for some in _batches(due):
        Finding.objects.filter(pk__in=some).update(
            state="open", accepted_until=None, accepted_severity=None
        )


def _renew(again: Iterable[tuple[Finding, Draft]]) -> None:
    """Write anew what reads otherwise than before."""
    differing = [(finding, draft) for finding, draft in again if finding.hash != draft.hash]
    for finding, draft in differing:
        for name, value in _fields(draft).items():
            setattr(finding, name, value)
    names = [name.removesuffix("_id") for name in WRITTEN]
    Finding.objects.bulk_update([finding for finding, _ in differing], names, batch_size=200)
    for some in _batches([finding.pk for finding, _ in differing]):
        FindingObject.objects.filter(finding__in=some).delete()
        FindingAudience.objects.filter(finding__in=some).delete()
    _add_parts(differing)


def _show_to_all(again: Iterable[tuple[Finding, Draft]], today: date) -> None:
    """Let everybody see what the strategy itself lacks, once its turn has come."""
    for shown in (True, False):
        due = [
            finding.pk
            for finding, draft in again
            if finding.for_all is not shown and _is_for_all(finding, draft, today) is shown
        ]
        for some in _batches(due):
            Finding.objects.filter(pk__in=some).update(for_all=shown)


def _is_for_all(finding: Finding, draft: Draft, today: date) -> bool:
    if draft.for_all_after is None:
        return False
    opened = timezone.localdate(finding.opened_at)
    return opened + timedelta(days=draft.for_all_after) <= today


def _open(check: Check, drafts: list[Draft]) -> int:
    made = [
        Finding(
            rule=draft.identity[0],
            subject_kind=draft.identity[1],
            subject_ref=draft.identity[2],
            opened_at=check.as_of,
            opened_by=check,
            last_seen=check,
            **_fields(draft),
        )
        for draft in drafts
    ]
    Finding.objects.bulk_create(made, batch_size=BATCH)
    _add_parts(list(zip(made, drafts, strict=True)))
    return len(made)


def _fields(draft: Draft) -> dict[str, Any]:
    return {**draft.fields, "hash": draft.hash}


def _add_parts(pairs: list[tuple[Finding, Draft]]) -> None:
    """Insert what findings name and who hears of them; who or what has gone meanwhile is left."""
    goals = _there(Goal, {one.goal for _, draft in pairs for one in draft.named})
    people = _there(
        Person,
        {one.person for _, draft in pairs for one in draft.named}
        | {person for _, draft in pairs for person, _, _ in draft.hearers},
    )
    FindingObject.objects.bulk_create(
        [
            FindingObject(
                finding=finding,
                kind=one.kind,
                ref=one.ref,
                is_subject=one.is_subject,
                goal_id=one.goal,
                person_id=one.person,
            )
            for finding, draft in pairs
            for one in draft.named
            if one.goal in goals and one.person in people
        ],
        batch_size=BATCH,
    )
    FindingAudience.objects.bulk_create(
        [
            FindingAudience(
                finding=finding,
                person_id=person,
                place=place,
                from_day=timezone.localdate(finding.opened_at) + timedelta(days=after),
            )
            for finding, draft in pairs
            for person, place, after in draft.hearers
            if person in people
        ],
        batch_size=BATCH,
    )


def _there(model: type[Model], pks: set[int | None]) -> set[int | None]:
    """Return those of these rows that are still there, and None for nothing."""
    found: set[int | None] = {None}
    for some in _batches(sorted(pk for pk in pks if pk is not None)):
        found.update(model._default_manager.filter(pk__in=some).values_list("pk", flat=True))
    return found


def _batches(pks: list[int]) -> Iterable[list[int]]:
    return (pks[at : at + BATCH] for at in range(0, len(pks), BATCH))
