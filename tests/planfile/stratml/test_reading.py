"""What the elements of a StratML file become in a plan."""

from datetime import date
from pathlib import Path

import pytest

from lineofsight.planfile.problems import PlanError
from tests.planfile.stratml.plans import (
    CORE,
    PART_2,
    column,
    goal,
    indicator,
    links,
    objective,
    plan,
    read,
    said,
)

TWO_LEVELS = plan(goal(objective()))


def test_a_goal_is_a_pillar(tmp_path: Path) -> None:
    document = read(tmp_path, TWO_LEVELS)

    assert list(document.records("pillars")) == [{"id": "P1", "name": "Crossings"}]


def test_an_objective_is_a_goal_that_supports_its_pillar(tmp_path: Path) -> None:
    document = read(tmp_path, TWO_LEVELS)

    assert list(document.records("goals")) == [{"id": "G1", "title": "Fewer delays"}]
    assert links(document) == {("supports", "G1", "P1")}


def test_an_indicator_is_a_key_result_of_its_objective(tmp_path: Path) -> None:
    document = read(tmp_path, plan(goal(objective(indicator(key="K1")))))

    assert list(document.records("key_results")) == [
        {"id": "K1", "goal_id": "G1", "title": "Delays", "type": "number", "unit": "minutes"}
    ]


def test_rows_are_lines_of_the_file(tmp_path: Path) -> None:
    document = read(tmp_path, TWO_LEVELS)

    assert list(document.tables["goals"].rows) == [5]


def test_goals_without_objectives_are_a_plan(tmp_path: Path) -> None:
    document = read(tmp_path, plan(goal() + goal(key="P2")))

    assert column(document, "pillars", "id") == ["P1", "P2"]
    assert "goals" not in document.tables


@pytest.mark.parametrize(
    "namespace",
    [
        PART_2,
        CORE,
        "http://www.stratml.net/PerformancePlanOrReport",
        "http://www.stratml.net",
        "urn:ISO:std:iso:17469:tech:xsd:stratml_extended",
    ],
)
def test_the_namespace_does_not_matter(tmp_path: Path, namespace: str) -> None:
    document = read(tmp_path, plan(goal(objective()), namespace=namespace))

    assert links(document) == {("supports", "G1", "P1")}


def test_a_file_without_a_namespace_is_read(tmp_path: Path) -> None:
    document = read(tmp_path, TWO_LEVELS.replace(f' xmlns="{PART_2}"', ""))

    assert links(document) == {("supports", "G1", "P1")}


def test_any_prefix_is_read(tmp_path: Path) -> None:
    text = f"""<s:StrategicPlan xmlns:s="{CORE}"><s:Name>x</s:Name><s:StrategicPlanCore>
        <s:Goal><s:Name>Crossings</s:Name><s:Description/><s:Objective>
        <s:Name>Fewer delays</s:Name></s:Objective></s:Goal>
        </s:StrategicPlanCore></s:StrategicPlan>"""

    document = read(tmp_path, text)

    assert column(document, "goals", "title") == ["Fewer delays"]


def test_a_plan_within_a_form_is_found(tmp_path: Path) -> None:
    inner = TWO_LEVELS.partition("\n")[2]
    text = (
        '<html xmlns="http://www.w3.org/1999/xhtml" xmlns:xf="http://www.w3.org/2002/xforms">'
        f'<head><title>A form</title><xf:model><xf:instance xmlns="">{inner}</xf:instance>'
        "</xf:model></head><body><p>Name</p></body></html>"
    )

    document = read(tmp_path, text)

    assert links(document) == {("supports", "G1", "P1")}


def test_the_empty_template_of_a_form_is_passed_over(tmp_path: Path) -> None:
    template = plan(goal(objective(name="", key=""), name="", key="")).partition("\n")[2]
    text = f"<form>{template}{TWO_LEVELS.partition(chr(10))[2]}</form>"

    document = read(tmp_path, text)

    assert column(document, "pillars", "name") == ["Crossings"]


def test_a_second_plan_in_the_file_is_said(tmp_path: Path) -> None:
    inner = TWO_LEVELS.partition("\n")[2]

    document = read(tmp_path, f"<plans>{inner}{inner}</plans>")

    assert column(document, "pillars", "id") == ["P1"]
    assert "1 more plan, which is not read" in said(document)


def test_a_core_alone_is_read(tmp_path: Path) -> None:
    document = read(tmp_path, f"<StrategicPlanCore>{goal(objective())}</StrategicPlanCore>")

    assert links(document) == {("supports", "G1", "P1")}


def test_vision_mission_and_values_are_strategy(tmp_path: Path) -> None:
    core = (
        "<Vision><Description>No islander cut off</Description></Vision>"
        "<Mission><Description>We sail</Description></Mission>"
        "<Value><Name>Care</Name><Description>People before timetables</Description></Value>"
        "<Value><Name>Candour</Name></Value>"
    )

    document = read(tmp_path, plan(core + goal()))

    found = [(each["id"], each["text"]) for each in document.records("strategy")]
    assert found == [
        ("vision", "No islander cut off"),
        ("mission", "We sail"),
        ("value", "Care: People before timetables"),
        ("value-2", "Candour"),
    ]


def test_the_date_of_publication_is_that_of_the_strategy(tmp_path: Path) -> None:
    after = (
        "<AdministrativeInformation><PublicationDate>2026-02-01</PublicationDate>"
        "</AdministrativeInformation>"
    )
    core = "<Vision><Description>No islander cut off</Description></Vision>"

    document = read(tmp_path, plan(core + goal(), after=after))

    assert column(document, "strategy", "published_on") == [date(2026, 2, 1)]


def test_the_period_of_the_plan_is_that_of_its_pillars_alone(tmp_path: Path) -> None:
    after = (
        "<AdministrativeInformation><StartDate>2026-01-01</StartDate>"
        "<EndDate>2028-12-31</EndDate></AdministrativeInformation>"
    )

    document = read(tmp_path, plan(goal(objective()), after=after))

    assert column(document, "pillars", "start") == [date(2026, 1, 1)]
    assert column(document, "pillars", "end") == [date(2028, 12, 31)]
    assert column(document, "goals", "end") == [None]


def test_the_organisation_has_a_name_and_no_instant(tmp_path: Path) -> None:
    core = "<Organization><Name>Kestrel Ferries</Name><Acronym>KF</Acronym></Organization>"

    document = read(tmp_path, plan(core + goal()))

    organization = next(document.records("organization"))
    assert organization["name"] == "Kestrel Ferries"
    assert "as_of" not in organization


def test_of_several_organisations_the_first_is_read(tmp_path: Path) -> None:
    core = "<Organization><Name/></Organization>" + "".join(
        f"<Organization><Name>{name}</Name></Organization>" for name in ("Kestrel", "Heron")
    )

    document = read(tmp_path, plan(core + goal()))

    assert column(document, "organization", "name") == ["Kestrel"]
    assert "names 2 organisations" in said(document)


def test_an_element_without_name_takes_the_first_sentence_of_its_description(
    tmp_path: Path,
) -> None:
    text = "Sail on time, e.g. at dawn. Say so when we do not."
    core = f"<Goal><Name/><Description>{text}</Description></Goal>"

    document = read(tmp_path, plan(core))

    assert column(document, "pillars", "name") == ["Sail on time, e.g. at dawn"]
    assert column(document, "pillars", "text") == [text]


def test_blank_elements_are_left_out_and_said(tmp_path: Path) -> None:
    core = (
        "<Vision><Description/></Vision><Value><Name/><Description/></Value>"
        + goal(objective(name="", key="x") + objective(indicator(name="", unit="")))
        + goal(name="")
    )

    document = read(tmp_path, plan(core))

    assert column(document, "pillars", "id") == ["P1"]
    assert column(document, "goals", "id") == ["G1"]
    assert "key_results" not in document.tables
    assert "strategy" not in document.tables
    for kind in ("Goal", "Objective", "PerformanceIndicator"):
        assert f"1 {kind} has neither name nor description" in said(document)
    assert "1 Vision is blank" in said(document)
    assert "1 Value is blank" in said(document)


def test_several_blanks_are_said_once_with_the_place_of_the_first(tmp_path: Path) -> None:
    document = read(tmp_path, plan(goal(objective(name="") * 3 + objective())))

    assert len(document.notices) == 1
    assert document.notices[0].row == 5
    assert "The first is goal-1-objective-1" in said(document)


def test_the_objectives_of_a_blank_goal_stay_and_support_nothing(tmp_path: Path) -> None:
    document = read(tmp_path, plan(goal() + goal(objective(), name="", key="P2")))

    assert column(document, "goals", "id") == ["G1"]
    assert "links" not in document.tables


def test_an_objective_within_an_objective_supports_it(tmp_path: Path) -> None:
    nested = objective(objective(key="G2"))

    document = read(tmp_path, plan(goal(nested)))

    assert links(document) == {("supports", "G1", "P1"), ("supports", "G2", "G1")}


def test_missing_identifiers_are_made_from_the_place(tmp_path: Path) -> None:
    core = goal(key="P1") + goal(
        objective(indicator(), key="A") + objective(indicator() * 2, key=""), key=""
    )

    document = read(tmp_path, plan(core))

    assert column(document, "pillars", "id") == ["P1", "goal-2"]
    assert column(document, "goals", "id") == ["A", "goal-2-objective-2"]
    assert column(document, "key_results", "id") == [
        "goal-2-objective-1-indicator-1",
        "goal-2-objective-2-indicator-1",
        "goal-2-objective-2-indicator-2",
    ]


@pytest.mark.parametrize("unusable", ["A;B", "A&gt;B", "north_star"])
def test_identifiers_that_cannot_be_ids_are_made_from_the_place(
    tmp_path: Path, unusable: str
) -> None:
    document = read(tmp_path, plan(goal(objective(key=unusable))))

    assert column(document, "goals", "id") == ["goal-1-objective-1"]
    assert "1 Identifier cannot be an id" in said(document)


def test_of_duplicate_identifiers_the_first_stays(tmp_path: Path) -> None:
    core = goal(objective(key="X") + objective(key="X"), key="X")

    document = read(tmp_path, plan(core))

    assert column(document, "pillars", "id") == ["X"]
    assert column(document, "goals", "id") == ["goal-1-objective-1", "goal-1-objective-2"]
    assert "2 Identifiers are used again" in said(document)


def test_a_made_id_does_not_clash_with_one_of_the_file(tmp_path: Path) -> None:
    document = read(tmp_path, plan(goal(key="") + goal(key="goal-1")))

    assert column(document, "pillars", "id") == ["goal-1-2", "goal-1"]


def test_a_blank_does_not_use_up_an_identifier(tmp_path: Path) -> None:
    document = read(tmp_path, plan(goal(name="", key="X") + goal(key="X")))

    assert column(document, "pillars", "id") == ["X"]


def test_names_over_several_lines_become_one(tmp_path: Path) -> None:
    document = read(tmp_path, plan(goal(name="Clean\n\t\twater  for all")))

    assert column(document, "pillars", "name") == ["Clean water  for all"]


def test_texts_with_marks_in_them_are_read_whole(tmp_path: Path) -> None:
    core = "<Goal><Name>A</Name><Description>One <b>two</b><!-- no --> three</Description></Goal>"

    document = read(tmp_path, plan(core))

    assert column(document, "pillars", "text") == ["One two three"]


def test_a_title_that_is_too_long_is_cut_and_said(tmp_path: Path) -> None:
    document = read(tmp_path, plan(goal(name="a" * 2_500)))

    assert len(str(column(document, "pillars", "name")[0])) == 2_000
    assert "2500 characters" in said(document)


def test_what_a_plan_has_no_column_for_is_kept(tmp_path: Path) -> None:
    inner = "<SequenceIndicator>1.1</SequenceIndicator><OtherInformation>See 4</OtherInformation>"

    document = read(tmp_path, plan(goal(objective(inner))))

    record = next(document.records("goals"))
    assert (record["sequence"], record["other_information"]) == ("1.1", "See 4")
    assert document.notices == ()


def test_an_indicator_of_a_goal_itself_is_a_kpi_of_the_pillar(tmp_path: Path) -> None:
    document = read(tmp_path, plan(goal(indicator(key="K1"))))

    assert column(document, "kpis", "name") == ["Delays"]
    assert column(document, "pillars", "kpi_ids") == [("K1",)]


def test_an_indicator_that_measures_nothing_is_left_out_and_said(tmp_path: Path) -> None:
    document = read(tmp_path, plan(goal() + goal(objective(indicator(), name=""), key="P2")))

    assert "key_results" not in document.tables
    assert "belongs to no Objective" in said(document)


def test_a_plan_that_was_not_filled_in_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match="No Goal and no Objective"):
        read(tmp_path, plan(goal(objective(name=""), name="")))


def test_reading_twice_gives_the_same(tmp_path: Path) -> None:
    assert read(tmp_path, TWO_LEVELS) == read(tmp_path, TWO_LEVELS)
