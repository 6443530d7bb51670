"""Random organisations for properties: plain records, and ways to disturb them."""

from copy import deepcopy
from dataclasses import dataclass
from random import Random
from typing import Any

from hypothesis import strategies as st

from lineofsight.bench.organisation import INSTANT, organisation
from lineofsight.engine.check import CheckResult, check
from lineofsight.engine.finding import Finding
from lineofsight.engine.lens import Lenses
from lineofsight.engine.settings import Settings
from lineofsight.engine.snapshot import Snapshot
from lineofsight.planfile.columns import to_columns
from lineofsight.planfile.document import PlanDocument
from lineofsight.planfile.schema import TABLES, Kind

Rows = dict[str, list[dict[str, Any]]]

ID_KINDS = {Kind.ID, Kind.REF, Kind.REFS}
FREE_IDS = {"serves_id", "guards", "group_id"}


@dataclass(frozen=True)
class Drawn:
    """An organisation by what it is drawn from, so that a failing example prints on one line."""

    seed: int
    people: int
    goals: int
    pillars: bool

    @property
    def rows(self) -> Rows:
        """The organisation, made anew."""
        rows: Rows = organisation(self.seed, people=self.people, goals=self.goals)
        if self.pillars:
            return rows
        # Without pillars the enterprise goals are the roots.
        named = {pillar["id"] for pillar in rows.pop("pillars", [])}
        rows["links"] = [link for link in rows["links"] if link["to_id"] not in named]
        return rows


def organisations(*, pillars: bool | None = None) -> st.SearchStrategy[Drawn]:
    """Draw organisations with all tables, of 12 to 30 people and 10 to 45 goals."""
    return st.builds(
        Drawn,
        seed=st.integers(0, 2**32 - 1),
        people=st.integers(12, 30),
        goals=st.integers(10, 45),
        pillars=st.booleans() if pillars is None else st.just(pillars),
    )


def lenses_of(rows: Rows) -> Lenses:
    """Look at an organisation as of the instant that its dates surround."""
    return Lenses(Snapshot.build(to_columns(PlanDocument.from_rows(rows)), INSTANT))


def checked(rows: Rows) -> CheckResult:
    """Check an organisation with all rules."""
    snapshot = Snapshot.build(to_columns(PlanDocument.from_rows(rows)), INSTANT)
    return check(snapshot, Settings(people=True))


def told(finding: Finding) -> tuple[Any, ...]:
    """All that a finding says, but for where its subject stands in the file."""
    return (
        *finding.identity,
        finding.severity,
        finding.stake,
        finding.certainty,
        finding.others,
        finding.sentence,
        repr(finding.evidence),
        finding.people,
        finding.question,
        repr(finding.fix),
    )


def shuffled(rows: Rows, random: Random) -> Rows:
    """Put all rows in another order; values of one measure on one day keep theirs."""
    mixed = {}
    for table, records in rows.items():
        order = list(range(len(records)))
        if table != "strategy":  # a statement without an id is named by its place
            random.shuffle(order)
        if table == "observations":
            places: dict[tuple[Any, Any], list[int]] = {}
            for place, index in enumerate(order):
                key = (records[index]["measure_id"], records[index]["date"])
                places.setdefault(key, []).append(place)
            for same in places.values():
                for place, index in zip(same, sorted(order[p] for p in same), strict=True):
                    order[place] = index
        mixed[table] = [records[index] for index in order]
    return mixed


def renamed(rows: Rows, prefix: str) -> Rows:
    """Give every record another id, so that the order of ids stays the same."""

    def rename(value: Any) -> Any:
        if isinstance(value, (list, tuple)):
            return [rename(one) for one in value]
        if not isinstance(value, str) or not value or value == "north_star":
            return value
        return prefix + value

    other = deepcopy(rows)
    for table, records in other.items():
        columns = {c.name for c in TABLES[table].columns.values() if c.kind in ID_KINDS} | FREE_IDS
        for record in records:
            duty = record.get("serves") == "obligation"
            for name in columns & record.keys():
                if not (name == "serves_id" and duty):
                    record[name] = rename(record[name])
    return other
