"""Five parents that a goal could have."""

import pytest

from lineofsight.engine.lens import Lenses
from lineofsight.engine.meaning.suggest import Suggestion, suggest
from tests.engine.build import Records, Tables, change
from tests.engine.meaning.cascades import Told
from tests.engine.meaning.test_lens import MATTERS, look, plan


def offered(lenses: Lenses, goal: str, most: int = 5) -> dict[str, Suggestion]:
    ids = lenses.graph.node_ids.tolist()
    found = suggest(lenses.meaning, ids.index(goal), most)
    return {ids[one.node]: one for one in found}


def link(child: str, parent: str) -> dict[str, object]:
    return {"kind": "supports", "from_id": child, "to_id": parent}


@pytest.mark.parametrize("vectors", [None, Told()])
def test_the_right_parent_of_an_orphan_comes_first(vectors: Told | None) -> None:
    tables = plan()
    del tables["links"][0]
    found = offered(look(tables, vectors=vectors), "Hcranes")

    assert next(iter(found)) == "harbour"
    assert found["harbour"].reasons
    assert not any(one.claimed for one in found.values())


def test_what_is_claimed_stands_first_even_if_others_fit_better() -> None:
    tables = plan()
    tables["links"][0]["to_id"] = "school"
    found = list(offered(look(tables), "Hcranes").values())

    assert [one.claimed for one in found] == [True, False, False]
    assert found[1].fit > found[0].fit


def test_are_in_the_order_of_their_fit() -> None:
    found = [one.fit for one in offered(look(plan()), "Hcranes").values() if not one.claimed]

    assert found == sorted(found, reverse=True)


def test_of_the_same_fit_the_smaller_id_comes_first() -> None:
    tables = plan()
    tables["pillars"] += [{"id": key, "name": "Peace at sea"} for key in ("zz", "aa")]
    found = list(offered(look(tables), "Hcranes"))

    assert found.index("aa") == found.index("zz") - 1


@pytest.fixture
def deep() -> Tables:
    """Harbour goals in a chain: Hlamps under Hpaths under Hroofs under Hcranes under harbour."""
    tables = plan()
    chain = ["Hcranes", "Hroofs", "Hpaths", "Hlamps"]
    for child, parent in zip(chain[1:], chain[:-1], strict=True):
        for one in tables["links"]:
            if one["from_id"] == child:
                one["to_id"] = parent
    return tables


def test_hold_neither_the_goal_nor_what_is_below_it(deep: Tables) -> None:
    assert set(offered(look(deep), "Hroofs")) == {"Hcranes", *MATTERS}


def test_hold_what_is_above_the_parent(deep: Tables) -> None:
    assert "harbour" in offered(look(deep), "Hpaths")


@pytest.mark.parametrize(
    "cells", [{"status": "paused"}, {"status": "done"}, {"kind": "development"}], ids=str
)
def test_hold_no_goal_that_nobody_should_support(deep: Tables, cells: dict[str, object]) -> None:
    found = offered(look(change(deep, "goals", "Hcranes", **cells)), "Fgates")

    assert "Hcranes" not in found
    assert "Hroofs" in found


def test_show_a_claimed_parent_whatever_its_status(deep: Tables) -> None:
    found = offered(look(change(deep, "goals", "Hcranes", status="paused")), "Hroofs")

    assert found["Hcranes"].claimed


def test_hold_a_pillar_that_nobody_carries() -> None:
    tables = plan()
    tables["pillars"].append({"id": "empty", "name": "Peace at sea"})

    assert "empty" in offered(look(tables), "Hcranes")


def test_hold_nothing_that_goes_in_a_circle_with_the_goal(deep: Tables) -> None:
    deep["links"] += [link("Sroofs", "Spaths"), link("Spaths", "Sroofs"), link("Fgates", "Spaths")]

    assert "Spaths" not in offered(look(deep), "Sroofs")
    assert "Spaths" in offered(look(deep), "Hroofs")


def test_are_as_many_as_asked_for() -> None:
    tables = plan()
    tables["pillars"] += [{"id": f"P{n}", "name": f"Peace in bay {n}"} for n in range(20)]
    lenses = look(tables)

    assert [len(offered(lenses, "Hcranes", most)) for most in (0, 5, 12)] == [1, 6, 13]


def test_a_goal_alone_is_offered_nothing() -> None:
    assert offered(look({"goals": [{"id": "G", "title": "Alone"}]}), "G") == {}


def test_of_very_many_those_most_alike_are_looked_at() -> None:
    tables = plan()
    del tables["links"][0]
    more: Records = [{"id": f"P{n}", "name": f"Peace in bay number {n}"} for n in range(250)]
    tables["pillars"] = [*more, *tables["pillars"]]

    assert next(iter(offered(look(tables), "Hcranes"))) == "harbour"


class TestInASmallPlan:
    """One pillar carries a goal, the other none: nobody knows how far likenesses lie apart."""

    @pytest.fixture
    def small(self) -> Lenses:
        return look(
            {
                "pillars": [
                    {"id": "A", "name": "A harbour that people reach"},
                    {"id": "B", "name": "Schools in every village"},
                ],
                "goals": [
                    {"id": "G1", "title": "Cranes lift cargo faster"},
                    {"id": "G2", "title": "Every village has school teachers"},
                ],
                "links": [link("G1", "A")],
            }
        )

    def test_no_fit_is_certain(self, small: Lenses) -> None:
        fits = [one.fit for goal in ("G1", "G2") for one in offered(small, goal).values()]

        assert 0.02 < min(fits) < max(fits) < 0.98

    def test_words_that_are_shared_still_tell(self, small: Lenses) -> None:
        found = offered(small, "G2")

        assert found["B"].fit > 0.6
        assert found["A"].fit < 0.4
