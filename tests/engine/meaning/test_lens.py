"""The text lens over a snapshot: what texts of a plan say of its links."""

import numpy as np
import pytest

from lineofsight.engine.lens import Lenses
from lineofsight.engine.meaning import fit
from tests.engine.build import AS_OF, Records, Tables, change, snapshot
from tests.engine.meaning.cascades import Told

MATTERS = ("harbour", "school", "forest")
THINGS = ("cranes", "roofs", "paths", "lamps", "gates")


def plan(links: bool = True, **cells: object) -> Tables:
    """Three pillars with five goals each; every goal speaks of its own pillar's matter."""
    goals: Records = []
    for matter in MATTERS:
        for thing in THINGS:
            title = f"The {thing} of every {matter} are ready long before the storms of winter"
            goals.append({"id": f"{matter[0].upper()}{thing}", "title": title})
    goals[0] |= cells
    tables: Tables = {
        "pillars": [
            {"id": matter, "name": f"A {matter} that people reach in any weather of the year"}
            for matter in MATTERS
        ],
        "goals": goals,
    }
    if links:
        tables["links"] = [
            {"kind": "supports", "from_id": goal["id"], "to_id": MATTERS[place // len(THINGS)]}
            for place, goal in enumerate(goals)
        ]
    return tables


def look(tables: Tables, as_of: str = AS_OF, vectors: Told | None = None) -> Lenses:
    return Lenses(snapshot(as_of, **tables), vectors=vectors)


def fits(lenses: Lenses) -> dict[tuple[str, str], float]:
    """Fit of every link, by the ids of its ends."""
    ids, edges = lenses.graph.node_ids, lenses.graph.edges
    ends = zip(ids[edges.child].tolist(), ids[edges.parent].tolist(), strict=True)
    return dict(zip(ends, lenses.meaning.link_fit.tolist(), strict=True))


def confirm(tables: Tables, day: str = "2026-11-01") -> Tables:
    return {**tables, "links": [link | {"confirmed_on": day} for link in tables["links"]]}


class TestFit:
    @pytest.mark.parametrize("vectors", [None, Told()])
    def test_tells_links_to_the_own_matter_from_others(self, vectors: Told | None) -> None:
        lenses = look(plan(), vectors=vectors)
        ids = lenses.graph.node_ids.tolist()
        child = np.array([ids.index("Hcranes")] * 3)

        found = lenses.meaning.fit(child, np.array([ids.index(matter) for matter in MATTERS]))

        assert found[0] > 0.6
        assert found[1:].max() < 0.25

    def test_of_a_shared_measure_is_higher(self) -> None:
        tables = plan()
        tables["links"].append({"kind": "supports", "from_id": "Froofs", "to_id": "Hcranes"})
        plain = fits(look(tables))
        tables["key_results"] = [
            {"id": f"K{goal}", "goal_id": goal, "title": "Days shut", "measure": "days shut"}
            for goal in ("Froofs", "Hcranes")
        ]
        told = fits(look(tables))

        assert told.pop(("Froofs", "Hcranes")) > plain.pop(("Froofs", "Hcranes"))
        assert told == plain

    def test_without_any_link_there_is_none(self) -> None:
        lenses = look(plan(links=False))

        assert lenses.meaning.link_fit.tolist() == []
        assert lenses.meaning.link_chance.tolist() == []
        assert lenses.meaning.link_factor.tolist() == []

    @pytest.mark.parametrize("title", ["🚢", "学校", "ميناء المدينة", "x", "crane " * 330, "2027"])
    def test_of_one_goal_under_one_pillar_is_a_probability(self, title: str) -> None:
        tables: Tables = {
            "pillars": [{"id": "A", "name": "A harbour"}],
            "goals": [{"id": "G", "title": title}],
            "links": [{"kind": "supports", "from_id": "G", "to_id": "A"}],
        }
        found = look(tables, vectors=Told()).meaning.link_fit

        assert 0.001 <= found[0] <= 0.999

    def test_leaves_circles_out(self) -> None:
        tables = plan()
        tables["links"] += [
            {"kind": "supports", "from_id": "Hcranes", "to_id": "Hroofs"},
            {"kind": "supports", "from_id": "Hroofs", "to_id": "Hcranes"},
        ]

        assert fits(look(tables)) == fits(look(plan()))

    def test_does_not_hang_on_ids_or_rows(self) -> None:
        tables = plan()
        names = {str(goal["id"]): f"Z{99 - place}" for place, goal in enumerate(tables["goals"])}
        goals: Records = [{**goal, "id": names[str(goal["id"])]} for goal in tables["goals"]]
        turned: Tables = {
            "pillars": tables["pillars"][::-1],
            "goals": goals[::-1],
            "links": [link | {"from_id": names[str(link["from_id"])]} for link in tables["links"]],
        }

        found = fits(look(turned))

        for (child, parent), value in fits(look(tables)).items():
            assert found[names[child], parent] == pytest.approx(value, abs=0.002)


class TestRationale:
    @pytest.mark.parametrize("vectors", [None, Told()])
    def test_counts_as_text_of_its_own_link_alone(self, vectors: Told | None) -> None:
        tables = plan()
        odd: dict[str, object] = {"kind": "supports", "from_id": "Froofs", "to_id": "harbour"}
        tables["links"].append(odd)
        plain = fits(look(tables, vectors=vectors))
        reason = "People reach the harbour in any weather only where roofs of the forest hold"
        tables["links"][-1] = odd | {"rationale": reason}
        told = fits(look(tables, vectors=vectors))

        assert told.pop(("Froofs", "harbour")) > plain.pop(("Froofs", "harbour"))
        assert told == plain

    def test_of_blanks_says_nothing(self) -> None:
        tables = plan()
        blank = {**tables, "links": [link | {"rationale": "  "} for link in tables["links"]]}

        assert fits(look(blank)) == fits(look(tables))

    def test_that_says_nothing_new_changes_little(self) -> None:
        tables = plan()
        reasons = [
            link | {"rationale": goal["title"]}
            for link, goal in zip(tables["links"], tables["goals"], strict=True)
        ]

        assert fits(look({**tables, "links": reasons})) == pytest.approx(
            fits(look(tables)), abs=0.002
        )


class TestStrength:
    def test_is_touched_only_where_both_ends_say_enough(self) -> None:
        lenses = look(plan(title="Ready cranes"))
        meaning, ids = lenses.meaning, lenses.graph.node_ids
        factor = dict(zip(ids[lenses.graph.edges.child], meaning.link_factor, strict=True))

        assert factor.pop("Hcranes") == 1
        assert 0.5 < min(factor.values()) <= max(factor.values()) < 1

    def test_is_half_and_half_the_moved_fit(self) -> None:
        meaning = look(plan()).meaning

        np.testing.assert_allclose(meaning.link_factor, 0.5 + 0.5 * fit.moved(meaning.link_fit))

    def test_is_not_touched_in_a_language_without_word_lists(self) -> None:
        tables = plan()
        for goal in tables["goals"]:
            goal["title"] = "Каждая гавань готова к зимним штормам задолго до первого снега года"
        for pillar in tables["pillars"]:
            pillar["name"] = "Гавань открыта для людей при любой погоде в течение всего года"

        assert set(look(tables).meaning.link_factor.tolist()) == {1.0}


class TestOwnLinks:
    def test_fewer_than_ten_leave_the_shipped_weights(self) -> None:
        tables = plan()
        tables["links"] = confirm(tables)["links"][:9]
        meaning = look(tables).meaning

        shipped = fit.shipped(with_vectors=False)

        np.testing.assert_array_equal(meaning.weights.weights, shipped.weights)
        assert meaning.weights.intercept == shipped.intercept

    def test_all_that_the_plan_claims_speak_where_few_are_confirmed(self) -> None:
        tables = plan()
        some = {**tables, "links": confirm(tables)["links"][:9] + tables["links"][9:]}
        weights = look(some).meaning.weights

        np.testing.assert_array_equal(weights.weights, look(tables).meaning.weights.weights)
        assert weights.weights.tolist() != fit.shipped(with_vectors=False).weights.tolist()

    def test_confirmed_ones_alone_speak_where_they_are_ten(self) -> None:
        tables = plan()
        odd: dict[str, object] = {"kind": "supports", "from_id": "Froofs", "to_id": "harbour"}
        tables["links"] = [*confirm(tables)["links"], odd]
        meaning = look(tables).meaning
        edges, known = meaning.graph.edges, meaning.confirmed
        order = np.argsort(meaning.features.standing.mean[edges.child[known]], kind="stable")
        ends = edges.child[known[order]], edges.parent[known[order]]

        expected = fit.own_weights(fit.shipped(with_vectors=False), meaning.features, *ends)

        assert len(known) == 15
        np.testing.assert_array_equal(meaning.weights.weights, expected.weights)

    def test_confirmed_later_than_the_instant_are_not_known(self) -> None:
        later = look(confirm(plan(), "2026-12-24")).meaning

        assert len(later.confirmed) == 0

    def test_of_fifteen_confirmed_ones_nothing_is_said_of_how_many_are_right(self) -> None:
        assert look(confirm(plan())).meaning.prior == 0.9

    def test_from_thirty_confirmed_ones_on_say_how_many_are_right(self) -> None:
        tables = plan()
        more: Records = [
            {"id": f"{goal['id']}{turn}", "title": f"{goal['title']} and {turn}"}
            for goal in tables["goals"]
            for turn in ("spring", "autumn")
        ]
        tables["links"] += [
            {"kind": "supports", "from_id": goal["id"], "to_id": MATTERS[place // 10]}
            for place, goal in enumerate(more)
        ]
        tables["goals"] += more
        meaning = look(confirm(tables)).meaning

        assert meaning.prior == fit.own_prior(meaning.link_fit)
        assert meaning.prior != 0.9
        np.testing.assert_allclose(meaning.link_chance, fit.moved(meaning.link_fit, meaning.prior))


class TestSaid:
    def test_a_description_that_begins_with_the_title_stands_alone(self) -> None:
        tables = plan()
        title = str(tables["goals"][0]["title"])
        texts = look(change(tables, "goals", "Hcranes", text=f"{title}, all of them")).meaning

        assert f"{title}, all of them" in texts.nodes.texts

    def test_holder_is_the_function_before_the_team_before_the_owner(self) -> None:
        tables = plan(owner_id="P1", team_id="T1", function_id="F1")
        tables["functions"] = [{"id": "F1", "name": "Docks"}]
        tables["teams"] = [{"id": "T1", "name": "Cranes", "function_id": "F1"}]
        tables["people"] = [{"id": "P1", "name": "Ana"}, {"id": "P2", "name": "Bo"}]
        tables["goals"][1]["owner_id"] = "P2"
        found = look(tables).meaning.nodes.holder

        assert sorted(found.tolist()) == [-1] * 17 + [0]
