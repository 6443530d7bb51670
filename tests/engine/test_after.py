"""After one change, what depends on it is as if the whole plan had been read anew."""

from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from lineofsight.engine.after import (
    after_contribution,
    after_lost_link,
    after_new_link,
    after_status,
    chance_after,
)
from lineofsight.engine.codes import LinkKind, Status, word
from lineofsight.engine.lens import Lenses
from tests.engine.organisations import Drawn, lenses_of, organisations

pytestmark = pytest.mark.slow
EXAMPLES = max(12, settings().max_examples // 8)


def seen(view: Lenses) -> dict[str, NDArray[Any]]:
    """What depends on links and on the status of goals."""
    return {
        "links": view.snapshot.links.source,
        "targets": view.snapshot.links.target,
        "stake": view.flow.stake,
        "stake of goals": view.flow.of_goals,
        "stake of links": view.stakes.of_links,
        "stake of people": view.stakes.of_people,
        "strength": view.paths.strength,
        "root": view.paths.root,
        "broken at": view.paths.broken_at,
        "progress": view.progress.node,
        "on track": view.progress.track,
        "updates": view.clocks.last_update,
        "homes": view.sight.has_home,
        "lines": view.sight.without_line,
        "work": np.array(sorted(view.activity.verbs)),
        "opposed": view.competition.opposed[0],
    }


def assert_same(after: Lenses, anew: Lenses) -> None:
    found = seen(after)
    # Fits are judged beside what was usual before the change, until the text index is made anew.
    anew.link_factor = after.link_factor
    for what, expected in seen(anew).items():
        np.testing.assert_array_equal(found[what], expected, err_msg=what)


def looked_through(drawn: Drawn) -> Lenses:
    view = lenses_of(drawn.rows)
    seen(view)
    return view


def row_of(drawn: Drawn, view: Lenses, link: int) -> int:
    """Find a link among the rows that it was read from."""
    kind = word(LinkKind(int(view.snapshot.links.kind[link])))
    source = view.snapshot.node_id(int(view.snapshot.links.source[link]))
    target = view.snapshot.node_id(int(view.snapshot.links.target[link]))
    ends = [(row["kind"], row["from_id"], row["to_id"]) for row in drawn.rows["links"]]
    assume(ends.count((kind, source, target)) == 1)
    return ends.index((kind, source, target))


@given(organisations(), st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_another_contribution(drawn: Drawn, data: st.DataObject) -> None:
    view, rows = looked_through(drawn), drawn.rows
    link = data.draw(st.integers(0, len(view.snapshot.links) - 1))
    share = data.draw(st.one_of(st.just(float("nan")), st.floats(0, 1)))
    rows["links"][row_of(drawn, view, link)]["contribution"] = None if np.isnan(share) else share
    assert_same(after_contribution(view, link, share), lenses_of(rows))


@given(organisations(), st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_another_status(drawn: Drawn, data: st.DataObject) -> None:
    view, rows = looked_through(drawn), drawn.rows
    goal = data.draw(st.integers(0, len(view.snapshot.goals) - 1))
    status = data.draw(st.sampled_from(list(Status)))
    named = view.snapshot.goals.ids[goal]
    next(row for row in rows["goals"] if row["id"] == named)["status"] = word(status)
    assert_same(after_status(view, goal, status), lenses_of(rows))


@given(organisations(), st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_a_new_link(drawn: Drawn, data: st.DataObject) -> None:
    view, rows = looked_through(drawn), drawn.rows
    source = data.draw(st.integers(0, len(view.snapshot.goals) - 1))
    target = data.draw(st.integers(0, view.snapshot.n_nodes - 1))
    ends = {
        "kind": "supports",
        "from_id": view.snapshot.node_id(source),
        "to_id": view.snapshot.node_id(target),
    }
    assume(source != target)
    assume(not any(ends.items() <= row.items() for row in rows["links"]))
    rows["links"].append({**ends, "created_on": view.snapshot.as_of, "contribution": 0.5})
    assert_same(after_new_link(view, source, target, 0.5), lenses_of(rows))


@given(organisations(), st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_a_link_less(drawn: Drawn, data: st.DataObject) -> None:
    view, rows = looked_through(drawn), drawn.rows
    link = data.draw(st.integers(0, len(view.snapshot.links) - 1))
    del rows["links"][row_of(drawn, view, link)]
    assert_same(after_lost_link(view, link), lenses_of(rows))


@given(organisations(), st.data())
@settings(max_examples=EXAMPLES, deadline=None)
def test_the_chance_after_a_new_value(drawn: Drawn, data: st.DataObject) -> None:
    view, rows = lenses_of(drawn.rows), drawn.rows
    results = view.snapshot.key_results.ids
    assume(len(results))
    result = data.draw(st.integers(0, len(results) - 1))
    value = data.draw(st.floats(-100, 100))
    rows["observations"].append(
        {"measure_id": results[result], "date": view.snapshot.as_of, "value": value}
    )
    anew = lenses_of(rows).forecast.chance(np.array([result]))[0]
    np.testing.assert_array_equal(chance_after(view, result, value), anew)
