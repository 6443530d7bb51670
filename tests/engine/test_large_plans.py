"""Plans of awkward shapes, so large that work beyond the linear would not come to an end.

Nothing here is timed. The small sizes run always; the large ones, for which the square of the size
would take hours, with ``make test-long``.
"""

import numpy as np
import pytest

from lineofsight.engine.check import CheckResult
from lineofsight.engine.columns import ColumnTable
from lineofsight.engine.finding import Finding
from tests.engine.large import DAY, checked, goals, ids, key_results, links, pillars, table


def sizes(small: int, large: int) -> pytest.MarkDecorator:
    """Run a test at two sizes, the large one only among the long tests."""
    return pytest.mark.parametrize("n", [small, pytest.param(large, marks=pytest.mark.long)])


def found(result: CheckResult, rule: str) -> dict[str, Finding]:
    """What one rule found, by id."""
    return {one.subject.id: one for one in result.findings if one.rule == rule}


def chain(n: int, *, top: str = "") -> list[tuple[str, str]]:
    """Each goal supports the one before it, the first what is on top."""
    names = ids("g", n)
    return [(names[0], top)] * bool(top) + list(zip(names[1:], names[:-1], strict=True))


@sizes(1_000, 100_000)
def test_a_chain_under_a_pillar_is_too_deep_from_the_sixth_goal_on(n: int) -> None:
    deep = found(checked(pillars(), goals(n), links(chain(n, top="z0000000"))), "LOS105")
    assert len(deep) == n - 5
    deepest = deep[f"g{n - 1:07d}"].evidence
    assert deepest["depth"] == n
    path = deepest["path"]
    assert isinstance(path, list)
    assert path[:2] == [f"g{n - 1:07d}", f"g{n - 2:07d}"]
    assert path[-1] == "z0000000"
    assert len(path) == 40


@sizes(1_000, 100_000)
def test_a_chain_without_a_pillar_leads_up_to_its_first_goal(n: int) -> None:
    lost = found(checked(pillars(), goals(n), links(chain(n))), "LOS101")
    assert {one.evidence["top"] for one in lost.values()} == {"g0000000"}
    assert [one.evidence["below"] for one in lost.values()] == list(range(n - 1, -1, -1))


@sizes(1_000, 100_000)
def test_a_chain_of_which_every_other_goal_is_paused_breaks_at_each(n: int) -> None:
    states = ["active" if i % 2 else "paused" for i in range(n)]
    broken = found(
        checked(pillars(), goals(n, status=states), links(chain(n, top="z0000000"))), "LOS104"
    )
    assert len(broken) == n // 2
    assert broken["g0000501"].evidence["broken_at"] == "g0000500"


@sizes(1_000, 100_000)
def test_of_two_chains_that_meet_at_each_rung_one_way_is_taken(n: int) -> None:
    names = ids("g", n)
    pairs = [(names[i], names[j]) for i in range(2, n) for j in (i - i % 2 - 2, i - i % 2 - 1)]
    pairs += [(names[0], "z0000000"), (names[1], "z0000000")]
    deep = found(checked(pillars(), goals(n), links(pairs)), "LOS105")
    assert deep[names[20]].evidence["path"] == [*names[20::-2], "z0000000"]
    assert deep[names[21]].evidence["path"] == [names[21], *names[18::-2], "z0000000"]


@sizes(2_000, 200_000)
def test_all_goals_under_one_that_is_paused_are_broken(n: int) -> None:
    pairs = [("g0000000", "z0000000"), *((child, "g0000000") for child in ids("g", n)[1:])]
    states = ["paused", *["active"] * (n - 1)]
    result = checked(pillars(), goals(n, status=states), links(pairs))
    assert len(found(result, "LOS104")) == n - 1


@sizes(2_000, 50_000)
def test_orphans_below_several_others_are_counted_once(n: int) -> None:
    rng = np.random.default_rng(7)
    parents = (rng.random((n, 3)) * np.arange(n)[:, None]).astype(int)
    pairs = sorted({(child, int(one)) for child in range(1, n) for one in parents[child]})
    names = ids("g", n)
    lost = found(
        checked(pillars(), goals(n), links([(names[c], names[p]) for c, p in pairs])), "LOS101"
    )
    under: dict[int, list[int]] = {}
    for child, parent in pairs:
        under.setdefault(parent, []).append(child)
    for goal in (0, n // 100, n // 2):
        below, waiting = set[int](), [goal]
        while waiting:
            fresh = set(under.get(waiting.pop(), [])) - below
            below |= fresh
            waiting += fresh
        assert lost[names[goal]].evidence["below"] == len(below)


@sizes(1_000, 10_000)
def test_each_of_many_pillars_rests_on_its_one_goal(n: int) -> None:
    pairs = list(zip(ids("g", n), ids("z", n), strict=True))
    assert len(found(checked(pillars(n), goals(n), links(pairs)), "LOS109")) == n


@pytest.mark.slow
@sizes(1_000, 10_000)
def test_goals_that_support_every_pillar_are_in_no_basket(n: int) -> None:
    pairs = [(goal, pillar) for goal in ids("g", 10) for pillar in ids("z", n)]
    assert found(checked(pillars(n), goals(10), links(pairs)), "LOS109") == {}


@sizes(1_000, 20_000)
def test_a_measure_pulled_both_ways_by_all_names_each_but_not_each_pair(n: int) -> None:
    targets = [20.0 if i % 2 else 5.0 for i in range(n)]
    result = checked(
        pillars(),
        goals(n),
        links([(goal, "z0000000") for goal in ids("g", n)]),
        key_results(n, target=targets, measure="hours"),
    )
    pairs = [one.split(">") for one in found(result, "LOS303")]
    assert len(pairs) <= n
    assert {one for pair in pairs for one in pair} == set(ids("k", n))


@sizes(2_000, 100_000)
def test_a_goal_of_very_many_key_results_has_too_many(n: int) -> None:
    many = found(checked(pillars(), goals(3), key_results(n, goal_id="g0000001")), "LOS802")
    assert many["g0000001"].evidence == {"key_results": n}


@sizes(2_000, 40_000)
def test_sums_of_very_many_measures_come_to_an_end(n: int) -> None:
    half = n // 2
    result = checked(
        pillars(),
        goals(2, reported="off_track"),
        links([("g0000000", "z0000000"), ("g0000001", "g0000000")]),
        key_results(
            n,
            goal_id=["g0000000"] * half + ["g0000001"] * half,
            measure=[f"m{i}" for i in range(half)] * 2,
            value=[np.nan] * half + [12.0] * half,
        ),
    )
    assert "LOS305" in result.run


@sizes(2_000, 100_000)
def test_of_very_many_talks_of_one_pair_those_of_the_window_are_judged(n: int) -> None:
    days = [np.datetime64(DAY) - (n - i) * 60 // n for i in range(n)]
    broken = found(
        checked(
            pillars(),
            goals(20),
            table(
                "check_ins",
                id=ids("c", n),
                manager_id="p0000000",
                person_id="p0000001",
                date=days,
            ),
            table("agreements", id=ids("a", n), check_in_id=ids("c", n), owner_id="p0000001"),
        ),
        "LOS604",
    )
    assert broken["p0000000>p0000001"].evidence == {"promised": n - 1, "kept": 0}


@sizes(2_000, 100_000)
def test_each_of_many_small_circles_is_found(n: int) -> None:
    names = ids("g", n)
    pairs = [(names[i], names[i ^ 1]) for i in range(n)]
    assert set(found(checked(pillars(), goals(n), links(pairs)), "LOS106")) == set(names[::2])


@sizes(2_000, 100_000)
def test_one_circle_of_all_goals_is_one_finding(n: int) -> None:
    names = ids("g", n)
    pairs = list(zip(names, [*names[1:], names[0]], strict=True))
    circles = found(checked(pillars(), goals(n), links(pairs)), "LOS106")
    assert list(circles) == ["g0000000"]


@sizes(500, 20_000)
def test_each_of_many_sources_that_stopped_is_found(n: int) -> None:
    days = [np.datetime64("2026-01-01") + i for i in range(4)]
    result = checked(
        pillars(),
        goals(n),
        key_results(n),
        table(
            "observations",
            measure_id=[one for one in ids("k", n) for _ in days],
            date=days * n,
            value=12.0,
            source=[one for one in ids("system ", n) for _ in days],
        ),
    )
    assert len(found(result, "LOS505")) == n


@sizes(1_000, 50_000)
def test_each_of_many_expired_assumptions_has_the_stake_of_its_goal(n: int) -> None:
    result = checked(
        pillars(),
        goals(n),
        links([(goal, "z0000000") for goal in ids("g", n)]),
        table(
            "assumptions",
            id=ids("s", n),
            text="Prices stay as they are",
            review_by=np.datetime64("2026-03-01"),
            goal_ids=[(goal,) for goal in ids("g", n)],
        ),
    )
    expired = found(result, "LOS501")
    assert len(expired) == n
    assert {one.stake for one in expired.values()} == {round(1 / n, 6)}


@sizes(1_000, 20_000)
def test_each_link_of_a_goal_that_was_changed_very_often_is_stale(n: int) -> None:
    climbs = links([(child, "g0000000") for child in ids("g", n)[1:]])
    confirmed = np.full(n - 1, np.datetime64("2026-05-01"))
    stale = found(
        checked(
            pillars(),
            goals(n),
            ColumnTable("links", climbs.rows, {**climbs.columns, "confirmed_on": confirmed}),
            table(
                "revisions",
                goal_id=["g0000000"] * n,
                date=[np.datetime64("2026-02-01") + i % 200 for i in range(n)],
                field="title",
                before=ids("Share ", n),
                after=ids("Part ", n),
            ),
        ),
        "LOS204",
    )
    assert len(stale) == n - 1
    assert {one.evidence["days_unknown"] for one in stale.values()} == {203}


@sizes(1_000, 20_000)
def test_very_many_questions_to_leaders_are_looked_at_one_by_one(n: int) -> None:
    divergent = found(
        checked(
            pillars(),
            goals(2),
            table(
                "answers",
                wave="2026-Q3",
                question=[one for one in ids("question ", n) for _ in range(2)],
                kind="choice",
                option=["left", "right"] * n,
                group_kind="leaders",
                group_id="all",
                count=5.0,
            ),
        ),
        "LOS902",
    )
    assert len(divergent) == n


@sizes(1_000, 20_000)
def test_a_chain_of_teams_is_one_branch(n: int) -> None:
    names = ids("t", n)
    result = checked(
        pillars(),
        goals(n, scope="team", team_id=names, owner_id="p0000001"),
        table("teams", id=names, name=names, parent_id=["", *names[:-1]]),
        table("people", id=["p0000001"], name="Ana", team_id=[names[n // 2]]),
    )
    assert found(result, "LOS702") == {}
