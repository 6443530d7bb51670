"""The demo organisation as tests look at it: built and checked once a day and process."""

from datetime import date
from functools import cache

from lineofsight.demo.build import SEED, build
from lineofsight.demo.manifest import Story, Subject, read_manifest
from lineofsight.demo.rows import Rows
from lineofsight.engine.check import check
from lineofsight.engine.settings import Settings
from lineofsight.engine.snapshot import Snapshot
from lineofsight.planfile.columns import to_columns
from lineofsight.planfile.document import PlanDocument

TODAY = date(2026, 11, 21)


@cache
def halvorsen(today: date = TODAY, seed: int = SEED) -> Rows:
    """Halvorsen Water on a day; shared, not to be changed."""
    return build(today, seed=seed)


@cache
def stories(today: date = TODAY, seed: int = SEED) -> tuple[Story, ...]:
    """The manifest, read for that organisation."""
    return read_manifest(halvorsen(today, seed))


@cache
def snapshot(today: date = TODAY, seed: int = SEED) -> Snapshot:
    """The organisation as the engine sees it."""
    return Snapshot.build(to_columns(PlanDocument.from_rows(halvorsen(today, seed))), today)


def found(today: date, *, people: bool, seed: int = SEED) -> dict[str, set[Subject]]:
    """Subjects of the engine's findings by rule."""
    result: dict[str, set[Subject]] = {}
    for finding in check(snapshot(today, seed), Settings(people=people)).findings:
        result.setdefault(finding.rule, set()).add((finding.subject.kind, finding.subject.id))
    return result
