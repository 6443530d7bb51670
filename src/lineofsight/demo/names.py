"""Names of people and the ids made of them."""

import random
import unicodedata
from collections.abc import Iterator

from lineofsight.demo.texts import load

# Letters that Unicode does not take apart into a base letter and a mark.
_PLAIN = str.maketrans(
    {"ø": "o", "Ø": "O", "æ": "ae", "Æ": "Ae", "ł": "l", "Ł": "L", "ß": "ss", "đ": "d"}
)


def slug(name: str) -> str:
    """Turn a name into a lower-case id of plain letters and hyphens: Åse Næss is ``ase-naess``."""
    apart = unicodedata.normalize("NFKD", name.translate(_PLAIN))
    plain = "".join(c for c in apart if not unicodedata.combining(c)).lower()
    return "-".join("".join(c if c.isalnum() else " " for c in plain).split())


def draw(rng: random.Random) -> str:
    """Draw one full name, by the shares of the origins."""
    origins = load("names")["origin"]
    origin = rng.choices(origins, weights=[o["share"] for o in origins])[0]
    return f"{rng.choice(origin['first'])} {rng.choice(origin['last'])}"


def distinct(rng: random.Random, taken: set[str]) -> Iterator[str]:
    """Draw names whose ids differ from each other and from those in ``taken``, which grows."""
    while True:
        name = draw(rng)
        if slug(name) not in taken:
            taken.add(slug(name))
            yield name
