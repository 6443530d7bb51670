"""Draw findings of a rule on wording in published plans, to be read and judged by hand.

    python tools/judge.py PLANS.jsonl LOS201 40

prints so many findings that nobody has judged yet, each with the hash under which its verdict goes
into ``src/lineofsight/bench/rules/judged.json``. Read only the words: true, if they have the fault
that the rule names; false, if not. Judge all that were drawn, or the shares mean nothing.
"""

import sys
from pathlib import Path
from random import Random

from lineofsight.bench.plans import read_plans
from lineofsight.bench.rules.alarms import hash_of, judged, words_of
from lineofsight.bench.rules.planting import by_engine, instant


def draw(data: Path, rule: str, size: int) -> list[tuple[str, str]]:
    """Return hash and words of findings of a rule, drawn from those that nobody has judged.

    The same words are drawn once. All are returned if there are fewer than ``size``.
    """
    found = {}
    for rows in read_plans(data).values():
        for subject in by_engine(rows, instant(rows), [rule]).get(rule, set()):
            words = words_of(rows, subject)
            found[hash_of(words)] = words
    open_ones = sorted(found.keys() - judged().get(rule, {}).keys())
    drawn = Random(len(found)).sample(open_ones, min(size, len(open_ones)))  # noqa: S311
    return [(name, found[name]) for name in drawn]


def main() -> None:
    """Print what is to be judged."""
    data, rule, size = sys.argv[1:]
    for name, words in draw(Path(data), rule, int(size)):
        print(name, " ".join(words.split()), sep="\t")


if __name__ == "__main__":
    main()
