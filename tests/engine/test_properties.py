"""What holds for every organisation, not only for those that we thought of."""

import re
from random import Random
from typing import Any

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from lineofsight.engine.codes import Status
from lineofsight.engine.lenses.live import LiveProgress
from lineofsight.engine.loading import iso
from tests.engine.organisations import (
    Drawn,
    checked,
    lenses_of,
    organisations,
    renamed,
    shuffled,
    told,
)

pytestmark = pytest.mark.slow
# Each example is an organisation: 15 as a rule, hundreds with ``make test-long``.
EXAMPLES = max(15, settings().max_examples // 7)


@given(organisations())
@settings(max_examples=EXAMPLES)
def test_stake_adds_up_to_one_where_it_stops(drawn: Drawn) -> None:
    lenses = lenses_of(drawn.rows)
    flow, graph, goals = lenses.flow, lenses.graph, lenses.snapshot.goals
    assume(graph.has_root)
    n = len(goals)
    arrives = np.zeros(n, dtype=bool)
    arrives[graph.edges.child[flow.edge_flow > 0]] = True
    at_goals = flow.stake[:n][arrives & flow.stops & ~graph.is_root[:n]].sum()
    uncarried = flow.weight[graph.is_root & (graph.supporters == 0)].sum()
    assert at_goals + uncarried == pytest.approx(1.0, abs=1e-9)


@given(organisations())
@settings(max_examples=EXAMPLES)
def test_what_a_team_or_person_holds_is_a_share(drawn: Drawn) -> None:
    lenses = lenses_of(drawn.rows)
    goals = lenses.snapshot.goals
    for holder, n in (
        (goals.owner, len(lenses.snapshot.people)),
        (goals.team, len(lenses.snapshot.teams)),
    ):
        held = lenses.flow.held(holder, n)
        most = np.zeros(n)
        mine = goals.active & (holder >= 0)
        np.add.at(most, holder[mine], lenses.flow.stake[: len(goals)][mine])
        assert (held >= 0).all()
        assert (held <= np.minimum(most, 1.0) + 1e-9).all()


@given(organisations())
@settings(max_examples=EXAMPLES)
def test_progress_lies_between_the_extremes_of_its_parts(drawn: Drawn) -> None:
    lenses = lenses_of(drawn.rows)
    progress, graph, snapshot = lenses.progress, lenses.graph, lenses.snapshot
    for goal in range(len(snapshot.goals)):
        value = progress.node[goal]
        parts = [
            *progress.clipped[progress.results_of[goal]],
            *progress.node[graph.edges.child[graph.down[goal]]],
        ]
        known = [part for part in parts if not np.isnan(part)]
        if np.isnan(value):
            continue
        if snapshot.goals.status[goal] == Status.DONE:
            known.append(1.0)  # done without anything known
        assert min(known) - 1e-9 <= value <= max(known) + 1e-9


# Without pillars a new link may take a root's place from it.
@given(organisations(pillars=True), st.data())
@settings(max_examples=EXAMPLES)
def test_a_confirmed_link_without_a_circle_never_breaks_a_line(
    drawn: Drawn, data: st.DataObject
) -> None:
    before = lenses_of(drawn.rows)
    ids = [str(identifier) for identifier in before.snapshot.goals.ids]
    child = data.draw(st.sampled_from(ids), label="child")
    ends = [i for i in ids if i != child] + [p["id"] for p in drawn.rows["pillars"]]
    parent = data.draw(st.sampled_from(ends), label="parent")
    assume(
        not any(
            (link["from_id"], link["to_id"], link["kind"]) == (child, parent, "supports")
            for link in drawn.rows["links"]
        )
    )
    more = drawn.rows
    more["links"].append(
        {
            "kind": "supports",
            "from_id": child,
            "to_id": parent,
            "confirmed_on": iso(before.snapshot.day),
        }
    )
    after = lenses_of(more)
    assume(np.array_equal(before.graph.circle >= 0, after.graph.circle >= 0))
    had, has = before.graph.has_path, after.graph.has_path
    assert (has | ~had).all()
    assert ((after.paths.strength > 0) | (before.paths.strength == 0)).all()


@given(organisations(), st.data())
@settings(max_examples=EXAMPLES)
def test_incremental_progress_equals_progress_from_the_beginning(
    drawn: Drawn, data: st.DataObject
) -> None:
    lenses = lenses_of(drawn.rows)
    live = LiveProgress(lenses.progress)
    changed = drawn.rows
    results = [str(identifier) for identifier in lenses.snapshot.key_results.ids]
    assume(results)
    for _ in range(data.draw(st.integers(1, 4))):
        result = data.draw(st.integers(0, len(results) - 1), label="result")
        value = data.draw(st.floats(-100, 100), label="value")
        live.record(result, value)
        changed["observations"].append(
            {
                "measure_id": results[result],
                "date": lenses.snapshot.as_of,
                "value": value,
            }
        )
    full = lenses_of(changed).progress
    for name in ("value", "clipped", "own", "children", "node"):
        np.testing.assert_allclose(getattr(live, name), getattr(full, name), rtol=0, atol=1e-12)


@given(organisations(), st.randoms(use_true_random=False))
@settings(max_examples=EXAMPLES)
def test_the_order_of_rows_changes_nothing(drawn: Drawn, random: Random) -> None:
    one, other = checked(drawn.rows), checked(shuffled(drawn.rows, random))
    assert [told(f) for f in one.findings] == [told(f) for f in other.findings]
    assert one.run == other.run


@given(organisations())
@settings(max_examples=EXAMPLES)
def test_new_ids_in_the_same_order_change_nothing_but_ids(drawn: Drawn) -> None:
    one, other = checked(drawn.rows), checked(renamed(drawn.rows, "x"))
    ids = {
        str(record["id"])
        for records in drawn.rows.values()
        for record in records
        if record.get("id")
    }
    pattern = re.compile("|".join(rf"(?<![\w.-]){re.escape(i)}(?![\w.-])" for i in sorted(ids)))

    def new(said: tuple[Any, ...]) -> list[str]:
        return [pattern.sub(lambda found: "x" + found[0], str(part)) for part in said]

    assert [new(told(f)) for f in one.findings] == [
        [str(p) for p in told(f)] for f in other.findings
    ]


@given(organisations())
@settings(max_examples=EXAMPLES)
def test_there_is_one_finding_for_a_rule_and_a_subject(drawn: Drawn) -> None:
    identities = [finding.identity for finding in checked(drawn.rows).findings]
    assert len(identities) == len(set(identities))
