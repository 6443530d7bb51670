"""A small record with a row of everything, and two people who send programs: one who may do
nearly everything, one who may do what any employee may."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Model
from django.utils import timezone

from lineofsight.alignment.services import run_check
from lineofsight.api.models import Token
from lineofsight.api.tokens import digest_of
from lineofsight.exchange.models import Import, QuarantinedRow
from lineofsight.goals import services as goals
from lineofsight.organization.models import Organization, Person
from lineofsight.strategy import services as strategy
from tests.factories import alignment, organization, rhythm
from tests.factories.goals import goal, key_result, kpi, observe, supports
from tests.factories.strategy import draft, published, statement

OFFICE, EMPLOYEE = "los_the-office", "los_an-employee"
Ids = dict[str, list[int]]  # by the word of the address: goals, key-results


@dataclass(frozen=True)
class Known:
    """The numbers of all rows, and which version each row has."""

    ids: Ids
    versions: dict[tuple[str, int], int]


def program(person: Person, secret: str) -> None:
    """Give a person a token whose secret is known beforehand."""
    now = timezone.now()
    Token.objects.create(
        person=person,
        name="test",
        digest=digest_of(secret),
        start=secret[:8],
        scopes=["admin", "read", "write"],
        made_at=now,
        expires_at=now + timedelta(days=9),
    )


def fill() -> tuple[Person, Person]:
    """Write the record; the one who may do nearly everything, and the employee."""
    made = alignment.adrift("LOS101")
    office, employee = organization.strategy_office(), made["people"]["ana"]
    organization.grant(office, "administrator")
    organization.grant(office, "auditor")
    organization.function("Product")
    organization.team("A team of nobody")
    version = published(on=date(2026, 1, 1))
    statement()
    draft("2027")
    strategy.acknowledge(actor=employee, version=version, kind="question", text="Why the north?")
    mine, other = made["goals"]["G1"], made["goals"]["G2"]
    result = key_result(mine, owner=employee)
    observe(result, 0.5)
    observe(kpi(guards=[result.ref], owner=employee), 3)
    above = goal("Plants that run", owner=employee)
    supports(mine, above)
    goals.link(actor=employee, source=mine, end=other, kind="depends_on")
    goals.link(actor=employee, source=other, end=mine, kind="competes_with")
    goals.add_action(actor=employee, goal=mine, title="Order pumps", owner=employee)
    goals.add_assumption(actor=employee, text="Demand stays.", owner=employee, goals=[mine])
    goals.decide(actor=employee, title="No outsourcing", reason="Quality", goals=[mine])
    goals.set_allocation(actor=employee, person=employee, goal=mine, share=0.5)
    rhythm.blocker(raised_by=employee, goal=mine, can_lift=office)
    report = organization.person("Bo", manager=employee)
    talk = rhythm.check_in(employee, report, goals=[mine])
    rhythm.agreement(talk, employee, goal=mine)
    rhythm.agreement(talk, report)
    rhythm.feedback(employee, office, goal=mine)
    goal("A merger", owner=employee, confidential=True)
    goal("A closure", owner=office, confidential=True)
    goal("A sketch", owner=employee, status="draft")
    brought = Import.objects.create(actor=office, at=timezone.now(), file="plan.json")
    QuarantinedRow.objects.create(
        of=brought, table="goals", row=2, content={"id": "N"}, since=timezone.now()
    )
    run_check()
    return office, employee


@contextmanager
def kept() -> Iterator[None]:
    """Keep what is written first for several tests, and let go of it in the end."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def ids() -> Ids:
    """The numbers of all rows that there are, by the word that stands for them in addresses."""
    return {
        word_of(model): sorted(model._default_manager.values_list("pk", flat=True))
        for model in _models()
        if model is not Organization
    }


def known() -> Known:
    """Fill the record, let both people send programs, and tell what there is."""
    office, employee = fill()
    program(office, OFFICE)
    program(employee, EMPLOYEE)
    versions = {
        ("organization" if model is Organization else word_of(model), row.pk): row.version
        for model in _models()
        for row in model._default_manager.all()
        if hasattr(row, "version")
    }
    return Known(ids(), versions)


def _models() -> list[type[Model]]:
    from lineofsight.api.shown import WITH

    return list(WITH)


def word_of(model: type[Model]) -> str:
    """``key-results`` for KeyResult."""
    words: Any = model._meta.verbose_name
    plural = {"person": "people", "feedback": "feedback"}
    word = str(words).replace(" ", "-")
    return plural.get(word, f"{word}s")
