"""Who may see and change people, teams, functions, roles, and what is kept of every change."""

from typing import Any

from django.db.models import Q

from lineofsight.organization.access import Policy, Viewer, register
from lineofsight.organization.access.rules import everyone, nobody, policies
from lineofsight.organization.models import (
    Account,
    AuditEntry,
    Function,
    Grant,
    Invitation,
    Limit,
    Membership,
    Organization,
    Person,
    ReportingLine,
    Seal,
    Team,
    Version,
)
from lineofsight.organization.work.models import Effect, Job, Turn

UNTOLD = ".read"  # who read what is for the audit alone: nobody watches a colleague's reading


def runs(viewer: Viewer, _thing: Any = None) -> bool:
    """Administrators."""
    return viewer.is_administrator


def keeps_strategy(viewer: Viewer, _thing: Any = None) -> bool:
    """The strategy office."""
    return viewer.is_strategy_office


def runs_or_keeps_strategy(viewer: Viewer, _thing: Any = None) -> bool:
    """Administrators and the strategy office."""
    return viewer.is_administrator or viewer.is_strategy_office


def reads_audit(viewer: Viewer, _thing: Any = None) -> bool:
    """Auditors and administrators: who did what, never what was written."""
    return viewer.is_auditor or viewer.is_administrator


def keeps_person(viewer: Viewer, person: Person) -> bool:
    """Administrators, and HR partners in whose scope the person's team lies."""
    return (
        viewer.is_administrator
        or viewer.keeps_all_people
        or (person.team_id is not None and person.team_id in viewer.teams_kept)
    )


def keeps_team(viewer: Viewer, team: Team) -> bool:
    """Administrators, and HR partners in whose scope the team, its parent or its function lies."""
    return (
        viewer.is_administrator
        or viewer.keeps_all_people
        or (team.pk is not None and team.pk in viewer.teams_kept)
        or (team.parent_id is not None and team.parent_id in viewer.teams_kept)
        or (team.function_id is not None and team.function_id in viewer.functions_kept)
    )


def keeps_function(viewer: Viewer, function: Function) -> bool:
    """Administrators, HR partners of everybody, and those of this function."""
    return (
        viewer.is_administrator
        or viewer.keeps_all_people
        or (function.pk is not None and function.pk in viewer.functions_kept)
    )


def may_draw_line(viewer: Viewer, line: ReportingLine) -> bool:
    """Whoever keeps the person; but nobody puts people under themselves.

    A manager sees the confidential goals of those below. So who keeps people may not draw a line
    that ends, at once or further up, at themselves, unless they stood above the person already.
    """
    if not keeps_person(viewer, line.person):
        return False
    ends_here = line.manager_id == viewer.pk or viewer.is_above(line.manager_id)
    return not ends_here or viewer.is_above(line.person_id)


def edits_contribution(viewer: Viewer, function: Function) -> bool:
    """The function's head, the strategy office, and whoever keeps the function."""
    return (
        function.head_id == viewer.pk
        or viewer.is_strategy_office
        or keeps_function(viewer, function)
    )


def _own_or(role: str) -> Any:
    def seen(viewer: Viewer) -> Q:
        return everyone(viewer) if viewer.has(role) else Q(person_id=viewer.pk)

    return seen


def _seen_grants(viewer: Viewer) -> Q:
    return everyone(viewer) if reads_audit(viewer) else Q(person_id=viewer.pk)


def _seen_entries(viewer: Viewer) -> Q:
    """For auditors and administrators all but those of conversations; for others what they see."""
    audits, kinds = reads_audit(viewer), []
    found = nobody(viewer)
    for model, policy in policies().items():
        if policy.untold:
            kinds.append(model._meta.model_name)
        if hasattr(model, "PLAN") and (policy.untold or not audits):
            rows = model._default_manager.filter(policy.seen(viewer)).order_by().values("pk")
            found |= Q(subject_kind=model._meta.model_name, subject_id__in=rows)
    found &= ~Q(verb__endswith=UNTOLD)
    return found | ~Q(subject_kind__in=kinds) if audits else found


def _seen_versions(viewer: Viewer) -> Q:
    """How a row read before, for those who see the row now; of a row that is gone, nobody."""
    found = nobody(viewer)
    for model, policy in policies().items():
        plan = getattr(model, "PLAN", None)
        if plan is not None:
            rows = model._default_manager.filter(policy.seen(viewer)).order_by().values("pk")
            found |= Q(table=plan.table, object_id__in=rows)
    return found


def _seen_invitations(viewer: Viewer) -> Q:
    if viewer.is_administrator or viewer.keeps_all_people:
        return everyone(viewer)
    return Q(person__team_id__in=viewer.teams_kept)


def _keeps_invited(viewer: Viewer, invitation: Invitation) -> bool:
    return keeps_person(viewer, invitation.person)


def _seen_work(viewer: Viewer) -> Q:
    return everyone(viewer) if viewer.is_administrator else nobody(viewer)


def _seen_seals(viewer: Viewer) -> Q:
    return everyone(viewer) if reads_audit(viewer) else nobody(viewer)


register(
    Policy(
        Organization,
        everyone,
        makes={
            "organization.edit": runs,
            "settings.edit": runs_or_keeps_strategy,
            "export.run": runs_or_keeps_strategy,
            "audit.read": reads_audit,
            "work.read": runs,
        },
        told="Everybody sees the organisation's name and settings; administrators change them, and "
        "the strategy office may set thresholds.",
    )
)
register(
    Policy(
        Person,
        everyone,
        verbs={
            "person.edit": keeps_person,
            "person.move": keeps_person,
            "person.leave": keeps_person,
            "person.remove": keeps_person,
        },
        makes={"person.create": keeps_person},
        told="Everybody sees who works here, in which team and for whom; administrators and HR "
        "partners in their scope change it.",
    )
)
register(
    Policy(
        ReportingLine,
        everyone,
        makes={"line.create": may_draw_line},
        told="Everybody sees who reports to whom; whoever keeps a person's record draws the line, "
        "but nobody puts people under themselves.",
    )
)
register(
    Policy(
        Membership,
        everyone,
        told="Everybody sees who is and was in which team.",
    )
)
register(
    Policy(
        Team,
        everyone,
        verbs={"team.edit": keeps_team, "team.remove": keeps_team},
        makes={"team.create": keeps_team},
        told="Everybody sees the teams; administrators and HR partners in their scope change them.",
    )
)
register(
    Policy(
        Function,
        everyone,
        verbs={
            "function.edit": keeps_function,
            "function.contribution": edits_contribution,
            "function.remove": keeps_function,
        },
        makes={"function.create": keeps_function},
        told="Everybody sees the functions; administrators and HR partners change them, and a "
        "function's head and the strategy office say what it contributes.",
    )
)
register(
    Policy(
        Account,
        _own_or("administrator"),
        verbs={
            "account.edit": lambda viewer, account: account.person_id == viewer.pk,
            "account.close": runs,
        },
        makes={"account.create": runs},
        told="An account is seen by its person; administrators see that it exists, make it and "
        "close it, and never see a password.",
    )
)
register(
    Policy(
        Grant,
        _seen_grants,
        verbs={"grant.revoke": runs},
        makes={"grant.give": runs},
        told="A role is seen by the person who has it, administrators and auditors; administrators "
        "give and revoke it.",
    )
)
register(
    Policy(
        AuditEntry,
        _seen_entries,
        told="Auditors and administrators see who did what and when, not what was written, and "
        "nothing of conversations; others see what was done to the things that they see.",
    )
)
register(
    Policy(
        Version,
        _seen_versions,
        told="How something read before is seen by those who see it now.",
    )
)
register(
    Policy(
        Seal,
        _seen_seals,
        told="The seals of the audit log are seen by auditors and administrators.",
    )
)
register(
    Policy(
        Invitation,
        _seen_invitations,
        verbs={"invitation.withdraw": _keeps_invited},
        makes={"invitation.send": _keeps_invited},
        told="Administrators, and HR partners in their scope, invite people and see who was "
        "invited; nobody sees the link but the person who gets it.",
    )
)
register(
    Policy(
        Limit,
        nobody,
        told="Counts of attempts are seen by nobody; they hold no names.",
    )
)
for _model in (Job, Effect, Turn):
    register(
        Policy(
            _model,
            _seen_work,
            told="What runs in the background, and whether it failed, is seen by administrators.",
        )
    )
