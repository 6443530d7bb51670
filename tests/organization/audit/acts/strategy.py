"""Verbs on the strategy and what people answer to it."""

from typing import Any

from lineofsight.strategy import services as strategy
from tests.factories import organization as made
from tests.factories import strategy as strategy_made
from tests.organization.audit.acts.base import ACTS, Act, act, on

ACTS |= {
    "strategy.add_kpi": lambda: strategy_made.kpi,
    "strategy.edit_kpi": on(strategy_made.kpi, strategy.edit_kpi, "kpi", name="Uptime"),
    "strategy.remove_kpi": on(strategy_made.kpi, strategy.remove_kpi, "kpi"),
    "strategy.add_pillar": lambda: strategy_made.pillar,
    "strategy.edit_pillar": on(strategy_made.pillar, strategy.edit_pillar, "pillar", name="Trust"),
    "strategy.remove_pillar": on(strategy_made.pillar, strategy.remove_pillar, "pillar"),
    "strategy.add_statement": lambda: strategy_made.statement,
    "strategy.edit_statement": on(
        strategy_made.statement, strategy.edit_statement, "statement", text="Time is value."
    ),
    "strategy.remove_statement": on(
        strategy_made.statement, strategy.remove_statement, "statement"
    ),
    "strategy.draft_version": lambda: strategy_made.draft,
    "strategy.edit_version": on(strategy_made.draft, strategy.edit_version, "version", name="2028"),
    "strategy.remove_version": on(strategy_made.draft, strategy.remove_version, "version"),
}


@act
def publish_version() -> Act:
    strategy_made.draft("2027")
    return lambda: strategy_made.published("2027")


def _asked() -> Any:
    bo = made.person("Bo")
    return strategy.acknowledge(
        actor=bo, version=strategy_made.published(), kind="question", text="Why the north?"
    )


@act
def acknowledge() -> Act:
    bo, version = made.person("Bo"), strategy_made.published()
    return lambda: strategy.acknowledge(actor=bo, version=version)


@act
def answer_acknowledgement() -> Act:
    asked, office = _asked(), made.strategy_office()
    return lambda: strategy.answer_acknowledgement(
        actor=office, acknowledgement=asked, answer="Ore.", expected=asked.version
    )
