"""Stakeholders: who becomes a person of the plan, and who is kept as text."""

import json
from pathlib import Path

from tests.planfile.stratml.plans import column, goal, objective, plan, read


def stakeholder(name: str, *roles: str, kind: str = "Person", text: str = "") -> str:
    """Return a Stakeholder; a role is ``name: type, type``."""
    written = ""
    for role in roles:
        title, _sign, kinds = role.partition(": ")
        types = "".join(f"<RoleType>{each}</RoleType>" for each in kinds.split(", ") if each)
        written += f"<Role><Name>{title}</Name><Description/>{types}</Role>"
    return (
        f'<Stakeholder StakeholderTypeType="{kind}"><Name>{name}</Name>'
        f"<Description>{text}</Description>{written}</Stakeholder>"
    )


def test_the_only_performer_owns_the_goal_if_it_is_a_person(tmp_path: Path) -> None:
    inner = stakeholder("Ana Silva", "Lead: Performer", text="Harbour master")

    document = read(tmp_path, plan(goal(objective(inner))))

    assert column(document, "goals", "owner_id") == ["ana-silva"]
    assert list(document.records("people")) == [
        {"id": "ana-silva", "name": "Ana Silva", "title": "Harbour master"}
    ]


def test_of_several_performers_nobody_owns_and_persons_contribute(tmp_path: Path) -> None:
    inner = stakeholder("Ana Silva", ": Performer") + stakeholder(
        "Coast guard", "Rescue: Performer", kind="Organization"
    )
    inner = inner.replace("<Name></Name>", "<Name>Lead</Name>")

    document = read(tmp_path, plan(goal(objective(inner))))

    assert column(document, "goals", "owner_id") == [None]
    assert column(document, "goals", "contributor_ids") == [("ana-silva",)]


def test_a_role_called_owner_decides(tmp_path: Path) -> None:
    inner = stakeholder("Ana Silva", "Owner: Performer") + stakeholder("Bo", "Crew: Performer")

    document = read(tmp_path, plan(goal(objective(inner))))

    assert column(document, "goals", "owner_id") == ["ana-silva"]
    assert column(document, "goals", "contributor_ids") == [("bo",)]


def test_several_owners_are_all_kept(tmp_path: Path) -> None:
    inner = stakeholder("Ana Silva", "Owner: Performer") + stakeholder("Bo", "Owner: Performer")

    document = read(tmp_path, plan(goal(objective(inner))))

    assert column(document, "goals", "owner_id") == ["ana-silva;bo"]


def test_organisations_groups_and_beneficiaries_are_no_people(tmp_path: Path) -> None:
    inner = (
        stakeholder("Coast guard", "Rescue: Performer", kind="Organization")
        + stakeholder("Islanders", "Travel: Performer, Beneficiary", kind="Generic_Group")
        + stakeholder("Ana Silva", "Traveller: Beneficiary")
        + stakeholder("[To be named]", "Lead: Performer")
    )

    document = read(tmp_path, plan(goal(objective(inner))))

    assert "people" not in document.tables
    kept = json.loads(str(column(document, "goals", "stakeholders")[0]))
    assert [each["name"] for each in kept] == [
        "Coast guard",
        "Islanders",
        "Ana Silva",
        "[To be named]",
    ]
    assert kept[1]["roles"] == [{"name": "Travel", "types": ["Performer", "Beneficiary"]}]


def test_blank_stakeholders_of_the_form_are_nothing(tmp_path: Path) -> None:
    document = read(tmp_path, plan(goal(objective(stakeholder("", kind="Generic_Group")))))

    assert column(document, "goals", "stakeholders") == [None]
    assert document.notices == ()


def test_sponsors_and_champions_of_a_pillar_are_named_by_their_role(tmp_path: Path) -> None:
    inner = stakeholder("Ana Silva", "Sponsor: Performer") + stakeholder(
        "Bo", "Champion: Performer"
    )
    inner += stakeholder("Cy", "Crew: Performer")

    document = read(tmp_path, plan(goal(inner)))

    record = next(document.records("pillars"))
    assert (record["sponsor_id"], record["champion_ids"]) == ("ana-silva", ("bo",))
    assert column(document, "people", "id") == ["ana-silva", "bo"]


def test_one_person_in_two_places_is_one(tmp_path: Path) -> None:
    inner = objective(stakeholder("Ana  Silva", "Lead: Performer"))
    inner += objective(stakeholder("Ana Silva", "Lead: Performer", text="Captain"), key="G2")

    document = read(tmp_path, plan(goal(inner)))

    assert column(document, "people", "title") == ["Captain"]
    assert column(document, "goals", "owner_id") == ["ana-silva", "ana-silva"]


def test_names_of_every_script_have_ids(tmp_path: Path) -> None:
    inner = objective(stakeholder("Ольга Петрова", "Lead: Performer"))
    inner += objective(stakeholder("!!!", "Lead: Performer"), key="G2")

    document = read(tmp_path, plan(goal(inner)))

    assert column(document, "people", "id") == ["ольга-петрова", "person"]
