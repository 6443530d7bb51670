"""Why a goal fits under another: said in whole sentences, the strongest reason first."""

from lineofsight.engine.meaning.reasons import MOST, Reasons, reasons
from tests.engine.build import AS_OF, Tables, lenses

HARBOUR = ["cranes", "ropes", "ferries", "quays", "buoys", "pilots", "lights", "tides"]


def plan(**cells: object) -> Tables:
    """Two pillars with goals that speak of their own pillar's matter; G0 supports P1."""
    goals: list[dict[str, object]] = []
    for place, word in enumerate(HARBOUR):
        goals.append({"id": f"G{place}", "title": f"Harbour {word} are ready before every storm"})
        goals.append({"id": f"H{place}", "title": f"School {word} reach each village classroom"})
    goals[0] |= cells
    links = [
        {
            "kind": "supports",
            "from_id": goal["id"],
            "to_id": "P1" if "G" in str(goal["id"]) else "P2",
        }
        for goal in goals
    ]
    pillars: list[dict[str, object]] = [
        {"id": "P1", "name": "A harbour that is open in any storm"},
        {"id": "P2", "name": "A classroom in every village"},
    ]
    return {"goals": goals, "links": links, "pillars": pillars}


def told(child: str, parent: str, tables: Tables) -> list[str]:
    seen = lenses(AS_OF, **tables)
    ids = seen.graph.node_ids.tolist()
    return reasons(seen.meaning, ids.index(child), ids.index(parent))


def test_shared_words_are_named() -> None:
    said = " ".join(told("G0", "P1", plan()))

    assert "“harbour”" in said
    assert "“storm”" in said


def test_likeness_to_the_other_goals_there_counts_them() -> None:
    assert "It is worded like the 7 other goals there." in told("G0", "P1", plan())


def test_nothing_speaks_for_a_link_to_what_is_unlike() -> None:
    assert not any("Both speak" in said for said in told("G0", "P2", plan()))


def test_a_shared_measure_is_the_strongest_reason_where_words_say_nothing() -> None:
    tables = plan()
    tables["links"].append({"kind": "supports", "from_id": "H0", "to_id": "G1"})
    tables["key_results"] = [
        {"id": f"K{goal}", "goal_id": goal, "title": "Days open", "measure": "days open"}
        for goal in ("H0", "G1")
    ]

    assert told("H0", "G1", tables)[0] == "Both have a key result on “days open”."


def test_never_more_reasons_than_people_read() -> None:
    seen = lenses(AS_OF, **plan())
    why = Reasons(seen.meaning)
    edges = seen.graph.edges

    numbers = [
        len(why(child, parent))
        for child, parent in zip(edges.child.tolist(), edges.parent.tolist(), strict=True)
    ]

    assert 0 < max(numbers) <= MOST


def test_the_rarer_word_is_named_first() -> None:
    tables = plan()
    for row in tables["pillars"]:
        row["name"] = f"{row['name']} with cranes"
    seen = lenses(AS_OF, **tables)
    ids = seen.graph.node_ids.tolist()

    words = Reasons(seen.meaning).shared_words(ids.index("G0"), ids.index("P1"))

    assert words[0] == "cranes"
