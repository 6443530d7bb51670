"""One cause is one entry on the page."""

from lineofsight.engine.finding import Finding, Place, Severity, Subject
from lineofsight.report.html.causes import Cause, causes, further, in_front
from tests.report.html.pages import ferries, goal, page, said, supports


def finding(
    rule: str, key: str, people: tuple[str, ...] = ("ana",), kind: str = "goal", **evidence: object
) -> Finding:
    return Finding(
        rule=rule,
        name="name",
        severity=Severity.LOW,
        stake=0.1,
        certainty=1.0,
        subject=Subject(kind, key),
        others=(),
        sentence="A sentence.",
        evidence=evidence,
        people=people,
        question="A question?",
        fix=None,
        source=Place("plan.xlsx", "goals", 2),
    )


def first_of(found: list[Cause]) -> list[tuple[str, str]]:
    return [(cause.first.rule, cause.first.subject.id) for cause in found]


def test_orphans_below_an_orphan_are_one_cause_and_it_stands_for_them() -> None:
    found = causes(
        [
            finding("LOS101", "low", ("cy",), top="top"),
            finding("LOS101", "top", ("bo",), top="top"),
            finding("LOS101", "other", ("bo",), top="other"),
        ]
    )

    assert first_of(found) == [("LOS101", "top"), ("LOS101", "other")]


def test_one_changed_goal_is_one_cause_whoever_is_concerned() -> None:
    found = causes(
        [
            finding("LOS204", "a>g:supports", ("bo", "ana"), "link", changed="g"),
            finding("LOS204", "b>g:supports", ("bo", "cy"), "link", changed="g"),
            finding("LOS204", "b>h:supports", ("bo", "cy"), "link", changed="h"),
        ]
    )

    assert [cause.size for cause in found] == [2, 1]


def test_the_same_rule_for_the_same_people_is_one_conversation() -> None:
    found = causes([finding("LOS302", "k1"), finding("LOS302", "k2"), finding("LOS302", "k3", ())])

    assert [cause.size for cause in found] == [2, 1]


def test_two_rules_about_one_subject_are_told_together_to_the_same_people() -> None:
    found = causes(
        [
            finding("LOS303", "a>b", ("ana", "bo"), "link"),
            finding("LOS308", "a>b", ("ana", "bo", "cy"), "link"),
        ]
    )

    assert [(cause.first.rule, [one.rule for one in cause.beside]) for cause in found] == [
        ("LOS303", ["LOS308"])
    ]


def test_two_rules_about_one_subject_stay_apart_for_different_people() -> None:
    found = causes([finding("LOS303", "a", ("ana",)), finding("LOS308", "a", ("bo",))])

    assert first_of(found) == [("LOS303", "a"), ("LOS308", "a")]


def test_how_people_write_is_no_conversation_in_front() -> None:
    assert causes([finding("LOS801", "a"), finding("LOS804", "b")]) == []


def test_a_broken_rung_counts_the_goals_further_down() -> None:
    (cause,) = causes(
        [
            finding("LOS104", "a", broken_at="x", below=3),
            finding("LOS104", "b", broken_at="x", below=0),
        ]
    )

    assert further(cause) == 4


def test_at_most_two_of_one_rule_come_to_the_front_and_the_rest_is_said() -> None:
    many = [finding("LOS101", f"g{n}", (f"p{n}",), top=f"g{n}") for n in range(5)]

    front = in_front(causes([*many, finding("LOS701", "x")]), 7, 2)

    assert first_of(front) == [("LOS101", "g0"), ("LOS101", "g1"), ("LOS701", "x")]
    assert front[1].alike == 3


def test_at_most_seven_come_to_the_front() -> None:
    many = [finding(f"LOS9{n:02}", "x", (f"p{n}",)) for n in range(20)]

    assert len(in_front(causes(many), 7, 2)) == 7


def test_the_page_says_how_far_a_cause_reaches() -> None:
    tables = ferries()
    tables["goals"] += [goal("stuck2", scope="team", team_id="north", owner_id="bo")]
    tables["links"] += [supports("stuck2", "held")]
    text = page(**tables, select=("LOS104",))

    assert said(text, "//article//p[@class='more']") == ["It stops the line of 1 more goal."]


def test_what_conversations_cover_is_not_overstated() -> None:
    one = page(**ferries(), select=("LOS101",))
    few = page(**ferries(), select=("LOS801", "LOS805"))
    none = page(**ferries(), select=("LOS501",))

    assert said(one, "//h2[@id='talks-h']") == ["One conversation would settle what was found"]
    assert said(few, "//h2[@id='talks-h']") != ["One conversation would settle what was found"]
    assert said(none, "//h2[@id='talks-h']") == ["Nothing that the rules look for was found"]
