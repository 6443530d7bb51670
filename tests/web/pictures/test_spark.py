"""The small line of a measure's last values."""

from lineofsight.web.pictures.spark import BOTTOM, TOP, spark


def test_one_value_makes_no_line() -> None:
    assert spark([4.0]) is None


def test_the_line_ends_at_the_last_value() -> None:
    drawn = spark([1.0, 3.0, 2.0])
    assert drawn is not None
    assert drawn.path.endswith(f"L{drawn.x:.1f} {drawn.y:.1f}")


def test_a_target_beyond_all_values_takes_the_top() -> None:
    drawn = spark([1.0, 2.0], target=10.0)
    assert drawn is not None
    assert drawn.target == TOP


def test_larger_values_stand_higher() -> None:
    drawn = spark([5.0, 1.0])
    assert drawn is not None
    assert drawn.y == BOTTOM
