"""Verbs on imports, the rows that wait, and tokens."""

from lineofsight.api import tokens
from lineofsight.exchange.applying import apply
from lineofsight.exchange.models import Import, QuarantinedRow
from lineofsight.exchange.preview import preview
from lineofsight.exchange.undoing import undo
from lineofsight.exchange.waiting import drop, place
from lineofsight.planfile.document import PlanDocument
from lineofsight.strategy.models import Pillar
from tests.factories import organization as made
from tests.factories import strategy as strategy_made
from tests.organization.audit.acts.base import Act, act


def _plan(**row: object) -> PlanDocument:
    return PlanDocument.from_rows({"goals": [{"id": "G1", "title": "Cut churn", **row}]})


def _waiting() -> list[QuarantinedRow]:
    """A row of which the record has another use for the id: a pillar's."""
    strategy_made.pillar(ref="G1")
    apply(preview(_plan(), actor=None, quarantine=True))
    return list(QuarantinedRow.objects.all())


@act
def import_plan() -> Act:
    seen = preview(_plan(), actor=None)
    return lambda: apply(seen)


@act
def undo_import() -> Act:
    brought: Import | None = apply(preview(_plan(), actor=None))
    assert brought is not None
    return lambda: undo(brought, actor=None)


@act
def make_token() -> Act:
    bo = made.person("Bo")
    return lambda: tokens.make_token(actor=bo, name="Robot", scopes=["read"])


@act
def revoke_token() -> Act:
    bo = made.person("Bo")
    token, _secret = tokens.make_token(actor=bo, name="Robot", scopes=["read"])
    return lambda: tokens.revoke_token(actor=bo, token=token)


@act
def drop_waiting() -> Act:
    rows = _waiting()
    return lambda: drop(rows, actor=None)


@act
def place_waiting() -> Act:
    rows = _waiting()
    Pillar.objects.all().delete()
    return lambda: place(rows, actor=None)
