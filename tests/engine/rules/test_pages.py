"""The rule pages: what ``lineofsight explain`` prints, and what works councils are promised."""

import csv
import io
import re
import tomllib
from datetime import date
from pathlib import Path

import pytest

from lineofsight.engine.check import CheckResult, check
from lineofsight.engine.rules import catalogue, page
from lineofsight.engine.rules.rule import Rule
from lineofsight.engine.settings import Settings
from lineofsight.engine.snapshot import Snapshot
from lineofsight.planfile.columns import to_columns
from lineofsight.planfile.document import PlanDocument

RULES = {
    "LOS101": "no-line-of-sight",
    "LOS102": "person-without-line",
    "LOS103": "unsupported-strategy",
    "LOS104": "broken-rung",
    "LOS105": "too-deep",
    "LOS106": "circular-support",
    "LOS107": "silo",
    "LOS108": "unanswered-dependency",
    "LOS109": "one-basket",
    "LOS201": "drifted-link",
    "LOS202": "better-parent",
    "LOS203": "diluted-path",
    "LOS204": "stale-link",
    "LOS205": "twin-goals",
    "LOS206": "off-value",
    "LOS301": "activity-not-outcome",
    "LOS302": "unmeasurable",
    "LOS303": "competing-measures",
    "LOS304": "diverging-measures",
    "LOS305": "local-wins",
    "LOS306": "unguarded-metric",
    "LOS307": "function-without-contribution",
    "LOS308": "unsettled-trade-off",
    "LOS401": "outlives-parent",
    "LOS402": "late-start",
    "LOS403": "one-clock",
    "LOS404": "slow-pulse",
    "LOS405": "crowded-out",
    "LOS501": "expired-assumption",
    "LOS502": "broken-assumption",
    "LOS503": "silent-goal",
    "LOS504": "report-and-series-differ",
    "LOS505": "stale-source",
    "LOS506": "room-for-more",
    "LOS507": "moved-goalposts",
    "LOS509": "better-than-reported",
    "LOS601": "missed-check-ins",
    "LOS602": "goals-not-touched",
    "LOS603": "one-way-feedback",
    "LOS604": "broken-promises",
    "LOS605": "no-feedback",
    "LOS606": "overdue-actions",
    "LOS607": "unspoken-gap",
    "LOS608": "stuck-blocker",
    "LOS609": "no-next-step",
    "LOS610": "impossible-cadence",
    "LOS701": "no-owner",
    "LOS702": "departed-owner",
    "LOS703": "overloaded-owner",
    "LOS704": "split-priorities",
    "LOS705": "pillar-without-champion",
    "LOS706": "effort-mismatch",
    "LOS707": "orphaned-by-change",
    "LOS708": "newcomer-without-line",
    "LOS801": "vague-wording",
    "LOS802": "too-many-key-results",
    "LOS803": "too-many-goals",
    "LOS804": "task-as-goal",
    "LOS805": "unreadable",
    "LOS806": "strategy-in-jargon",
    "LOS901": "unacknowledged-strategy",
    "LOS902": "divergent-models",
    "LOS903": "cannot-explain",
    "LOS904": "paper-alignment",
    "LOS906": "leaders-first",
}
# Rules whose subject is a person or a pair of people, and LOS607, which reads their talks.
ABOUT_PEOPLE = {
    "LOS102",
    "LOS405",
    "LOS601",
    "LOS602",
    "LOS603",
    "LOS604",
    "LOS605",
    "LOS607",
    "LOS610",
    "LOS703",
    "LOS704",
    "LOS707",
    "LOS708",
    "LOS901",
    "LOS906",
}
HEADINGS = [
    "What it sees",
    "Why it matters",
    "Example",
    "When it fires, exactly",
    "Thresholds",
    "The conversation",
    "Purpose and audience",
    "How it could be satisfied without mending anything",
    "Measured",
]
TALK = ["Who", "Open with", "Settled when"]
PURPOSE = [
    "Purpose",
    "First",
    "Then",
    "Above",
    "Never",
    "What is never done with it",
    "To object",
]
THRESHOLD = re.compile(r"- `(LOS\d{3})\.([a-z]+(?:_[a-z]+)*)` = (\d+(?:\.\d+)?) — \S.*")
TABLE_SHOWN = re.compile(r"^    (\w+)\.csv\n((?:    .*\n)+)", flags=re.MULTILINE)
ROOT = Path(__file__).parents[3]
PAGES_FOLDER = ROOT / "src/lineofsight/engine/rules/pages"
CONVERSATIONS = ROOT / "docs/explanation/conversations.md"

TOLD_IN_WORDS = tomllib.loads(
    Path(__file__).with_name("page_examples.toml").read_text(encoding="utf-8")
)

each_rule = pytest.mark.parametrize("code", RULES)


def text_of(code: str) -> str:
    text = page(code)
    assert text is not None, f"{code} has no page"
    return text


def section(code: str, heading: str) -> str:
    """The text under a heading of a rule's page."""
    return text_of(code).split(f"\n## {heading}\n\n", 1)[1].split("\n## ", 1)[0].strip("\n")


def items(text: str) -> list[str]:
    """The items of a list, each as one line."""
    found: list[str] = []
    for line in text.splitlines():
        if line.startswith("- "):
            found.append(line)
        elif line.startswith("  ") and found:
            found[-1] += " " + line.strip()
    return found


def labelled(code: str, heading: str) -> dict[str, str]:
    """The items ``- Label: text`` under a heading, by label, in order."""
    pairs = (item[2:].split(": ", 1) for item in items(section(code, heading)))
    return {label: " ".join(rest) for label, *rest in pairs}


def plain(text: str) -> str:
    """Text without line breaks."""
    return " ".join(text.split())


def sentences(code: str) -> list[str]:
    """What the rule is said to say in its example."""
    blocks = re.findall(r"(?:^> .*\n?)+", section(code, "Example"), flags=re.MULTILINE)
    return [plain(block.replace("\n> ", " ")[2:]) for block in blocks]


def rows_of(text: str) -> list[dict[str, object]]:
    return [dict(row) for row in csv.DictReader(io.StringIO(text.strip()))]


def example(code: str) -> CheckResult:
    """The rule run on its page's example: the tables shown there, and what it says in words."""
    plan = {"organization": rows_of("name,as_of\nHalvorsen Water,2026-11-21")}
    for table, lines in TABLE_SHOWN.findall(section(code, "Example") + "\n"):
        plan[table] = rows_of(re.sub(r"^    ", "", lines, flags=re.MULTILINE))
    for table, text in TOLD_IN_WORDS.get(code, {}).items():
        more = rows_of(text)
        plan[table] = more if table == "organization" else plan.get(table, []) + more
    as_of = date.fromisoformat(str(plan["organization"][0]["as_of"]))
    snapshot = Snapshot.build(to_columns(PlanDocument.from_rows(plan)), as_of)
    return check(snapshot, Settings(people=True, select=(code,)), rules=(rule(code),))


def rule(code: str) -> Rule:
    return next(one for one in catalogue() if one.code == code)


@each_rule
def test_page_begins_with_code_and_name(code: str) -> None:
    assert text_of(code).splitlines()[0] == f"# {code} {RULES[code]}"


@each_rule
def test_summary_is_one_paragraph(code: str) -> None:
    summary = text_of(code).split("\n", 1)[1].split("\n## ", 1)[0].strip("\n")

    assert summary
    assert "\n\n" not in summary


@each_rule
def test_headings_stand_in_order(code: str) -> None:
    headings = re.findall(r"^## (.*)$", text_of(code), flags=re.MULTILINE)

    assert headings == HEADINGS


@each_rule
def test_no_section_is_empty(code: str) -> None:
    assert [heading for heading in HEADINGS if not section(code, heading)] == []


@each_rule
def test_page_fits_a_terminal_of_80_columns(code: str) -> None:
    long = [line for line in text_of(code).splitlines() if len(line) > 80]

    assert long == []


@each_rule
def test_page_is_plain_text(code: str) -> None:
    assert re.search(r"</?[a-z]+[^>]*>|\]\(|^\||\t", text_of(code), flags=re.MULTILINE) is None


@each_rule
def test_thresholds_have_a_name_of_this_rule_a_number_and_a_meaning(code: str) -> None:
    lines = items(section(code, "Thresholds"))
    found = [THRESHOLD.fullmatch(line) for line in lines]

    assert [line for line, match in zip(lines, found, strict=True) if match is None] == []
    assert {match[1] for match in found if match} <= {code}
    assert len({match[2] for match in found if match}) == len(lines)


@each_rule
def test_a_page_without_thresholds_says_so(code: str) -> None:
    text = section(code, "Thresholds")

    assert bool(items(text)) != text.startswith("This rule has no thresholds")


@each_rule
def test_conversation_says_who_with_which_question_and_how_it_ends(code: str) -> None:
    said = labelled(code, "The conversation")

    assert list(said) == TALK
    assert re.match(r'"[^"]+"', said["Open with"])


@each_rule
def test_audience_is_stated_in_full(code: str) -> None:
    said = labelled(code, "Purpose and audience")

    assert list(said) == PURPOSE
    assert all(said.values())


@each_rule
def test_only_rules_about_people_need_the_switch_for_people(code: str) -> None:
    text = section(code, "Purpose and audience")

    assert ("`--people`" in text) == (code in ABOUT_PEOPLE)
    assert ("HTML, SARIF or GitHub" in " ".join(text.split())) == (code in ABOUT_PEOPLE)


@each_rule
def test_exact_conditions_name_the_evidence_and_the_tables(code: str) -> None:
    text = section(code, "When it fires, exactly")

    assert text.startswith("The subject is") or "subject is" in text
    assert "Needs: " in text
    assert "\nEvidence: `" in text


@each_rule
def test_rule_says_in_the_example_what_the_page_says_it_says(code: str) -> None:
    said = [finding.sentence for finding in example(code).findings]

    assert said
    assert said == sentences(code)


@each_rule
def test_question_on_the_page_is_the_one_that_the_rule_asks(code: str) -> None:
    opening = labelled(code, "The conversation")["Open with"]

    assert [f.question for f in example(code).findings if f.question not in opening] == []


@each_rule
def test_evidence_on_the_page_is_what_the_rule_gives(code: str) -> None:
    named = section(code, "When it fires, exactly").split("\nEvidence: ", 1)[1]
    keys = {key for finding in example(code).findings for key in finding.evidence}

    assert {key for key in keys if f"`{key}`" not in named} == set()


@each_rule
def test_thresholds_on_the_page_are_those_of_the_rule(code: str) -> None:
    lines = items(section(code, "Thresholds"))
    stated = {m[2]: float(m[3]) for m in map(THRESHOLD.fullmatch, lines) if m}

    assert stated == dict(rule(code).limits)


@each_rule
def test_page_and_rule_agree_on_name_people_and_tables(code: str) -> None:
    needs = plain(section(code, "When it fires, exactly").split("\nNeeds: ", 1)[1])
    tables = {table for need in rule(code).needs for table in need.split("|")}

    assert rule(code).name == RULES[code]
    assert rule(code).about_people == (code in ABOUT_PEOPLE)
    assert {table for table in tables if table not in needs} == set()


def test_every_rule_of_ours_has_a_page() -> None:
    ours = {one.code for one in catalogue() if one.code.startswith("LOS")}

    assert ours == set(RULES)


@each_rule
def test_measured_names_the_command_and_no_figure(code: str) -> None:
    text = " ".join(section(code, "Measured").split())

    assert f"`lineofsight bench rules --rule {code}`" in text
    assert re.search(r"\d\.\d", text) is None


@each_rule
def test_rules_that_a_page_names_exist(code: str) -> None:
    named = set(re.findall(r"LOS\d{3}", text_of(code)))

    assert named - set(RULES) == set()


def test_there_is_a_page_for_each_rule_and_no_other() -> None:
    assert sorted(path.stem for path in PAGES_FOLDER.glob("*.md")) == sorted(RULES)


def test_each_rule_has_one_guide_to_its_conversation() -> None:
    lines = CONVERSATIONS.read_text(encoding="utf-8").split("\n\n")
    named = [code for line in lines if line.startswith("*For:") for code in line.split()]
    guided = sorted(re.findall(r"LOS\d{3}", " ".join(named)))

    assert guided == sorted(RULES)
