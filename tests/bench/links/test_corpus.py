"""Published plans as they are read, and what is refused."""

import json
from pathlib import Path

import numpy as np
import pytest

from lineofsight.bench.links import corpus
from lineofsight.bench.links.corpus import Corpus
from lineofsight.planfile.problems import PlanError
from tests.bench.links.plans import Record, plan, record, records, write


def read(folder: Path, nodes: list[Record]) -> Corpus:
    return corpus.read(write(folder, nodes))


def problems(path: Path) -> list[str]:
    with pytest.raises(PlanError) as caught:
        corpus.read(path)
    return [str(one).partition("plans.jsonl, ")[2] for one in caught.value.problems]


class TestReading:
    def test_keeps_plans_and_nodes_in_the_order_of_the_file(self, tmp_path: Path) -> None:
        found = read(tmp_path, records(["veld", "brask"]))

        assert [one.name for one in found.plans] == ["veld", "brask"]
        assert found.plans[0].ids[:3] == ("veld/0", "veld/1", "veld/1.0")
        assert found.links == sum(len(one.nodes.child) for one in found.plans) == 48

    def test_takes_plans_of_one_source_for_those_of_one_organisation(self, tmp_path: Path) -> None:
        found = read(tmp_path, records())

        assert {one.name: one.organisation for one in found.plans} == {
            "brask": "brask",
            "brask-next": "brask",
            "veld": "veld",
            "noor": "noor",
        }

    def test_knows_depth_owner_dates_and_target(self, tmp_path: Path) -> None:
        nodes = read(tmp_path, plan("veld", ["roads"])).plans[0].nodes

        assert nodes.depth.tolist() == [0, 1, 2, 3, 3, 2, 2]
        assert nodes.holder.tolist() == [-1, 0, 1, -1, -1, 1, 1]
        assert nodes.measured.tolist() == [0, 0, 1, 0, 0, 1, 1]
        assert np.isnan(nodes.start).tolist() == [True, True, False, True, True, False, False]

    def test_takes_whom_a_name_means_without_regard_to_case(self, tmp_path: Path) -> None:
        nodes = [
            record("a", "1", None, "One", owner=" Ana"),
            record("a", "2", "1", "Two", owner="ANA "),
        ]

        assert read(tmp_path, nodes).plans[0].nodes.holder.tolist() == [0, 0]

    def test_takes_a_parent_that_is_not_there_for_none(self, tmp_path: Path) -> None:
        assert read(tmp_path, [record("a", "1", "gone", "One")]).links == 0

    def test_takes_ids_that_are_numbers(self, tmp_path: Path) -> None:
        nodes = [
            record("a", "x", None, "One") | {"id": 0},
            record("a", "y", None, "Two") | {"parent": 0},
        ]

        assert read(tmp_path, nodes).links == 1

    @pytest.mark.parametrize("separator", ["\u2028", "\u0085"])
    def test_keeps_a_line_together_that_holds_another_separator(
        self, tmp_path: Path, separator: str
    ) -> None:
        name = f"One{separator}two"
        path = tmp_path / "plans.jsonl"
        path.write_text(json.dumps(record("a", "1", None, name), ensure_ascii=False), "utf-8")

        assert corpus.read(path).plans[0].nodes.titles == [name]

    def test_takes_a_file_with_a_byte_order_mark_and_blank_lines(self, tmp_path: Path) -> None:
        path = tmp_path / "plans.jsonl"
        line = json.dumps(record("a", "1", None, "One"))
        path.write_bytes(b"\xef\xbb\xbf" + f"\r\n{line}\r\n\r\n".encode())

        assert corpus.read(path).plans[0].ids == ("1",)

    @pytest.mark.parametrize("day", ["soon", "2026-13-45", "", None, 20260101, {"day": 1}])
    def test_takes_a_day_that_is_none_for_unknown(self, tmp_path: Path, day: object) -> None:
        nodes = [record("a", "1", None, "One", end=day)]

        assert np.isnan(read(tmp_path, nodes).plans[0].nodes.end).all()

    @pytest.mark.parametrize("name", ["", "🚢", "学校", "ميناء", "x" * 3000])
    def test_takes_any_name(self, tmp_path: Path, name: str) -> None:
        assert read(tmp_path, [record("a", "1", None, name)]).plans[0].nodes.titles == [name]

    def test_knows_the_pillar_below_the_vision(self, tmp_path: Path) -> None:
        one = read(tmp_path, plan("veld", ["roads", "lanes"])).plans[0]

        assert [one.ids[top] if top >= 0 else "" for top in one.pillar] == [
            "",
            *["veld/1"] * 6,
            *["veld/2"] * 6,
        ]


class TestRefusing:
    def test_names_every_line_and_what_would_be_right(self, tmp_path: Path) -> None:
        path = tmp_path / "plans.jsonl"
        good = json.dumps(record("a", "1", None, "One"))
        bad = ['{"plan": "a"', "[1]", '{"plan": "a"}', '{"plan": "", "id": "2"}', "[" * 100_000]
        path.write_text("\n".join([good, *bad, good]), encoding="utf-8")

        told = problems(path)

        assert [one.partition(":")[0] for one in told] == [f"row {n}" for n in (2, 3, 4, 5, 6, 7)]
        assert told[0] == "row 2: It is not JSON. Write one JSON object a line, as UTF-8."
        assert '{"plan": "a", "id": "a/1", "parent": null' in told[1]
        assert told[-1] == (
            "row 7: The id “1” stands in row 1 of this plan too. "
            "Give every node of a plan an id of its own."
        )

    @pytest.mark.parametrize("circle", [["1"], ["2", "1"], ["2", "3", "1"]])
    def test_names_a_circle_once(self, tmp_path: Path, circle: list[str]) -> None:
        nodes = [record("a", str(n), up, "One") for n, up in enumerate(circle, 1)]
        nodes.append(record("a", "9", "1", "Below the circle"))

        assert problems(write(tmp_path, nodes)) == [
            "row 1: The parents of “1” go in a circle. Leave one of them without a parent."
        ]

    def test_names_the_byte_that_is_not_utf_8(self, tmp_path: Path) -> None:
        path = tmp_path / "plans.jsonl"
        path.write_bytes(b'{"plan": "caf\xe9"}')

        with pytest.raises(PlanError, match="not UTF-8 at byte 13"):
            corpus.read(path)

    def test_names_half_a_character(self, tmp_path: Path) -> None:
        path = tmp_path / "plans.jsonl"
        path.write_text('{"plan": "a", "id": "1", "name": "\\ud800"}', encoding="utf-8")

        assert problems(path)[0].startswith("row 1: ")

    @pytest.mark.parametrize(
        ("name", "why"), [("gone.jsonl", "No such file or directory"), (".", "Is a directory")]
    )
    def test_says_why_a_file_cannot_be_read(self, tmp_path: Path, name: str, why: str) -> None:
        with pytest.raises(PlanError) as caught:
            corpus.read(tmp_path / name)

        assert f"It cannot be read: {why}. Check the name" in str(caught.value)


class TestJudged:
    def test_every_child_has_every_node_that_carries_something_and_is_not_below_it(
        self, tmp_path: Path
    ) -> None:
        for one in read(tmp_path, records()).plans:
            up = dict(zip(one.nodes.child.tolist(), one.nodes.parent.tolist(), strict=True))

            def above(node: int, up: dict[int, int] = up) -> set[int]:
                return {up[node]} | above(up[node]) if node in up else set()

            carrying = set(up.values())
            assert [child for child, _ in one.judged] == sorted(up)
            for child, candidates in one.judged:
                expected = {n for n in carrying if n != child and child not in above(n)}
                assert set(candidates.tolist()) == expected
                assert up[child] in expected
