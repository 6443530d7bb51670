"""Readability: LIX, and when a goal is harder to read than people read."""

from math import isnan, nan

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineofsight.engine.lenses.readability import lix, unreadable


def words(short: int, long: int) -> str:
    """One sentence of so many words of one letter and of seven."""
    return " ".join(["a"] * short + ["abcdefg"] * long) + "."


class TestLix:
    def test_is_words_a_sentence_and_the_share_of_long_words(self):
        assert lix("We pump water. People drink clearer water.") == pytest.approx(3.5 + 100 / 7)

    def test_a_word_of_six_letters_is_short_and_one_of_seven_long(self):
        assert lix("abcdef abcdef") == 2
        assert lix("abcdef abcdefg") == 52

    def test_digits_and_hyphens_are_no_letters(self):
        assert lix("1,000,000 up-to-me") == 2

    @pytest.mark.parametrize(
        ("text", "sentences"),
        [
            ("One two. Three four.", 2),
            ("One two! Three four?", 2),
            ("One two (three.) Four", 2),
            ("One 8.5 and 1,000.5 four", 1),
            ("One, e.g. two three four", 1),
            ("Ask Dr. Two three four", 1),
            ("In the U.S. Treaty of three", 1),
            ("See No. 5 for four", 1),
            ("One on x.com four", 1),
            ("One two\nthree four", 2),
            ("One • two • three four", 3),
            ("- one\n- two three\n\n- four", 3),
            ("1. One two\n2. Three four", 2),
            ("One two; three four", 1),
            ("One two... three four", 1),
            ("One two. . . Three four", 2),
            ("It was five. The next four", 2),
        ],
    )
    def test_knows_where_a_sentence_ends(self, text, sentences):
        n_words = sum(any(map(str.isalnum, piece)) for piece in text.split())
        assert lix(text) == pytest.approx(n_words / sentences)

    @pytest.mark.parametrize("text", ["", "...", "顧客維持率を上げる。次の年も続ける。"])
    def test_is_unknown_without_words_parted_by_spaces(self, text):
        assert isnan(lix(text))


class TestUnreadable:
    def test_a_title_of_200_characters_is_not_too_long(self):
        assert unreadable("x" * 200) is None

    def test_a_title_of_201_characters_is(self):
        found = unreadable("x" * 201)
        assert found is not None
        assert found.characters == 201

    def test_blanks_around_a_title_do_not_count(self):
        assert unreadable(" " + "x" * 200 + "\n") is None

    def test_fires_for_25_words(self):
        found = unreadable("", words(7, 18))
        assert found is not None
        assert (found.words, found.lix) == (25, pytest.approx(25 + 72))

    def test_is_silent_for_24_words(self):
        assert lix(words(0, 24)) > 90
        assert unreadable("", words(0, 24)) is None

    def test_the_words_of_title_and_text_count_together(self):
        assert unreadable(words(0, 1)[:-1], words(0, 23)) is None
        assert unreadable(words(0, 1)[:-1], words(0, 24)) is not None

    def test_is_silent_at_a_lix_of_90(self):
        assert lix(words(12, 18)) == 90
        assert unreadable("", words(12, 18)) is None

    def test_fires_above_a_lix_of_90(self):
        assert lix(words(11, 19)) == pytest.approx(30 + 190 / 3)
        assert unreadable("", words(11, 19)) is not None

    def test_is_silent_in_a_script_without_spaces(self):
        assert unreadable("顧客", "維持率、" * 40) is None

    def test_a_long_title_without_lix_says_so(self):
        found = unreadable("顧" * 201)
        assert found is not None
        assert isnan(found.lix)

    @given(st.lists(st.sampled_from(["a", "abc", "abcdefg", "abcdefghi.", "b\n"]), max_size=60))
    def test_never_passes_over_a_hard_text(self, pieces):
        text = " ".join(pieces)
        n_words = len(text.split())
        value = lix(text) if pieces else nan
        assert (unreadable("", text) is not None) == (n_words >= 25 and value > 90 + 1e-9)
