"""Findings for people, as good linters print them."""

from datetime import date

from lineofsight.engine.finding import Subject
from lineofsight.engine.settings import Acceptance, Settings
from lineofsight.report.paint import Paint
from lineofsight.report.text import Layout, render
from tests.cli.run import goal, plan
from tests.report.checked import checked, kestrel


def test_tells_a_finding_whole() -> None:
    text = render(*checked(settings=Settings(select=("LOS101",))))

    assert text == (
        "Brask on 21 November 2026: 4 goals, 1 pillar, 4 people, 3 links.\n"
        "\n"
        "High: 1\n"
        "\n"
        "plan.xlsx:goals:4: LOS101 no-line-of-sight (high, stake 0.25)\n"
        "  Nothing on record says what “The second oven stands still less than an hour a week” is"
        " for.\n"
        "  Evidence: top G3; below 0; serves strategy\n"
        "  Talk: Ana Silva: “Who would notice first if we stopped this?”\n"
        "\n"
        "1 high. On paper 3 of 4 people have a line; nobody has been asked yet whether they can"
        " explain it.\n"
    )


def test_groups_by_severity() -> None:
    text = render(*kestrel(Settings(high=0.25, medium=0.18)))

    places = [text.index(word) for word in ("\nHigh: ", "\nMedium: ", "\nLow: ")]
    assert places == sorted(places)


def test_says_what_was_not_looked_at_a_reason_a_line() -> None:
    text = render(*kestrel(Settings(select=("LOS6", "LOS9"))))

    assert "\nNot looked at:\n  no table check_ins: LOS601, LOS602, LOS604, LOS607\n" in text


def test_keeps_to_the_width() -> None:
    text = render(*kestrel(), Layout(width=60))

    long = [line for line in text.splitlines() if len(line) > 60]
    assert all(": LOS" in line for line in long)  # places are not broken


def test_lists_rules_where_there_is_much() -> None:
    tables = plan()
    tables["goals"] += [
        goal(f"H{n}", f"Tin {n} stands in its place at four", "P3") for n in range(12)
    ]

    text = render(*checked(tables, settings=Settings(select=("LOS101",))))

    assert "\nBy rule\n     13  LOS101 no-line-of-sight\n" in text


class TestManyOfOneRule:
    def text(self, *, verbose: bool) -> str:
        tables = plan()
        tables["goals"] += [
            goal(f"H{n:02}", f"Tin {n} stands in its place at four", "P3") for n in range(14)
        ]
        settings = Settings(select=("LOS101",), high=0.5)
        result, lenses = checked(tables, settings=settings)
        assert len(result.findings) == 15
        return render(result, lenses, Layout(verbose=verbose))

    def test_are_folded_after_ten(self) -> None:
        text = self.text(verbose=False)

        assert text.count(": LOS101 ") == 10
        assert "\n\n… and 5 more of LOS101 no-line-of-sight; --verbose shows them.\n" in text

    def test_are_all_told_on_request(self) -> None:
        assert self.text(verbose=True).count(": LOS101 ") == 15

    def test_are_all_told_if_they_are_grave(self) -> None:
        tables = plan()
        tables["goals"] += [
            goal(f"H{n:02}", f"Tin {n} stands in its place at four", "P3") for n in range(14)
        ]

        settings = Settings(select=("LOS101",), high=0.01)
        text = render(*checked(tables, settings=settings))

        assert text.count(": LOS101 ") == 15


def test_paints_only_if_asked() -> None:
    result, lenses = kestrel()

    assert "\x1b" not in render(result, lenses)
    assert "\x1b[1;31mLOS104\x1b[0m" in render(result, lenses, Layout(paint=Paint(on=True)))


def test_says_the_same_in_colours() -> None:
    import re

    result, lenses = kestrel()
    painted = render(result, lenses, Layout(paint=Paint(on=True)))

    assert re.sub(r"\x1b\[[\d;]*m", "", painted) == render(result, lenses)


def test_asks_to_take_out_only_acceptances_of_rules_that_ran() -> None:
    accepted = tuple(
        Acceptance(rule, Subject("goal", "G1"), "They know.", date(2027, 1, 1))
        for rule in ("LOS101", "LOS104")
    )

    text = render(*checked(settings=Settings(select=("LOS101",), accepted=accepted)))

    assert "for LOS101 goal:G1: take it out" in text
    assert "LOS104" not in text


def test_says_so_if_there_is_nothing_to_say() -> None:
    text = render(*checked(settings=Settings(select=("LOS106",))))

    assert "\n\nNo findings. On paper 3 of 4" in text
