"""How likely twins are: what makes two titles one goal, and what makes them two."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineofsight.engine.lenses.words import shipped as word_list
from lineofsight.engine.meaning.alike import FEATURES, Likeness, shipped
from lineofsight.engine.meaning.logistic import probability
from lineofsight.engine.meaning.said import read_title

ENGLISH = word_list("en")
NAMED = 0.8


def likely(one: str, other: str, description: str = "", other_description: str = "") -> float:
    """Probability of two titles, by their words alone."""
    likeness = Likeness([one, other], [description, other_description], ENGLISH, None)
    features = likeness.features(np.array([0]), np.array([1]))
    return float(probability(shipped(with_vectors=False).logit(features))[0])


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cut waiting time at the counter", "Cut waiting time at the counter"),
        ("Grow", "Grow"),
        ("Cut waiting time at the counter", "Reduce waiting times at the counter"),
        ("Safe water for every town", "Every town has safe water"),
        ("Hire 10 engineers", "Recruit ten engineers"),
        ("Lower emissions of the fleet by 20 percent", "Reduce fleet emissions by 20%"),
        ("Answer calls within 4 hours", "Calls are answered within four hours"),
        ("Goal 3: Keep the archive dry", "Keep the archive dry"),
        ("Modernise the organisation of night work", "Modernize organization of night work"),
    ],
)
def test_one_goal_in_other_words_is_a_twin(one: str, other: str) -> None:
    assert likely(one, other) >= NAMED


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Cut waiting time in Arendal", "Cut waiting time in Grimstad"),
        ("Cut Waiting Time In Arendal", "Cut Waiting Time In Grimstad"),
        ("Roll out SAP in all plants", "Roll out CRM in all plants"),
        ("Raise renewals from 82 to 88 %", "Raise renewals from 40 to 60 %"),
        ("Answer calls within 4 hours", "Answer calls within 4 days"),
        ("Earn 3 million € abroad", "Earn 3 million $ abroad"),
        ("Ship the portal by Q3", "Ship the portal by Q4"),
        ("Raise the share of local parts", "Reduce the share of local parts"),
        ("Open the office in town", "Close the office in town"),
        ("Launch the portal for electricians", "Launch the portal for plumbers"),
        ("Train nurses for the night", "Hire drivers for the night"),
    ],
)
def test_goals_that_only_sound_alike_are_none(one: str, other: str) -> None:
    assert likely(one, other) < NAMED


def test_a_number_on_one_side_only_does_not_part_twins() -> None:
    title = "Cut the waiting time for spare parts at the counter"
    assert likely(title, f"{title} by 20 %") >= NAMED


def test_descriptions_that_differ_count_against_twins() -> None:
    same = likely("Better lighting", "Better lighting", "Lamps in the hall", "Lamps in the hall")
    other = likely("Better lighting", "Better lighting", "Lamps in the hall", "The stage at night")

    assert other < likely("Better lighting", "Better lighting") < same


WORDS = ("cut", "waiting", "time", "Arendal", "5", "%", "more", "fewer", "pumps", "in", "the", "3m")
titles = st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map(" ".join)


@given(titles, titles)
def test_it_does_not_matter_which_comes_first(one: str, other: str) -> None:
    assert likely(one, other) == likely(other, one)


@given(st.lists(titles, min_size=2, max_size=5))
def test_it_does_not_matter_what_else_is_in_the_plan(many: list[str]) -> None:
    likeness = Likeness(many, [""] * len(many), ENGLISH, None)
    features = likeness.features(np.array([0]), np.array([1]))
    logit = shipped(with_vectors=False).logit(features)

    assert float(probability(logit)[0]) == likely(many[0], many[1])


@given(st.lists(titles, min_size=2, max_size=5))
def test_the_quick_look_never_turns_away_a_twin(many: list[str]) -> None:
    likeness = Likeness(many, [""] * len(many), ENGLISH, None)
    one, other = np.array([0]), np.array([1])
    logit = shipped(with_vectors=False).logit(likeness.features(one, other))

    assert likeness.may_be(one, other)[0] or probability(logit)[0] < 0.5


def test_a_title_is_read_in_parts() -> None:
    said = read_title("Objective 2.1: Cut lead time in Leeds by 3 million €", ENGLISH)

    assert said.forms == {"reduc": "cut", "lead": "lead", "time": "time", "leed": "leeds"}
    assert (said.numbers, said.names, said.sides) == ({"3000000", "€"}, {"leed"}, {-1})


def test_the_shipped_weights_point_the_right_way() -> None:
    for with_vectors in (True, False):
        weight = dict(zip(FEATURES, shipped(with_vectors=with_vectors).weights, strict=True))
        assert weight["parts"] > 0
        assert (weight["meaning"] > 0) == with_vectors
        against = ("things_replaced", "numbers_differ", "names_differ", "opposed")
        assert max(weight[name] for name in against) < -1
