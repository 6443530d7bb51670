"""Progress, and a KPI in its healthy range."""

from lineofsight.web.pictures.bar import bar, health


def test_missing_progress_is_no_bar() -> None:
    assert bar(None) is None


def test_no_progress_is_an_empty_bar() -> None:
    drawn = bar(0.0)
    assert drawn is not None
    assert drawn.filled == 0


def test_what_the_owner_says_stands_beside_what_is_reckoned() -> None:
    drawn = bar(0.4, said=0.8)
    assert drawn is not None
    assert drawn.said is not None
    assert drawn.said > drawn.filled


def test_a_kpi_without_a_range_has_no_picture() -> None:
    assert health(3.0, None, None) is None


def test_the_bounds_are_healthy() -> None:
    drawn = health(10.0, 0.0, 10.0)
    assert drawn is not None
    assert drawn.inside is True


def test_a_value_far_out_stays_on_the_scale() -> None:
    drawn = health(1_000_000.0, 0.0, 10.0)
    assert drawn is not None
    assert drawn.inside is False
    assert drawn.at is not None
    assert drawn.at <= 220


def test_without_a_value_nothing_is_said_of_health() -> None:
    drawn = health(None, 0.0, 10.0)
    assert drawn is not None
    assert drawn.inside is None
