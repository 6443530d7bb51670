"""Settings: where they are found, what they do, and how wrong ones are told."""

from pathlib import Path

import pytest

from lineofsight.cli import config
from lineofsight.engine.finding import Subject
from lineofsight.engine.settings import Acceptance
from lineofsight.planfile.problems import PlanError
from tests.cli.run import findings, goal, plan, run, write


def settings(folder: Path, text: str, name: str = "lineofsight.toml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def wrong(folder: Path, text: str) -> list[str]:
    """Read settings and return what is wrong with them."""
    with pytest.raises(PlanError) as caught:
        config.read(settings(folder, text))
    return [str(problem) for problem in caught.value.problems]


class TestPlace:
    def test_is_beside_the_plan(self, tmp_path: Path) -> None:
        path = write(tmp_path)
        settings(tmp_path, '[lineofsight]\nignore = ["LOS101"]\n')

        assert run("check", path).exit_code == 0

    def test_is_in_the_plan_first_if_that_is_a_folder(self, tmp_path: Path) -> None:
        folder = tmp_path / "plan"
        folder.mkdir()
        (folder / "goals.csv").write_text("id,title\nG1,One\n", encoding="utf-8")
        settings(tmp_path, '[lineofsight]\nfail-on = "high"\n')
        settings(folder, '[lineofsight]\nfail-on = "never"\n')

        assert config.find(folder, None).fail_on == "never"

    def test_is_what_the_option_names(self, tmp_path: Path) -> None:
        path = write(tmp_path)
        settings(tmp_path, '[lineofsight]\nignore = ["LOS101"]\n')
        other = settings(tmp_path, "", name="other.toml")

        assert run("check", path, "--config", other).exit_code == 1

    def test_need_not_be(self, tmp_path: Path) -> None:
        assert config.find(tmp_path / "plan.xlsx", None) == config.Config()


class TestSettings:
    def test_choose_what_the_options_choose(self, tmp_path: Path) -> None:
        path = write(tmp_path)
        settings(tmp_path, '[lineofsight]\nselect = ["no-line-of-sight"]\nfail_on = "never"\n')

        assert {one["rule"] for one in findings(path)} == {"LOS101"}
        assert run("check", path).exit_code == 0

    def test_yield_to_the_options(self, tmp_path: Path) -> None:
        path = write(tmp_path)
        settings(tmp_path, '[lineofsight]\nselect = ["LOS8"]\nfail-on = "never"\n')

        done = run("check", path, "--select", "LOS101", "--fail-on", "high")

        assert done.exit_code == 1

    def test_move_where_a_severity_begins(self, tmp_path: Path) -> None:
        path = write(tmp_path)
        settings(tmp_path, "[lineofsight]\nhigh = 0.9\nmedium = 0.8\n")

        assert [one["severity"] for one in findings(path, "--select", "LOS101")] == ["low"]

    def test_move_thresholds(self, tmp_path: Path) -> None:
        path = write(tmp_path)
        settings(tmp_path, "[lineofsight.thresholds.LOS105]\nmax_depth = 1\n")

        found = findings(path, "--select", "LOS105")

        assert [one["subject"]["id"] for one in found] == ["G2", "G4"]

    def test_add_words(self, tmp_path: Path) -> None:
        tables = plan()
        tables["goals"].append(goal("G9", "Moonshot excellence", "P3"))
        path = write(tmp_path, tables)
        before = findings(path, "--select", "LOS801")
        settings(tmp_path, '[lineofsight.words.en]\nfiller = ["moonshot"]\n')

        assert len(before) <= len(findings(path, "--select", "LOS801"))
        assert findings(path, "--select", "LOS801")[0]["subject"]["id"] == "G9"

    def test_forbid_the_rules_about_people(self, tmp_path: Path) -> None:
        path = write(tmp_path)
        settings(tmp_path, "[lineofsight]\npeople = false\n")

        done = run("check", path, "--people")

        assert done.exit_code == 2
        assert "people = false" in done.stderr

    def test_accept(self, tmp_path: Path) -> None:
        path = settings(
            tmp_path,
            '[[lineofsight.accept]]\nrule = "broken-rung"\nsubject = "link:G1>G2:supports"\n'
            'reason = " They know. "\nuntil = 2027-03-31\n',
        )

        (accepted,) = config.read(path).accepted

        subject = Subject("link", "G1>G2:supports")
        assert accepted.until is not None
        assert accepted == Acceptance("LOS104", subject, "They know.", accepted.until)
        assert accepted.until.isoformat() == "2027-03-31"


class TestMistakes:
    @pytest.mark.parametrize(
        ("text", "said"),
        [
            ("[lineofsigt]\n", "[lineofsight]: There is no such table."),
            ("[lineofsight]\n[other]\n", "[other]: It is no table of settings."),
            ('[lineofsight]\nselct = ["LOS1"]\n', "selct: There is no such setting. Did you mean"),
            ("[lineofsight]\npeople = true\n", "people: Rules about people cannot be switched on"),
            ('[lineofsight]\npeople = "no"\n', "people: It is neither true nor false."),
            ('[lineofsight]\nselect = "LOS1"\n', "select: It is not a list of codes."),
            ("[lineofsight]\nselect = [1]\n", "select: It is not a list of codes."),
            ('[lineofsight]\nignore = ["LOS999"]\n', "There is no rule “LOS999”."),
            ('[lineofsight]\nignore = [""]\n', "There is no rule “”."),
            ('[lineofsight]\nseverity = "grave"\n', "“grave” is none of its words."),
            ("[lineofsight]\nfail-on = 1\n", '"never".'),
            ("[lineofsight]\nhigh = 2\n", "high: “2” is not a share from 0 to 1."),
            ("[lineofsight]\nhigh = true\n", "high: “True” is not a share"),
            ("[lineofsight]\nmedium = 0.5\n", "medium: It is above high (0.1)."),
            ("[lineofsight]\nthresholds = 3\n", "thresholds: It is not a table."),
            ("[lineofsight.thresholds.LOS15]\nx = 1\n", "Did you mean LOS105 (too-deep)?"),
            ("[lineofsight.thresholds.LOS105]\nmax_deph = 1\n", "Did you mean max_depth?"),
            ("[lineofsight.thresholds.LOS105]\nx = 1\n", "It has max_depth."),
            ("[lineofsight.thresholds.LOS106]\nx = 1\n", "It has none."),
            ('[lineofsight.thresholds.LOS105]\nmax_depth = "6"\n', "Its default is 5."),
            ("[lineofsight.thresholds.LOS105]\nmax_depth = -1\n", "not a number from 0 up"),
            ("[lineofsight.thresholds.LOS105]\nmax_depth = nan\n", "not a number from 0 up"),
            ('[lineofsight.words.en]\nfiller = "x"\n', "[lineofsight.words.en] filler:"),
            ('[lineofsight.words.en]\nfillr = ["x"]\n', "[lineofsight.words.en] fillr:"),
            ("[lineofsight]\naccept = 1\n", "Begin each with [[lineofsight.accept]]."),
            ("lineofsight = 1\n", "[lineofsight]: There is no such table."),
            ("[lineofsight\n", "It is not TOML"),
        ],
    )
    def test_are_named_with_their_place(self, tmp_path: Path, text: str, said: str) -> None:
        (problem,) = wrong(tmp_path, text)

        assert problem.startswith(str(tmp_path / "lineofsight.toml"))
        assert said in problem

    @pytest.mark.parametrize(
        ("field", "value", "said"),
        [
            ("rule", None, "[[lineofsight.accept]] 1 rule: It is missing."),
            ("rule", '"LOS14"', "There is no rule “LOS14”."),
            ("subject", '"G7"', "subject: It does not say what the finding is about."),
            ("subject", '"gaol:G7"', "subject: It does not say what the finding is about."),
            ("subject", '"goal:"', "subject: It does not say what the finding is about."),
            ("reason", '"  "', "reason: It gives no reason."),
            ("reason", None, "reason: It gives no reason."),
            ("until", None, "until: It does not say until when."),
            ("until", '"2026-12-31"', "until: It is not a day."),
            ("untl", "1", "untl: There is no such field. Did you mean until?"),
        ],
    )
    def test_in_acceptances_are_named(
        self, tmp_path: Path, field: str, value: str | None, said: str
    ) -> None:
        fields = {
            "rule": '"LOS104"',
            "subject": '"goal:G7"',
            "reason": '"They know."',
            "until": "2026-12-31",
        }
        fields = {**fields, field: value} if value else {k: fields[k] for k in fields if k != field}
        lines = "".join(f"{key} = {text}\n" for key, text in fields.items())

        (problem,) = wrong(tmp_path, f"[[lineofsight.accept]]\n{lines}")

        assert said in problem

    def test_are_named_all_at_once(self, tmp_path: Path) -> None:
        text = '[lineofsight]\nhigh = 2\nseverity = "grave"\n[[lineofsight.accept]]\nrule = "X"\n'

        assert len(wrong(tmp_path, text)) == 6  # two settings, four fields of the acceptance

    def test_of_encoding_are_no_defect(self, tmp_path: Path) -> None:
        path = tmp_path / "lineofsight.toml"
        path.write_bytes(b"[lineofsight]\n# \xff\n")

        with pytest.raises(PlanError, match="UTF-8"):
            config.read(path)
