"""What a file that is passed on may name: neither people for themselves nor confidential goals."""

from lineofsight.engine.check import check
from lineofsight.engine.settings import Settings
from lineofsight.report.discretion import Discretion, Parted
from tests.report.html.pages import Records, ferries, goal, lenses, supports


def parted(*select: str, **tables: Records) -> Parted:
    view = lenses(Settings(people=True, select=select), **tables)
    return Discretion(view).parted(check(view.snapshot, view.settings, lenses=view).findings)


def with_a_secret(*links: dict[str, object], **more: object) -> dict[str, Records]:
    tables = ferries()
    tables["goals"].append(goal("secret", team_id="books", confidential=True, **more))
    tables["links"] += links
    return tables


def test_a_finding_about_a_confidential_goal_is_counted() -> None:
    found = parted("LOS101", **with_a_secret())

    assert [one.subject.id for one in found.told] == ["loose"]
    assert found.confidential == {("LOS101", "no-line-of-sight"): 1}


def test_a_finding_about_a_key_result_of_one_is_counted() -> None:
    results: Records = [{"id": "k", "goal_id": "secret", "title": "Hush"}]
    found = parted("LOS302", **with_a_secret(), key_results=results)

    assert found.told == []
    assert found.confidential.total() == 1


def test_a_finding_about_a_link_to_one_is_counted() -> None:
    link = {"kind": "competes_with", "from_id": "part", "to_id": "secret"}
    found = parted("LOS303", **with_a_secret(link))

    assert found.told == []
    assert found.confidential.total() == 1


def test_a_finding_that_quotes_the_title_of_one_is_counted() -> None:
    # The goal that waits is open to all; what it waits for is not.
    tables = with_a_secret(supports("secret", "time"), supports("loose", "secret"), status="paused")
    found = parted("LOS104", **tables)

    assert [one.subject.id for one in found.told] == ["stuck"]
    assert found.confidential.total() == 1


def test_a_confidential_goal_has_a_place_and_no_title() -> None:
    view = lenses(**with_a_secret())
    at = [str(key) for key in view.snapshot.goals.ids].index("secret")

    assert Discretion(view).title(at) == "A confidential goal"


def test_without_confidential_goals_all_is_told() -> None:
    found = parted("LOS101", "LOS104", **ferries())

    assert {one.subject.id for one in found.told} == {"loose", "stuck"}
    assert not found.confidential


def leaders(count: int) -> Records:
    return [
        {
            "wave": "1",
            "question": "a_goal_may_change",
            "kind": "scale",
            "group_kind": "leaders",
            "group_id": key,
            "score": score,
            "count": count,
        }
        for key, score in (("fleet", 1.5), ("quays", 4.0), ("money", 3.0))
    ]


def test_what_a_few_leaders_answered_does_not_name_their_function() -> None:
    (finding,) = parted("LOS902", **ferries(), answers=leaders(2)).told

    assert "Fleet" not in finding.sentence
    assert "from 1.5 to 4.0 of 5" in finding.sentence
    assert finding.evidence["distribution"] == {"1": 1.5, "2": 3.0, "3": 4.0}


def test_what_many_leaders_answered_does() -> None:
    (finding,) = parted("LOS902", **ferries(), answers=leaders(5)).told

    assert "Fleet" in finding.sentence
    assert finding.evidence["distribution"] == {"fleet": 1.5, "money": 3.0, "quays": 4.0}
