"""check: formats, choices, baseline, instants, settings."""

import json
import random
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator

from tests.cli.run import AS_OF, KESTREL, findings, goal, plan, run, write

SUBJECTS = [
    "goal", "key_result", "link", "person", "team", "function", "pillar", "kpi", "strategy",
    "assumption", "blocker", "action", "pair", "question",
]  # fmt: skip
SHARE = {"type": ["number", "null"], "minimum": 0, "maximum": 1}
SUBJECT = {
    "type": "object",
    "properties": {"kind": {"enum": SUBJECTS}, "id": {"type": "string", "minLength": 1}},
    "required": ["kind", "id"],
    "additionalProperties": False,
}


def exactly(**properties: object) -> dict[str, object]:
    return {
        "type": "object",
        "properties": properties,
        "required": list(properties),
        "additionalProperties": False,
    }


COUNT = {"type": "integer", "minimum": 0}
CODE = {"type": "string", "pattern": r"^LOS\d{3}$"}
# What the plan file's contract says that `check --format json` prints.
CONTRACT = exactly(
    format={"const": "lineofsight-findings"},
    version={"const": 1},
    as_of={"type": "string", "format": "date"},
    counts=exactly(goals=COUNT, pillars=COUNT, people=COUNT, links=COUNT),
    summary=exactly(
        goals_with_line=SHARE,
        people_with_line=SHARE,
        findings=exactly(high=COUNT, medium=COUNT, low=COUNT),
    ),
    rules=exactly(
        run={"type": "array", "items": CODE, "uniqueItems": True},
        skipped={"type": "array", "items": exactly(rule=CODE, reason={"type": "string"})},
    ),
    findings={
        "type": "array",
        "items": exactly(
            rule=CODE,
            name={"type": "string", "pattern": "^[a-z-]+$"},
            severity={"enum": ["high", "medium", "low"]},
            stake={"type": "number", "minimum": 0, "maximum": 1},
            certainty={"type": "number", "minimum": 0, "maximum": 1},
            subject=SUBJECT,
            others={"type": "array", "items": SUBJECT},
            sentence={"type": "string", "minLength": 10},
            evidence={"type": "object"},
            conversation=exactly(
                people={"type": "array", "items": {"type": "string"}, "uniqueItems": True},
                question={"type": "string", "minLength": 5},
            ),
            fix={"type": ["object", "null"]},
            source=exactly(
                file={"type": "string"}, table={"type": "string"}, row={"type": "integer"}
            ),
        ),
    },
)


class TestJson:
    @pytest.mark.parametrize("more", [[], ["--people"], ["--select", "LOS901"]])
    def test_keeps_to_the_contract(self, more: list[str]) -> None:
        document = json.loads(run("check", KESTREL, "--format", "json", *more).stdout)

        assert list(Draft202012Validator(CONTRACT).iter_errors(document)) == []

    def test_has_its_keys_in_the_order_of_the_contract(self) -> None:
        document = json.loads(run("check", KESTREL, "--format", "json").stdout)

        assert list(document) == list(CONTRACT["properties"])  # type: ignore[call-overload]  # JSON has no types
        items = CONTRACT["properties"]["findings"]["items"]  # type: ignore[index]  # JSON has no types
        assert list(document["findings"][0]) == list(items["properties"])

    def test_counts_what_it_lists(self) -> None:
        document = json.loads(run("check", KESTREL, "--people", "--format", "json").stdout)
        listed = [one["severity"] for one in document["findings"]]

        assert document["summary"]["findings"] == {
            word: listed.count(word) for word in ("high", "medium", "low")
        }

    def test_is_ordered_by_severity_stake_rule_and_id(self) -> None:
        ranks = {"high": 0, "medium": 1, "low": 2}
        found = findings(KESTREL, "--people")
        keys = [(ranks[f["severity"]], -f["stake"], f["rule"], f["subject"]["id"]) for f in found]

        assert len(keys) > 10
        assert keys == sorted(keys)

    def test_is_the_same_byte_for_byte(self) -> None:
        assert (
            run("check", KESTREL, "--format", "json").stdout_bytes
            == run("check", KESTREL, "--format", "json").stdout_bytes
        )

    def test_does_not_depend_on_the_order_of_rows_but_for_their_numbers(
        self, tmp_path: Path
    ) -> None:
        shuffled = tmp_path / "kestrel"
        shuffled.mkdir()
        for file in KESTREL.glob("*.csv"):
            header, *rows = file.read_text(encoding="utf-8").splitlines()
            random.Random(7).shuffle(rows)  # noqa: S311 - an order, not a secret
            (shuffled / file.name).write_text("\n".join([header, *rows]), encoding="utf-8")

        before, after = findings(KESTREL), findings(shuffled)

        for one in before + after:
            del one["source"]
        assert before == after

    def test_says_what_is_wrong_as_json_too(self, tmp_path: Path) -> None:
        wrong = write(tmp_path, {"goals": [{"id": "G1", "title": "One", "status": "actve"}]})

        done = run("check", wrong, "--format", "json")

        document = json.loads(done.stdout)
        assert done.exit_code == 2
        assert document["format"] == "lineofsight-problems"
        problem = document["problems"][0]
        assert (problem["table"], problem["row"], problem["column"]) == ("goals", 1, "status")
        assert "status" in done.stderr

    def test_counts_what_was_accepted_only_if_something_was(self, tmp_path: Path) -> None:
        path = write(tmp_path)
        accept(tmp_path)

        document = json.loads(run("check", path, "--format", "json").stdout)

        assert [one["subject"]["id"] for one in document.pop("accepted")] == ["G3"]
        assert list(Draft202012Validator(CONTRACT).iter_errors(document)) == []


class TestInstant:
    def test_is_what_was_asked_for(self, tmp_path: Path) -> None:
        assert as_of(write(tmp_path), "--as-of", "2026-12-24") == "2026-12-24"

    def test_is_else_what_the_plan_says(self, tmp_path: Path) -> None:
        assert as_of(write(tmp_path)) == AS_OF

    def test_is_else_today(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        from datetime import date

        class ThatDay(date):
            @classmethod
            def today(cls) -> "ThatDay":
                return cls(2027, 3, 4)

        monkeypatch.setattr("lineofsight.cli.load.date", ThatDay)
        tables = plan()
        del tables["organization"]["as_of"]

        assert as_of(write(tmp_path, tables)) == "2027-03-04"


def as_of(*arguments: object) -> str:
    return str(json.loads(run("check", *arguments, "--format", "json").stdout)["as_of"])


class TestChoice:
    @pytest.mark.parametrize("words", ["LOS1", "los101", "no-line-of-sight", "LOS7,LOS101"])
    def test_of_rules_by_code_beginning_or_name(self, tmp_path: Path, words: str) -> None:
        found = findings(write(tmp_path), "--select", words)

        assert [one["rule"] for one in found] == ["LOS101"]

    def test_of_rules_to_leave_out_outranks(self, tmp_path: Path) -> None:
        assert findings(write(tmp_path), "--select", "LOS1", "--ignore", "LOS101") == []

    def test_of_severity_leaves_out_what_is_less(self, tmp_path: Path) -> None:
        tables = plan()
        tables["goals"].append(goal("G9", "Operational excellence", "P3"))
        path = write(tmp_path, tables)

        assert "low" in {one["severity"] for one in findings(path)}
        assert "low" not in {one["severity"] for one in findings(path, "--severity", "medium")}

    @pytest.mark.parametrize(
        ("fail_on", "code"), [("high", 0), ("medium", 0), ("low", 1), ("never", 0)]
    )
    def test_of_what_fails(self, tmp_path: Path, fail_on: str, code: int) -> None:
        tables = plan()
        tables["goals"].append(
            goal("G9", "Operational excellence", "P3")
        )  # LOS801, never more than low

        done = run("check", write(tmp_path, tables), "--select", "LOS801", "--fail-on", fail_on)

        assert done.exit_code == code

    def test_of_rules_about_people_is_for_each_time(self, tmp_path: Path) -> None:
        path = write(tmp_path)

        assert "person" not in {one["subject"]["kind"] for one in findings(path)}
        assert "LOS102" in {one["rule"] for one in findings(path, "--people")}

    def test_of_an_ending_chooses_the_format(self, tmp_path: Path) -> None:
        report = tmp_path / "report.json"

        done = run("check", write(tmp_path), "--output", report)

        assert done.stdout == ""
        assert json.loads(report.read_text(encoding="utf-8"))["format"] == "lineofsight-findings"


class TestBaseline:
    def test_lets_only_new_findings_count(self, tmp_path: Path) -> None:
        path = write(tmp_path)
        known = tmp_path / "old.json"
        run("check", path, "--output", known)

        done = run("check", path, "--baseline", known)

        assert done.exit_code == 0
        assert "known from the baseline" in done.stdout
        assert "LOS101" not in done.stdout

    def test_knows_findings_by_rule_and_subject_whatever_their_row(self, tmp_path: Path) -> None:
        known = tmp_path / "old.json"
        run("check", write(tmp_path), "--output", known)
        tables = plan()
        tables["goals"].insert(0, goal("G0", "Every tin stands in its place at four", "P3"))

        found = findings(write(tmp_path, tables), "--baseline", known, "--select", "LOS101")

        assert [one["subject"]["id"] for one in found] == ["G0"]

    def test_says_in_json_how_many_were_known(self, tmp_path: Path) -> None:
        path, known = write(tmp_path), tmp_path / "old.json"
        run("check", path, "--output", known)
        total = len(json.loads(known.read_text(encoding="utf-8"))["findings"])

        document = json.loads(run("check", path, "--baseline", known, "--format", "json").stdout)

        assert (document["known"], document["findings"]) == (total, [])

    @pytest.mark.parametrize(
        "text",
        [
            "",
            "[]",
            '{"format": "lineofsight-plan"}',
            '{"format": "lineofsight-findings", "version": 2, "findings": []}',
            '{"format": "lineofsight-findings", "version": 1, "findings": [{"rule": "LOS101"}]}',
            '{"format": "lineofsight-findings", "version": 1}',
            "[" * 100_000,
        ],
    )
    def test_is_refused_if_it_is_something_else(self, tmp_path: Path, text: str) -> None:
        known = tmp_path / "old.json"
        known.write_text(text, encoding="utf-8")

        done = run("check", write(tmp_path), "--baseline", known)

        assert done.exit_code == 2
        assert str(known) in done.stderr


class TestAcceptance:
    def test_keeps_a_finding_silent_and_counts_it(self, tmp_path: Path) -> None:
        path = write(tmp_path)
        accept(tmp_path)

        done = run("check", path, "--select", "LOS101")

        assert done.exit_code == 0
        assert "1 accepted" in done.stdout

    @pytest.mark.parametrize(("day", "code"), [("2026-11-30", 0), ("2026-12-01", 1)])
    def test_lasts_to_its_last_day(self, tmp_path: Path, day: str, code: int) -> None:
        path = write(tmp_path)
        accept(tmp_path)

        assert run("check", path, "--select", "LOS101", "--as-of", day).exit_code == code

    def test_that_has_run_out_is_said(self, tmp_path: Path) -> None:
        path = write(tmp_path)
        accept(tmp_path)

        done = run("check", path, "--select", "LOS101", "--as-of", "2026-12-01")

        assert "until 2026-11-30, and open again: Settled in November." in done.stdout

    def test_of_what_is_no_longer_found_is_said(self, tmp_path: Path) -> None:
        path = write(tmp_path)
        accept(tmp_path, "goal:G1")

        done = run("check", path, "--select", "LOS101")

        assert "Nothing is left to accept for LOS101 goal:G1" in done.stdout

    def test_shows_its_reason_on_request(self, tmp_path: Path) -> None:
        path = write(tmp_path)
        accept(tmp_path)

        assert "Settled in November." in run("check", path, "--verbose").stdout


def accept(folder: Path, subject: str = "goal:G3") -> None:
    """Accept a finding beside a plan."""
    (folder / "lineofsight.toml").write_text(
        f'[[lineofsight.accept]]\nrule = "LOS101"\nsubject = "{subject}"\n'
        'reason = "Settled in November."\nuntil = 2026-11-30\n',
        encoding="utf-8",
    )
