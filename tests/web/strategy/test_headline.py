"""The title of the strategy on a page."""

import pytest

from lineofsight.alignment.selectors import Carrier, PillarStanding
from lineofsight.strategy.models import Pillar
from lineofsight.web.strategy.headline import headline


def standing(
    stake: float = 0.3, chance: float | None = 0.8, shares: tuple[float, ...] = (0.5, 0.5)
) -> PillarStanding:
    functions = tuple(Carrier(n, f"Function {n}", share) for n, share in enumerate(shares, 1))
    return PillarStanding(Pillar(), 0.3, stake, 3, 0.5, chance, 1, 1, 1, functions)


@pytest.mark.parametrize(
    ("pillars", "said"),
    [
        ([], "There are no pillars yet: nothing says what comes first."),
        ([("A", standing())], "The one pillar is carried."),
        ([("A", standing()), ("B", standing())], "All two pillars are carried."),
        ([("A", standing(stake=0, shares=()))], "None of the pillars is carried."),
        (
            [("A", standing()), ("B", standing(shares=(0.95, 0.05)))],
            "All two pillars are carried. “B” rests on Function 1 alone.",
        ),
        (
            [("A", standing(chance=0.4)), ("B", standing(chance=0.2))],
            "All two pillars are carried. “B” is the least likely to be reached.",
        ),
    ],
)
def test_it_says_how_many_are_carried_and_what_is_worth_a_word(
    pillars: list[tuple[str, PillarStanding]], said: str
) -> None:
    assert headline(pillars) == said
