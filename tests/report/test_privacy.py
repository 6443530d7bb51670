"""What is about people stays out of files that are made to be passed on."""

from dataclasses import replace

import pytest

from lineofsight.engine.finding import Subject
from lineofsight.engine.settings import Settings
from lineofsight.report import github, sarif
from lineofsight.report.privacy import about_people, about_secrets, parted
from tests.cli.run import Tables, goal, plan
from tests.report.checked import checked


def a_team_without_line() -> Tables:
    """Four of a team whom no goal names: LOS102 speaks of the team."""
    tables = plan()
    tables["teams"] = [{"id": "T9", "name": "Nightshift", "lead_id": "Q1"}]
    tables["people"] += [
        {"id": f"Q{n}", "name": f"Quiet Nightingale {n}", "team_id": "T9", "manager_id": "P1"}
        for n in range(1, 5)
    ]
    return tables


def talks() -> Tables:
    """A plan with people about whom several rules speak."""
    tables = a_team_without_line()
    tables["check_ins"] = [
        {"id": f"C{n}", "manager_id": "P1", "person_id": f"Q{n}", "date": "2026-05-01"}
        for n in range(1, 5)
    ]
    return tables


def test_of_a_team_a_rule_about_people_is_about_people() -> None:
    result, _lenses = checked(a_team_without_line(), settings=Settings(people=True))
    of_team = [one for one in result.findings if one.rule == "LOS102"]

    shown, counts = parted(of_team)

    assert {one.subject.kind for one in of_team} >= {"team"}
    assert shown == []
    assert counts["LOS102", "person-without-line"] == len(of_team)


def test_a_rule_that_nobody_knows_is_kept_back() -> None:
    result, _lenses = checked()
    unknown = replace(result.findings[0], rule="KES101")

    shown, counts = parted([unknown])

    assert shown == []
    assert counts.total() == 1


def test_a_person_is_never_shown_whatever_the_rule() -> None:
    result, _lenses = checked()
    of_person = replace(result.findings[0], subject=Subject("person", "P1"))

    assert parted([of_person])[0] == []


@pytest.mark.parametrize("render", [github.render, sarif.render], ids=["github", "sarif"])
def test_nobody_is_named_whom_only_rules_about_people_know(render: object) -> None:
    result, lenses = checked(talks(), settings=Settings(people=True))
    about = {one.rule for one in result.findings} & {"LOS102", "LOS601"}

    text = render(result, lenses)  # type: ignore[operator]  # either function

    assert len(about) == 2
    assert "Quiet Nightingale" not in text
    assert not any(f"Q{n}" in text for n in range(1, 5))


@pytest.mark.parametrize("render", [github.render, sarif.render], ids=["github", "sarif"])
def test_a_confidential_goal_is_counted_and_not_named(render: object) -> None:
    tables = plan()
    tables["goals"].append(goal("G7", "Buy the mill at Vik", "P3", confidential=True))
    result, lenses = checked(tables)

    text = render(result, lenses)  # type: ignore[operator]  # either function

    assert "G7" in {one.subject.id for one in result.findings}
    assert "Buy the mill" not in text
    assert "confidential goals" in text


def test_says_how_many_there_are() -> None:
    result, _lenses = checked(a_team_without_line(), settings=Settings(people=True))

    said = about_people(parted(result.findings)[1])

    assert "LOS102 person-without-line" in said
    assert "text and JSON" in said


def test_says_nothing_where_there_is_none() -> None:
    assert about_people(parted(checked()[0].findings)[1]) == ""
    assert about_secrets(parted(checked()[0].findings)[1]) == ""
