"""Words and parts of words as vectors."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineofsight.engine.lenses.tokens import is_number, tokenize
from lineofsight.engine.meaning.terms import Block, runs, stem, term_vectors
from lineofsight.engine.meaning.words import Words

STOP = frozenset({"the", "of"})
ROOMY = 1 << 16  # dimensions in which hardly any two words share a place


def likeness(rows: Block, one: int, other: int) -> float:
    return float(rows[one] @ rows[other])


class TestWords:
    @given(texts=st.lists(st.text(max_size=40), max_size=5))
    def test_are_those_that_the_tokeniser_finds_in_each_text(self, texts: list[str]) -> None:
        words = Words.of(texts)

        for place, text in enumerate(texts):
            codes = words.codes[words.start[place] : words.start[place + 1]]
            assert [words.vocabulary[code] for code in codes] == tokenize(text)

    @given(texts=st.lists(st.text(max_size=40), max_size=5))
    def test_are_counted_without_some_and_without_numbers(self, texts: list[str]) -> None:
        counted = Words.of(texts).count(STOP)

        assert counted.tolist() == [
            sum(word not in STOP and not is_number(word) for word in tokenize(text))
            for text in texts
        ]


class TestStem:
    @pytest.mark.parametrize(
        ("word", "base"),
        [
            ("harbours", "harbour"),
            ("landings", "land"),
            ("policies", "polic"),
            ("does", "does"),
            ("is", "is"),
            ("", ""),
        ],
    )
    def test_cuts_an_ending_where_four_letters_stay(self, word: str, base: str) -> None:
        assert stem(word) == base


def test_runs_of_a_word_are_of_three_to_five_characters_with_its_edges() -> None:
    assert list(runs("quay")) == [
        " qu",
        "qua",
        "uay",
        "ay ",
        " qua",
        "quay",
        "uay ",
        " quay",
        "quay ",
    ]
    assert list(runs("a")) == [" a "]
    assert list(runs("")) == []


class TestVectors:
    @given(texts=st.lists(st.text(max_size=60), max_size=6))
    def test_are_of_unit_length_or_nothing(self, texts: list[str]) -> None:
        rows = term_vectors(texts, STOP, 64)
        lengths = np.linalg.norm(rows, axis=1)

        assert rows.shape == (len(texts), 64)
        assert rows.dtype == np.float32
        assert np.isclose(lengths, 1, atol=1e-4).tolist() == (lengths > 0).tolist()

    @pytest.mark.parametrize("text", ["", " ", "!?", "90 2027 3x", "🚢🚢"])
    def test_of_a_text_without_words_are_nothing(self, text: str) -> None:
        assert not term_vectors([text, "harbour"], STOP, 64)[0].any()

    @pytest.mark.parametrize(
        "text", ["学校 很 好", "ميناء مفتوح", "гавань", "नौका घाट", "crane " * 500]
    )
    def test_of_any_script_and_length_say_something(self, text: str) -> None:
        rows = term_vectors([text, text, "harbour"], STOP, 1024)

        assert likeness(rows, 0, 1) == pytest.approx(1, abs=1e-5)
        assert likeness(rows, 0, 2) < 0.3

    def test_of_the_same_words_in_another_order_and_case_are_the_same(self) -> None:
        rows = term_vectors(["Raise the crane", "crane RAISE the"], STOP, 256)

        np.testing.assert_allclose(rows[0], rows[1], atol=1e-6)

    def test_numbers_tell_nothing(self) -> None:
        rows = term_vectors(["raise to 90 crane", "raise to 15 crane"], STOP, 256)

        np.testing.assert_array_equal(rows[0], rows[1])

    def test_words_of_one_stem_are_nearer_than_others(self) -> None:
        rows = term_vectors(["installing", "installation", "harbours"], STOP, ROOMY)

        assert likeness(rows, 0, 1) > 0.6 > likeness(rows, 0, 2) + 0.4

    def test_a_rare_word_weighs_more_than_a_frequent_one(self) -> None:
        texts = ["crane ferry", "crane quayside", "ferry lighthouse", *["crane"] * 20]
        rows = term_vectors(texts, frozenset(), ROOMY)

        assert likeness(rows, 0, 2) > likeness(rows, 0, 1)

    def test_texts_that_do_not_count_change_no_weight(self) -> None:
        texts = ["crane ferry", "crane quay", "ferry book"]
        alone = term_vectors(texts, STOP, 256)
        beside = term_vectors([*texts, "ferry ferry"], STOP, 256, counted=[0, 1, 2])

        np.testing.assert_allclose(beside[:3], alone, atol=1e-6)

    def test_follow_from_the_formula(self) -> None:
        """Half from words, half from parts; weights (1 + ln times) x (ln((1+n)/(1+seen)) + 1)."""
        texts = ["crane crane ferry", "ferry"]
        rare, common = np.log(3 / 2) + 1, np.log(3 / 3) + 1
        crane, ferry = (1 + np.log(2)) * rare, common
        rows = term_vectors(texts, frozenset(), ROOMY)

        expected = ferry / np.hypot(crane, ferry)
        assert likeness(rows, 0, 1) == pytest.approx(expected, abs=0.02)

    def test_function_words_count_by_their_parts_alone(self) -> None:
        as_word = term_vectors(["the crane", "the quay"], frozenset(), ROOMY)
        as_none = term_vectors(["the crane", "the quay"], STOP, ROOMY)

        assert likeness(as_none, 0, 1) < likeness(as_word, 0, 1)

    def test_are_the_same_on_every_machine(self) -> None:
        """Hashes of words do not depend on the process."""
        row = term_vectors(["harbour crane"], STOP, 16)[0]

        np.testing.assert_allclose(row[:4], [-0.14083, -0.44279, 0.36222, 0.33999], atol=1e-5)
