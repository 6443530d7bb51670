"""The demo gives the findings of its manifest on any day, no more and no fewer."""

from datetime import date

import pytest

from lineofsight.bench.reading import read
from lineofsight.demo.manifest import Subject, expected
from lineofsight.engine.check import check
from lineofsight.engine.settings import Settings

from .organisation import TODAY, found, halvorsen, snapshot, stories

# A year of instants: each month once, Saturdays and Mondays, ends and beginnings of months, and
# both sides of a leap day.
INSTANTS = (
    date(2026, 1, 31),
    date(2026, 2, 28),
    date(2026, 3, 30),
    date(2026, 4, 21),
    date(2026, 5, 31),
    date(2026, 6, 21),
    date(2026, 7, 4),
    date(2026, 8, 31),
    date(2026, 9, 21),
    date(2026, 10, 1),
    TODAY,
    date(2026, 12, 31),
    date(2028, 2, 29),
    date(2028, 3, 1),
)


@pytest.mark.parametrize("today", INSTANTS, ids=str)
def test_findings_with_people_are_those_of_the_manifest(today: date) -> None:
    assert found(today, people=True) == expected(stories(today), people=True)


@pytest.mark.parametrize("today", INSTANTS, ids=str)
def test_findings_without_people_are_those_of_the_manifest(today: date) -> None:
    assert found(today, people=False) == expected(stories(today), people=False)


@pytest.mark.slow
@pytest.mark.parametrize("today", [date(2026, 1, 31), date(2026, 9, 21)], ids=str)
def test_the_independent_reading_agrees(today: date) -> None:
    reading = read(halvorsen(today), today, people=True)
    assert {rule: seen for rule, seen in reading.items() if seen} == expected(
        stories(today), people=True
    )


def test_no_rule_is_skipped_but_the_one_that_is_off() -> None:
    skipped = check(snapshot(), Settings(people=True)).skipped
    assert [(one.rule, one.reason) for one in skipped] == [("LOS206", "off until asked for")]


def test_the_stories_do_not_depend_on_the_seed() -> None:
    assert found(TODAY, people=True, seed=7) == expected(stories(TODAY, 7), people=True)


def test_the_manifest_does_not_contradict_itself() -> None:
    broken = [
        (finding.rule, finding.subject)
        for story in stories()
        for finding in story.expected
        for other in stories()
        for silence in other.silent
        if silence.broken_by(finding.rule, finding.subject)
    ]
    assert broken == []


def test_a_silence_for_all_rules_is_broken_by_any_rule() -> None:
    silence = next(s for s in stories()[0].silent if not s.rules)
    assert silence.broken_by("LOS503", ("goal", "OPSV-5"))


def test_a_silence_for_some_rules_is_not_broken_by_another() -> None:
    silence = next(s for s in stories()[3].silent if "LOS101" in s.rules)
    assert not silence.broken_by("LOS503", ("goal", "FINS-1"))


def test_there_are_eight_stories_and_each_gives_something() -> None:
    assert [(s.number, bool(s.expected), bool(s.silent)) for s in stories()] == [
        (number, True, True) for number in range(1, 9)
    ]


def test_a_finding_is_first_told_to_the_first_alone() -> None:
    assert [f.rule for s in stories() for f in s.expected if f.told(0) != frozenset(f.first)] == []


def test_a_finding_reaches_the_agenda_after_its_cadence() -> None:
    assert [
        f.rule
        for s in stories()
        for f in s.expected
        if not frozenset(f.then) <= f.told(f.then_day) or f.told(f.then_day - 1) - {*f.first}
    ] == []


def test_nobody_has_been_told_before_a_finding_opens() -> None:
    assert {f.told(-1) for s in stories() for f in s.expected} == {frozenset()}


def test_somebody_is_never_told_of_each_finding() -> None:
    assert [f.rule for s in stories() for f in s.expected if not f.never] == []


def test_who_is_never_told_is_not_told_later() -> None:
    assert [
        f.rule for s in stories() for f in s.expected if f.told(10_000) & frozenset(f.never)
    ] == []


def test_a_rule_about_a_person_waits_for_people() -> None:
    people = {str(row["id"]) for row in halvorsen()["people"]}
    named = [(f, {*f.subject[1].split(">")}) for s in stories() for f in s.expected]
    assert [f.rule for f, ends in named if ends <= people and not f.people] == []


def _subjects() -> set[Subject]:
    named = {f.subject for s in stories() for f in s.expected}
    named |= {subject for s in stories() for silence in s.silent for subject in silence.subjects}
    return named | {later.subject for s in stories() for later in s.later}


def test_every_subject_of_the_manifest_is_in_the_plan() -> None:
    rows = halvorsen()
    tables = {
        "goal": "goals",
        "key_result": "key_results",
        "person": "people",
        "team": "teams",
        "function": "functions",
        "pillar": "pillars",
        "assumption": "assumptions",
        "blocker": "blockers",
    }
    there = {(kind, str(row["id"])) for kind, table in tables.items() for row in rows[table]}
    there |= {("link", f"{r['from_id']}>{r['to_id']}:{r['kind']}") for r in rows["links"]}
    there |= {("pair", f"{r.get('manager_id')}>{r['id']}") for r in rows["people"]}
    results = {str(row["id"]) for row in rows["key_results"]}
    there |= {pair for pair in _subjects() if {*pair[1].split(">")} <= results}
    goals = {str(row["id"]) for row in rows["goals"]}
    there |= {pair for pair in _subjects() if pair[0] == "pair" and {*pair[1].split(">")} <= goals}
    there |= {("question", str(r["question"])) for r in rows["answers"]}
    assert _subjects() - there == set()


def test_what_comes_later_says_what_it_waits_for() -> None:
    assert {later.needs for s in stories() for later in s.later} == {"the record"}
