"""What was measured, in seconds, statements, bytes and ratios to the floor of the same run."""

from collections.abc import Sequence
from dataclasses import dataclass
from statistics import quantiles

MOST_ALONE, MOST_TOGETHER = 4.0, 6.0  # floors
MOST_BYTES = 300_000
MOST_WRITE_ALONE, MOST_WRITE_TOGETHER = 0.020, 0.050  # seconds: the median; the 95th percentile


def p50(seconds: Sequence[float]) -> float:
    """Return the median."""
    return percentile(seconds, 50)


def p95(seconds: Sequence[float]) -> float:
    """Return the 95th percentile."""
    return percentile(seconds, 95)


def percentile(seconds: Sequence[float], part: int) -> float:
    """Return a percentile of at least one value."""
    if len(seconds) == 1:
        return seconds[0]
    return quantiles(seconds, n=100, method="inclusive")[part - 1]


@dataclass(frozen=True, slots=True)
class Page:
    """One page as one person asked for it.

    ``alone`` and ``together`` are all seconds that were taken. ``queries_small`` is of a company of
    a few hundred people.
    """

    name: str
    who: str
    alone: list[float]
    together: list[float]
    queries: int
    queries_small: int
    bytes: int
    status: int
    failed: int


@dataclass(frozen=True, slots=True)
class Result:
    """The whole run; the first page is the floor, the second the bare view.

    ``took`` are the seconds of loading by part, empty where the installation was there already.
    """

    database: str
    counts: dict[str, int]
    counts_small: dict[str, int]
    took: dict[str, float]
    workers: int
    threads: int
    clients: int
    writers: int
    pages: list[Page]
    write_verb: list[float]
    write_alone: list[float]
    write_together: list[float]

    @property
    def floor(self) -> Page:
        """The signed-in page that reads one row."""
        return self.pages[0]

    @property
    def bare(self) -> Page:
        """The view that reads one row, with nothing around it."""
        return self.pages[1]

    def alone(self, page: Page) -> float:
        """A page's median in floors, one request at a time."""
        return p50(page.alone) / p50(self.floor.alone)

    def together(self, page: Page) -> float:
        """A page's median in floors, many requests at a time."""
        return p50(page.together) / p50(self.floor.together)

    def misses(self) -> list[str]:
        """Name what does not reach its target, and by how much."""
        found = []
        for page in self.pages[2:]:
            missed = [
                *([f"{self.alone(page):.1f} > 4"] if self.alone(page) > MOST_ALONE else []),
                *(
                    [f"{self.together(page):.1f} > 6"]
                    if self.together(page) > MOST_TOGETHER
                    else []
                ),
                *([f"{page.bytes:,} B"] if page.bytes > MOST_BYTES else []),
                *([f"{page.queries_small} > {page.queries} q"] if grows(page) else []),
                *([f"{page.failed} failed, {page.status}"] if page.failed else []),
            ]
            if missed:
                found.append(f"{page.name}, {page.who}: {'; '.join(missed)}")
        return found


def grows(page: Page) -> bool:
    """Tell whether a page takes more statements in the larger company."""
    return page.queries > page.queries_small
