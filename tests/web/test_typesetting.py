"""What keeps together on a line."""

import pytest

from lineofsight.web.templatetags.words import tied


@pytest.mark.parametrize(
    ("plain", "set_"),
    [
        ("from 82 to 88 %", "from 82 to 88\N{NO-BREAK SPACE}%"),
        ("no figure at all", "no figure at all"),
        ("some % of it", "some % of it"),
    ],
)
def test_a_figure_keeps_its_per_cent(plain: str, set_: str) -> None:
    assert tied(plain) == set_
