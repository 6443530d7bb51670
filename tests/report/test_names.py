"""How places, people, evidence and numbers are called."""

from dataclasses import replace

import pytest

from lineofsight.engine.finding import Evidence, Finding, Place, Severity, Subject
from lineofsight.report.names import Names, clean, evidence, number, place
from tests.report.checked import checked


def finding(**fields: object) -> Finding:
    one = Finding(
        rule="LOS101",
        name="no-line-of-sight",
        severity=Severity.HIGH,
        stake=0.5,
        certainty=1.0,
        subject=Subject("goal", "G3"),
        others=(),
        sentence="Nothing on record says what it is for.",
        evidence={},
        people=(),
        question="Who would notice?",
        fix=None,
        source=Place("plan.xlsx", "goals", 4),
    )
    return replace(one, **fields)  # type: ignore[arg-type]  # the tests name fields of their types


class TestPlace:
    @pytest.mark.parametrize(
        ("source", "said"),
        [
            (Place("plan.xlsx", "goals", 18), "plan.xlsx:goals:18"),
            (Place("plan/goals.csv", "goals", 18), "plan/goals.csv:18"),
            (Place("plan/Goals.CSV", "goals", 18), "plan/Goals.CSV:18"),
            (Place("export.csv", "goals", 18), "export.csv:goals:18"),
            (Place("plan.json", "strategy", 0), "plan.json:strategy"),
            (Place("", "goals", 3), "goals:3"),
            (Place("a\x1bb.xlsx", "goals", 3), "a\\x1bb.xlsx:goals:3"),
        ],
    )
    def test_is_written_as_linters_do(self, source: Place, said: str) -> None:
        assert place(source) == said


class TestClean:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("one\n two\tthree", "one two three"),
            ("a\x1b[31mb", "a\\x1b[31mb"),
            ("turned \u202eround", "turned \\u202eround"),
            ("می\u200cخواهم", "می\u200cخواهم"),
            ("👩\u200d🔬", "👩\u200d🔬"),
            ("half \ud800", "half \\ud800"),
        ],
    )
    def test_keeps_what_is_read_and_no_command(self, text: str, said: str) -> None:
        assert clean(text) == said


class TestEvidence:
    @pytest.mark.parametrize(
        ("seen", "said"),
        [
            ({"below": 0, "top": "G8"}, "below 0; top G8"),
            ({"broken_at": "G6", "start": None, "path": [], "why": ""}, "broken at G6"),
            ({"missing": ["unit", "target"]}, "missing unit, target"),
            ({"share": 1 / 3, "met": True}, "share 0.333333; met yes"),
            ({"before": "in two years"}, "before “in two years”"),
            ({"counts": {"a": 1, "b": [2, 3]}}, "counts a 1, b (2, 3)"),
            ({"weights": {"": 0.25, "A": 0.75}}, "weights none 0.25, A 0.75"),
            ({"pairs": [["a", None], ["b", 2]]}, "pairs (a, ?), (b, 2)"),
        ],
    )
    def test_is_said_on_one_line(self, seen: Evidence, said: str) -> None:
        assert evidence(finding(evidence=seen)) == said

    def test_is_cut_where_it_is_long(self) -> None:
        one = finding(evidence={"goals": [f"G{n}" for n in range(1, 9)]})

        assert evidence(one) == "goals G1, G2, G3, G4, G5, 3 more"
        assert evidence(one, whole=True).endswith("G7, G8")


class TestNumber:
    @pytest.mark.parametrize(
        ("value", "said"),
        [
            (0.1, "0.1"),
            (3.0, "3"),
            (1e6, "1000000"),
            (2 / 3, "0.666667"),
            (-0.0, "0"),
            (1e20, "1e+20"),
        ],
    )
    def test_is_written_as_people_do(self, value: float, said: str) -> None:
        assert number(value) == said


class TestTalk:
    @pytest.mark.parametrize(
        ("people", "said"),
        [
            (("P1", "P2", "P3"), "Ana Silva with Tom Ek and Bo Lund: “Who would notice?”"),
            (("P2",), "Tom Ek: “Who would notice?”"),
            (("P9",), "P9: “Who would notice?”"),
            ((), "“Who would notice?”"),
        ],
    )
    def test_names_who_should_talk(self, people: tuple[str, ...], said: str) -> None:
        names = Names(checked()[1])

        assert names.talk(finding(people=people)) == said

    def test_turns_quotes_within_the_question_into_inner_ones(self) -> None:
        one = finding(people=("P2",), question="Is “no” an answer?")

        assert Names(checked()[1]).talk(one) == "Tom Ek: “Is ‘no’ an answer?”"
