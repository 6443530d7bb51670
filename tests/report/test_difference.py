"""What changed between two plans, and what that does."""

import json
from copy import deepcopy
from datetime import date
from typing import Any

import pytest

from lineofsight.engine.check import check
from lineofsight.engine.lens import Lenses
from lineofsight.engine.settings import Settings
from lineofsight.engine.snapshot import Snapshot
from lineofsight.planfile.columns import to_columns
from lineofsight.planfile.document import PlanDocument
from lineofsight.report.difference import Difference, Side, compare
from lineofsight.report.difference_json import render as render_json
from lineofsight.report.difference_text import render
from lineofsight.report.text import Layout
from tests.cli.run import AS_OF, Tables, goal, plan


def side(tables: Tables) -> Side:
    rows = {**tables, "organization": [tables["organization"]]}
    document = PlanDocument.from_rows(rows, file="plan.json")
    snapshot = Snapshot.build(to_columns(document), date.fromisoformat(AS_OF))
    lenses = Lenses(snapshot, Settings())
    return Side(document, lenses, check(snapshot, lenses.settings, lenses=lenses))


def difference(old: Tables, new: Tables) -> Difference:
    return compare(side(old), side(new))


def changed(**fields: object) -> Tables:
    """The plan with another G2."""
    tables = deepcopy(plan())
    tables["goals"][1].update(fields)
    return tables


class TestTables:
    def test_of_the_same_plan_do_not_differ(self) -> None:
        found = difference(plan(), plan())

        assert found.nothing
        assert render(found, Layout(), names=("a", "b")) == (
            "From a to b, both on 21 November 2026.\n\nNothing has changed.\n"
        )

    def test_do_not_differ_by_the_order_of_rows(self) -> None:
        tables = plan()
        tables["goals"].reverse()

        assert difference(plan(), tables).tables == ()

    def test_name_what_was_added_removed_and_changed(self) -> None:
        tables = changed(status="paused")
        tables["goals"][3] = goal("G9", "Every tin stands in its place at four", "P1")

        (found,) = difference(plan(), tables).tables

        assert (found.table, found.added, found.removed) == ("goals", ("G9",), ("G3",))
        assert found.changed == {"G2": {"status": (None, "paused")}}

    def test_name_links_by_their_ends(self) -> None:
        tables = plan()
        tables["links"][1]["to_id"] = "A"

        (found,) = difference(plan(), tables).tables

        assert (found.added, found.removed) == (("G2>A:supports",), ("G2>G1:supports",))

    def test_of_what_people_said_are_counted_only(self) -> None:
        def told(text: str) -> Tables:
            tables = plan()
            feedback = {"id": "F1", "date": "2026-11-02", "from_id": "P1", "to_id": "P2"}
            tables["feedback"] = [{**feedback, "text": text}]
            return tables

        found = difference(told("Between us"), told("Between the two of us"))

        assert [(one.rows_added, one.rows_removed) for one in found.tables] == [(1, 1)]
        for text in (render(found, Layout(), names=("a", "b")), render_json(found)):
            assert "feedback" in text
            assert "Between" not in text

    def test_without_ids_are_counted(self) -> None:
        def seen(*values: float) -> Tables:
            tables = plan()
            tables["key_results"] = [{"id": "K1", "goal_id": "G1", "title": "Loaves sold"}]
            tables["observations"] = [
                {"measure_id": "K1", "date": f"2026-11-{day:02}", "value": value}
                for day, value in enumerate(values, start=1)
            ]
            return tables

        (found,) = difference(seen(1, 2, 3), seen(1, 2, 4, 5)).tables

        assert (found.table, found.rows_added, found.rows_removed) == ("observations", 2, 1)


class TestEffects:
    @pytest.mark.parametrize(
        ("before", "after", "states", "better"),
        [
            ({}, {"status": "paused"}, [("G4", "whole", "broken")], False),
            ({"status": "paused"}, {}, [("G4", "broken", "whole")], True),
        ],
    )
    def test_on_lines(
        self,
        before: dict[str, object],
        after: dict[str, object],
        states: list[tuple[str, str, str]],
        better: bool,
    ) -> None:
        def below_g2(fields: dict[str, object]) -> Tables:
            tables = changed(**fields)
            tables["links"][2]["to_id"] = "G2"
            return tables

        found = difference(below_g2(before), below_g2(after))

        assert [(one.id, one.before, one.after) for one in found.lines] == states
        assert found.lines[0].better is better

    def test_on_stake_largest_first(self) -> None:
        found = difference(plan(), changed(status="paused"))

        assert [(one.id, one.before, one.after) for one in found.stakes] == [
            ("G2", 0.5, 0.0),
            ("G4", 0.5, 1.0),
        ]

    def test_on_findings(self) -> None:
        tables = plan()
        tables["links"].append({"kind": "supports", "from_id": "G3", "to_id": "G1"})

        found = difference(plan(), tables)

        assert [one.rule for one in found.resolved] == ["LOS101"]
        assert [one.rule for one in difference(tables, plan()).opened] == ["LOS101"]

    def test_on_severity(self) -> None:
        tables = plan()
        tables["goals"] += [
            goal(f"H{n}", f"Tin {n} stands in its place at four", "P3") for n in range(20)
        ]
        tables["links"] += [
            {"kind": "supports", "from_id": f"H{n}", "to_id": "G1"} for n in range(20)
        ]

        (found,) = [
            one for one in difference(plan(), tables).regraded if one.finding.rule == "LOS101"
        ]

        assert (found.before.word, found.finding.severity.word) == ("high", "medium")


class TestText:
    def test_tells_it_all(self) -> None:
        tables = changed(status="paused")
        text = render(difference(plan(), tables), Layout(), names=("old.json", "new.json"))

        assert text.startswith("From old.json to new.json, both on 21 November 2026.\n")
        assert (
            "What changed\n"
            "  goals: 1 changed\n"
            "    ~ G2 “Shops order what they sold on the same weekday”: status nothing → paused\n"
        ) in text
        assert "  G2 “Shops order what they sold on the same weekday”: 0.5 → 0\n" in text

    def test_is_cut_where_it_is_long(self) -> None:
        tables = plan()
        tables["goals"] += [
            goal(f"H{n:02}", f"Tin {n} stands in its place", "P3") for n in range(30)
        ]
        found = difference(plan(), tables)

        short = render(found, Layout(), names=("a", "b"))
        whole = render(found, Layout(verbose=True), names=("a", "b"))

        assert "    … and 18 more; --verbose shows them.\n" in short
        assert "H29" in whole.partition("Lines of sight")[0]


class TestJson:
    def document(self) -> dict[str, Any]:
        document: dict[str, Any] = json.loads(
            render_json(difference(plan(), changed(end="2027-03-31", contributor_ids=["P3"])))
        )
        return document

    def test_holds_the_same(self) -> None:
        (table,) = self.document()["tables"]

        assert table["changed"] == [
            {
                "id": "G2",
                "columns": {
                    "end": {"before": "2026-12-31", "after": "2027-03-31"},
                    "contributor_ids": {"before": None, "after": ["P3"]},
                },
                "reasons": [],
            }
        ]

    def test_sums_up(self) -> None:
        document = self.document()

        assert document["format"] == "lineofsight-difference"
        assert document["summary"]["goals_with_line"] == {"before": 0.75, "after": 0.75}
        assert document["summary"]["findings"]["still"] >= 1
