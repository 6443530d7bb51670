"""The check: which rules run, how findings are graded, ordered and set aside, and the summary."""

from collections.abc import Iterator
from datetime import date

import pytest

from lineofsight.engine import subjects
from lineofsight.engine.check import CheckResult, check
from lineofsight.engine.finding import Severity, Subject, severity_of
from lineofsight.engine.lens import Lenses
from lineofsight.engine.rules import catalogue
from lineofsight.engine.rules.rule import Audience, Hit, Limits, Rule, rule
from lineofsight.engine.settings import Acceptance, Settings
from tests.engine.build import Tables, result, snapshot

Row = dict[str, object]
NOBODY = Audience(first="nobody")


def orphans(number: int, below: int = 0) -> Tables:
    """Build one orphan, with goals below it, among goals that all support the pillar."""
    goals: list[Row] = [{"id": f"G{i:03d}", "title": f"Goal {i}"} for i in range(number)]
    links: list[Row] = [
        {
            "kind": "supports",
            "from_id": f"G{i:03d}",
            "to_id": "G000" if i <= below else "P1",
        }
        for i in range(1, number)
    ]
    return {"pillars": [{"id": "P1", "name": "Towns stay"}], "goals": goals, "links": links}


def seeing(code: str, *hits: Hit, at_most: Severity = Severity.HIGH) -> Rule:
    """Build a rule that sees the same on every plan."""

    @rule(code, code.lower(), NOBODY, at_most=at_most)
    def see(lenses: Lenses, limits: Limits) -> Iterator[Hit]:
        yield from hits

    return see


def hit(goal: int, certainty: float = 1.0, sentence: str = "", people: tuple[int, ...] = ()) -> Hit:
    """Build what a rule sees of a goal, by its number."""
    return Hit(
        about=subjects.goal(goal),
        sentence=sentence,
        people=people,
        question="",
        evidence={},
        certainty=certainty,
    )


def ids(found: CheckResult) -> list[tuple[str, str]]:
    return [(finding.rule, finding.subject.id) for finding in found.findings]


class TestSeverity:
    def graded(self, number: int, below: int = 0) -> tuple[float, Severity]:
        found = check(snapshot(**orphans(number, below)), Settings(select=("LOS101",))).findings
        top = next(finding for finding in found if finding.subject.id == "G000")
        return top.stake, top.severity

    def test_a_lone_orphan_among_thirty_goals_is_medium(self) -> None:
        assert self.graded(30) == (0.033333, Severity.MEDIUM)

    def test_with_four_goals_below_it_is_high(self) -> None:
        assert self.graded(30, below=4) == (0.166667, Severity.HIGH)

    def test_a_tenth_exactly_is_high(self) -> None:
        assert self.graded(10) == (0.1, Severity.HIGH)
        assert self.graded(11) == (0.090909, Severity.MEDIUM)

    def test_a_hundredth_exactly_is_medium(self) -> None:
        assert self.graded(100) == (0.01, Severity.MEDIUM)
        assert self.graded(101) == (0.009901, Severity.LOW)

    def test_bounds_forgive_rounding_and_no_more(self) -> None:
        assert severity_of(0.1 - 1e-10, 0.1, 0.01) == Severity.HIGH
        assert severity_of(0.1 - 1e-8, 0.1, 0.01) == Severity.MEDIUM

    def test_certainty_takes_from_it(self) -> None:
        plan = snapshot(**orphans(10))

        sure = check(plan, rules=(seeing("X1", hit(0)),)).findings[0]
        unsure = check(plan, rules=(seeing("X1", hit(0, certainty=0.7)),)).findings[0]

        assert (sure.certainty, sure.severity) == (1.0, Severity.HIGH)
        assert (unsure.certainty, unsure.severity) == (0.7, Severity.MEDIUM)
        assert unsure.stake == sure.stake

    @pytest.mark.parametrize(("given", "kept"), [(1.4, 1.0), (-0.2, 0.0), (0.12345678, 0.123457)])
    def test_certainty_is_a_share_of_six_decimals(self, given: float, kept: float) -> None:
        found = check(snapshot(**orphans(2)), rules=(seeing("X1", hit(0, certainty=given)),))

        assert found.findings[0].certainty == kept

    def test_a_rule_may_say_that_it_is_never_that_bad(self) -> None:
        loud = seeing("X1", hit(0), at_most=Severity.MEDIUM)

        assert check(snapshot(**orphans(2)), rules=(loud,)).findings[0].severity == Severity.MEDIUM

    def test_the_bounds_can_be_set(self) -> None:
        plan = snapshot(**orphans(30))

        high = check(plan, Settings(select=("LOS101",), high=0.03)).findings[0]
        low = check(plan, Settings(select=("LOS101",), medium=0.04)).findings[0]

        assert (high.severity, low.severity) == (Severity.HIGH, Severity.LOW)

    def test_findings_below_the_least_are_left_out(self) -> None:
        plan = snapshot(**orphans(30))

        for least, number in ((Severity.LOW, 1), (Severity.MEDIUM, 1), (Severity.HIGH, 0)):
            found = check(plan, Settings(select=("LOS101",), least=least))
            assert len(found.findings) == number

    def test_they_can_be_counted(self) -> None:
        found = check(snapshot(**orphans(30, below=4)), Settings(select=("LOS101",)))

        assert [found.count(severity) for severity in (3, 2, 1)] == [1, 4, 0]

    def test_severities_have_words(self) -> None:
        assert [severity.word for severity in Severity] == ["low", "medium", "high"]


class TestOrder:
    # G000 is an orphan with two below it: 3 of 10; G001 and G002 are 1 of 10; the rest carry.
    PLAN = orphans(10, below=2)

    def order(self, *rules: Rule) -> list[tuple[str, str]]:
        return ids(check(snapshot(**self.PLAN), rules=rules))

    def test_the_more_severe_come_first(self) -> None:
        quiet = seeing("X1", hit(0), at_most=Severity.LOW)

        assert self.order(quiet, seeing("X2", hit(1))) == [("X2", "G001"), ("X1", "G000")]

    def test_then_those_with_more_at_stake(self) -> None:
        assert self.order(seeing("X1", hit(1), hit(0))) == [("X1", "G000"), ("X1", "G001")]

    def test_then_rules_by_code(self) -> None:
        rules = (seeing("X2", hit(1)), seeing("X1", hit(2)))

        assert self.order(*rules) == [("X1", "G002"), ("X2", "G001")]

    def test_then_subjects_by_id(self) -> None:
        assert self.order(seeing("X1", hit(2), hit(1))) == [("X1", "G001"), ("X1", "G002")]

    def test_it_does_not_depend_on_the_order_of_rows(self) -> None:
        turned = {name: rows[::-1] for name, rows in self.PLAN.items()}

        assert ids(result(**turned)) == ids(result(**self.PLAN))


class TestOneFindingASubject:
    def test_of_two_the_more_severe_is_kept(self) -> None:
        twice = seeing("X1", hit(0, 0.01, "maybe"), hit(0, 1, "surely"), hit(0, 1, "again"))

        found = check(snapshot(**orphans(2)), rules=(twice,)).findings

        assert [finding.sentence for finding in found] == ["surely"]

    def test_two_rules_may_speak_of_one_subject(self) -> None:
        found = check(snapshot(**orphans(2)), rules=(seeing("X1", hit(0)), seeing("X2", hit(0))))

        assert ids(found) == [("X1", "G000"), ("X2", "G000")]


PEOPLE: list[Row] = [
    {"id": "E1", "name": "Ida", "manager_id": "E2", "end_date": "2026-11-20"},
    {"id": "E2", "name": "Milan", "manager_id": "E3", "end_date": "2026-11-20"},
    {"id": "E3", "name": "Ruth"},
    {"id": "E4", "name": "Tove", "end_date": "2026-11-20"},
]


class TestWhoShouldTalk:
    def people(self, *numbers: int) -> tuple[str, ...]:
        tables = {**orphans(2), "people": PEOPLE}
        found = check(snapshot(**tables), rules=(seeing("X1", hit(0, people=numbers)),))
        return found.findings[0].people

    def test_in_the_order_in_which_the_rule_names_them(self) -> None:
        tables = {**orphans(2), "people": [{**row, "end_date": ""} for row in PEOPLE]}
        seen = seeing("X1", hit(0, people=(2, 0)))

        assert check(snapshot(**tables), rules=(seen,)).findings[0].people == ("E3", "E1")

    def test_nobody_and_repeats_are_left_out(self) -> None:
        assert self.people(-1, 2, 2) == ("E3",)

    def test_for_one_who_has_left_the_nearest_manager_who_has_not(self) -> None:
        assert self.people(0) == ("E3",)

    def test_or_nobody(self) -> None:
        assert self.people(3) == ()

    def test_without_people_the_ids_stand_for_themselves(self) -> None:
        tables = orphans(2)
        tables["goals"][0]["owner_id"] = "E7"
        found = check(snapshot(**tables), Settings(select=("LOS101",))).findings[0]

        assert found.people == ("E7",)


def test_where_the_subject_stands_is_told() -> None:
    found = check(snapshot(**orphans(3)), Settings(select=("LOS101",))).findings[0]

    assert found.source == ("", "goals", 1)
    assert found.identity == ("LOS101", "goal", "G000")


class TestSettings:
    def wants(self, *select: str, ignore: tuple[str, ...] = ()) -> list[str]:
        found = check(snapshot(**orphans(3)), Settings(select=select, ignore=ignore))
        return sorted([*found.run, *(one.rule for one in found.skipped)])

    def test_codes_or_their_beginnings_are_selected(self) -> None:
        assert self.wants("LOS101", "LOS8") == ["LOS101", *(f"LOS80{i}" for i in range(1, 7))]

    def test_ignore_outranks_select(self) -> None:
        assert self.wants("LOS80", ignore=("LOS801", "LOS805")) == [
            *("LOS802", "LOS803", "LOS804", "LOS806"),
        ]

    def test_nothing_selected_is_everything(self) -> None:
        assert self.wants() == sorted(one.code for one in catalogue())

    def test_a_threshold_of_one_rule_can_be_set(self) -> None:
        settings = Settings(
            select=("LOS802", "LOS803"), thresholds={"LOS802": {"max_key_results": 0}}
        )
        tables = {
            **orphans(1),
            "key_results": [{"id": "K1", "goal_id": "G000", "title": "Towns"}],
            "teams": [{"id": "T1", "name": "Metering"}],
        }

        assert ids(check(snapshot(**tables), settings)) == [("LOS802", "G000")]

    def test_the_summary_follows_the_thresholds_of_los102(self) -> None:
        tables = {**orphans(2), "people": [{"id": "E1", "name": "A", "start_date": "2026-11-01"}]}
        strict = Settings(thresholds={"LOS102": {"newcomer_days": 10}})

        assert check(snapshot(**tables)).people_with_line == 1
        assert check(snapshot(**tables), strict).people_with_line == 0

    def test_progress_is_told_before_each_rule_that_runs(self) -> None:
        calls: list[tuple[str, int, int]] = []

        check(
            snapshot(**orphans(2)),
            Settings(select=("LOS101", "LOS102", "LOS103")),
            progress=lambda one, place, of: calls.append((one.code, place, of)),
        )

        assert calls == [("LOS101", 0, 3), ("LOS103", 2, 3)]


class TestAcceptance:
    def accepted(self, subject: Subject, until: str = "", code: str = "LOS101") -> CheckResult:
        acceptance = Acceptance(
            code, subject, "Closed in May", date.fromisoformat(until) if until else None
        )
        settings = Settings(select=("LOS101",), accepted=(acceptance,))
        return check(snapshot(**orphans(4, below=1)), settings)

    def test_what_is_accepted_is_set_aside_with_the_reason(self) -> None:
        found = self.accepted(Subject("goal", "G000"))

        assert ids(found) == [("LOS101", "G001")]
        assert [(f.subject.id, why.reason) for f, why in found.accepted] == [
            ("G000", "Closed in May")
        ]
        assert found.count(Severity.HIGH) == 1

    @pytest.mark.parametrize(
        ("until", "number"), [("2026-11-22", 1), ("2026-11-21", 1), ("2026-11-20", 2)]
    )
    def test_after_its_last_day_it_opens_again(self, until: str, number: int) -> None:
        found = self.accepted(Subject("goal", "G000"), until)

        assert len(found.findings) == number

    @pytest.mark.parametrize(
        ("subject", "code"),
        [
            (Subject("goal", "G009"), "LOS101"),
            (Subject("link", "G000"), "LOS101"),
            (Subject("goal", "G000"), "LOS103"),
        ],
        ids=["another subject", "another kind", "another rule"],
    )
    def test_only_that_rule_on_that_subject_is(self, subject: Subject, code: str) -> None:
        found = self.accepted(subject, code=code)

        assert len(found.findings) == 2
        assert found.accepted == ()


class TestSkipped:
    def reasons(self, found: CheckResult) -> dict[str, str]:
        return {one.rule: one.reason for one in found.skipped}

    def test_every_rule_runs_or_says_why_not(self) -> None:
        found = result(goals=[{"id": "G1", "title": "Towns stay"}])

        assert sorted([*found.run, *self.reasons(found)]) == [one.code for one in catalogue()]

    def test_the_first_missing_table_is_named(self) -> None:
        reasons = self.reasons(result(**orphans(2)))

        assert reasons["LOS704"] == "no table people"
        assert reasons["LOS502"] == "no table assumptions"

    def test_a_table_without_rows_is_missing(self) -> None:
        assert self.reasons(result(**orphans(2), people=[]))["LOS102"] == "no table people"

    def test_what_is_about_people_is_off_unless_asked_for(self) -> None:
        tables = {**orphans(2), "people": [{"id": "E1", "name": "Ida"}]}

        off = self.reasons(result(about_people=False, **tables))
        on = self.reasons(result(**tables))

        assert off["LOS102"] == "about people: only with --people"
        assert "LOS102" not in on

    def test_what_is_run_and_skipped_stands_in_order(self) -> None:
        found = result(**orphans(2))

        assert list(found.run) == sorted(found.run)
        assert list(self.reasons(found)) == sorted(self.reasons(found))
        assert found.seconds.keys() == set(found.run)


class TestSummary:
    def test_counts_are_rows_read_of_any_kind(self) -> None:
        tables = orphans(3)
        tables["goals"][0] |= {"status": "done"}
        tables["goals"][1] |= {"kind": "development"}

        assert result(**tables).counts == {"goals": 3, "pillars": 1, "people": 0, "links": 2}

    def test_goals_with_line_are_active_objectives_with_a_path(self) -> None:
        tables = orphans(5)
        tables["goals"][1] |= {"status": "paused"}

        assert result(**tables).goals_with_line == 0.75

    def test_a_home_beside_the_strategy_is_no_path(self) -> None:
        tables = orphans(2)
        tables["goals"][0] |= {"serves": "obligation", "serves_id": "Safety Act"}

        assert result(**tables).goals_with_line == 0.5

    def test_a_root_has_a_line(self) -> None:
        goals: list[Row] = [{"id": "G1", "title": "Towns stay", "scope": "enterprise"}]

        assert result(goals=goals).goals_with_line == 1

    def test_without_an_active_objective_there_is_nothing_to_count(self) -> None:
        tables = orphans(1)
        tables["goals"][0] |= {"status": "done"}

        assert result(**tables).goals_with_line is None

    def test_without_a_root_there_is_no_line_to_count(self) -> None:
        tables: Tables = {
            "goals": [{"id": "G1", "title": "Towns stay"}],
            "people": [{"id": "E1", "name": "Ida"}],
        }

        assert result(**tables).goals_with_line is None
        assert result(**tables).people_with_line is None

    def test_without_people_who_are_here_there_is_nobody_to_count(self) -> None:
        gone: list[Row] = [{"id": "E1", "name": "Ida", "end_date": "2026-11-20"}]

        assert result(**orphans(2)).people_with_line is None
        assert result(**orphans(2), people=gone).people_with_line is None

    def test_it_says_whose_plan_it_is_and_when(self) -> None:
        found = result("2026-03-01", **orphans(2), organization=[{"name": "Halvorsen Water"}])

        assert (found.name, found.as_of) == ("Halvorsen Water", date(2026, 3, 1))
