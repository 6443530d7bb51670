"""The benchmark of pages on a small company: that it measures what it says, not how fast it is."""

import json
from pathlib import Path

import pytest

from lineofsight.bench import http
from lineofsight.bench.http.figures import percentile
from lineofsight.bench.http.installation import Installation, in_schema

pytestmark = [pytest.mark.whole, pytest.mark.slow]

PEOPLE, GOALS = 100, 300


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder that is kept between two runs."""
    return tmp_path_factory.mktemp("bench-http")


@pytest.fixture(scope="module")
def result(folder: Path) -> http.Result:
    """Measure a small company beside one that is smaller still."""
    return http.run(PEOPLE, GOALS, observations=2, keep=folder, rounds=2, small_people=60)


def test_every_page_answers_and_is_timed_alone_and_together(result: http.Result) -> None:
    assert [(page.name, page.who, page.status) for page in result.pages if page.failed] == []
    assert all(len(page.alone) == 2 for page in result.pages)
    assert all(len(page.together) >= result.clients for page in result.pages)


def test_pages_are_asked_for_by_everybody_who_opens_them(result: http.Result) -> None:
    lines = {page.who for page in result.pages if page.name == "My line of sight"}
    assert lines == {"employee", "manager", "champion", "office"}
    names = {page.name for page in result.pages}
    assert {"Strategy", "Goals", "Goals as a tree", "The goal with most links", "Sign-in"} <= names


def test_the_floor_is_a_whole_page_and_the_bare_view_is_not(result: http.Result) -> None:
    assert (result.floor.name, result.bare.name) == ("bench/floor", "bench/bare")
    assert result.bare.queries == 1 < result.floor.queries
    assert result.bare.bytes < result.floor.bytes
    assert result.alone(result.floor) == result.together(result.floor) == 1


def test_rows_are_those_asked_for(result: http.Result) -> None:
    assert (result.counts["people"], result.counts["goals"]) == (PEOPLE, GOALS)
    assert result.counts["key_results"] == 3 * GOALS
    assert result.counts["observations"] > 2 * result.counts["key_results"]
    assert result.counts_small["people"] == 60
    assert set(result.took) == {"tables", "import", "observations", "check", "statistics"}


def test_values_are_recorded_alone_and_by_several(result: http.Result) -> None:
    assert result.writers > 1
    assert len(result.write_together) >= result.writers
    assert min(*result.write_verb, *result.write_alone, *result.write_together) > 0


def test_json_holds_every_page_with_its_ratios(result: http.Result) -> None:
    told = json.loads(http.to_json(result))
    assert len(told["pages"]) == len(result.pages)
    assert told["pages"][0]["floors_alone"] == 1
    assert told["pages"][2]["alone"]["p95_ms"] >= told["pages"][2]["alone"]["p50_ms"] > 0
    assert told["observation"]["together"]["n"] == len(result.write_together)


def test_text_has_a_row_for_each_page(result: http.Result) -> None:
    text = http.render_text(result)
    assert all(f"{page.name}, {page.who}" in text for page in result.pages)
    assert "100 people, 300 goals, 900 key results" in text


def test_what_is_kept_is_not_loaded_again(result: http.Result, folder: Path) -> None:
    told = Installation(folder / "large").tell("load", "60", "60", "1", "0")
    assert told == {"took": {}, "counts": {**result.counts, **_values(told)}}


def _values(told: dict[str, dict[str, int]]) -> dict[str, int]:
    """Values have been recorded since the rows were counted."""
    return {"observations": told["counts"]["observations"]}


def test_company_of_too_few_is_refused() -> None:
    with pytest.raises(ValueError, match="at least 60"):
        http.run(59, 300)


def test_a_schema_is_added_to_the_address_of_a_database() -> None:
    assert in_schema("", "small") == ""
    told = in_schema("postgresql://me@host/name?sslmode=require", "small")
    assert told == ("postgresql://me@host/name?sslmode=require&options=-c%20search_path%3Dsmall")


def test_percentiles_lie_between_the_values() -> None:
    assert percentile([3.0], 95) == 3.0
    assert percentile([1.0, 2.0, 3.0], 50) == 2.0
