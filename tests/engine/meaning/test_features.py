"""What tells whether a child belongs under a parent, against a plain reading of every feature."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from lineofsight.engine.columns import FloatArray
from lineofsight.engine.meaning.features import FEATURES, Features
from lineofsight.engine.meaning.nodes import Nodes
from lineofsight.engine.meaning.space import Space
from tests.engine.meaning.cascades import DAY, Reading, Told, cascades, nodes_of

# Similarities are rounded to four decimals and divided by spreads of 0.02 and more.
NEAR = 0.02
MANY_WORDS = [f"{word}{number}" for word in ("crane", "book", "quay") for number in range(30)]


def features(nodes: Nodes, vectors: Told | None = None) -> Features:
    return Features(nodes, Space(nodes, vectors))


def of(found: Features, child: int, parent: int) -> dict[str, float]:
    row = found.of(np.array([child]), np.array([parent]))[0]
    return dict(zip(FEATURES, row.tolist(), strict=True))


class TestAgainstAPlainReading:
    @settings(max_examples=60)
    @given(nodes=cascades(), with_vectors=st.booleans())
    def test_every_feature_of_every_pair_is_the_same(
        self, nodes: Nodes, with_vectors: bool
    ) -> None:
        space = Space(nodes, Told() if with_vectors else None)
        found, reading = Features(nodes, space), Reading(nodes, space)
        n = len(nodes)
        child, parent = (one.ravel() for one in np.indices((n, n)))
        rows = found.of(child, parent)

        for c, p, row in zip(child.tolist(), parent.tolist(), rows, strict=True):
            if p not in reading.home or p in reading.below(reading.real[c]):
                continue
            expected = reading.all(c, p)
            got = dict(zip(FEATURES, row.tolist(), strict=True))
            assert got == pytest.approx(expected, abs=NEAR), (c, p)


# A pillar's goals: 0 pillar; 1, 2 below it with two children each.
LINKS = [(1, 0), (2, 0), (3, 1), (4, 1), (5, 2), (6, 2)]
TITLES = [
    "harbour village",
    "harbour crane rope",
    "school village book",
    "raise crane",
    "rope harbour quay",
    "teacher book",
    "village school teacher",
]


class TestTheJudgedLink:
    @pytest.mark.parametrize("with_vectors", [False, True])
    def test_takes_no_part_where_the_parent_has_other_children(self, with_vectors: bool) -> None:
        vectors = Told() if with_vectors else None
        linked = of(features(nodes_of(TITLES, LINKS), vectors), 4, 1)
        loose = nodes_of(TITLES, [link for link in LINKS if link != (4, 1)])

        assert of(features(loose, vectors), 4, 1) == pytest.approx(linked, abs=NEAR)

    def test_tells_nothing_of_links_to_other_nodes_either(self) -> None:
        """A sibling of the child, that carries goals, is judged as if the child hung elsewhere."""
        linked = nodes_of([*TITLES, "quay"], [*LINKS, (7, 0)])
        loose = nodes_of([*TITLES, "quay"], LINKS)

        for parent in (1, 2):
            expected = of(features(loose), 7, parent)
            assert of(features(linked), 7, parent) == pytest.approx(expected, abs=NEAR)


class TestWithLittle:
    @pytest.mark.parametrize("with_vectors", [False, True])
    @pytest.mark.parametrize("title", ["", "harbour", "🚢", "学校", "ميناء", "crane " * 500])
    def test_one_goal_without_links_has_features_of_0(self, title: str, with_vectors: bool) -> None:
        vectors = Told() if with_vectors else None
        found = of(features(nodes_of([title, "school"]), vectors), 0, 1)

        assert {name: found[name] for name in FEATURES[2:]} == dict.fromkeys(FEATURES[2:], 0)

    def test_no_pairs_have_no_rows(self) -> None:
        none = np.zeros(0, dtype=np.int64)

        assert features(nodes_of(TITLES, LINKS)).of(none, none).shape == (0, len(FEATURES))

    def test_are_numbers_where_no_text_says_anything(self) -> None:
        child, parent = (one.ravel() for one in np.indices((7, 7)))

        assert np.isfinite(features(nodes_of([""] * 7, LINKS)).of(child, parent)).all()


def shuffled(order: list[int]) -> tuple[Nodes, list[tuple[int, int]]]:
    """Seven nodes in another order, and their links as they are numbered there."""
    place = {node: order.index(node) for node in range(7)}
    links = sorted((place[child], place[parent]) for child, parent in LINKS)
    dates = [(DAY, DAY + 100.0 + node) for node in order]
    depth = [(0, 1, 1, 2, 2, 2, 2)[node] for node in order]
    holder = [node % 3 for node in order]
    titles = [TITLES[node] for node in order]
    nodes = nodes_of(titles, links, depth=depth, holder=holder, dates=dates)
    return nodes, [(place[child], place[parent]) for child, parent in LINKS]


@given(order=st.permutations(range(7)))
def test_the_order_of_nodes_changes_nothing(order: list[int]) -> None:
    def rows(turned: list[int]) -> FloatArray:
        nodes, links = shuffled(turned)
        return features(nodes, Told()).of(*np.array(links).T)

    np.testing.assert_allclose(rows(order), rows(list(range(7))), atol=NEAR)


class TestWhatIsUsual:
    def test_a_link_as_most_links_go_looks_right(self) -> None:
        """Six of function 0 support function 1; the seventh is judged under 1, and under 2."""
        titles = ["harbour", "school", *["crane"] * 7]
        links = [(node, 0) for node in range(2, 8)] + [(8, 1)]
        nodes = nodes_of(titles, links, holder=[1, 2, *[0] * 7])
        found = features(nodes)

        assert of(found, 8, 0)["holder"] > 0.5
        assert of(found, 8, 1)["holder"] < 0

    def test_a_child_without_a_known_holder_says_nothing_of_holders(self) -> None:
        nodes = nodes_of(TITLES, LINKS, holder=[0, 0, 0, 0, -1, 0, 0])

        assert of(features(nodes), 4, 1)["holder"] == 0

    def test_guests_say_nothing_of_what_is_usual(self) -> None:
        """A reason given for one link changes that link, and no other."""
        plain = nodes_of(TITLES, LINKS)
        told = nodes_of(
            [*TITLES, TITLES[3]],
            LINKS,
            texts=[*TITLES, "raise crane. harbour harbour rope"],
            depth=[0, 1, 1, 2, 2, 2, 2, 2],
            stands_for=[3],
        )
        child, parent = np.array(LINKS).T
        without, beside = features(plain), features(told)

        np.testing.assert_array_equal(beside.of(child, parent), without.of(child, parent))
        assert of(beside, 7, 1) != of(without, 3, 1)

    def test_a_reason_that_says_nothing_new_in_meaning_weighs_little(self) -> None:
        """The child itself is no other node, in whichever words it stands there."""
        told = nodes_of(
            [*TITLES, TITLES[3]],
            LINKS,
            depth=[0, 1, 1, 2, 2, 2, 2, 2],
            stands_for=[3],
        )
        found = features(told)

        for parent in (0, 1, 2):
            assert of(found, 7, parent) == of(found, 3, parent)


class TestLarge:
    @pytest.mark.parametrize("n", [300, 5000])
    def test_families_are_what_the_mean_over_their_members_says(self, n: int) -> None:
        """More nodes than stand for all others, and than one block holds."""
        rng = np.random.default_rng(0)
        titles = [" ".join(rng.choice(MANY_WORDS, 4)) for _ in range(n)]
        links = [(node, int(rng.integers(0, min(node, n // 3)))) for node in range(1, n)]
        found = features(nodes_of(titles, links, depth=[0] * n))
        usual, rows = (
            found.standing,
            found.space.block(np.arange(len(found.space.rows))).astype(np.float64),
        )

        for child, parent in links[:: n // 20]:
            kin = [one for one, above in links if above == parent and one != child]
            near = float(np.mean(rows[kin] @ rows[child])) if kin else usual.base[child]
            trust = len(kin) / (len(kin) + 1)
            expected = trust * (near - usual.base[child]) / usual.base_spread[child]
            assert of(found, child, parent)["family"] == pytest.approx(expected, abs=NEAR)

    def test_at_most_256_stand_for_all(self) -> None:
        n = 900
        titles = [f"crane {node % 7}" for node in range(n)]
        nodes = nodes_of(titles, [(node, node // 2) for node in range(1, n)], depth=[0] * n)
        standing = features(nodes).standing

        assert len(standing.candidates) == 256
        assert set(standing.candidates.tolist()) <= set(nodes.candidates.tolist())
