"""Held to what the library ``tokenizers`` says: tokens.json was recorded with it."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from lineofsight.embedding.wordpiece import WordPiece, uncased, words

RECORDED: dict[str, Any] = json.loads(
    (Path(__file__).parent / "tokens.json").read_text(encoding="utf-8")
)
TEXTS = RECORDED["texts"]


def test_many_texts_were_recorded() -> None:
    assert len(TEXTS) >= 300


@pytest.mark.parametrize("number", range(len(TEXTS)))
def test_ids_are_those_of_the_library(number: int) -> None:
    text, ids = TEXTS[number]

    assert uncased().ids(text, RECORDED["most"]) == ids


@pytest.mark.parametrize(("text", "ids"), RECORDED["special"])
def test_the_name_of_a_special_token_is_ordinary_text(text: str, ids: list[int]) -> None:
    pieces = uncased()

    found = pieces.ids(text, 128)

    assert found == ids
    assert pieces.end not in found[:-1]


@given(st.text(max_size=300), st.integers(2, 40))
def test_no_text_has_more_ids_than_asked_for(text: str, most: int) -> None:
    pieces = uncased()

    ids = pieces.ids(text, most)

    assert 2 <= len(ids) <= most
    assert (ids[0], ids[-1]) == (pieces.begin, pieces.end)
    assert ids == [*pieces.ids(text, 10_000)[: len(ids) - 1], pieces.end]


@given(st.text(alphabet=st.characters(exclude_categories=[]), max_size=200))
def test_any_text_has_words_without_blanks(text: str) -> None:
    assert all(word and word.split() == [word] for word in words(text))


def test_a_surrogate_without_its_pair_is_left_out() -> None:
    assert words("goal\ud800s") == ["goals"]


def test_a_word_is_taken_apart_from_its_longest_beginning() -> None:
    pieces = WordPiece("[UNK]\n[CLS]\n[SEP]\nun\nunder\n##stand\n##st\n##and\n")

    assert pieces.ids("understand", 9) == [1, 4, 5, 2]


def test_a_word_with_a_part_that_is_no_piece_is_unknown_as_a_whole() -> None:
    pieces = WordPiece("[UNK]\n[CLS]\n[SEP]\nun\n##st\n")

    assert pieces.ids("unstable un", 9) == [1, 0, 3, 2]


def test_many_marks_on_one_letter_do_not_hold_it_up() -> None:
    pieces = uncased()

    assert pieces.ids("a" + "\u0316\u0301" * 500_000, 128) == pieces.ids("a", 128)
