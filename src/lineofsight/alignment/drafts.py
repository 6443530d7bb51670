"""From the engine's findings to rows: who and what each names, by its place in the record."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import numpy as np

from lineofsight.alignment.audience import Hearer, audience, days_until_all
from lineofsight.alignment.waves import is_about_people
from lineofsight.engine.finding import Finding as Seen
from lineofsight.engine.finding import Subject
from lineofsight.engine.lens import Lenses
from lineofsight.engine.rules import catalogue, tell
from lineofsight.engine.rules.rule import Rule
from lineofsight.report.discretion import QUOTED

Identity = tuple[str, str, str]


@dataclass(frozen=True, slots=True)
class Named:
    """Something that a finding names; ids of the record, None where it is nothing of that kind."""

    kind: str
    ref: str
    is_subject: bool
    goal: int | None
    person: int | None


@dataclass(frozen=True, slots=True)
class Draft:
    """A finding as a check saw it, ready to be written.

    ``fields`` are columns of ``Finding``; ``for_all_after`` days after it was opened everybody may
    see it, None for never.
    """

    identity: Identity
    fields: Mapping[str, Any]
    named: tuple[Named, ...]
    hearers: tuple[tuple[int, int, int], ...]  # person (id), place, days after it was opened
    for_all_after: int | None
    hash: str


class Drafter:
    """Makes drafts of findings over one snapshot; ``row`` of its tables holds ids of the record."""

    def __init__(self, lenses: Lenses) -> None:
        self.lenses, self.snapshot = lenses, lenses.snapshot
        self.rules: Mapping[str, Rule] = {rule.code: rule for rule in catalogue()}

    def draft(self, seen: Seen) -> Draft:
        """Return one finding as it is to be written."""
        rule = self.rules[seen.rule]
        cadence = self._cadence(seen.subject)
        hearers = tuple(self._heard(audience(rule, seen.people, cadence)))
        named = tuple(self._named(seen, rule))
        fields: dict[str, Any] = {
            "name": seen.name,
            "severity": int(seen.severity),
            "stake": seen.stake,
            "certainty": seen.certainty,
            "sentence": seen.sentence,
            "question": seen.question,
            "evidence": plain(seen.evidence),
            "others": [list(other) for other in seen.others],
            "fix": plain(seen.fix),
            "is_personal": is_about_people(rule) or seen.subject.kind == "person",
            "function_id": self._function(seen, named),
        }
        after = days_until_all(rule, cadence)
        content = json.dumps(
            [fields, [_listed(one) for one in named], hearers, after], sort_keys=True, default=str
        )
        return Draft(
            identity=seen.identity,
            fields=fields,
            named=named,
            hearers=hearers,
            for_all_after=after,
            hash=hashlib.sha256(content.encode()).hexdigest()[:32],
        )

    def is_there(self, kind: str, ref: str) -> bool:
        """Tell whether the subject of an earlier finding is still in the record."""
        subject = Subject(kind, ref)
        if kind == "link":
            return ref in self._links
        if kind == "pair":
            return all(part in self._anything for part in ref.split(">"))
        if kind in self._ids:
            return ref in self._ids[kind] or ref == "north_star"
        return bool(subject.id)

    # Who hears it ---------------------------------------------------------------------------

    def _heard(self, hearers: Iterable[Hearer]) -> Iterator[tuple[int, int, int]]:
        for hearer in hearers:
            person = self._ids["person"].get(hearer.person)
            if person is not None:
                yield person, hearer.place, hearer.after

    def _cadence(self, subject: Subject) -> int:
        goals = self._goals_of(subject)
        if not goals:
            return 7
        days = self.lenses.clocks.update_days[[self._place[goal] for goal in goals]]
        return round(float(np.max(days)))

    # What it names --------------------------------------------------------------------------

    def _named(self, seen: Seen, rule: Rule) -> Iterator[Named]:
        told: set[tuple[str, str, int | None]] = set()
        for number, subject in enumerate((seen.subject, *seen.others)):
            for one in self._objects(subject, is_subject=number == 0, rule=rule):
                if (key := (one.kind, one.ref, one.goal)) not in told:
                    told.add(key)
                    yield one
        goals = {goal for _, _, goal in told}
        for text in _texts([seen.evidence, seen.fix]):
            for goal in self._goals_named(text):
                if goal not in goals:
                    goals.add(goal)
                    yield Named("goal", text, is_subject=False, goal=goal, person=None)
        for title in QUOTED.findall(seen.sentence) if self._hidden else ():
            for goal in self._hidden.get(title, ()):
                if goal not in goals:
                    goals.add(goal)
                    yield Named("goal", "", is_subject=False, goal=goal, person=None)

    def _objects(self, subject: Subject, *, is_subject: bool, rule: Rule) -> Iterator[Named]:
        if subject.kind == "person":
            person = self._ids["person"].get(subject.id)
            yield Named("person", subject.id, is_subject, None, person)
        elif subject.kind == "pair" and rule.about_people:
            for part in subject.id.split(">"):
                yield Named("person", part, is_subject, None, self._ids["person"].get(part))
        else:
            goals: list[int | None] = [*self._goals_of(subject)]
            for goal in goals or [None]:
                yield Named(subject.kind, subject.id, is_subject, goal, None)

    def _goals_of(self, subject: Subject) -> list[int]:
        """Return the goals (ids of the record) that a subject is, hangs on, or joins."""
        kind, ref = subject
        if kind == "link":
            return self._all_goals(ref.rpartition(":")[0].split(">"))
        if kind == "pair":
            return self._all_goals(ref.split(">"))
        if kind == "assumption" and ref in self._ids["assumption"]:
            return self._rest_on.get(ref, [])
        if kind == "goal":
            return self._all_goals([ref])
        goal = self._on_goal.get((kind, ref))
        return [] if goal is None else [goal]

    def _all_goals(self, refs: Iterable[str]) -> list[int]:
        found = []
        for ref in refs:
            goal = self._ids["goal"].get(ref, self._on_goal.get(("key_result", ref)))
            if goal is not None:
                found.append(goal)
        return found

    def _goals_named(self, text: str) -> list[int]:
        """Return the goals that a word of the evidence names: its id, a link's, or a measure's."""
        parts = text.rpartition(":")[0].split(">") if ">" in text and ":" in text else [text]
        return self._all_goals(part for one in parts for part in one.split(">"))

    def _function(self, seen: Seen, named: Iterable[Named]) -> int | None:
        functions = self.snapshot.functions
        kind, ref = seen.subject
        if kind == "function":
            return self._ids["function"].get(ref)
        goal = next((one.goal for one in named if one.goal is not None), None)
        if goal is not None:
            return self._row(functions, int(self.snapshot.goals.function[self._place[goal]]))
        if kind == "team" and ref in self._team:
            return self._row(functions, int(self.snapshot.teams.function[self._team[ref]]))
        return None

    @staticmethod
    def _row(table: Any, place: int) -> int | None:
        return int(table.row[place]) if table.given and place >= 0 else None

    # Places in the record ---------------------------------------------------------------------

    @cached_property
    def _ids(self) -> Mapping[str, Mapping[str, int]]:
        """For each kind, the id in the record by ref."""
        snapshot = self.snapshot
        tables: dict[str, Any] = {
            "goal": snapshot.goals,
            "key_result": snapshot.key_results,
            "person": snapshot.people,
            "team": snapshot.teams,
            "function": snapshot.functions,
            "pillar": snapshot.pillars,
            "kpi": snapshot.kpis,
            "strategy": snapshot.strategy,
            "assumption": snapshot.assumptions,
            "blocker": snapshot.blockers,
            "action": snapshot.actions,
        }
        return {
            kind: dict(zip(table.ids.tolist(), table.row.tolist(), strict=True))
            for kind, table in tables.items()
        }

    @cached_property
    def _anything(self) -> set[str]:
        return {ref for refs in self._ids.values() for ref in refs}

    @cached_property
    def _links(self) -> set[str]:
        return {self.snapshot.link_id(link) for link in range(len(self.snapshot.links))}

    @cached_property
    def _place(self) -> Mapping[int, int]:
        return {pk: place for place, pk in enumerate(self.snapshot.goals.row.tolist())}

    @cached_property
    def _team(self) -> Mapping[str, int]:
        return {ref: place for place, ref in enumerate(self.snapshot.teams.ids.tolist())}

    @cached_property
    def _on_goal(self) -> Mapping[tuple[str, str], int]:
        """The goal that a key result, action or blocker hangs on."""
        snapshot, found = self.snapshot, {}
        for kind, table in (
            ("key_result", snapshot.key_results),
            ("action", snapshot.actions),
            ("blocker", snapshot.blockers),
        ):
            for ref, goal in zip(table.ids.tolist(), table.goal.tolist(), strict=True):
                if goal >= 0:
                    found[kind, ref] = int(snapshot.goals.row[goal])
        return found

    @cached_property
    def _rest_on(self) -> Mapping[str, list[int]]:
        table, row = self.snapshot.assumptions, self.snapshot.goals.row
        return {ref: row[table.goals[i]].tolist() for i, ref in enumerate(table.ids.tolist())}

    @cached_property
    def _hidden(self) -> Mapping[str, list[int]]:
        """Confidential goals by their title, or a key result's, as sentences quote it."""
        goals, results = self.snapshot.goals, self.snapshot.key_results
        found: dict[str, list[int]] = {}
        for place in np.flatnonzero(goals.confidential).tolist():
            found.setdefault(tell.quoted(goals.title[place]), []).append(int(goals.row[place]))
        on_hidden = (results.goal >= 0) & goals.confidential[results.goal]
        for place in np.flatnonzero(on_hidden).tolist():
            goal = int(goals.row[results.goal[place]])
            found.setdefault(tell.quoted(results.title[place]), []).append(goal)
        return found


def plain(value: Any) -> Any:
    """Bring evidence to what JSON holds and gives back unchanged."""
    return json.loads(json.dumps(value)) if value is not None else None


def _listed(one: Named) -> list[object]:
    return [one.kind, one.ref, one.is_subject, one.goal, one.person]


def _texts(values: Iterable[Any]) -> Iterator[str]:
    for value in values:
        if isinstance(value, str):
            yield value
        elif isinstance(value, Mapping):
            yield from _texts(value.keys())
            yield from _texts(value.values())
        elif isinstance(value, list | tuple):
            yield from _texts(value)
