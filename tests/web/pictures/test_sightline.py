"""The thread between two steps: whole, waiting to be confirmed, or broken."""

import pytest

from lineofsight.web.pictures.sightline import Joint, piece


def test_a_whole_thread_is_one_shape() -> None:
    assert len(piece(1.0, 0.5).shapes) == 1


def test_an_open_thread_is_dashed() -> None:
    assert len(piece(1.0, 0.5, "open").shapes) > 2


@pytest.mark.parametrize("joint", ["whole", "open"])
def test_below_a_break_the_thread_is_faint(joint: Joint) -> None:
    drawn = piece(1.0, 0.5, joint, lost=True)
    assert drawn.shapes == ()
    assert drawn.faint


def test_a_broken_thread_tells_so() -> None:
    assert piece(1.0, 0.5, "broken").kind == "broken"
