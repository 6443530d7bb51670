"""Relationships of indicators as links of their Objectives."""

from pathlib import Path

import pytest

from tests.planfile.stratml.plans import (
    column,
    goal,
    indicator,
    links,
    objective,
    plan,
    read,
    relation,
    said,
)

NESTED = {("supports", "G1", "P1"), ("supports", "G2", "P1")}


def two(inner: str, *, second: str = "") -> str:
    """Return a plan of two pillars and two objectives, relationships on their indicators."""
    return plan(
        goal(
            objective(indicator(inner))
            + objective(indicator(second) if second else "", name="New jetty", key="G2")
        )
        + goal(name="Harbours", key="P2")
    )


@pytest.mark.parametrize(
    ("kind", "referent", "link"),
    [
        ("Narrower_Than", "G2", ("supports", "G1", "G2")),
        ("Narrower_Than", "P2", ("supports", "G1", "P2")),
        ("Broader_Than", "G2", ("supports", "G2", "G1")),
        ("Peer_To", "G2", ("shares", "G1", "G2")),
        ("narrower than", "G2", ("supports", "G1", "G2")),
    ],
)
def test_a_relationship_is_a_link(
    tmp_path: Path, kind: str, referent: str, link: tuple[str, str, str]
) -> None:
    document = read(tmp_path, two(relation(kind, referent)))

    assert links(document) == NESTED | {link}
    assert document.notices == ()


def test_a_relationship_may_name_several(tmp_path: Path) -> None:
    document = read(tmp_path, two(relation("Narrower_Than", "G2", "P2")))

    assert links(document) == NESTED | {("supports", "G1", "G2"), ("supports", "G1", "P2")}


def test_a_link_that_is_there_already_is_not_doubled(tmp_path: Path) -> None:
    document = read(tmp_path, two(relation("Narrower_Than", "P1")))

    assert column(document, "links", "from_id") == ["G1", "G2"]


def test_the_two_directions_of_one_link_are_one(tmp_path: Path) -> None:
    text = two(relation("Narrower_Than", "G2"), second=relation("Broader_Than", "G1"))

    document = read(tmp_path, text)

    assert column(document, "links", "kind").count("supports") == 3


def test_peers_that_name_each_other_share_once(tmp_path: Path) -> None:
    text = two(relation("Peer_To", "G2"), second=relation("Peer_To", "G1"))

    document = read(tmp_path, text)

    assert column(document, "links", "kind").count("shares") == 1


def test_two_that_are_narrower_than_each_other_are_a_circle(tmp_path: Path) -> None:
    text = two(relation("Narrower_Than", "G2"), second=relation("Narrower_Than", "G1"))

    document = read(tmp_path, text)

    assert {("supports", "G1", "G2"), ("supports", "G2", "G1")} <= links(document)


def test_the_description_is_the_rationale(tmp_path: Path) -> None:
    document = read(tmp_path, two(relation("Narrower_Than", "P1", text="Fewer delays, more trips")))

    assert column(document, "links", "rationale") == ["Fewer delays, more trips", None]


def test_a_referent_outside_the_file_is_left_out_and_said_once(tmp_path: Path) -> None:
    text = two(relation("Narrower_Than", "elsewhere") + relation("Peer_To", "nowhere"))

    document = read(tmp_path, text)

    assert links(document) == NESTED
    assert len(document.notices) == 1
    assert "2 Relationships name something that is not in this file" in said(document)


@pytest.mark.parametrize(
    "inner",
    [
        relation("Broader_Than", "P2"),
        relation("Peer_To", "P2"),
        relation("Narrower_Than", "G1"),
        relation("", "G2"),
        relation("Narrower_Than", "K2"),
    ],
    ids=["broader than a goal", "peer of a goal", "its own objective", "no type", "an indicator"],
)
def test_a_relationship_that_no_link_can_say_is_left_out_and_said(
    tmp_path: Path, inner: str
) -> None:
    text = two(inner).replace("</Objective></Goal>", indicator(key="K2") + "</Objective></Goal>")

    document = read(tmp_path, text)

    assert links(document) == NESTED
    assert "1 Relationship says nothing that a link can say" in said(document)


def test_a_blank_relationship_is_nothing_to_talk_about(tmp_path: Path) -> None:
    document = read(tmp_path, two("<Relationship><ReferentIdentifier/><Name/></Relationship>"))

    assert document.notices == ()


def test_relationships_name_the_identifier_that_stands_in_the_file(tmp_path: Path) -> None:
    text = two(relation("Peer_To", "G2;x")).replace(
        "<Identifier>G2</Identifier>", "<Identifier>G2;x</Identifier>"
    )

    document = read(tmp_path, text)

    assert ("shares", "G1", "goal-1-objective-2") in links(document)


def test_a_duplicate_identifier_means_the_first(tmp_path: Path) -> None:
    text = two(relation("Narrower_Than", "P2")).replace(
        "<Identifier>G2</Identifier>", "<Identifier>P2</Identifier>"
    )

    document = read(tmp_path, text)

    assert ("supports", "G1", "P2") in links(document)
    assert column(document, "goals", "id") == ["G1", "P2"]


def test_an_empty_indicator_may_carry_a_relationship(tmp_path: Path) -> None:
    carrier = indicator(relation("Narrower_Than", "G2"), name="", unit="")

    document = read(tmp_path, plan(goal(objective(carrier) + objective(key="G2"))))

    assert ("supports", "G1", "G2") in links(document)
    assert "key_results" not in document.tables
    assert document.notices == ()
