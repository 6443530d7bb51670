"""Other words for one goal: what they do to its links, without looking at all others anew."""

import numpy as np
import pytest

from lineofsight.engine.lens import Lenses
from lineofsight.engine.meaning.rewording import after_words

from ..build import Tables, lenses

OFFERS = "Offers to small towns go out within ten days of the first call"


def plan() -> Tables:
    """Three branches of a plan, in words that tell them apart."""
    said = {
        "P": "Towns have safe water every day of the year",
        "Q": "Small towns choose us when they buy a plant",
        "A": "Pumps run forty thousand hours between two overhauls",
        "B": "Tenders of small towns are known before they are written",
        "A1": "Seals of pumps are changed before they leak",
        "A2": "Pumps are greased by the operators every month",
        "B1": "Sales meets the mayors of forty small towns",
        "B2": OFFERS,
    }
    above = {"A": "P", "B": "Q", "A1": "A", "A2": "A", "B1": "B", "B2": "B"}
    return {
        "pillars": [{"id": one, "name": said[one]} for one in "PQ"],
        "goals": [{"id": one, "title": said[one]} for one in above],
        "links": [{"kind": "supports", "from_id": a, "to_id": b} for a, b in above.items()],
    }


def goal(seen: Lenses, name: str) -> int:
    return seen.snapshot.goals.ids.tolist().index(name)


def test_the_same_words_change_nothing() -> None:
    seen = lenses(**plan())
    b = goal(seen, "B")
    found = after_words(seen.meaning, b, str(seen.snapshot.goals.title[b]))
    assert len(found.edges) == 3
    np.testing.assert_allclose(found.after, found.before, atol=2e-4)


@pytest.mark.parametrize("name", ["A1", "B2"])
def test_words_of_another_branch_fit_their_own_less(name: str) -> None:
    seen = lenses(**plan())
    other = "Pumps run without a leak" if name == "B2" else "Mayors of small towns know our offers"
    found = after_words(seen.meaning, goal(seen, name), other)
    assert found.after[0] < found.before[0]


def test_a_reworded_parent_changes_the_links_of_its_children() -> None:
    seen = lenses(**plan())
    found = after_words(seen.meaning, goal(seen, "B"), "The canteen serves soup on Fridays")
    below = np.isin(found.edges, seen.graph.down[goal(seen, "B")])
    assert below.sum() == 2
    assert (found.after[below] < found.before[below]).all()


def test_the_lens_itself_stays_as_it_was() -> None:
    seen = lenses(**plan())
    before = seen.meaning.link_fit.copy()
    everyone = np.arange(len(seen.meaning.nodes))
    rows = seen.meaning.space.block(everyone)
    after_words(seen.meaning, goal(seen, "B2"), "Something else entirely")
    np.testing.assert_array_equal(
        seen.meaning.fit(seen.meaning.speaker, seen.graph.edges.parent), before
    )
    np.testing.assert_array_equal(seen.meaning.space.block(everyone), rows)


def test_it_comes_near_to_what_a_lens_made_anew_says() -> None:
    rows = plan()
    seen = lenses(**rows)
    words = "Seals of pumps are checked by operators"
    found = after_words(seen.meaning, goal(seen, "B2"), words)
    rows["goals"][-1]["title"] = words
    anew = lenses(**rows)
    # On so small a plan one text does move what is usual; they agree on which way it goes.
    edge = int(anew.graph.up[goal(anew, "B2")][0])
    assert (found.after[0] < found.before[0]) == (anew.meaning.link_fit[edge] < found.before[0])
