"""The strategy on a page."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
import time_machine
from hypothesis import given
from hypothesis import strategies as st

from lineofsight.organization.access import Viewer
from lineofsight.strategy import services
from lineofsight.strategy.selectors import (
    effective_weights,
    newest_published,
    strategy_on_a_page,
    weights_of_pillars,
)
from tests.factories import organization as people
from tests.factories import strategy as make

TODAY = date(2026, 6, 15)


@pytest.fixture(autouse=True)
def _today() -> Iterator[None]:
    with time_machine.travel("2026-06-15 12:00Z", tick=False):
        yield


@given(
    st.dictionaries(
        st.integers(0, 20),
        st.none() | st.floats(0, 1e308, allow_subnormal=False),
        min_size=1,
    )
)
def test_effective_weights_add_up_to_one(given_weights: dict[int, float | None]) -> None:
    found = effective_weights(given_weights)

    assert sum(found.values()) == pytest.approx(1)
    assert found.keys() == given_weights.keys()


@pytest.mark.parametrize(
    ("weights", "shares"),
    [
        ({1: 3.0, 2: 1.0}, {1: 0.75, 2: 0.25}),
        ({1: 3.0, 2: 1.0, 3: None}, {1: 1 / 2, 2: 1 / 6, 3: 1 / 3}),
        ({1: None, 2: None}, {1: 0.5, 2: 0.5}),
        ({1: 0.0, 2: 0.0}, {1: 0.5, 2: 0.5}),
        ({1: 0.0, 2: 2.0}, {1: 0.0, 2: 1.0}),
        ({}, {}),
    ],
)
def test_effective_weights(weights: dict[int, float | None], shares: dict[int, float]) -> None:
    assert effective_weights(weights) == pytest.approx(shares)


@pytest.mark.django_db
class TestNewestPublished:
    def test_is_the_last_one_by_the_day(self) -> None:
        make.published("2025", on=date(2025, 1, 1))
        make.published("2026", on=date(2026, 1, 1))
        make.published("2027", on=date(2027, 1, 1))
        make.draft("2028")

        found = [newest_published(day) for day in (date(2024, 1, 1), date(2025, 6, 1), TODAY)]
        assert [version.name if version else None for version in found] == [None, "2025", "2026"]


@pytest.mark.django_db
class TestStrategyOnAPage:
    def page(self, **how: Any) -> Any:
        return strategy_on_a_page(Viewer(people.person("Reader"), TODAY), how.pop("last", {}))

    def test_of_an_empty_record_is_empty(self) -> None:
        page = self.page()

        assert (page.version, page.statements, page.pillars, page.kpis) == (None, (), (), ())
        assert (page.echo.acknowledged, page.echo.people) == (0, 1)

    def test_shows_the_statements_of_the_newest_version_in_their_order(self) -> None:
        for name, day in (("2025", date(2025, 1, 1)), ("2026", date(2026, 1, 1))):
            draft = make.draft(name)
            make.statement(f"value {name}", kind="value", strategy_version=draft)
            make.statement(f"vision {name}", kind="vision", strategy_version=draft)
            make.published(name, on=day)

        page = self.page()

        assert page.version.name == "2026"
        assert [line.statement.text for line in page.statements] == ["vision 2026", "value 2026"]
        assert [line.statement.text for line in page.of_kind("value")] == ["value 2026"]

    def test_shows_pillars_by_weight_with_who_carries_them(self) -> None:
        anna, sales, churn = people.person("Anna"), people.function("Sales"), make.kpi()
        make.pillar("Light", weight=1.0)
        make.pillar("Heavy", weight=3.0, champions=[anna], functions=[sales], kpis=[churn])

        heavy, light = self.page().pillars

        assert (heavy.weight, light.weight) == (0.75, 0.25)
        assert (heavy.champions, heavy.functions) == ((anna,), (sales,))
        assert [state.kpi for state in heavy.kpis] == [churn]
        assert weights_of_pillars(Viewer(anna)) == {heavy.pillar.pk: 0.75, light.pillar.pk: 0.25}

    @pytest.mark.parametrize(
        ("low", "high", "value", "healthy"),
        [
            (1.0, 3.0, 1.0, True),
            (1.0, 3.0, 3.0, True),
            (1.0, 3.0, 0.9, False),
            (1.0, None, 99.0, True),
            (None, 3.0, 3.1, False),
            (None, None, 5.0, None),
            (1.0, 3.0, None, None),
        ],
    )
    def test_says_whether_a_kpi_is_healthy(
        self, low: float | None, high: float | None, value: float | None, healthy: bool | None
    ) -> None:
        kpi = make.kpi(healthy_min=low, healthy_max=high)

        page = self.page(last={} if value is None else {kpi.pk: (TODAY, value)})

        assert page.kpis[0].is_healthy is healthy

    def test_counts_who_has_acknowledged_among_those_present(self) -> None:
        version = make.published()
        anna, bob = people.person("Anna"), people.person("Bob")
        gone = people.person("Gone", end_date=date(2026, 6, 1))
        for one in (anna, bob, gone):
            services.acknowledge(actor=None, person=one, version=version)
        services.acknowledge(actor=anna, version=version, kind="concern", text="Too fast.")

        echo = self.page().echo

        assert (echo.acknowledged, echo.people) == (2, 3)
        assert (echo.concerns, echo.questions, echo.unanswered) == (1, 0, 1)

    def test_knows_whether_the_viewer_has_read_it(self) -> None:
        alice, version = people.person(), make.published()
        viewer = Viewer(alice, TODAY)

        before = strategy_on_a_page(viewer, {}).acknowledged
        services.acknowledge(actor=alice, version=version)

        assert (before, strategy_on_a_page(viewer, {}).acknowledged) == (False, True)

    def test_takes_as_many_queries_for_many_as_for_few(
        self, django_assert_max_num_queries: Any
    ) -> None:
        make.published()
        for n in range(12):
            make.pillar(f"P{n}", champions=[people.person()], kpis=[make.kpi()])
        viewer = Viewer(people.person("Reader"), TODAY)

        with django_assert_max_num_queries(16):
            strategy_on_a_page(viewer, {})
