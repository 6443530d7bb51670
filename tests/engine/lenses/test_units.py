"""Which units measure change, and which count what was done."""

import pytest

from lineofsight.engine.lenses.units import measures_change


@pytest.mark.parametrize(
    "unit",
    [
        *("%", "percent", "percentage points", "per cent of towns", "conversion rate", "ratio"),
        *("EUR", "kEUR", "€", "million dollars", "US$ m", "NOK"),
        *("days", "working days", "hours of downtime", "ms", "minutes", "Stunden", "jours"),
        *("visits per week", "litres/day", "cases pro Monat", "stops a month", "feil i måneden"),
    ],
)
def test_shares_money_time_and_rates_measure_change(unit: str) -> None:
    assert measures_change(unit)


@pytest.mark.parametrize(
    "unit",
    ["", "releases", "towns", "days held", "training days", "training hours", "tonnes", "points"],
)
def test_counts_do_not(unit: str) -> None:
    assert not measures_change(unit)
