"""Whatever a plan holds, its StratML file is valid and its core comes back."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.planfile.stratml.ferries import Rows, again, document
from tests.planfile.stratml.plans import column, links

_TEXT = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=30).filter(
    lambda text: text == " ".join(text.split())
)
_KEYS = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Z"], exclude_characters=";>"),
    min_size=1,
    max_size=6,
)
_NUMBERS = st.none() | st.floats(allow_nan=False, allow_infinity=False)
_DAYS = st.none() | st.dates(date(1900, 1, 1), date(2100, 1, 1))


@st.composite
def plans(draw: st.DrawFn) -> dict[str, list[dict[str, object]]]:
    keys = draw(st.lists(_KEYS, min_size=2, max_size=8, unique=True))
    keys = [key for key in keys if key != "north_star"]
    cut = draw(st.integers(0, len(keys) - 1))
    pillars = [{"id": key, "name": draw(_TEXT)} for key in keys[:cut]]
    goals = [{"id": key, "title": draw(_TEXT), "text": draw(_TEXT)} for key in keys[cut:]]
    ends = st.sampled_from(keys)
    children = st.sampled_from(keys[cut:])
    supports = draw(st.lists(st.tuples(children, ends), max_size=10, unique=True))
    results = [
        {
            "id": f"K{place}",
            "goal_id": draw(children),
            "title": draw(_TEXT),
            "type": "number",
            "unit": draw(st.sampled_from(["", "minutes"])),
            "baseline": draw(_NUMBERS),
            "target": draw(_NUMBERS),
            "end": draw(_DAYS),
        }
        for place in range(draw(st.integers(0, 4)))
        if f"K{place}" not in keys
    ]
    observed = [
        {"measure_id": result["id"], "date": day, "value": value}
        for result in results
        for day, value in draw(
            st.lists(
                st.tuples(_DAYS.filter(bool), _NUMBERS.filter(lambda n: n is not None)), max_size=3
            )
        )
    ]
    return {
        "pillars": pillars,
        "goals": goals,
        "key_results": results,
        "links": [
            {"kind": "supports", "from_id": child, "to_id": parent}
            for child, parent in supports
            if child != parent
        ],
        "observations": observed,
    }


@given(plans())
def test_any_plan_comes_back(tmp_path_factory: pytest.TempPathFactory, rows: Rows) -> None:
    plan = document(rows)

    found = again(tmp_path_factory.mktemp("plan"), plan)

    assert column(found, "pillars", "id") == column(plan, "pillars", "id")
    assert {str(each["id"]): each for each in found.records("goals")} == {
        str(each["id"]): each for each in plan.records("goals")
    }
    assert links(found) == links(plan)
    by_id = {str(each["id"]): each for each in found.records("key_results")}
    assert by_id == {str(each["id"]): each for each in plan.records("key_results")}
    assert sorted(map(str, found.records("observations"))) == sorted(
        map(str, plan.records("observations"))
    )
