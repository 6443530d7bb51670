"""The scale benchmark on small companies: that it measures what it says, not how fast it is."""

import json

import pytest

from lineofsight.bench import scale
from lineofsight.engine.rules import catalogue

pytestmark = [pytest.mark.whole, pytest.mark.slow]


@pytest.fixture(scope="module")
def result() -> scale.Result:
    """Measure two small sizes."""
    return scale.run((600, 1200), seed=1)


def test_every_lens_and_every_rule_that_ran_is_timed(result: scale.Result) -> None:
    size = result.sizes[-1]
    assert set(size.lenses) >= {"graph", "flow", "paths", "progress", "clocks", "wording"}
    assert {"LOS101", "LOS503", "LOS601", "LOS801"} <= set(size.rules)
    assert set(size.rules) <= {rule.code for rule in catalogue()}


def test_parts_add_up_to_no_more_than_the_whole(result: scale.Result) -> None:
    for size in result.sizes:
        parts = size.snapshot + sum(size.lenses.values()) + sum(size.rules.values())
        assert parts <= size.in_all


def test_sizes_are_the_sizes_asked_for(result: scale.Result) -> None:
    assert [size.counts["goals"] for size in result.sizes] == [600, 1200]
    assert [size.counts["people"] for size in result.sizes] == [60, 120]


def test_memory_of_the_check_holds_the_columns(result: scale.Result) -> None:
    assert all(size.peak_bytes >= size.columns_bytes > 0 for size in result.sizes)


def test_json_lists_sizes_with_seconds_floor_and_peak(result: scale.Result) -> None:
    told = json.loads(scale.to_json(result))
    assert [size["goals"] for size in told["sizes"]] == [600, 1200]
    assert told["sizes"][0]["seconds"]["floor"] > 0
    assert told["sizes"][0]["seconds"]["rules"]["LOS101"] >= 0
    assert told["sizes"][0]["peak_bytes"] > 0
    assert len(told["growth"]) == 1


def test_text_names_the_slowest_rule_and_the_floor(result: scale.Result) -> None:
    text = scale.render_text(result)
    assert "floor" in text
    assert max(result.sizes[-1].rules, key=lambda code: result.sizes[-1].rules[code]) in text


def test_size_below_the_smallest_company_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 600"):
        scale.run((599,))


def test_the_text_index_is_timed_apart_and_beside_its_floor(result: scale.Result) -> None:
    largest = result.sizes[-1]
    told = json.loads(scale.to_json(result))["sizes"][-1]["seconds"]
    assert set(told["text_index"]) == set(largest.index) >= {"fit of links", "twins"}
    assert told["text_floor"] > 0
    assert told["text_index_after_one_percent"] > 0
    assert "its floor, one product" in scale.render_text(result)


def test_each_kind_of_change_is_timed_and_told(result: scale.Result) -> None:
    changes = result.sizes[-1].changes
    assert set(changes) == {"value", "contribution", "status", "words", "new_link", "lost_link"}
    told = json.loads(scale.to_json(result))["sizes"][-1]["seconds"]["after_one_change"]
    assert told == {name: round(seconds, 6) for name, seconds in changes.items()}
    assert "other contribution" in scale.render_text(result)
